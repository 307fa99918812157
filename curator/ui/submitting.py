"""Handing work in: how far one's own work on the open document is, submitting it, taking it back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from curator.domain.document import DocumentState
from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.ui.room import Room

if TYPE_CHECKING:
    from curator.services.review_views import WorkView

_LOOK_MS = 30


class Submitting(QObject):
    """The actions `submit.*`, and the banner above the text.

    Signals:
        changed: what can be done with the open document is another thing now.
    """

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self._work: WorkView | None = None
        # After the text is shown: nobody waits for the banner.
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._desk.document_changed.connect(self._timer.start)
        self._session.changed.connect(self._timer.start)
        self._desk.names_changed.connect(self.look)
        self._session.failed.connect(self._refused)

    @property
    def can_submit(self) -> bool:
        """Whether the person's own work on the open document can be handed in."""
        return self._work is None or self._work.row.state not in (DocumentState.SUBMITTED, DocumentState.APPROVED)

    @property
    def can_take_back(self) -> bool:
        """Whether it is handed in, and nobody has begun to review it."""
        work = self._work
        return work is not None and work.row.state is DocumentState.SUBMITTED and not work.row.in_review

    def look(self) -> None:
        """Look how far the work is, and say it."""
        document = self._desk.document
        before = (self.can_submit, self.can_take_back)
        self._work = None
        if document and self._session.is_open and self._session.view.me:
            from curator.services import ways

            self._work = self._session.ask(ways.work, document.row.id)
        self._say()
        if not self.can_take_back:
            self._room.messages.outdate(self.take_back)
        if before != (self.can_submit, self.can_take_back):
            self.changed.emit()

    def _say(self) -> None:
        from curator.ui.submission_words import banner_words

        words = "\n".join(filter(None, (banner_words(self._work) if self._work else "", *self._notes())))
        if self.can_take_back and self._session.is_writable:
            self._desk.pane.banner.say(words, self.tr("Take it back"), self.take_back)
        else:
            self._desk.pane.banner.say(words)

    def _notes(self) -> tuple[str, ...]:
        """What came to a supervisor with the work that waits on the open document."""
        document = self._desk.document
        if document is None or not self._session.is_open or Role.SUPERVISOR not in self._session.view.roles:
            return ()
        from curator.services import ways
        from curator.services.review_views import WorkFilter
        from curator.ui.review.words import notes

        shown = WorkFilter(document=document.row.id, states=(DocumentState.SUBMITTED,))
        return notes(self._session.ask(ways.works, shown) or (), hides_names=self._desk.hides_names)

    def _refused(self, error: CuratorError) -> None:
        """Where something was refused because it is handed in, offer to take that back."""
        work = self._work
        if work and work.frozen == error.message and self.can_take_back and self._session.is_writable:
            self._room.messages.show_standing(error.message, self.tr("Take it back"), self.take_back)

    # the actions submit.*

    def submit(self) -> None:
        """Show what to look at before, and ask for a note; then submit."""
        from curator.services import submitting
        from curator.ui.dialogs.submit import SubmitDialog

        document = self._desk.document
        if document is None:
            return
        self._desk.leaving.emit()
        self.look()
        checks = self._session.ask(submitting.checks, document.row.id)
        if checks is None:
            return
        drafts = self._session.ask(submitting.drafts_left, document.row.id) or 0
        is_empty = self._work is None or self._work.row.annotations == 0
        dialog = SubmitDialog(document.row.title, checks, self._room.window, is_empty=is_empty, drafts=drafts)
        dialog.wanted.connect(partial(self._submit, document.row.id))
        dialog.jump_wanted.connect(self._jump)
        dialog.open()

    def _submit(self, document: str, note: str, nothing: bool) -> None:
        from curator.services import submitting

        if self._session.do(submitting.submit, document, note=note, nothing=nothing):
            words = self.tr("Submitted. It waits for review.")
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)
            self.look()

    def _jump(self, annotation: str, field: str) -> None:
        self._desk.choose(annotation, reveal=True)
        if field:
            self._room.side.form.focus_field(field)
        else:
            self._desk.go_to_text()

    def take_back(self) -> None:
        """Take one's own submission back."""
        from curator.services import submitting

        document = self._desk.document
        if document and self._session.do(submitting.take_back, document.row.id):
            self._room.messages.show_note(self.tr("The submission was taken back: you can go on."))
            self.look()
