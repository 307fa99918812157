"""Curator: turn what documents say into data that others can trust."""

__version__ = "0.1.0"
