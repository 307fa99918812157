"""The history of one subject: what changed, who changed it and when; each entry opens to field by field."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.services.views import HistoryEntry
from curator.ui import theme
from curator.ui.forms import marks
from curator.ui.history_model import ENTRY_ROLE, META_ROLE, OPEN_ROLE, HistoryModel, Index, change_words

_LEAD: Final = 16


class _Paragraph(NamedTuple):
    """A paragraph that has been laid out, with the token of its colour."""

    layout: QTextLayout
    tone: str

    @property
    def height(self) -> int:
        return ceil(self.layout.boundingRect().height())


class HistoryDelegate(QStyledItemDelegate):
    """Paints an entry: a dot, the summary, who and when; opened, also each field before and after."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 300
        return QSize(width, sum(one.height for one in self._paragraphs(index, width, option.font)) + 10)

    def _paragraphs(self, index: Index, width: int, font: QFont) -> list[_Paragraph]:
        """What an entry says, at this width."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, HistoryEntry):
            return []
        paragraphs = [(entry.summary, "text"), (str(index.data(META_ROLE)), "muted")]
        if index.data(OPEN_ROLE):
            paragraphs += [(change_words(change), "text") for change in entry.changes]
            paragraphs.append((entry.software, "muted"))
        room = max(40, width - _LEAD - 26)
        return [_Paragraph(laid_out(text, font, room), tone) for text, tone in paragraphs if text]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        look = theme.current()
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = option.state & QStyle.StateFlag.State_HasFocus
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QColor(look.accent) if current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.hover))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.accent))
        painter.drawEllipse(QRectF(5, box.top() + 9, 7, 7))
        painter.setFont(option.font)
        self._paint_lines(painter, box, index, option.font)
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, HistoryEntry) and entry.changes:
            sign = "chevron" if index.data(OPEN_ROLE) else "right"
            marks.draw(painter, sign, QRectF(box.right() - 18, box.top() + 7, 10, 10), look.muted)
        painter.restore()

    def _paint_lines(self, painter: QPainter, box: QRect, index: Index, font: QFont) -> None:
        top = box.top() + 5
        for one in self._paragraphs(index, box.width(), font):
            painter.setPen(QColor(str(getattr(theme.current(), one.tone))))
            one.layout.draw(painter, QPointF(box.left() + _LEAD + 4, top))
            top += one.height


def laid_out(text: str, font: QFont, width: int) -> QTextLayout:
    """Broken between words, and within one only where it is wider than the panel."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout


class _EntryView(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    @override
    def minimumSizeHint(self) -> QSize:
        """In a low window it gives way to the form; the heading above it stays."""
        return QSize(super().minimumSizeHint().width(), 0)

    @override
    def resizeEvent(self, e: QResizeEvent, /) -> None:
        super().resizeEvent(e)
        self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        model = self.model()
        if isinstance(model, HistoryModel) and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            model.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)


class HistoryPanel(QWidget):
    """The history of the chosen annotation (or document). A click or Enter opens an entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("History"), self)
        title.setProperty("role", "heading")
        self._verified = QLabel(self)
        self._verified.setTextFormat(Qt.TextFormat.PlainText)
        self._verified.setProperty("role", "muted")
        self._verified.hide()
        self._empty = QLabel(self.tr("Nothing has happened here yet."), self)
        self._empty.setProperty("role", "muted")
        self.model = HistoryModel(self)
        self.list = _EntryView(self)
        self.list.setAccessibleName(self.tr("History, newest first"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.clicked.connect(self.model.toggle)
        self.model.dataChanged.connect(self._lay_out_again)
        heading = QHBoxLayout()
        heading.addWidget(title)
        heading.addStretch(1)
        heading.addWidget(self._verified)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 8)
        layout.setSpacing(5)
        layout.addLayout(heading)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        self.show_entries(())

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the whole history of a subject, newest first."""
        self.model.show_entries(entries)
        self._empty.setVisible(not entries)
        self.list.setVisible(bool(entries))

    def set_verified(self, verified: bool | None) -> None:
        """Say whether the history was checked and found whole; None: it was not checked."""
        self._verified.setVisible(verified is not None)
        if verified is not None:
            self._verified.setText(self.tr("verified ✓") if verified else self.tr("not in order !"))

    def verified_text(self) -> str:
        """What is said about checking, or ""."""
        return "" if self._verified.isHidden() else self._verified.text()

    def _lay_out_again(self) -> None:
        self.list.scheduleDelayedItemsLayout()
