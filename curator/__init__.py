"""Curator: turn what documents say into data that others can trust."""

import os

__version__ = "0.1.0"

# Pydantic would look through every installed package for plugins: time at each start, and code that nobody asked for.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
