"""What is done with the open document as a whole."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.services import documents
from curator.services.project import Project
from curator.services.views import DocumentRow
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.desk import Desk
from curator.ui.status import MessageBar


class Documents(QObject):
    """The actions `document.*`."""

    def __init__(
        self,
        desk: Desk,
        messages: MessageBar,
        background: Background,
        undo: Callable[[], object],
        window: QWidget,
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._messages = messages
        self._background = background
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
                dialog.say_wrong(session.tr("Something is being brought in. Wait for its end, or stop it."))
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
        view, session = self._desk.document, self._desk.session
        if view is None or not session.is_writable:
            return
        take_out = partial(self._take_out, view.row)
        if not view.row.annotations:
            take_out()
            return
        task = Task(self._desk.tr("Backing up"), partial(_copy_before, session.view, view.row.id), is_quiet=True)
        task.succeeded.connect(take_out)
        task.failed.connect(session.failed)
        self._background.start(task)

    def _take_out(self, row: DocumentRow, _copied: object = None) -> None:
        if self._desk.session.is_open and self._desk.session.do(documents.withdraw, row.id):
            words = self._desk.tr("“%1” was taken out of the project.").replace("%1", row.title)
            self._messages.show_note(words, self._desk.tr("Undo"), self._undo)


def _copy_before(view: Project, document: str, _progress: Progress, _cancelled: Cancelled) -> None:
    with view.reader() as reader:
        documents.copy_before_removal(reader, document)
