"""Puts a scene on the page: fills below the words, then underlines, tags, outlines and handles above them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from curator.domain.painting import DISPUTED
from curator.domain.review import AnnotationState
from curator.ui.reading import looks
from curator.ui.reading.geometry import Box
from curator.ui.reading.layout import LANES, Metrics
from curator.ui.reading.looks import LabelLook, Paper
from curator.ui.reading.scene import Scene, Shape, Tag

_RADIUS: Final = 3.0
_MARGIN_SIGN: Final = 8  # from the left edge of the page
_THINNEST: Final = 6  # lanes that fit, drawn thinner; deeper ones lie on the last

Point = tuple[float, float]
_SIGNS: Final[Mapping[str, tuple[tuple[Point, ...], ...]]] = {
    # Strokes in a square of 1; drawn, since few fonts have them.
    AnnotationState.DONE: (((0.05, 0.55), (0.38, 0.88), (0.95, 0.18)),),
    AnnotationState.APPROVED: (
        ((0.0, 0.55), (0.25, 0.88), (0.68, 0.18)),
        ((0.42, 0.68), (0.57, 0.88), (1.0, 0.18)),
    ),
    AnnotationState.RETURNED: (((0.4, 0.1), (0.05, 0.42), (0.4, 0.74)), ((0.05, 0.42), (0.95, 0.42), (0.95, 0.95))),
    AnnotationState.REJECTED: (((0.12, 0.15), (0.88, 0.9)), ((0.88, 0.15), (0.12, 0.9))),
    DISPUTED: (((0.02, 0.36), (0.98, 0.36)), ((0.02, 0.72), (0.98, 0.72)), ((0.74, 0.04), (0.26, 1.04))),
}


@dataclass(frozen=True, slots=True)
class Style:
    """All that a scene's looks depend on apart from the scene."""

    metrics: Metrics
    paper: Paper
    looks: Mapping[str, LabelLook]
    tag_font: QFont
    chosen: str | None = None

    def colour(self, label: str) -> str:
        """The colour of a label; that of the muted ink where it is unknown."""
        look = self.looks.get(label)
        return look.colour if look else self.paper.muted


def sign_width(metrics: Metrics) -> float:
    """The room that a state's sign takes in a tag."""
    return 0.52 * metrics.em


def fill_rect(box: Box, metrics: Metrics) -> QRectF:
    """The rectangle behind a box's words, relative to its paragraph."""
    top = box.row * metrics.pitch
    return QRectF(box.left, top + metrics.fill_top, box.right - box.left, metrics.fill_bottom - metrics.fill_top)


def lane_rect(box: Box, lane: int, lanes: int, metrics: Metrics) -> QRectF:
    """The underline of a box in its lane; lanes get thinner where there are many."""
    pitch, thickness = metrics.lane_pitch, metrics.lane_thickness
    if lanes > LANES:
        shown = min(lanes, _THINNEST)
        pitch = LANES * metrics.lane_pitch / shown
        thickness, lane = max(1.0, 0.7 * pitch), min(lane, shown - 1)
    top = box.row * metrics.pitch + metrics.fill_bottom + lane * pitch
    return QRectF(box.left, top, box.right - box.left, thickness)


def draw_below(painter: QPainter, scene: Scene, *, style: Style, rows: range) -> None:
    """Paint what lies behind the words of some rows. The painter's origin is the paragraph's."""
    painter.setPen(Qt.PenStyle.NoPen)
    for shape in _shapes_in(scene, rows):
        chosen = shape.painted.annotation == style.chosen
        if shape.lane >= looks.DEPTHS and not chosen:
            continue
        painter.setBrush(_fill_of(shape, style, chosen=chosen))
        for box in shape.boxes:
            if box.row in rows:
                painter.drawPath(_rounded(fill_rect(box, style.metrics), starts=box.starts, ends=box.ends))


def draw_above(painter: QPainter, scene: Scene, *, style: Style, rows: range) -> None:
    """Paint what lies below, above and around the words of some rows."""
    shapes = _shapes_in(scene, rows)
    for shape in shapes:
        colour = looks.line(style.colour(shape.painted.label), style.paper)
        for box in shape.boxes:
            if box.row in rows:
                painter.fillRect(lane_rect(box, shape.lane, scene.lanes, style.metrics), colour)
    _draw_cues(painter, scene, style)
    painter.setFont(style.tag_font)
    for tag in scene.tags:
        if tag.row in rows:
            _draw_tag(painter, tag, style)
    for shape in scene.disputed:
        _draw_dispute(painter, shape, style, rows)
    for shape in shapes:
        if shape.painted.annotation == style.chosen:
            around = [box for box in shape.boxes if box.row in rows]
            outline(painter, around, style, looks.line(style.colour(shape.painted.label), style.paper))


def _shapes_in(scene: Scene, rows: range) -> list[Shape]:
    return [
        shape
        for shape in scene.shapes
        if shape.boxes and shape.boxes[0].row < rows.stop and shape.boxes[-1].row >= rows.start
    ]


def _draw_dispute(painter: QPainter, shape: Shape, style: Style, rows: range) -> None:
    """Dashes around words that people annotated differently, and a sign in the margin where they begin."""
    colour = QColor(style.paper.dispute)
    around = [box for box in shape.boxes if box.row in rows]
    _frame(painter, around, style, QPen(colour, 1.5, Qt.PenStyle.DashLine))
    for box in around:
        if box.starts:
            size = 0.5 * style.metrics.em
            middle = fill_rect(box, style.metrics).center().y()
            _draw_sign(painter, DISPUTED, QRectF(_MARGIN_SIGN, middle - size / 2, size, size), colour)


def outline(painter: QPainter, around: Iterable[Box], style: Style, colour: QColor, *, dotted: bool = False) -> None:
    """Paint a line around boxes."""
    _frame(painter, around, style, QPen(colour, 1.5, Qt.PenStyle.DotLine if dotted else Qt.PenStyle.SolidLine))


def _frame(painter: QPainter, around: Iterable[Box], style: Style, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in around:
        rect = fill_rect(box, style.metrics).adjusted(-1, -0.5, 1, 0.5)
        painter.drawRoundedRect(rect, _RADIUS + 1, _RADIUS + 1)


def wash(painter: QPainter, boxes: Iterable[Box], metrics: Metrics, colour: QColor) -> None:
    """Paint boxes in one colour, as a marker pen would."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for box in boxes:
        painter.drawRoundedRect(fill_rect(box, metrics), 2, 2)


def draw_handle(painter: QPainter, place: QPointF, style: Style, colour: QColor) -> None:
    """Paint the grip at an end of the chosen span; `place` is `handle_place`."""
    height = style.metrics.fill_bottom - style.metrics.fill_top
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(place.x() - 1, place.y() - height, 2, height), colour)
    painter.setPen(QPen(QColor(style.paper.paper), 1.5))
    painter.setBrush(colour)
    radius = 0.26 * style.metrics.em
    painter.drawEllipse(QPointF(place.x(), place.y() + 0.6 * radius), radius, radius)


def handle_place(box: Box, metrics: Metrics, *, at_start: bool) -> QPointF:
    """Where the grip of a span's start or end is: at the foot of its edge."""
    x = box.right if at_start == box.leftwards else box.left
    return QPointF(x, box.row * metrics.pitch + metrics.fill_bottom)


def _fill_of(shape: Shape, style: Style, *, chosen: bool) -> QColor:
    colour = looks.fill(style.colour(shape.painted.label), style.paper, shape.lane, chosen)
    if shape.painted.state == AnnotationState.REJECTED and not chosen:
        colour = QColor(colour)
        colour.setAlphaF(colour.alphaF() * 0.35)
    return colour


def _rounded(rect: QRectF, *, starts: bool, ends: bool) -> QPainterPath:
    """A rectangle, rounded where the span starts and ends, so that one that goes on in the next row is seen to."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    if starts or ends:
        path.addRoundedRect(rect, _RADIUS, _RADIUS)
    half = rect.width() / 2
    if not starts:
        path.addRect(rect.adjusted(0, 0, -half if ends else 0, 0))
    if not ends:
        path.addRect(rect.adjusted(half if starts else 0, 0, 0, 0))
    return path


def _draw_tag(painter: QPainter, tag: Tag, style: Style) -> None:
    colour = looks.ink(style.colour(tag.label), style.paper)
    baseline = tag.row * style.metrics.pitch + style.metrics.tag_baseline
    painter.setPen(colour)
    left = tag.left
    if tag.state:
        size = 0.34 * style.metrics.em
        sign = QColor(style.paper.dispute) if tag.state == DISPUTED else colour
        _draw_sign(painter, tag.state, QRectF(left, baseline - size, size, size), sign)
        left += sign_width(style.metrics)
        painter.setPen(colour)
    painter.drawText(QPointF(left, baseline), tag.text)


def _draw_sign(painter: QPainter, state: str, place: QRectF, colour: QColor) -> None:
    pen = QPen(colour, max(1.2, 0.2 * place.width()))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in _SIGNS[state]:
        points = [QPointF(place.x() + x * place.width(), place.y() + y * place.height()) for x, y in stroke]
        painter.drawPolyline(points)


def _draw_cues(painter: QPainter, scene: Scene, style: Style) -> None:
    """Dotted lines that lead from one part of an annotation to the next."""
    divided = [shape for shape in scene.shapes if shape.part.of > 1 and shape.boxes]
    for shape in divided:
        colour = looks.line(style.colour(shape.painted.label), style.paper)
        painter.setPen(QPen(colour, style.metrics.lane_thickness * 0.8, Qt.PenStyle.DotLine))
        for box, left, right in _cues(shape, divided, style.metrics.em):
            y = lane_rect(box, shape.lane, scene.lanes, style.metrics).center().y()
            painter.drawLine(QLineF(left, y, right, y))


def _cues(shape: Shape, divided: list[Shape], em: float) -> Iterable[tuple[Box, float, float]]:
    """Where the dotted lines of a part run: as far as the next part in the same row, or a little way."""
    last = shape.boxes[-1]
    if shape.part.number < shape.part.of and last.ends:
        follower = next((s for s in divided if _follows(shape, s)), None)
        same_row = follower and follower.boxes[0].row == last.row and follower.boxes[0].left > last.right
        yield last, last.right, follower.boxes[0].left if follower and same_row else last.right + em
    first = shape.boxes[0]
    if shape.part.number > 1 and first.starts:
        leader = next((s for s in divided if _follows(s, shape)), None)
        if not (leader and leader.boxes[-1].row == first.row):
            yield first, first.left - em, first.left


def _follows(shape: Shape, other: Shape) -> bool:
    return other.painted.annotation == shape.painted.annotation and other.part.number == shape.part.number + 1
