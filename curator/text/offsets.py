"""Positions in a text, in the three units that programs count in. The only place where they are converted.

Curator counts Unicode code points, Qt and JavaScript count UTF-16 units, and some tools count bytes of UTF-8:
the end of "a😀b" is 3, 4 or 6. An `OffsetMap` converts between them for one text. It is made in no time: what a
unit needs is worked out on its first use. For UTF-16 that is whether there are astral characters (above U+FFFF, which
take two units): most texts have none, and code points and units are the same.

An offset from elsewhere can fall inside a character. It is then moved to the character's start or end, as asked,
and `locate_utf16` and `locate_utf8` say that it was.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from curator.domain.errors import InvalidError

Bias = Literal["start", "end"]
"""Where an offset inside a character goes: to the character's start, or to its end."""

_BLOCK = 1024  # code points between two known positions: a conversion encodes at most this many


class Located(NamedTuple):
    """A position in code points; `exact` is False where the offset fell inside a character and was moved."""

    offset: int
    exact: bool


class _Blocks:
    """Positions in an encoding of a text, known at the start of each block of the text.

    The work of a conversion is bounded by the block, and the memory by the text's length, whatever it holds.
    """

    def __init__(self, text: str, encoding: Literal["utf-8", "utf-16-le"]) -> None:
        self._text = text
        self._encoding = encoding
        self._width = 2 if encoding == "utf-16-le" else 1
        self._before = array("q", [0])
        total = 0
        for start in range(0, len(text), _BLOCK):
            total += len(self._encoded(start, start + _BLOCK))
            self._before.append(total)

    def _encoded(self, start: int, end: int) -> bytes:
        return self._text[start:end].encode(self._encoding)

    @property
    def length(self) -> int:
        """The text's length in this encoding's units."""
        return self._before[-1] // self._width

    def units(self, offset: int) -> int:
        """Units before the code point at `offset`."""
        block = offset // _BLOCK
        return (self._before[block] + len(self._encoded(block * _BLOCK, offset))) // self._width

    def locate(self, units: int, bias: Bias) -> Located:
        """The position at `units`, which is at most the length."""
        position = units * self._width
        block = bisect_right(self._before, position) - 1
        start = min(block * _BLOCK, len(self._text))
        encoded = self._encoded(start, start + _BLOCK)
        inside = position - self._before[block]
        # What "ignore" leaves out is the first part of a character that the position cuts.
        before = encoded[:inside].decode(self._encoding, "ignore")
        exact = len(before.encode(self._encoding)) == inside
        return Located(start + len(before) + (not exact and bias == "end"), exact)


class OffsetMap:
    """Converts positions of one text between code points, UTF-16 units and bytes of UTF-8.

    Positions run from 0 to the length in their unit, both included. The text holds no lone surrogates, as no stored
    text does.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def is_identity(self) -> bool:
        """Whether code points and UTF-16 units are the same in this text."""
        # Needs no import, and no more time than a search for astral characters.
        return self._text.isascii() or len(self._text.encode("utf-16-le")) == 2 * len(self._text)

    @cached_property
    def _utf16(self) -> _Blocks:
        return _Blocks(self._text, "utf-16-le")

    @cached_property
    def _utf8(self) -> _Blocks:
        return _Blocks(self._text, "utf-8")

    @property
    def utf16_length(self) -> int:
        """The text's length in UTF-16 units."""
        return len(self._text) if self.is_identity else self._utf16.length

    @property
    def utf8_length(self) -> int:
        """The text's length in bytes of UTF-8."""
        return self._utf8.length

    def to_utf16(self, offset: int) -> int:
        """The code point position `offset` in UTF-16 units.

        Raises:
            InvalidError: the position is outside the text.
        """
        _check_inside(offset, len(self._text), "characters")
        return offset if self.is_identity else self._utf16.units(offset)

    def locate_utf16(self, units: int, bias: Bias = "start") -> Located:
        """The position at `units` UTF-16 units; says so when that cuts a surrogate pair.

        Raises:
            InvalidError: the position is outside the text.
        """
        _check_inside(units, self.utf16_length, "UTF-16 units")
        return Located(units, exact=True) if self.is_identity else self._utf16.locate(units, bias)

    def from_utf16(self, units: int, bias: Bias = "start") -> int:
        """The position at `units` UTF-16 units; inside a surrogate pair, its start or end as `bias` says."""
        return self.locate_utf16(units, bias).offset

    def to_utf16_many(self, offsets: Iterable[int]) -> list[int]:
        """As `to_utf16`, for many positions in any order."""
        if self.is_identity:
            return _all_inside(list(offsets), len(self._text), "characters")
        return [self.to_utf16(offset) for offset in offsets]

    def from_utf16_many(self, units: Iterable[int], bias: Bias = "start") -> list[int]:
        """As `from_utf16`, for many positions in any order."""
        if self.is_identity:
            return _all_inside(list(units), len(self._text), "UTF-16 units")
        return [self.from_utf16(unit, bias) for unit in units]

    def to_utf8(self, offset: int) -> int:
        """The code point position `offset` in bytes of UTF-8.

        Raises:
            InvalidError: the position is outside the text.
        """
        _check_inside(offset, len(self._text), "characters")
        return self._utf8.units(offset)

    def locate_utf8(self, position: int, bias: Bias = "start") -> Located:
        """The position at `position` bytes of UTF-8; says so when that is inside a character.

        Raises:
            InvalidError: the position is outside the text.
        """
        _check_inside(position, self.utf8_length, "bytes")
        return self._utf8.locate(position, bias)

    def from_utf8(self, position: int, bias: Bias = "start") -> int:
        """The position at `position` bytes; inside a character, its start or end as `bias` says."""
        return self.locate_utf8(position, bias).offset

    def to_utf8_many(self, offsets: Iterable[int]) -> list[int]:
        """As `to_utf8`, for many positions in any order."""
        return [self.to_utf8(offset) for offset in offsets]

    def from_utf8_many(self, positions: Iterable[int], bias: Bias = "start") -> list[int]:
        """As `from_utf8`, for many positions in any order."""
        return [self.from_utf8(position, bias) for position in positions]


def _check_inside(position: int, length: int, unit: str) -> None:
    if not 0 <= position <= length:
        raise InvalidError(f"Position {position} is outside the text, which has {length} {unit}.")


def _all_inside(positions: list[int], length: int, unit: str) -> list[int]:
    if positions:
        _check_inside(min(positions), length, unit)
        _check_inside(max(positions), length, unit)
    return positions
