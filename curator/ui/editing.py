"""Undo and redo: named, without end, and shown where they happened."""

from PySide6.QtCore import QObject

from curator.services import undoing
from curator.ui.desk import Desk
from curator.ui.forms.panel import FormPanel


class Editing(QObject):
    """The actions `edit.*`."""

    def __init__(self, desk: Desk, form: FormPanel) -> None:
        super().__init__(desk)
        self._desk = desk
        self._form = form

    def undo(self) -> None:
        """Take back the last act, and show where it was."""
        self._form.flush()
        changes = self._desk.session.do(undoing.undo)
        if changes:
            self._desk.follow(changes)

    def redo(self) -> None:
        """Do again what was undone last, and show where."""
        self._form.flush()
        changes = self._desk.session.do(undoing.redo)
        if changes:
            self._desk.follow(changes)
