"""What was said: threads of comments, each with its answers, and a line to say something."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from curator.services.review_views import CommentView, Thread
from curator.ui.dialogs.base import plain
from curator.ui.forms.buttons import LinkButton
from curator.ui.review.words import time_words

_HIGHEST = 190
_LOWEST = 64
_LOW_WINDOW = 760
"""Below so many pixels of window the form has the room."""


class ThreadBox(QFrame):
    """One thread: what it is on, its entries, and what can be done with it.

    Signals:
        answer_wanted: (thread id) the person wants to answer.
        resolve_wanted: (thread id, resolved) it is resolved, or open again.
    """

    answer_wanted = Signal(str)
    resolve_wanted = Signal(str, bool)

    def __init__(self, thread: Thread, title: str, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.thread_id = thread.id
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 4)
        layout.setSpacing(1)
        for number, entry in enumerate(thread.entries):
            layout.addWidget(self._entry(entry, thread, title if number == 0 else ""))
        self.answer = LinkButton(self)
        self.answer.show_words(self.tr("Answer"), "comment", "accent_text")
        self.answer.clicked.connect(partial(self.answer_wanted.emit, thread.id))
        self.resolve = LinkButton(self)
        if thread.resolved:
            self.resolve.show_words(self.tr("Open again"), "back")
        else:
            self.resolve.show_words(self.tr("Resolve"), "check")
        self.resolve.clicked.connect(partial(self.resolve_wanted.emit, thread.id, not thread.resolved))
        for button in (self.answer, self.resolve):
            button.setAccessibleName(button.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setEnabled(writable)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.addWidget(self.answer)
        row.addWidget(self.resolve)
        row.addStretch()
        layout.addLayout(row)

    def _entry(self, entry: CommentView, thread: Thread, title: str) -> QWidget:
        host = QWidget(self)
        is_first = entry is thread.entries[0]
        words = plain(f"“{entry.text}”" if is_first else entry.text, host)
        state = self.tr("resolved") if thread.resolved else self.tr("open")
        parts = [title, entry.by_name, time_words(entry.at), state if is_first else ""]
        meta = plain(" · ".join(part for part in parts if part), host, role="muted")
        layout = QVBoxLayout(host)
        layout.setContentsMargins(14 if is_first else 28, 2, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(words)
        layout.addWidget(meta)
        if is_first:
            dot = QLabel("○" if thread.resolved else "●", host)
            dot.setProperty("role", "muted" if thread.resolved else "accent")
            dot.move(0, 2)
        return host


class Threads(QWidget):
    """All threads of an annotation (or a document), and a line for a new one.

    Signals:
        said: (thread id or "", words) begin a thread, or answer one.
        resolved: (thread id, resolved).
    """

    said = Signal(str, str)
    resolved = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answering = ""
        self._hint = ""
        self.boxes: list[ThreadBox] = []
        self._title = QLabel(self.tr("Comments"), self)
        self._title.setProperty("role", "heading")
        self._host = QWidget(self)
        self._rows = QVBoxLayout(self._host)
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(2)
        self._rows.addStretch()
        self._scroller = QScrollArea(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFrameShape(QFrame.Shape.NoFrame)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setWidget(self._host)
        self.line = QLineEdit(self)
        self.line.setAccessibleName(self.tr("Comment"))
        self.line.setMaxLength(10_000)
        self.line.returnPressed.connect(self._say)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._title)
        layout.addWidget(self._scroller, 1)
        layout.addWidget(self.line)

    def show_threads(self, threads: Sequence[Thread], fields: Mapping[str, str], *, writable: bool) -> None:
        """Show these; `fields` are the titles of form fields by name."""
        for box in self.boxes:
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = []
        for number, thread in enumerate(threads):
            title = fields.get(thread.field, thread.field) if thread.field else ""
            box = ThreadBox(thread, title, self._host, writable=writable)
            box.answer_wanted.connect(self.answer)
            box.resolve_wanted.connect(self.resolved)
            self._rows.insertWidget(number, box)
            box.show()
            self.boxes.append(box)
        self._scroller.setVisible(bool(threads))
        self._title.setVisible(bool(threads))  # the line below says what it is for
        self._fit()
        open_ones = sum(not thread.resolved for thread in threads)
        words = self.tr("Comments")
        self._title.setText(f"{words} ({self.tr('%1 open').replace('%1', f'{open_ones:n}')})" if open_ones else words)
        self.line.setEnabled(writable)
        if self._answering not in {thread.id for thread in threads}:
            self._answering = ""
        self._show_hint()

    def _fit(self) -> None:
        """Show as much as there is, up to a third of a pane, or some lines in a low window; the rest is scrolled to."""
        width = max(self._scroller.viewport().width(), 200)
        needed = sum(max(box.heightForWidth(width), box.sizeHint().height()) + 2 for box in self.boxes)
        self._scroller.setFixedHeight(min(needed + 4, _HIGHEST if self.window().height() >= _LOW_WINDOW else _LOWEST))

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def set_hint(self, hint: str) -> None:
        """Say in the line what a new comment would be on."""
        self._hint = hint
        self._show_hint()

    def answer(self, thread: str) -> None:
        """Let the line answer a thread."""
        self._answering = thread
        self._show_hint()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_hint(self) -> None:
        self.line.setPlaceholderText(self.tr("Answer…") if self._answering else self._hint)

    def _say(self) -> None:
        words = self.line.text().strip()
        if words:
            thread, self._answering = self._answering, ""
            self.line.clear()
            self.said.emit(thread, words)
            self._show_hint()
