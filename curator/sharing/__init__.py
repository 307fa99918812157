"""Carrying work between replicas: parcels, merging, keys and signatures, the team hub."""
