"""Small helpers for queries."""

import unicodedata
from collections.abc import Iterable

import orjson


def json_list(values: Iterable[object]) -> str:
    """The values as the parameter of `IN (SELECT value FROM json_each(?))`: one statement for any number of them."""
    return orjson.dumps(list(values)).decode()


def folded(text: str) -> str:
    """How names and words are compared when people type them: NFC, without case. Queries know it by this name too."""
    return unicodedata.normalize("NFC", text).casefold()
