"""Regular expressions compiled when first used: importing this package costs the start of the window nothing."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

LazyPattern = Callable[[], "regex.Pattern[str]"]


def lazy_pattern(source: str) -> LazyPattern:
    """A function that gives the pattern, in the syntax of `regex` version 1 (sets of characters can be subtracted)."""

    @cache
    def compiled() -> "regex.Pattern[str]":
        import regex

        return regex.compile(source, regex.V1)

    return compiled
