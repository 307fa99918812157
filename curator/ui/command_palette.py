"""Ctrl+K: type a few letters, get the action, the document or the annotation that was meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.ui import theme

_ENTRY = Qt.ItemDataRole.UserRole
_SHOWN: Final = 60
_CUTOFF: Final = 72
_WIDTH: Final = 620
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to go to or to do. `kind` says what it is, `note` stands at the right, `words` are found too."""

    title: str
    kind: str
    run: Callable[[], object]
    note: str = ""
    words: str = ""


class EntryModel(QAbstractListModel):
    """Entries as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {entry.kind} {entry.note}".strip()
        return entry if role == _ENTRY else None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry on one line: title, what it is, keys."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        return QSize(0, option.fontMetrics.height() + 15)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        entry: Entry = index.data(_ENTRY)
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 6, 6)
        line = option.rect.adjusted(11, 0, -11, 0)
        side = Qt.AlignmentFlag.AlignVCenter
        metrics = option.fontMetrics
        painter.setPen(QColor(look.muted))
        note = entry.note or entry.kind
        painter.drawText(line, side | Qt.AlignmentFlag.AlignRight, note)
        room = line.width() - metrics.horizontalAdvance(note) - 16
        painter.setPen(QColor(look.text))
        title = metrics.elidedText(" ".join(entry.title.split()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(line.left(), line.top(), room, line.height()), side | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()


class CommandPalette(QFrame):
    """A field and a list in the middle of the window. `more` gives entries that depend on what is typed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("palette")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._entries: list[Entry] = []
        self._more: Callable[[str], Sequence[Entry]] = lambda _: ()
        self._focus_before: QWidget | None = None
        self._most = 400
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("A command, a document, an annotation…"))
        self.field.setAccessibleName(self.tr("Command, document or annotation"))
        font = QFont(self.field.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.field.setFont(font)
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self.list = QListView(self)
        self.model = EntryModel(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        self.nothing = QLabel(self.tr("Nothing found."), self)
        self.nothing.setProperty("role", "muted")
        self.nothing.setContentsMargins(11, 4, 11, 4)
        for widget in (self.field, self.list, self.nothing):
            layout.addWidget(widget)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open(self, entries: Sequence[Entry], more: Callable[[str], Sequence[Entry]]) -> None:
        """Show `entries`, and with each letter those that fit, with what `more` finds; its keys again close it."""
        if self.isVisible():
            self.close_palette()
            return
        window = self._window
        self._focus_before = window.window().focusWidget()
        self._entries, self._more = list(entries), more
        look = theme.current()
        self.setStyleSheet(
            f"#palette {{ background: {look.surface}; border: 1px solid {look.line_strong}; border-radius: 10px; }}"
        )
        self._most = window.height() - 110
        self.field.clear()
        self._look()
        self.move(QPoint((window.width() - self.width()) // 2, 64))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Go away, and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._focus_before:
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _look(self) -> None:
        text = self.field.text().strip()
        self.model.show(self._found(text))
        self.list.setCurrentIndex(self.model.index(0))
        rows = min(self.model.rowCount(), 11) * max(self.list.sizeHintForRow(0), 1)
        self.list.setFixedHeight(min(rows + 2, self._most))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.adjustSize()
        self.resize(min(_WIDTH, self._window.width() - 40), self.sizeHint().height())

    def _found(self, text: str) -> list[Entry]:
        if not text:
            return self._entries[:_SHOWN]
        return found(text, [*self._entries, *self._more(text)])

    def _run(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(_ENTRY)
        if entry is None:  # nothing was found: what was typed stays, to be put right
            return
        self.close_palette()
        entry.run()

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            row = self.list.currentIndex().row() + steps[Qt.Key(key)]
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), self.model.rowCount() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True


def found(text: str, pool: Sequence[Entry]) -> list[Entry]:
    """The entries that hold the words as typed, the best first; behind them those that are merely alike."""
    typed = text.casefold().split()
    ranks = [_rank(entry, typed) for entry in pool]
    sure = sorted((rank, place) for place, rank in enumerate(ranks) if rank is not None)
    alike = _alike(text, pool) if len(sure) < _SHOWN else []
    places = dict.fromkeys([*(place for _, place in sure), *alike])
    return [pool[place] for place in places][:_SHOWN]


def _rank(entry: Entry, typed: Sequence[str]) -> int | None:
    """How well an entry holds all the words, 0 the best; None where one is missing."""
    title, every = (f" {words.casefold()}" for words in (entry.title, f"{entry.title} {entry.words}"))
    if not all(word in every for word in typed):
        return None
    if title.startswith(f" {typed[0]}"):
        return 0
    tests = (all(f" {word}" in where for word in typed) for where in (title, every))
    return next((rank for rank, holds in enumerate(tests, start=1) if holds), 3)


def _alike(text: str, pool: Sequence[Entry]) -> list[int]:
    """The places of the entries that a person who mistyped may have meant."""
    from rapidfuzz import fuzz, process, utils

    names = [f"{entry.title} {entry.words}" for entry in pool]
    best = process.extract(
        text, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=_SHOWN, score_cutoff=_CUTOFF
    )
    return [place for _, _, place in best]
