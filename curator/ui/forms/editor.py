"""What all editors of field values have in common: loading without disturbing, committing once, keeping what is unfit.

An editor knows two things: the value that is stored (`base`) and what stands in its widgets. Until the person touches
it, a newly loaded value is shown, and nothing is ever committed; while what they typed differs from what is stored,
they are in the middle of something, and only `base` moves.
"""

from typing import Final, NamedTuple

from pydantic import JsonValue
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from typing_extensions import override

from curator.domain.scheme import FormField
from curator.ui.forms.context import FormContext
from curator.ui.forms.keys import command_of

_HEARD: Final = frozenset((QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.FocusOut))


class Reading(NamedTuple):
    """What stands in an editor: a value, or the reason why it is none."""

    value: JsonValue = None
    message: str = ""


class FieldEditor(QWidget):
    """Edits the value of one field. Children implement `display`, `read`, `text` and `put_text`.

    Signals:
        committed: the person finished with another value (JSON, or None for nothing).
        typed: the text changed, and is not committed yet.
        settled: what was typed is as stored again, so that no draft of it is needed.
        left: the person pressed Enter and wants the next field.
        commanded: a key of the form was pressed (`Command`).
        noticed: the message about what is being typed changed ("" when there is none).
        reference_shown: the person wants to see an annotation (its id) in the text.
        entity_wanted: the person wants a new entity: its name and kind.
    """

    committed = Signal(object)
    typed = Signal(str)
    settled = Signal()
    left = Signal()
    commanded = Signal(object)
    noticed = Signal(str)
    reference_shown = Signal(str)
    entity_wanted = Signal(str, str)

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.base: JsonValue = None
        self.message = ""
        self.read_only = False
        self.touched = False
        self._context: FormContext | None = None

    @property
    def context(self) -> FormContext:
        """What the form may ask; there from the first value that is shown."""
        assert self._context is not None  # noqa: S101 - a bug, not bad input
        return self._context

    def load(self, value: JsonValue, context: FormContext, *, anew: bool = False) -> None:
        """Show the stored value; what the person is typing stays, unless another annotation is shown `anew`."""
        self._context = context
        stale = anew or (value != self.base and not self.is_dirty())
        self.base = value
        if stale:
            self.display(value)
        if stale or not self.is_dirty():
            self.touched = False
            self.notice("")
        self.refresh()

    def is_dirty(self) -> bool:
        """Whether something other than the stored value stands in the widgets."""
        if not self.touched:
            return False
        reading = self.read()
        return bool(reading.message) or reading.value != self.base

    def commit(self) -> None:
        """Hand up what stands in the widgets, where it is a value and another one than before."""
        if self.read_only or not self.touched:
            return
        reading = self.read()
        self.notice(reading.message)
        if reading.message:
            return
        if reading.value == self.base:
            self.touched = False
            self.settled.emit()
        else:
            self.committed.emit(reading.value)

    def notice(self, message: str) -> None:
        """Show (or take back) the message about what is being typed."""
        if message != self.message:
            self.message = message
            self.noticed.emit(message)

    def while_typing(self) -> None:
        """To be called on every change by the person: keeps the draft, takes a message back once all is well."""
        self.touched = True
        self.typed.emit(self.text())
        if self.message and not self.read().message:
            self.notice("")

    def watch(self, widget: QWidget) -> None:
        """Let the form's keys, Enter and leaving work in `widget`, which the person types into."""
        widget.installEventFilter(self)
        # What is dropped goes to the field as evidence; an input would insert it as text.
        widget.setAcceptDrops(False)

    # What children say

    def display(self, value: JsonValue) -> None:
        """Put a stored value into the widgets."""
        raise NotImplementedError

    def read(self) -> Reading:
        """What stands in the widgets."""
        raise NotImplementedError

    def text(self) -> str:
        """What stands in the widgets, as text that `put_text` understands."""
        raise NotImplementedError

    def put_text(self, text: str) -> None:
        """Put text into the widgets."""
        raise NotImplementedError

    def restore(self, draft: str) -> None:
        """Put unfinished text back that was kept as a draft, with its message."""
        self.put_text(draft)
        self.touched = True
        self.notice(self.read().message)

    def refresh(self) -> None:
        """Look again at what the value points at; called on every load."""

    def set_read_only(self, read_only: bool) -> None:
        """Let the value be read and copied, or changed too."""
        self.read_only = read_only

    def name_inputs(self, name: str) -> None:
        """Tell screen readers what is typed here."""
        self.setAccessibleName(name)
        proxy = self.focusProxy()
        if proxy is not None:
            proxy.setAccessibleName(name)

    def tail(self) -> QWidget:
        """The last of the widgets that take the focus."""
        return self.focusProxy() or self

    def choose(self) -> None:
        """Open what there is to choose from, if anything."""

    def enter(self) -> None:
        """Enter was pressed: done with this field."""
        self.commit()
        if not self.message:
            self.left.emit()

    # Qt

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        kind = event.type()
        if kind not in _HEARD:  # first, because every event of every input comes past here
            return False
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._override(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.key_pressed(watched, event)
        if kind == QEvent.Type.FocusOut:
            self._focus_left(watched)
        return False

    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        """Do what the key asks for, if it is a key of the form; says whether it was."""
        del watched
        command = command_of(event)
        if command is not None:
            self.commanded.emit(command)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _modified(event):
            self.enter()
            return True
        return False

    def _override(self, event: QKeyEvent) -> bool:
        if command_of(event) is not None:
            event.accept()
            return True
        undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        if undoing and not self.is_dirty():
            # Nothing is being typed: Undo is the project's.
            event.ignore()
            return True
        return False

    def _focus_left(self, watched: QObject) -> None:
        # Qt has already moved the focus when it tells the widget that lost it. A popup of our own leaves it in place.
        now = QApplication.focusWidget()
        if QApplication.activePopupWidget() is None and (now is None or not self.isAncestorOf(now)):
            self.commit()
            if isinstance(watched, QLineEdit):
                watched.setCursorPosition(0)  # a long line shows its beginning again


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
