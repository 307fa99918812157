"""Small signs, drawn so that they look the same whatever fonts a machine has: plus, warning, states of fields."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap


def draw(painter: QPainter, mark: str, box: QRectF, colour: str) -> None:
    """Draw the sign named `mark` into a square around the middle of `box`, on a grid of 12 by 12."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / 12, side / 12)
    pen = QPen(QColor(colour), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _MARKS[mark](painter)
    painter.restore()


def icon(mark: str, colour: str, side: int = 14) -> QIcon:
    """The sign as an icon, sharp on screens of twice the density too."""
    made = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(QSize(side, side) * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw(painter, mark, QRectF(0, 0, side, side), colour)
        painter.end()
        made.addPixmap(pixmap)
    return made


def _lines(*lines: tuple[float, float, float, float]) -> Callable[[QPainter], None]:
    def paint(painter: QPainter) -> None:
        for x1, y1, x2, y2 in lines:
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    return paint


def _dot(painter: QPainter, x: float, y: float, radius: float) -> None:
    painter.save()
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.restore()


def _quote(painter: QPainter) -> None:
    for x in (1.2, 6.6):
        path = QPainterPath(QPointF(x + 3.6, 2.6))
        path.quadTo(x, 3.4, x + 0.4, 7.4)
        painter.drawPath(path)
        _dot(painter, x + 1.9, 7.6, 1.9)


def _warning(painter: QPainter) -> None:
    path = QPainterPath(QPointF(6, 1.2))
    path.lineTo(11.2, 10.6)
    path.lineTo(0.8, 10.6)
    path.closeSubpath()
    painter.drawPath(path)
    painter.drawLine(QPointF(6, 4.8), QPointF(6, 7.2))
    _dot(painter, 6, 9, 0.8)


def _error(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(6, 6), 5, 5)
    painter.drawLine(QPointF(6, 3.2), QPointF(6, 6.6))
    _dot(painter, 6, 8.7, 0.8)


def _info(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(6, 6), 5, 5)
    painter.drawLine(QPointF(6, 5.6), QPointF(6, 8.8))
    _dot(painter, 6, 3.4, 0.8)


def _target(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(6, 6), 3.6, 3.6)
    _lines((6, 0.6, 6, 4), (6, 8, 6, 11.4), (0.6, 6, 4, 6), (8, 6, 11.4, 6))(painter)


def _stated(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QPointF(6, 6), 4.4, 4.4)


def _not_stated(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(6, 6), 4.4, 4.4)
    painter.drawLine(QPointF(2.6, 9.4), QPointF(9.4, 2.6))


def _not_applicable(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(6, 6), 4.4, 4.4)
    painter.drawLine(QPointF(3.6, 6), QPointF(8.4, 6))


def _untouched(painter: QPainter) -> None:
    pen = painter.pen()
    pen.setDashPattern([1.6, 1.75])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(6, 6), 4.4, 4.4)


def _comment(painter: QPainter) -> None:
    path = QPainterPath(QPointF(1.5, 2))
    for x, y in ((10.5, 2), (10.5, 8), (6, 8), (3.6, 10.6), (3.6, 8), (1.5, 8)):
        path.lineTo(x, y)
    path.closeSubpath()
    painter.drawPath(path)


def _dots(painter: QPainter) -> None:
    for x in (1.8, 6, 10.2):
        _dot(painter, x, 6, 1.15)


_MARKS: Final[dict[str, Callable[[QPainter], None]]] = {
    "none": lambda _painter: None,
    "plus": _lines((6, 2, 6, 10), (2, 6, 10, 6)),
    "close": _lines((3, 3, 9, 9), (9, 3, 3, 9)),
    "chevron": _lines((2.5, 4.5, 6, 8), (6, 8, 9.5, 4.5)),
    "right": _lines((4.5, 2.5, 8, 6), (8, 6, 4.5, 9.5)),
    "back": _lines((5, 2, 2, 5), (2, 5, 5, 8), (2, 5, 10, 5), (10, 5, 10, 10)),
    "comment": _comment,
    "check": _lines((2.2, 6.4, 4.9, 9.1), (4.9, 9.1, 10, 3.4)),
    "differs": _lines((1.6, 4.4, 10.4, 4.4), (1.6, 8, 10.4, 8), (8.4, 1.2, 3.6, 11.2)),
    "quote": _quote,
    "warning": _warning,
    "error": _error,
    "info": _info,
    "target": _target,
    "dots": _dots,
    "stated": _stated,
    "not_stated": _not_stated,
    "not_applicable": _not_applicable,
    "untouched": _untouched,
}
