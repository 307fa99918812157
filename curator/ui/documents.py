"""What is done with the open document as a whole."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.services import documents
from curator.ui.desk import Desk
from curator.ui.status import MessageBar


class Documents(QObject):
    """The actions `document.*`."""

    def __init__(self, desk: Desk, messages: MessageBar, undo: Callable[[], object], window: QWidget) -> None:
        super().__init__(desk)
        self._desk = desk
        self._messages = messages
        self._undo = undo
        self._window = window

    def properties(self) -> None:
        """Show what is known of the document, and let it be set."""
        from curator.ui.dialogs.document_properties import DocumentProperties

        view = self._desk.document
        session = self._desk.session
        if view is None or session.project is None:
            return
        dialog = DocumentProperties(view, self._window, writable=session.is_writable)

        def describe(values: dict[str, str]) -> None:
            project = session.project
            if project is None or not session.is_writable:
                return
            try:
                changes = documents.describe(project, view.row.id, **values)
            except CuratorError as error:
                dialog.say_wrong(str(error))
                return
            session.announce(changes)
            dialog.accept()

        dialog.wanted.connect(describe)
        dialog.open()

    def withdraw(self) -> None:
        """Take the document out of the project; the message offers to take that back."""
        view = self._desk.document
        if view and self._desk.session.do(documents.withdraw, view.row.id):
            words = self._desk.tr("“%1” was taken out of the project.").replace("%1", view.row.title)
            self._messages.show_note(words, self._desk.tr("Undo"), self._undo)
