"""The page of conflicts beside the text: all of them in a list, and below it the one that is decided on."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.domain.review import Verdict
from curator.services.conflict_views import Question
from curator.services.views import FieldChange
from curator.ui.conflicts.detail import Detail
from curator.ui.conflicts.entries import Entry, EntryDelegate, EntryModel

_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_Up: -1}


class ConflictsPage(QWidget):
    """Shows what it is given, and says what the person does. Keys: see `hint`.

    Signals:
        entry_chosen: (Entry) another one is looked at now.
        decided: ({register: side}) the person decides so.
        reviewed: (Verdict) the person decides anew on what was changed after a decision.
        closed: the person has seen enough.
    """

    entry_chosen = Signal(object)
    decided = Signal(object)
    reviewed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(300)
        self.setAccessibleName(self.tr("Conflicts"))
        self.model = EntryModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setAccessibleName(self.tr("What was changed differently, by document"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.installEventFilter(self)
        self.detail = Detail(self)
        self.detail.decided.connect(self.decided)
        self.detail.reviewed.connect(self.reviewed)
        self._was_empty = False
        self._kept: tuple[str, str] | None = None
        self._lay_out()
        self.show_entries(())

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Conflicts"), self)
        heading.setProperty("role", "heading")
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.close_button = QToolButton(self)
        self.close_button.setText("✕")
        self.close_button.setAccessibleName(self.tr("Put the conflicts away"))
        self.close_button.clicked.connect(self.closed)
        self.close_button.installEventFilter(self)
        head = QHBoxLayout()
        head.setContentsMargins(14, 12, 14, 0)
        head.addWidget(heading)
        head.addWidget(self.count, 1)
        head.addWidget(self.close_button)
        self.empty = QLabel(self.tr("There are no conflicts.\n\nWhere people change the same thing apart from each "
                                    "other, both values are kept, and are listed here until somebody decides."),
                            self)  # fmt: skip
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setContentsMargins(16, 10, 16, 16)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._framed_list())
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([250, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.splitter, 1)

    def _framed_list(self) -> QWidget:
        host = QWidget(self)
        layout = QVBoxLayout(host)
        layout.setContentsMargins(10, 0, 6, 4)
        layout.addWidget(self.list)
        return host

    # what is shown

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List these; the one that was chosen stays so without a word, else the one in its place is."""
        before, row = self.current(), self.list.currentIndex().row()
        self._kept = before.key if before else None
        self.model.show(entries)
        self.count.setText(f"{len(entries):n}" if entries else "")
        self._show_whether_empty(empty=not entries)
        place = self.model.row_of(before.key) if before else -1
        self._mark(place if place >= 0 else self.model.near(max(row, 0)))
        self._kept = None

    def _show_whether_empty(self, *, empty: bool) -> None:
        """Show the list, or that there is nothing in it; the focus stays in the page."""
        had_focus = self.has_focus()
        self.setFocusProxy(self.close_button if empty else self.list)
        self.empty.setVisible(empty)
        self.splitter.setVisible(not empty)
        if had_focus and self.splitter.isHidden() != self._was_empty:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_empty = empty

    def current(self) -> Entry | None:
        """The entry that is chosen."""
        return self.model.entry(self.list.currentIndex().row())

    def mark(self, key: tuple[str, str]) -> bool:
        """Choose an entry; whether it is listed."""
        place = self.model.row_of(key)
        if place >= 0:
            self._mark(place)
        return place >= 0

    def step(self, step: int) -> bool:
        """Choose the next entry, or the one before; whether there is one."""
        place = self.model.step(self.list.currentIndex().row(), step)
        if place >= 0:
            self._mark(place)
        return place >= 0

    def _mark(self, place: int) -> None:
        index = self.model.index(place) if place >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)

    def _current_changed(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry and entry.key != self._kept:
            self.entry_chosen.emit(entry)

    def show_conflict(self, entry: Entry, questions: Sequence[Question], why_not: str) -> None:
        """Show what there is to choose; `why_not` says why the person can't decide, or is empty."""
        self.detail.show_conflict(entry.title, questions, why_not)
        self._watch_buttons()

    def show_passed(self, entry: Entry, said: str, changes: Sequence[FieldChange], why_not: str) -> None:
        """Show a decision that met a change: what happened in words, and what the change was."""
        self.detail.show_passed(entry.title, said, changes, why_not)
        self._watch_buttons()

    # keys

    def _watch_buttons(self) -> None:
        for button in self.detail.findChildren(QAbstractButton):
            button.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            return not modifiers and self._pressed(Qt.Key(event.key()))
        return False

    def _pressed(self, key: Qt.Key) -> bool:
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Escape: self.closed.emit,
            Qt.Key.Key_A: partial(self.detail.review, Verdict.ACCEPT),
            Qt.Key.Key_R: partial(self.detail.review, Verdict.RETURN),
            Qt.Key.Key_X: partial(self.detail.review, Verdict.REJECT),
            **dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter), self.detail.decide),
            **{known: partial(self.step, step) for known, step in _STEPS.items()},
            **{Qt.Key(Qt.Key.Key_1 + number): partial(self.detail.answer, number) for number in range(9)},
        }
        if key in acts:
            acts[key]()
        return key in acts

    def has_focus(self) -> bool:
        """Whether the person is in this page."""
        return self.isAncestorOf(self.window().focusWidget())
