"""One field of a form: title, evidence, state, editor and message, held together."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue
from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.annotation import Evidence, FieldState, FieldValue
from curator.domain.scheme import FormField
from curator.domain.span import Span
from curator.domain.validation import Problem
from curator.ui import theme
from curator.ui.forms.context import FormContext
from curator.ui.forms.date_editor import DateEditor
from curator.ui.forms.editors import make_editor
from curator.ui.forms.events import FormEvents
from curator.ui.forms.evidence_bar import EvidenceBar
from curator.ui.forms.field_parts import FieldMessage, StateNote
from curator.ui.forms.keys import STATE_COMMANDS, Command, command_of
from curator.ui.forms.references import ReferencesEditor

SPAN_MIME = "application/x-curator-span"
"""What the text view gives for dragged words: the JSON `[start, end]` or `{"start": …, "end": …}` in code points."""


class FieldRow(QWidget):
    """Shows one field and tells `events` what the person does with it."""

    def __init__(self, field: FormField, events: FormEvents, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self._events = events
        self._stored: FieldValue | None = None
        self._problem: Problem | None = None
        self._note: StateNote | None = None
        self._message: FieldMessage | None = None
        self._read_only = False
        self._dragged_over = False
        self.bar = EvidenceBar(field, self)
        self.editor = make_editor(field, self)
        self.editor.name_inputs(field.title)
        self.editor.setAccessibleDescription(field.help)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2, 0, 2, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.bar)
        self._layout.addWidget(self.editor)
        self.setAcceptDrops(True)
        self.setAccessibleName(field.title)
        self._connect()

    def _connect(self) -> None:
        self.editor.committed.connect(self._value_committed)
        self.editor.typed.connect(self._typed)
        self.editor.settled.connect(self._settled)
        self.editor.noticed.connect(self._say)
        self.editor.commanded.connect(self.do)
        self.editor.left.connect(self._go_on)
        self.editor.reference_shown.connect(self._events.reference_shown)
        self.editor.entity_wanted.connect(self._entity_wanted)
        if isinstance(self.editor, ReferencesEditor | DateEditor):
            self.editor.pick_requested.connect(self._pick)
        self.bar.title.clicked.connect(self.take_focus)
        self.bar.cite.connect(self._cite)
        self.bar.review.connect(self._review)
        self.bar.shown.connect(self._events.evidence_shown)
        self.bar.taken_away.connect(self._take_away)
        self.bar.left.connect(self.take_focus)
        self.bar.state.chosen.connect(self.set_state)
        self.bar.state.default_chosen.connect(self._take_default)

    # What is shown

    def show_field(self, stored: FieldValue | None, context: FormContext, *, anew: bool) -> None:
        """Show what is stored; `anew` when it belongs to another annotation than before."""
        self._stored = stored
        state = stored.state if stored else None
        unstated = state in (FieldState.NOT_STATED, FieldState.NOT_APPLICABLE)
        had_focus = self.has_focus()
        self.editor.load(stored.value if stored else None, context, anew=anew)
        self.bar.state.show_state(state)
        self.bar.show_evidence(stored.evidence if stored else (), context, removable=not self._read_only)
        self.bar.follow(self.editor.tail())
        self.bar.cite_button.setVisible(not (self._read_only or unstated))
        if unstated and state is not None:
            self._show_note(state)
        elif self._note is not None:
            self._note.hide()
        self.editor.setVisible(not unstated)
        if had_focus and not self.has_focus():
            self.take_focus()

    def _show_note(self, state: FieldState) -> None:
        if self._note is None:
            self._note = StateNote(self)
            self._note.clicked.connect(self._fill_in_after_all)
            self._layout.insertWidget(1, self._note)
            QWidget.setTabOrder(self.editor.tail(), self._note)
        self._note.show_state(self.field.title, state)
        self._note.setEnabled(not self._read_only)
        self._note.show()

    def show_problems(self, problems: list[Problem]) -> None:
        """Show the first of the problems that the project has with this field."""
        self._problem = next((problem for problem in problems if problem.severity == "error"), None)
        lacking = self._problem is None and any(problem.severity == "warning" for problem in problems)
        self.bar.show_lacking(lacking and not self._read_only)
        self._say()

    def _say(self, _message: str = "") -> None:
        unfit = self.editor.message
        text = unfit or (self._problem.message if self._problem else "")
        value = self._stored.value if self._stored else None
        mark = "error" if unfit or value is not None else "warning"
        if text and self._message is None:
            self._message = FieldMessage(self)
            self._layout.addWidget(self._message)
        if self._message is not None:
            if text:
                self._message.say(text, mark)
            self._message.setVisible(bool(text))
        self.editor.setAccessibleDescription(f"{text}. {self.field.help}" if text else self.field.help)

    def message(self) -> str:
        """What is said under the editor, or ""."""
        return self._message.text() if self._message is not None and not self._message.isHidden() else ""

    def hang(self, widgets: Sequence[QWidget]) -> None:
        """Show widgets below the editor, and after it in the order of Tab; whoever gave them takes them away."""
        last = self.editor.tail()
        for widget in widgets:
            self._layout.addWidget(widget)
            widget.show()
            for stop in widget.findChildren(QAbstractButton):
                QWidget.setTabOrder(last, stop)
                last = stop

    def set_read_only(self, read_only: bool) -> None:
        """Let the field be read, or changed too."""
        if read_only != self._read_only:
            self._read_only = read_only
            self.editor.set_read_only(read_only)
            self.bar.state.setEnabled(not read_only)
            self.setAcceptDrops(not read_only)

    # Focus

    def has_focus(self) -> bool:
        """Whether the person is in this field."""
        focus = QApplication.focusWidget() or self.window().focusWidget()
        return self.isAncestorOf(focus)

    def take_focus(self) -> None:
        """Go into this field."""
        target = self._note if self._note is not None and not self._note.isHidden() else self.editor
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self) -> None:
        body = self.parentWidget()
        if isinstance(body, RowHolder):
            body.go_on_from(self)

    # What the person does

    def do(self, command: Command) -> None:
        """Carry out a key of the form."""
        if command in STATE_COMMANDS:
            self.set_state(STATE_COMMANDS[command])
        elif command is Command.CITE:
            self._cite()
        elif command is Command.CHOOSE:
            self.editor.choose()
        elif command is Command.EVIDENCE:
            self.bar.take_focus()
        elif command is Command.POINT:
            self._pick()
        else:
            body = self.parentWidget()
            if isinstance(body, RowHolder):
                body.leave(command)

    def set_state(self, state: FieldState | None) -> None:
        """Say whether the text states the field (None: nobody has looked yet)."""
        if self._read_only:
            return
        self.editor.commit()  # what was typed and fits belongs to the history, even when it goes now
        if state is (self._stored.state if self._stored else None):
            return
        if state is not FieldState.STATED:
            self._forget_unfit_text()
        value = None if state is None else FieldValue(state=state)
        self._events.field_changed.emit(self.field.name, value)
        self.take_focus()

    def _forget_unfit_text(self) -> None:
        if self.editor.touched:
            self.editor.touched = False
            self.editor.display(self.editor.base)
            self.editor.notice("")
            self._events.draft_settled.emit(self.field.name)

    def _fill_in_after_all(self) -> None:
        self.set_state(FieldState.STATED)

    def _take_default(self) -> None:
        value = FieldValue(state=FieldState.STATED, value=self.field.default)
        self._events.field_changed.emit(self.field.name, value)

    def _value_committed(self, value: JsonValue) -> None:
        evidence: tuple[Evidence, ...] = self._stored.evidence if self._stored else ()
        # Evidence without a value stays: emptying a line is no reason to forget the words that were cited.
        empty = value is None and not evidence
        changed = None if empty else FieldValue(state=FieldState.STATED, value=value, evidence=evidence)
        self._events.field_changed.emit(self.field.name, changed)

    def _typed(self, text: str) -> None:
        self._events.typed.emit(self.field.name, text)

    def _settled(self) -> None:
        self._events.draft_settled.emit(self.field.name)

    def _entity_wanted(self, name: str, kind: str) -> None:
        self._events.entity_add_requested.emit(name, kind, self.field.name)

    def _cite(self) -> None:
        if not self._read_only:
            self.editor.commit()
            self._events.cite_requested.emit(self.field.name)

    def _review(self) -> None:
        self._events.review_requested.emit(self.field.name)

    def _pick(self) -> None:
        points = isinstance(self.editor, ReferencesEditor) or (
            isinstance(self.editor, DateEditor) and bool(self.field.labels)
        )
        if points and not self._read_only:
            self._events.pick_requested.emit(self.field.name)

    def _take_away(self, place: int) -> None:
        if not self._read_only:
            self._events.uncite_requested.emit(self.field.name, place)
            if not self.has_focus():
                self.take_focus()

    # Qt

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        command = command_of(event)
        if command is not None:
            self.do(command)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if span_of(event.mimeData()) is not None and not self._read_only:
            event.acceptProposedAction()
            self._show_dragged_over(True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent, /) -> None:
        self._show_dragged_over(False)

    @override
    def dropEvent(self, event: QDropEvent, /) -> None:
        self._show_dragged_over(False)
        span = span_of(event.mimeData())
        if span is not None and not self._read_only:
            event.acceptProposedAction()
            self.editor.commit()
            self._events.drop_cited.emit(self.field.name, *span)

    def _show_dragged_over(self, over: bool) -> None:
        self._dragged_over = over
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        if self._dragged_over:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.current().accent), 2, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(theme.current().accent_soft))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class RowHolder(QWidget):
    """What holds rows: it knows which comes next, and whom to tell that the person leaves the form."""

    def go_on_from(self, row: FieldRow) -> None:
        """Go to the field after `row`."""
        raise NotImplementedError

    def leave(self, command: Command) -> None:
        """Do `command`, `DONE` or `BACK`."""
        raise NotImplementedError


def span_of(mime: QMimeData) -> tuple[int, int] | None:
    """The start and end of words that are dragged, or None when something else is."""
    if not mime.hasFormat(SPAN_MIME):
        return None
    try:
        given: Any = json.loads(bytes(mime.data(SPAN_MIME).data()))
        start, end = (given.get("start"), given.get("end")) if hasattr(given, "get") else given
        span = Span(start=start, end=end)
    except (ValueError, TypeError):
        return None
    return span.start, span.end
