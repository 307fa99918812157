"""What the widget is given to show in place of the stored text, and where each place of one lies in the other.

The widget shows a copy that differs from the stored text in three ways, so that any text can be read:

- Characters that show as nothing, or that Qt takes for paragraph ends, are replaced one for one (NUL by "␀").
- Qt lays out a whole paragraph at once. One that is longer than `LONG` is cut into pieces, each a paragraph to Qt:
  at a space, which the break replaces; or, where there is none, by an inserted break.
- Qt is slow with very many paragraphs. Where there are more than `MANY`, neighbours are joined by U+2028, which
  breaks the line as the newline did.

Nothing is ever read back from it: quotes come from the stored text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from curator.text.graphemes import cluster_start
from curator.text.offsets import Bias, OffsetMap

LONG = 8000  # code points: 5 ms to lay out
PIECE = 4000
MANY = 50_000
_JOINED = 32

_LINE_BREAK = "\u2028"
_SHOWN_AS = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r"},
    "\x7f": "\u2421",
    "\v": _LINE_BREAK,
    "\f": _LINE_BREAK,
    "\r": _LINE_BREAK,
    "\x85": _LINE_BREAK,
    # Qt's own marks for the ends of frames; noncharacters elsewhere.
    "\ufdd0": "\ufffd",
    "\ufdd1": "\ufffd",
}


class DisplayText:
    """The text to show for `text`, and the way between positions in the two.

    Attributes:
        shown: what to give the widget.
        soft_breaks: positions in the widget whose paragraph end is not one of the text.
        is_joined: whether lines were joined, so that the widget's paragraphs mean nothing.
    """

    def __init__(self, text: str) -> None:
        """Work out what to show; takes some milliseconds for a megabyte."""
        self._text = text
        self._offsets = OffsetMap(text)
        # Positions in UTF-16 units of the text before which a break was put in, and where these are in the widget.
        self._breaks: list[int] = []
        self._breaks_shown: list[int] = []
        self.soft_breaks: frozenset[int] = frozenset()
        self.shown = _with_visible_controls(text)
        lines = self.shown.split("\n")
        self.is_joined = len(lines) > MANY
        is_cut = max(map(len, lines)) > LONG
        if is_cut:
            lines = self._cut(lines)
        if is_cut or self.is_joined:
            self.shown = "\n".join(_joined(lines) if self.is_joined else lines)

    def to_view(self, position: int) -> int:
        """Where the code point position of the text is in the widget; at an inserted break, behind it."""
        units = self._offsets.to_utf16(position)
        return units + bisect_right(self._breaks, units) if self._breaks else units

    def to_view_end(self, position: int) -> int:
        """As `to_view`, for the end of a span: at an inserted break, before it."""
        units = self._offsets.to_utf16(position)
        return units + bisect_left(self._breaks, units) if self._breaks else units

    def from_view(self, position: int, bias: Bias = "start") -> int:
        """The code point position of the text at a position in the widget."""
        units = position - bisect_left(self._breaks_shown, position) if self._breaks else position
        return self._offsets.from_utf16(min(max(units, 0), self._offsets.utf16_length), bias)

    def _cut(self, lines: list[str]) -> list[str]:
        """The lines with the overlong ones in pieces; notes where."""
        pieces: list[str] = []
        at_spaces: list[int] = []
        inserted: list[int] = []
        position = 0
        for line in lines:
            for piece, after in _pieces(line):
                pieces.append(piece)
                position += len(piece)
                if after == "break":
                    inserted.append(position)
                    continue
                if after == "space":
                    at_spaces.append(position)
                position += 1
        self._breaks = self._offsets.to_utf16_many(inserted)
        self._breaks_shown = [units + index for index, units in enumerate(self._breaks)]
        self.soft_breaks = frozenset(self._breaks_shown).union(map(self.to_view_end, at_spaces))
        return pieces


@lru_cache(maxsize=1)
def displayed(text: str) -> DisplayText:
    """What to show for a text; at once for the one before: a text is read and adjudicated on two sheets in turn."""
    return DisplayText(text)


def _with_visible_controls(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", " \n")  # one line break, not two
    for character, shown in _SHOWN_AS.items():
        if character in text:
            text = text.replace(character, shown)
    return text


def _pieces(line: str) -> Iterator[tuple[str, Literal["space", "break", "newline"]]]:
    """The pieces of a line, and what stands after each: a space of the text, nothing, or the line's own end."""
    start = 0
    while len(line) - start > LONG:
        limit = start + PIECE
        space = line.rfind(" ", start + PIECE // 2, limit)
        if space > 0:
            yield line[start:space], "space"
            start = space + 1
        else:
            cut = cluster_start(line, limit)
            cut = cut if cut > start else limit
            yield line[start:cut], "break"
            start = cut
    yield line[start:], "newline"


def _joined(lines: list[str]) -> Iterator[str]:
    """Neighbouring lines as one paragraph, up to `_JOINED` lines or `PIECE` code points."""
    group: list[str] = []
    size = 0
    for line in lines:
        if group and (len(group) == _JOINED or size + len(line) > PIECE):
            yield _LINE_BREAK.join(group)
            group, size = [], 0
        group.append(line)
        size += len(line)
    yield _LINE_BREAK.join(group)
