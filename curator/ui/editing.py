"""Undo and redo: named, without end, and shown where they happened."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from curator.services import undoing
from curator.services.changes import Changes
from curator.services.project import Project
from curator.ui.desk import Desk
from curator.ui.status import MessageBar


class Editing(QObject):
    """The actions `edit.*`."""

    def __init__(self, desk: Desk, messages: MessageBar) -> None:
        super().__init__(desk)
        self._desk = desk
        self._messages = messages

    def undo(self) -> None:
        """Take back the last act, and show where it was."""
        self._step(undoing.undo, self.tr("Redo"), self.redo)

    def redo(self) -> None:
        """Do again what was undone last, and show where."""
        self._step(undoing.redo, self.tr("Undo"), self.undo)

    def _step(self, verb: Callable[[Project], Changes | None], back: str, go_back: Callable[[], None]) -> None:
        self._desk.leaving.emit()
        read = self._desk.document
        changes = self._desk.session.do(verb)
        if changes:
            self._desk.follow(changes)
        if read and self._desk.document is None:
            words = self.tr("“%1” is not in the project any more, so its text was closed.")
            self._messages.show_note(words.replace("%1", read.row.title), back, go_back)
        if changes and changes.left:
            self._messages.show_note(changes.left)
