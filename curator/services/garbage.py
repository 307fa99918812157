"""Large acts without looking for garbage: nearly all that they make stays until they end, and is looked at in vain."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Generator[None]:
    """No search for circular garbage within, unless it is off anyway. What is not circular goes at once as ever."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
