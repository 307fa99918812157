"""How a document looks in the list: a card with its title in up to two lines, its state and what is in it."""

from collections.abc import Sequence
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from curator.domain.scheme import AnnotationScheme
from curator.services import ways
from curator.services.views import DocumentRow
from curator.ui import theme
from curator.ui.document_model import ASSIGNEES, conflicts_in_words, state_of, work_in_words
from curator.ui.lines import first_lines, lines_of
from curator.ui.paging_model import ROW
from curator.ui.pills import paint_pill

_PAD = 12
_GAP = 7
_LINES = 2
_MOST_NAMES = 3


class DocumentDelegate(QStyledItemDelegate):
    """Paints `DocumentRow`s. `scheme` gives the titles of labels."""

    scheme: AnnotationScheme | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        font = _bold(option.font)
        view = self.parent()
        width = view.viewport().width() - 2 * _PAD if isinstance(view, QListView) else 240
        row: DocumentRow = index.data(ROW)
        lines = min(_LINES, len(lines_of(row.title, font, width)))
        return QSize(0, round(lines * QFontMetricsF(font).height() + _pill_height(option.font) + 2 * _PAD + _GAP + 4))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        row: DocumentRow = index.data(ROW)
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option, look)
        inner = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        top = _paint_title(painter, row.title, _bold(option.font), inner, look.text)
        place = QRect(inner.left(), round(top) + 5, inner.width(), round(_pill_height(option.font)))
        place = _paint_initials(painter, index.data(ASSIGNEES) or (), _small(option.font), place)
        self._paint_state(painter, option, row, place)
        painter.restore()

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, row: DocumentRow, place: QRect) -> None:
        look = theme.current()
        font = _small(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        title = state_of(row)
        width = QFontMetricsF(font).horizontalAdvance(title) + 20
        box = QRectF(place.left(), place.top(), width, _pill_height(option.font))
        paint_pill(painter, box, look.state(row.state))
        painter.setFont(font)
        painter.setPen(QColor(theme.pill(look.state(row.state))[1]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)
        painter.setFont(_small(option.font))
        rest = QRectF(box.right() + 9, box.top(), place.right() - box.right() - 9, box.height())
        rest = _paint_conflicts(painter, row.conflicts, rest)
        painter.setPen(QColor(look.muted))
        words = self._summary(row)
        if painter.fontMetrics().horizontalAdvance(words) > rest.width():
            words = work_in_words(row.annotations)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(max(rest.width(), 0)))
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _summary(self, row: DocumentRow) -> str:
        """What is annotated, and how many of the label that has the longest form: the one that all is about."""
        words = work_in_words(row.annotations)
        labels = self.scheme.labels if self.scheme else ()
        chief = max(labels, key=lambda label: len(label.fields), default=None)
        count = row.by_label.get(chief.name, 0) if chief else 0
        if not chief or not count or len(labels) == 1:
            return words
        return f"{words} · {chief.title} {count}"


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _short(name: str) -> str:
    return QCoreApplication.translate("DocumentList", "Mine") if name == ways.YOU else initials(name)


def _paint_initials(painter: QPainter, names: Sequence[str], font: QFont, room: QRect) -> QRect:
    """Say in small pills at the right end whom the document is assigned to; the room that is left."""
    look = theme.current()
    painter.setFont(font)
    more = [f"+{len(names) - _MOST_NAMES}"] if len(names) > _MOST_NAMES else []
    for word in reversed([*map(_short, names[:_MOST_NAMES]), *more]):
        width = max(round(painter.fontMetrics().horizontalAdvance(word)) + 12, room.height())
        box = QRect(room.right() + 1 - width, room.top(), width, room.height())
        painter.setPen(QPen(QColor(look.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
        painter.setPen(QColor(look.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        room = room.adjusted(0, 0, -width - 4, 0)
    return room


def _paint_conflicts(painter: QPainter, count: int, room: QRectF) -> QRectF:
    """Say at the right end how many conflicts there are; the room that is left."""
    words = conflicts_in_words(count)
    if not words:
        return room
    look = theme.current()
    painter.setPen(QColor(theme.legible(look.danger, look.panel)))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
    return room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(words) - 8, 0)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, look: theme.Tokens) -> None:
    card = QRectF(option.rect).adjusted(1, 1, -1, -3)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
    if chosen or hovered:
        painter.setPen(QPen(QColor(look.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.accent_soft if chosen else look.hover))
        painter.drawRoundedRect(card, 7, 7)


def _paint_title(painter: QPainter, title: str, font: QFont, area: QRect, colour: str) -> float:
    """Paint up to two lines; the bottom of the last."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetricsF(font)
    lines = first_lines(title, font, area.width(), _LINES)
    top = float(area.top())
    starts_right = _begins_right(title)
    for line in map(str.strip, lines):
        left = area.right() + 1 - metrics.horizontalAdvance(line) if starts_right else area.left()
        painter.drawText(QPointF(left, top + metrics.ascent()), line)
        top += metrics.height()
    return top


def _begins_right(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    directions = map(bidirectional, text)
    return next((kind for kind in directions if kind in {"L", "R", "AL"}), "L") != "L"


def _pill_height(font: QFont) -> float:
    return QFontMetricsF(_small(font)).height() + 4


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.92)
    return small
