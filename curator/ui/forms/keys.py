"""The keys that work everywhere in a form, in one table: what they do and how they are called in tooltips."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from curator.domain.annotation import FieldState


class Command(Enum):
    """What a key asks the form to do."""

    DONE = "Ctrl+Return"
    BACK = "Esc"
    CITE = "Alt+C"
    POINT = "F2"
    CHOOSE = "Alt+Down"
    EVIDENCE = "Alt+Up"
    STATED = "Ctrl+Shift+T"
    NOT_STATED = "Ctrl+Shift+N"
    NOT_APPLICABLE = "Ctrl+Shift+A"
    UNTOUCHED = "Ctrl+Shift+Backspace"

    @property
    def shortcut(self) -> str:
        """The key as the person's system writes it."""
        return QKeySequence(self.value).toString(QKeySequence.SequenceFormat.NativeText)


STATE_COMMANDS: Final[dict[Command, FieldState | None]] = {
    Command.STATED: FieldState.STATED,
    Command.NOT_STATED: FieldState.NOT_STATED,
    Command.NOT_APPLICABLE: FieldState.NOT_APPLICABLE,
    Command.UNTOUCHED: None,
}

_BY_KEY: Final = {QKeySequence(command.value): command for command in Command}


def command_of(event: QKeyEvent) -> Command | None:
    """The command of a key event, if it is one."""
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
    return _BY_KEY.get(QKeySequence(QKeyCombination(plain, key)))
