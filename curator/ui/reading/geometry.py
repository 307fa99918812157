"""Where a range of a paragraph's text is on the page: its boxes, row by row, also where directions are mixed."""

import re
from typing import NamedTuple, cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextLayout, QTextLine

# The blocks that Unicode keeps for scripts written from right to left (UAX #44, DerivedBidiClass), and the marks and
# embeddings that turn the direction. `regex` knows the classes, and takes as long to import as to paint a page.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NARROWEST = 3.0


class Box(NamedTuple):
    """A stretch of one row. `starts` and `ends` say whether the range's own start or end is in it.

    `left` and `right` are relative to the paragraph's left edge; `leftwards` says that its words run to the left.
    """

    row: int
    left: float
    right: float
    starts: bool
    ends: bool
    leftwards: bool = False

    def holds(self, row: int, x: float) -> bool:
        """Whether a point of a row is in it."""
        return row == self.row and self.left - 1 <= x <= self.right + 1


def has_right_to_left(text: str) -> bool:
    """Whether text holds anything that is written from right to left, so that `boxes` has to look closer."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def boxes(layout: QTextLayout, start: int, end: int, *, mixed: bool) -> tuple[Box, ...]:
    """The boxes of `[start, end)`, in UTF-16 units of the paragraph; `mixed` as `has_right_to_left` says.

    A range has at least one box, however narrow, so that nothing that was marked is invisible.
    """
    found: list[Box] = []
    first = layout.lineForTextPosition(start)
    if not first.isValid():
        return ()
    for row in range(first.lineNumber(), layout.lineCount()):
        line = layout.lineAt(row)
        low, high = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if line.textStart() >= end:
            break
        if low >= high:
            continue
        edges = (low == start, high == end)
        found += _mixed_boxes(line, low, high, edges) if mixed else _plain_boxes(line, low, high, edges)
    if not found:
        left = _x(first, start)
        found.append(Box(first.lineNumber(), left, left + _NARROWEST, starts=True, ends=True))
    return tuple(found)


def _plain_boxes(line: QTextLine, low: int, high: int, edges: tuple[bool, bool]) -> list[Box]:
    """The one box of a row that runs from left to right; none where only the space at a row's end is in it."""
    left = _x(line, low)
    # The space at which a row was broken hangs over the edge: it is in the text, not on the page.
    right = min(_x(line, high), line.x() + line.naturalTextWidth())
    if right <= left and not edges[0]:
        return []
    return [Box(line.lineNumber(), left, max(right, left + _NARROWEST), *edges)]


def _mixed_boxes(line: QTextLine, low: int, high: int, edges: tuple[bool, bool]) -> list[Box]:
    """The boxes of a row with both directions: one for each stretch that is together on the page."""
    row = line.lineNumber()
    runs = sorted((rect.left(), rect.right(), backwards) for rect, backwards in _runs(line, low, high))
    joined: list[tuple[float, float, bool]] = []
    for left, right, backwards in runs:
        if joined and left <= joined[-1][1] + 0.5:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]), joined[-1][2])
        else:
            joined.append((left, right, backwards))
    if not joined:
        return _plain_boxes(line, low, high, edges)
    start_at = _middle(line, low, low + 1, default=joined[0][0])
    end_at = _middle(line, high - 1, high, default=joined[-1][1])
    return [
        Box(row, left, right, edges[0] and left <= start_at <= right, edges[1] and left <= end_at <= right, backwards)
        for left, right, backwards in joined
    ]


def _runs(line: QTextLine, low: int, high: int) -> list[tuple[QRectF, bool]]:
    """The stretches of `[low, high)` that run in one direction, and whether that is to the left."""
    return [
        (rect, run.isRightToLeft())
        for run in line.glyphRuns(low, high - low)
        if (rect := run.boundingRect()).width() > 0
    ]


def _middle(line: QTextLine, low: int, high: int, *, default: float) -> float:
    runs = _runs(line, low, high)
    return runs[0][0].center().x() if runs else default


def _x(line: QTextLine, position: int) -> float:
    # PySide gives the position that was asked for back as well; its stubs do not say so.
    return cast("tuple[float, int]", line.cursorToX(position))[0]
