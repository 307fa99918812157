"""Draws charts with Qt's painter, in the colours of the theme that is worn. Numbers stand in what colours say."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from curator.ui import theme
from curator.ui.dashboard.charts import Bars, Chart, Figures, Matrix

_ROW: Final = 30.0
_BAR: Final = 18.0
_FIGURE: Final = 44.0
_GAP: Final = 10.0
_CELL: Final = 34.0
_UPRIGHT: Final = 190.0
_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def height_of(chart: Chart, width: float, font: QFont) -> float:
    """How high a chart is at a width."""
    if chart.is_empty:
        return _ROW
    if isinstance(chart, Bars):
        legend = _legend_height(chart, width, font)
        return legend + (_UPRIGHT if chart.upright else _ROW * len(chart.rows))
    if isinstance(chart, Matrix):
        return (len(chart.rows) + 1) * _CELL + len(chart.notes) * QFontMetricsF(font).height() + 4
    return _FIGURE * len(chart.rows)


def draw(painter: QPainter, chart: Chart, size: QSizeF, font: QFont, nothing: str) -> None:
    """Draw a chart; `nothing` is what to say where there is nothing to see."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    if chart.is_empty:
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(QRectF(0, 0, size.width(), _ROW), _LEFT, nothing)
    elif isinstance(chart, Matrix):
        _draw_matrix(painter, chart, size.width())
    elif isinstance(chart, Figures):
        _draw_figures(painter, chart, size.width())
    elif chart.upright:
        _draw_upright(painter, chart, size.width())
    else:
        _draw_lying(painter, chart, size.width())


# bars


def _legend_places(chart: Bars, width: float, font: QFont) -> list[tuple[float, float, str, str]]:
    """Where each entry of the legend begins, its name and its colour; none where one series says nothing."""
    if len(chart.series) < 2:
        return []
    metrics = QFontMetricsF(font)
    places: list[tuple[float, float, str, str]] = []
    x, y = 0.0, 0.0
    for series in chart.series:
        needed = 16 + metrics.horizontalAdvance(series.name) + 16
        if x and x + needed > width:
            x, y = 0.0, y + metrics.height() + 4
        places.append((x, y, series.name, series.colour))
        x += needed
    return places


def _legend_height(chart: Bars, width: float, font: QFont) -> float:
    places = _legend_places(chart, width, font)
    return places[-1][1] + QFontMetricsF(font).height() + 10 if places else 0.0


def _draw_legend(painter: QPainter, chart: Bars, width: float) -> float:
    height = painter.fontMetrics().height()
    for x, y, name, colour in _legend_places(chart, width, painter.font()):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(x, y + height / 2 - 5, 10, 10), 2, 2)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(QPointF(x + 16, y + painter.fontMetrics().ascent()), name)
    return _legend_height(chart, width, painter.font())


def _draw_lying(painter: QPainter, chart: Bars, width: float) -> None:
    top = _draw_legend(painter, chart, width)
    look = theme.current()
    names = _name_width(painter, chart.rows, width)
    room = max(width - names - _GAP - 44, 40)
    for number, (name, values) in enumerate(zip(chart.rows, chart.values, strict=True)):
        y = top + number * _ROW
        painter.setPen(QColor(look.text))
        _draw_elided(painter, QRectF(0, y, names, _ROW), name, _LEFT)
        starts = [0, *accumulate(values)]
        for start, value, series in zip(starts, values, chart.series, strict=False):
            left = names + _GAP + room * start / chart.largest
            box = QRectF(left, y + (_ROW - _BAR) / 2, room * value / chart.largest, _BAR)
            _draw_part(painter, box, value, series.colour, is_alone=len(chart.series) == 1)
        painter.setPen(QColor(look.muted))
        end = names + _GAP + room * starts[-1] / chart.largest
        painter.drawText(QRectF(end + 7, y, 40, _ROW), _LEFT, f"{starts[-1]:n}")


def _draw_part(painter: QPainter, box: QRectF, value: int, colour: str, *, is_alone: bool) -> None:
    if not value:
        return
    look = theme.current()
    painter.setPen(QPen(QColor(look.background), 1))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, 3, 3)
    words = f"{value:n}"
    fits = painter.fontMetrics().horizontalAdvance(words) + 6 <= box.width() and box.height() >= _BAR - 4
    if fits and not is_alone:
        painter.setPen(QColor(theme.legible("#ffffff", colour)))
        painter.drawText(box, _CENTER, words)


def _draw_upright(painter: QPainter, chart: Bars, width: float) -> None:
    top = _draw_legend(painter, chart, width)
    look = theme.current()
    line = painter.fontMetrics().height()
    floor = top + _UPRIGHT - line - 6
    room = floor - top - line - 4
    step = min(width / len(chart.rows), 74)
    thick = min(step * 0.62, 44)
    painter.setPen(QPen(QColor(look.line), 1))
    painter.drawLine(QPointF(0, floor), QPointF(width, floor))
    every = max(1, -(-painter.fontMetrics().horizontalAdvance("00 MMM ") // int(max(step, 1))))
    for number, (name, values) in enumerate(zip(chart.rows, chart.values, strict=True)):
        left = number * step + (step - thick) / 2
        y = floor
        for value, series in zip(values, chart.series, strict=True):
            high = room * value / chart.largest
            y -= high
            _draw_part(painter, QRectF(left, y, thick, high), value, series.colour, is_alone=len(chart.series) == 1)
        painter.setPen(QColor(look.text))
        if sum(values):
            painter.drawText(QRectF(left - 10, y - line - 1, thick + 20, line), _CENTER, f"{sum(values):n}")
        if number % every == 0:
            painter.setPen(QColor(look.muted))
            painter.drawText(QRectF(left - 30, floor + 4, thick + 60, line), _CENTER, name)


# matrices and figures


def _draw_matrix(painter: QPainter, chart: Matrix, width: float) -> None:
    look = theme.current()
    names = _name_width(painter, [*chart.rows, chart.corner], width)
    cell = min((width - names - _GAP) / len(chart.columns), 110)
    painter.setPen(QColor(look.muted))
    _draw_elided(painter, QRectF(0, 0, names, _CELL), chart.corner, _LEFT)
    for column, name in enumerate(chart.columns):
        _draw_elided(painter, QRectF(names + _GAP + column * cell, 0, cell - 2, _CELL), name, _CENTER)
    for row, name in enumerate(chart.rows):
        y = (row + 1) * _CELL
        painter.setPen(QColor(look.text))
        _draw_elided(painter, QRectF(0, y, names, _CELL), name, _LEFT)
        for column in range(len(chart.columns)):
            box = QRectF(names + _GAP + column * cell, y, cell, _CELL).adjusted(1, 1, -1, -1)
            well = row == column or not chart.strong_diagonal
            _draw_cell(painter, box, chart.shares[row][column], chart.words[row][column], is_well=well)
    top = (len(chart.rows) + 1) * _CELL + 2
    painter.setPen(QColor(look.muted))
    for number, note in enumerate(chart.notes):
        line = painter.fontMetrics().height()
        _draw_elided(painter, QRectF(0, top + number * line, width, line), note, _LEFT)


def _draw_cell(painter: QPainter, box: QRectF, share: float | None, words: str, *, is_well: bool) -> None:
    look = theme.current()
    colour = look.accent if is_well else look.state_returned
    ground = theme.mix(colour, look.surface, 0.08 + 0.82 * share) if share is not None else look.surface
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.legible(look.text, ground) if share is not None else look.muted))
    _draw_elided(painter, box, words, _CENTER)


def _draw_figures(painter: QPainter, chart: Figures, width: float) -> None:
    look = theme.current()
    line = painter.fontMetrics().height()
    plain, bold, small = QFont(painter.font()), QFont(painter.font()), QFont(painter.font())
    bold.setWeight(QFont.Weight.DemiBold)
    small.setPointSizeF(plain.pointSizeF() * 0.92)
    for number, (name, value, note) in enumerate(chart.rows):
        y = number * _FIGURE
        painter.setFont(plain)
        painter.setPen(QColor(look.text))
        _draw_elided(painter, QRectF(0, y + 4, width - 70, line), name, _LEFT)
        painter.setFont(bold)
        painter.setPen(QColor(look.text if value else look.muted))
        painter.drawText(QRectF(width - 66, y + 4, 64, line), _RIGHT, value or "–")
        painter.setFont(small)
        painter.setPen(QColor(look.muted))
        _draw_elided(painter, QRectF(0, y + 4 + line, width - 4, line), note, _LEFT)
        painter.setPen(QPen(QColor(look.line), 1))
        painter.drawLine(QPointF(0, y + _FIGURE - 0.5), QPointF(width, y + _FIGURE - 0.5))


def _name_width(painter: QPainter, names: Sequence[str], width: float) -> float:
    widest = max((painter.fontMetrics().horizontalAdvance(name) for name in names), default=0)
    return min(widest + 2.0, width * 0.4)


def _draw_elided(painter: QPainter, box: QRectF, words: str, flags: Qt.AlignmentFlag) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, flags, shown)
