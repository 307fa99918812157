"""How the queue looks: cards of documents that wait, and of annotations in them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from curator.domain.scheme import AnnotationScheme
from curator.services.review_views import QueueRow
from curator.ui import theme
from curator.ui.forms.header import state_title
from curator.ui.paging_model import ROW
from curator.ui.pills import paint_pill
from curator.ui.review.queue_model import ToReview
from curator.ui.review.words import time_words, tr

_PAD = 11
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class WorkDelegate(QStyledItemDelegate):
    """Paints a document that waits: its title, what is to do with it, by whom it is, what they wrote with it."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        row = index.data(ROW)
        lines = 2 + len(row.notes) if isinstance(row, ToReview) else 2
        return QSize(0, round(lines * QFontMetricsF(option.font).height() + 2 * _PAD + 6))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        row = index.data(ROW)
        if not isinstance(row, ToReview):
            return
        look = theme.current()
        painter.save()
        paint_card(painter, option)
        inner = option.rect.adjusted(_PAD, _PAD - 2, -_PAD, -_PAD)
        painter.setFont(_bold(option.font))
        painter.setPen(QColor(look.text))
        line = painter.fontMetrics().height()
        title = painter.fontMetrics().elidedText(row.title, _ELIDE, inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), line), _LEFT, title)
        word, colour = _to_do(row)
        place = QRect(inner.left(), inner.top() + line + 5, inner.width(), line + 3)
        left = paint_word(painter, option.font, place, word, colour)
        place.setLeft(left + 8)
        paint_muted(painter, option.font, place, row.words)
        for number, note in enumerate(row.notes):
            below = QRect(inner.left(), place.bottom() + 3 + number * line, inner.width(), line)
            paint_muted(painter, option.font, below, note)
        painter.restore()


def _to_do(row: ToReview) -> tuple[str, str]:
    look = theme.current()
    if row.is_double:
        return tr("Adjudicate"), look.state_in_progress
    if not row.undecided:
        return tr("Ready"), look.state_approved
    return tr("In review") if all(work.in_review for work in row.works) else tr("Submitted"), look.state_submitted


class QueueDelegate(QStyledItemDelegate):
    """Paints an annotation that waits: its label's colour as a bar, its words, who made it and when."""

    scheme: AnnotationScheme | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        return QSize(0, 3 * QFontMetrics(option.font).height() + 18)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        row = index.data(ROW)
        if not isinstance(row, QueueRow):
            return
        painter.save()
        paint_card(painter, option)
        title, colour = self._label(row.label)
        box = QRectF(option.rect)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(box.left() + 5, box.top() + 8, 3, box.height() - 18), 1.5, 1.5)
        inner = option.rect.adjusted(15, 6, -_PAD, -8)
        line = QFontMetrics(option.font).height()
        self._paint_words(painter, option.font, QRect(inner.left(), inner.top(), inner.width(), line), row)
        place = QRect(inner.left(), inner.top() + line + 2, inner.width(), line)
        painter.setFont(_small(option.font))
        painter.setPen(QColor(theme.legible(colour, theme.current().panel)))
        painter.drawText(place, _LEFT, title)
        place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(title) + 8)
        made = " · ".join(word for word in (row.author_name, time_words(row.changed_at)) if word)
        paint_muted(painter, option.font, place, made)
        below = QRect(inner.left(), place.bottom() + 2, inner.width(), line)
        sure = f" · {tr('confidence: %1').replace('%1', row.confidence)}" if row.confidence else ""
        paint_muted(painter, option.font, below, f"{row.document_title}{sure}")
        painter.restore()

    def _paint_words(self, painter: QPainter, font: QFont, place: QRect, row: QueueRow) -> None:
        look = theme.current()
        painter.setFont(_small(font))
        state = state_title(row.state)
        painter.setPen(QColor(theme.legible(look.state(row.state), look.panel)))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
        room = place.width() - painter.fontMetrics().horizontalAdvance(state) - 8
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        words = " ".join(row.quote[:300].split())
        painter.drawText(place, _LEFT, painter.fontMetrics().elidedText(words, _ELIDE, room))

    def _label(self, name: str) -> tuple[str, str]:
        label = self.scheme.label(name) if self.scheme else None
        return (label.title, label.colour) if label else (name, theme.current().muted)


def paint_card(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a card: tinted when chosen or pointed at, framed when it has the focus."""
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = QRectF(option.rect).adjusted(1, 1, -1, -3)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
        return
    focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
    painter.setPen(QPen(QColor(look.accent), 1.5) if focused else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.accent_soft if chosen else look.hover))
    painter.drawRoundedRect(card, 7, 7)


def paint_word(painter: QPainter, font: QFont, place: QRect, word: str, colour: str) -> int:
    """A pill with a word at the left of `place`; where it ends."""
    bold = _small(font)
    bold.setWeight(QFont.Weight.DemiBold)
    width = round(QFontMetricsF(bold).horizontalAdvance(word) + 20)
    box = QRectF(place.left(), place.top(), width, place.height())
    paint_pill(painter, box, colour)
    painter.setFont(bold)
    painter.setPen(QColor(theme.pill(colour)[1]))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
    return place.left() + width


def paint_muted(painter: QPainter, font: QFont, place: QRect, words: str) -> None:
    """Small words, cut off where they do not fit."""
    painter.setFont(_small(font))
    painter.setPen(QColor(theme.current().muted))
    painter.drawText(place, _LEFT, painter.fontMetrics().elidedText(words, _ELIDE, place.width()))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.92)
    return small
