"""JSON from files that nobody vouches for: no NaN, no key twice, no endless depth; and where things stand in it.

orjson reads it and refuses most of what is wrong. What orjson takes in silence (the last of two equal keys) is found
by counting; what it refuses although the rest is worth having (half of a surrogate pair in one string) is read by the
slower parser of the standard library, and whoever asked finds the string in question.
"""

import json
import re
from typing import Any, NamedTuple

import orjson

from curator.domain.errors import InvalidError

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonError(InvalidError):
    """The bytes are not the JSON that they should be."""


class Loaded(NamedTuple):
    """JSON values. `sound` is whether every part of them can be written again (`is_sound` tells which can't)."""

    value: Any
    sound: bool


def load(data: bytes) -> Loaded:
    """The JSON values in `data`.

    Raises:
        JsonError: it is no JSON, or holds something that no two programs read alike.
    """
    try:
        value = orjson.loads(data)
        again = orjson.dumps(value)
    except (orjson.JSONDecodeError, TypeError):
        return _slowly(data)
    # Each key brings two quotation marks, so that a key that was dropped shows in their number; that holds while
    # none is written as an escape, which orjson would write as a quotation mark.
    if data.count(b'"') != again.count(b'"') or b"\\u0022" in data:
        return _slowly(data)
    return Loaded(value, sound=True)


def is_sound(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a value can be written as UTF-8 JSON."""
    try:
        orjson.dumps(value)
    except TypeError:
        return False
    return True


def _slowly(data: bytes) -> Loaded:
    try:
        value = json.loads(data.decode(), object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise JsonError(f"It is not JSON: {_where(error)}: {error.msg}.") from error
    except UnicodeDecodeError as error:
        raise JsonError(f"It is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}.") from error
    except RecursionError as error:
        raise JsonError("It is nested too deeply.") from error
    except ValueError as error:
        message = str(error).partition(":")[0].partition(" for ")[0]
        raise JsonError(f"It holds a value that can't be read ({message}).") from error
    return Loaded(value, is_sound(value))


def _where(error: json.JSONDecodeError) -> str:
    return f"character {error.colno}" if error.lineno == 1 else f"line {error.lineno}, character {error.colno}"


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise JsonError(f"The key “{double}” stands twice in one object.")
    return made


def _refuse_constant(name: str) -> None:
    raise JsonError(f"It holds {name}, which is no JSON.")


class Layout(NamedTuple):
    """Where the members of a JSON object stand, as `[start, end)` in bytes; those of one list member apart."""

    members: dict[str, tuple[int, int]]
    items: list[tuple[int, int]] | None


def layout(data: bytes, of: str) -> Layout:
    """Where the members of the object in `data` stand, and the items of its member `of`, which is a list.

    The whole is read once, so that a file with broken syntax is known as one before anything of it is used, but
    no more than one item is in memory at a time.

    Raises:
        JsonError: it is no JSON object, `of` is no list in it, or a member stands twice.
    """
    # Latin-1 makes each byte one character: places are places in the bytes, and the text takes no more room. The
    # marks of JSON are ASCII, so that it reads the same; what the strings say is not looked at here.
    text = data.decode("latin-1")
    try:
        return _Scan(text).object(of)
    except json.JSONDecodeError as error:
        raise JsonError(f"It is not JSON: line {error.lineno}, character {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise JsonError("It is nested too deeply.") from error
    except ValueError as error:
        raise JsonError(f"It holds a value that can't be read ({error}).") from error


class _Scan:
    """A walk over the outermost object of a JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 3 if text.startswith("\xef\xbb\xbf") else 0  # the UTF-8 mark

    def object(self, of: str) -> Layout:
        members: dict[str, tuple[int, int]] = {}
        items: list[tuple[int, int]] | None = None
        self._expect("{")
        if not self._has("}"):
            while True:
                key = self._key()
                if key in members or (key == of and items is not None):
                    raise JsonError(f"The key “{key}” stands twice in one object.")
                if key == of:
                    items = self._items()
                else:
                    members[key] = self._value()
                if self._has("}"):
                    break
                self._expect(",")
        if self._next():
            raise json.JSONDecodeError("there is something after the end", self._text, self._at)
        return Layout(members, items)

    def _items(self) -> list[tuple[int, int]]:
        items: list[tuple[int, int]] = []
        self._expect("[")
        if self._has("]"):
            return items
        while True:
            items.append(self._value())
            if self._has("]"):
                return items
            self._expect(",")

    def _key(self) -> str:
        if self._next() != '"':
            raise json.JSONDecodeError("a key is missing", self._text, self._at)
        key, self._at = _DECODER.raw_decode(self._text, self._at)
        self._expect(":")
        return key

    def _value(self) -> tuple[int, int]:
        self._next()
        start = self._at
        _, self._at = _DECODER.raw_decode(self._text, start)
        return start, self._at

    def _next(self) -> str:
        """The next character that is no white space, or "" at the end."""
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _has(self, mark: str) -> bool:
        if self._next() != mark:
            return False
        self._at += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._has(mark):
            raise json.JSONDecodeError(f"“{mark}” is missing", self._text, self._at)
