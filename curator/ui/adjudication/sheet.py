"""A text with several annotators' spans: an underline of its own kind for each, marks in the margin at what is open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from curator.domain.painting import SpanSource
from curator.ui import theme
from curator.ui.adjudication.pairs import Pairs, PairSource
from curator.ui.reading import looks
from curator.ui.reading import painter as paint
from curator.ui.reading.interaction import innermost_first
from curator.ui.reading.looks import LabelLook
from curator.ui.reading.page import Shown
from curator.ui.reading.scene import Scene, Shape
from curator.ui.reading.scenes import Scenes
from curator.ui.reading.sheet import Sheet

_MARK_LEFT: Final = 9
_MARK_WIDTH: Final = 5


class PairSheet(Sheet):
    """Shows both annotators' work; a click chooses.

    Signals:
        chosen: (annotation id) the person clicked it.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = Pairs()
        self._current: frozenset[str] = frozenset()
        self.setAccessibleName(self.tr("Text with the annotations of several annotators"))

    def show_text(self, text: str, source: SpanSource, labels: Mapping[str, LabelLook]) -> None:
        """Show a text with all spans of the source; who made them comes with `show_pairs`."""
        self._pairs, self._current = Pairs(), frozenset()
        self.set_text(text, source, labels)
        self.scenes = Scenes(PairSource(source, self._letter), self._has_tag)

    def _letter(self, annotation: str) -> int | None:
        return self._pairs.letter(annotation)

    def show_pairs(self, pairs: Pairs) -> None:
        """Say whose each annotation is, and what is open; the place in the text stays."""
        self._pairs = pairs
        self.scenes.forget_order()
        self.viewport().update()

    def _has_tag(self, painted: object) -> bool:
        return not self._pairs.is_twin(str(getattr(painted, "annotation", "")))

    def show_current(self, annotations: frozenset[str], start: int | None = None) -> None:
        """Outline these annotations, and bring the position `start` into sight."""
        self._current = annotations
        if start is not None:
            self.scroll_to(start)
        first = min(annotations, key=lambda ident: self._pairs.letter(ident) or 0, default=None)
        self.style_now = replace(self.style_now, chosen=first)
        self.viewport().update()

    # Qt

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        super().mouseReleaseEvent(e)
        if e.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            hits = innermost_first(self.painted_at(QPointF(e.position())))
            if hits:
                self.chosen.emit(hits[0].annotation)

    @override
    def draw_below(self, painter: QPainter, scene: Scene, rows: range) -> None:
        fills = tuple(shape for shape in scene.shapes if not self._pairs.is_twin(shape.painted.annotation))
        super().draw_below(painter, scene._replace(shapes=fills), rows)

    @override
    def draw_above(self, painter: QPainter, scene: Scene, rows: range, shown: Shown) -> None:
        firsts = tuple(shape for shape in scene.shapes if not self._pairs.letter(shape.painted.annotation))
        super().draw_above(painter, scene._replace(shapes=firsts), rows, shown)
        for shape in scene.shapes:
            letter = self._pairs.letter(shape.painted.annotation)
            if letter:
                self._draw_line(painter, scene, shape, letter)
            if letter and shape.painted.annotation in self._current:
                line = looks.line(self.style_now.colour(shape.painted.label), self.style_now.paper)
                paint.outline(painter, shape.boxes, self.style_now, line, dotted=True)
        self._draw_marks(painter, scene, self.page.reach(shown.block)[0])

    def _draw_line(self, painter: QPainter, scene: Scene, shape: Shape, letter: int) -> None:
        colour = looks.line(self.style_now.colour(shape.painted.label), self.style_now.paper)
        for box in shape.boxes:
            rect = paint.lane_rect(box, shape.lane, scene.lanes, self.metrics)
            draw_line(painter, rect, colour, letter)

    def _draw_marks(self, painter: QPainter, scene: Scene, start: int) -> None:
        """Mark the rows in which something open begins, in the paragraph that begins at `start`."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().state_returned))
        metrics = self.metrics
        height = metrics.fill_bottom - metrics.fill_top
        begins = [shape for shape in scene.shapes if shape.painted.start >= start]
        is_open = self._pairs.open_among(shape.painted.annotation for shape in begins)
        opened = [shape for shape in begins if shape.painted.annotation in is_open]
        for row in {box.row for shape in opened for box in shape.boxes if box.starts}:
            top = row * metrics.pitch + metrics.fill_top
            painter.drawRoundedRect(QRectF(_MARK_LEFT, top + 2, _MARK_WIDTH, height - 4), 2, 2)


def draw_line(painter: QPainter, rect: QRectF, colour: QColor, letter: int) -> None:
    """The underline of an annotator: solid for A, dashes for B, dots for all others."""
    if letter == 0:
        painter.fillRect(rect, colour)
        return
    pen = QPen(colour, rect.height())
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([4.0, 2.0] if letter == 1 else [1.0, 1.0])
    painter.setPen(pen)
    middle = rect.center().y()
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
