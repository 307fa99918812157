"""Undo and redo: named, without end, and shown where they happened."""

from PySide6.QtCore import QObject

from curator.services import undoing
from curator.ui.desk import Desk


class Editing(QObject):
    """The actions `edit.*`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def undo(self) -> None:
        """Take back the last act, and show where it was."""
        self._desk.leaving.emit()
        changes = self._desk.session.do(undoing.undo)
        if changes:
            self._desk.follow(changes)

    def redo(self) -> None:
        """Do again what was undone last, and show where."""
        self._desk.leaving.emit()
        changes = self._desk.session.do(undoing.redo)
        if changes:
            self._desk.follow(changes)
