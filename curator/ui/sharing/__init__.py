"""Bringing work together in the window: handing in, receiving, the exchange folder."""
