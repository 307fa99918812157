"""What lies over the spans for a while: search hits, evidence that is shown, a place that is pointed out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from curator.domain.span import Span
from curator.ui.reading import looks
from curator.ui.reading import painter as paint
from curator.ui.reading.page import Page, Shown
from curator.ui.reading.painter import Style


@dataclass
class Overlays:
    """Places in the text, sorted by start. `hit` is the index of the search hit at hand; `grips`: a span, its label."""

    hits: Sequence[tuple[int, int]] = ()
    hit: int = -1
    evidence: Sequence[Span] = ()
    pointed_out: Span | None = None
    grips: tuple[Span, str] | None = None

    def draw_below(self, painter: QPainter, page: Page, shown: Shown, style: Style) -> None:
        """Paint the search hits of a paragraph; the painter's origin is the paragraph's."""
        if not self.hits:
            return
        for index, (start, end) in self._hits_in(*page.reach(shown.block)):
            colour = style.paper.hit_now if index == self.hit else style.paper.hit
            paint.wash(painter, page.boxes(shown.block, start, end), style.metrics, QColor(colour))

    def draw_above(self, painter: QPainter, page: Page, shown: Shown, style: Style) -> None:
        """Paint what is outlined in a paragraph, and the grips of the chosen span."""
        if not (self.evidence or self.pointed_out or self.hits or self.grips):
            return
        start, end = page.reach(shown.block)
        accent = QColor(style.paper.accent)
        for span in self.evidence:
            if span.start < end and start < span.end:
                paint.outline(painter, page.boxes(shown.block, span.start, span.end), style, accent, dotted=True)
        if self.pointed_out and self.pointed_out.start < end and start < self.pointed_out.end:
            boxes = page.boxes(shown.block, self.pointed_out.start, self.pointed_out.end)
            accent.setAlphaF(0.25)
            paint.wash(painter, boxes, style.metrics, accent)
            paint.outline(painter, boxes, style, QColor(style.paper.accent))
        if self.hits and self.hit >= 0:
            low, high = self.hits[self.hit]
            if low < end and start < high:
                paint.outline(painter, page.boxes(shown.block, low, high), style, QColor(style.paper.ink))
        self._draw_grips(painter, page, shown, style)

    def grip_places(self, page: Page, shown: Shown) -> tuple[QPointF | None, QPointF | None]:
        """Where the grips of the chosen span are in a paragraph: that of its start, that of its end."""
        if self.grips is None:
            return None, None
        span, _ = self.grips
        boxes = page.boxes(shown.block, span.start, span.end)
        start, end = page.reach(shown.block)
        first = next((box for box in boxes if box.starts), None) if start <= span.start < end else None
        last = next((box for box in reversed(boxes) if box.ends), None) if start < span.end <= end else None
        return (
            paint.handle_place(first, page.metrics, at_start=True) if first else None,
            paint.handle_place(last, page.metrics, at_start=False) if last else None,
        )

    def _draw_grips(self, painter: QPainter, page: Page, shown: Shown, style: Style) -> None:
        for place in self.grip_places(page, shown):
            if place and self.grips:
                paint.draw_handle(painter, place, style, looks.line(style.colour(self.grips[1]), style.paper))

    def _hits_in(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
        index = max(0, bisect_left(self.hits, (start, 0)) - 1)
        while index < len(self.hits) and self.hits[index][0] < end:
            yield index, self.hits[index]
            index += 1
