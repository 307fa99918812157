"""What is said of a document as a whole: below the list of its annotations, which stands there while none is chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from curator.services import commenting
from curator.services.changes import Changes
from curator.ui.review import hiding
from curator.ui.review.threads import Threads
from curator.ui.room import Room

if TYPE_CHECKING:
    from curator.services.review_views import Thread


class DocumentSaying(QObject):
    """The comments on the open document, for annotators and supervisors alike."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self.threads = Threads(room.side.list)
        self.threads.set_hint(self.tr("Comment on the document…"))
        room.side.list.put_below(self.threads)
        self.threads.said.connect(self._say)
        self.threads.resolved.connect(self._resolve)
        self._desk.document_changed.connect(self.show)
        self._desk.annotation_changed.connect(self._bring)
        self._desk.names_changed.connect(self.show)
        self._session.changed.connect(self._changed)
        self._session.busy_changed.connect(self.show)
        self.show()

    def begin(self) -> None:
        """Let the person write a comment."""
        self._room.side.bring(self._room.side.list)
        self.threads.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _changed(self, changes: Changes) -> None:
        if changes.other:
            self.show()

    def show(self) -> None:
        """Show what was said of the open document."""
        document = self._desk.document
        said: list[Thread] = []
        if document and self._session.is_open:
            everything: list[Thread] = self._session.ask(commenting.threads, document.row.id) or []
            said = [thread for thread in everything if thread.annotation is None]
        self.threads.setVisible(document is not None)
        self.threads.show_threads(hiding.threads(self._desk, said), {}, writable=self._session.is_writable)
        self._bring()

    def _bring(self) -> None:
        """What was said is seen in a document without annotations, too."""
        if self._desk.annotation is None and self.threads.boxes:
            self._room.side.bring(self._room.side.list)

    def _say(self, thread: str, words: str) -> None:
        document = self._desk.document
        if thread:
            self._session.do(commenting.answer, thread, words)
        elif document:
            self._session.do(commenting.comment, document.row.id, words)

    def _resolve(self, thread: str, resolved: bool) -> None:
        self._session.do(commenting.resolve, thread, resolved=resolved)
