"""The page as it is on the screen: which paragraphs are visible, and where positions of the text are on it."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from curator.ui.reading.display import DisplayText
from curator.ui.reading.geometry import Box, boxes, has_right_to_left
from curator.ui.reading.layout import MARGIN, Metrics


class Shown(NamedTuple):
    """A visible paragraph, and how far its top is below the viewport's."""

    block: QTextBlock
    top: float
    height: float


class Page:
    """Answers in code points of the stored text and pixels of the viewport."""

    def __init__(self, view: QPlainTextEdit, display: DisplayText, metrics: Metrics) -> None:
        self._view = view
        self.display = display
        self.metrics = metrics

    def shown(self, top: float = 0, bottom: float | None = None) -> Iterator[Shown]:
        """The paragraphs that can be seen between two heights of the viewport, from above."""
        bottom = self._view.viewport().height() if bottom is None else bottom
        block = self._view.firstVisibleBlock()
        y = self._view.blockBoundingGeometry(block).translated(self._view.contentOffset()).top()
        while block.isValid() and y <= bottom:
            height = self._view.blockBoundingRect(block).height()
            if y + height >= top:
                yield Shown(block, y, height)
            y += height
            block = block.next()

    def edge(self) -> float:
        """How far to the right tags may reach: into the margin, but not to its end."""
        return self._view.viewport().width() - MARGIN / 2

    def reach(self, block: QTextBlock) -> tuple[int, int]:
        """The code points of a paragraph, with what ends it."""
        start = block.position()
        return self.display.from_view(start), self.display.from_view(start + block.length())

    def local(self, block: QTextBlock, start: int, end: int) -> tuple[int, int] | None:
        """The UTF-16 units of a paragraph that a range of the text covers; None where it covers none."""
        base = block.position()
        low = max(0, self.display.to_view(start) - base)
        high = min(block.length() - 1, self.display.to_view_end(end) - base)
        return (low, high) if low < high else None

    def boxes(self, block: QTextBlock, start: int, end: int) -> tuple[Box, ...]:
        """Where a range of the text is in a laid out paragraph."""
        local = self.local(block, start, end)
        return boxes(block.layout(), *local, mixed=has_right_to_left(block.text())) if local else ()

    def at(self, point: QPointF) -> Shown | None:
        """The paragraph at a height of the viewport."""
        for shown in self.shown():
            if shown.top <= point.y() < shown.top + shown.height:
                return shown
        return None

    def row_at(self, shown: Shown, y: float) -> int:
        """The row of a paragraph at a height of the viewport."""
        row = int((y - shown.top) // self.metrics.pitch)
        return min(max(row, 0), shown.block.layout().lineCount() - 1)

    def rows_between(self, shown: Shown, top: float, bottom: float) -> range:
        """The rows of a paragraph that are between two heights of the viewport, even in part."""
        pitch = self.metrics.pitch
        return range(int((top - shown.top) // pitch), int((bottom - shown.top) // pitch) + 1)

    def on_text(self, point: QPointF) -> QPointF:
        """A point moved to the middle of the words of its row, so that Qt finds the row even between two."""
        shown = self.at(point)
        if shown is None or shown.block.length() == 1:
            return point
        line = shown.block.layout().lineAt(self.row_at(shown, point.y()))
        return QPointF(point.x(), shown.top + line.naturalTextRect().center().y())

    def position_at(self, point: QPointF) -> int:
        """The code point position nearest to a point."""
        return self.display.from_view(self._view.cursorForPosition(self.on_text(point).toPoint()).position())

    def caret_rect(self, position: int) -> QRectF:
        """The row around a position of the text, which must be visible or nearly so."""
        block = self._view.document().findBlock(self.display.to_view(position))
        top = self._view.blockBoundingGeometry(block).translated(self._view.contentOffset()).top()
        line = block.layout().lineForTextPosition(self.display.to_view(position) - block.position())
        row = max(line.lineNumber(), 0) if line.isValid() else 0
        return QRectF(0, top + row * self.metrics.pitch, self._view.viewport().width(), self.metrics.pitch)

    def first_row(self) -> int:
        """The code point that the topmost visible row begins with."""
        for shown in self.shown():
            layout = shown.block.layout()
            for row in range(layout.lineCount()):
                if shown.top + (row + 1) * self.metrics.pitch > 1:
                    return self.display.from_view(shown.block.position() + layout.lineAt(row).textStart())
        return 0
