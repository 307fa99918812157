"""A person's way through the conflicts: the page, the text beside it, and what is decided."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from curator.domain.errors import CuratorError, NotFoundError
from curator.domain.history import Register
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.services import conflicts, histories, reading, reviewing
from curator.services.changes import Changes
from curator.services.conflict_views import Listed, Passed
from curator.services.reasons import Why
from curator.ui.background import Cancelled, Progress, Task
from curator.ui.conflicts.entries import Entry, of_conflict, of_passed
from curator.ui.conflicts.page import ConflictsPage
from curator.ui.review.reason_dialog import ReasonDialog, listed
from curator.ui.review.words import time_words, verdict_words
from curator.ui.room import Room

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Deciding(QObject):
    """Keeps the page at what the project says, and does what the person says there."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self._before: QWidget | None = None
        self._task: Task | None = None
        self._conflicts: list[Entry] = []
        self._passed: list[Entry] = []
        self._decided_last = ""
        self.page = ConflictsPage()
        self.page.hide()
        self.page.entry_chosen.connect(self._look_at)
        self.page.decided.connect(self._decide)
        self.page.reviewed.connect(self._review)
        self.page.closed.connect(self.close)
        self._session.changed.connect(self._changed)
        self._session.busy_changed.connect(self._reshow)
        self._session.opened.connect(self._forget)
        self._desk.annotation_changed.connect(self._close_when_done)

    @property
    def is_shown(self) -> bool:
        """Whether the page is in front."""
        return self._room.side.guest is self.page

    # coming and going

    def show(self) -> None:
        """Show the page beside the text, at the chosen annotation if that has a conflict."""
        if not self.is_shown:
            self._before = self._room.side.guest
            self._room.side.have_guest(self.page, gives_way=True)
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        view = self._desk.annotation
        self.reload()
        if view and view.conflicts:
            self.page.mark(("annotation", view.id))
        if entry := self.page.current():
            self._go_to(entry)
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Go back to the text."""
        if self.is_shown:
            self._room.side.have_guest(self._before)
            self._desk.go_to_text()

    def _close_when_done(self) -> None:
        """With the last conflict decided, whoever chooses another annotation wants to see its form."""
        view = self._desk.annotation
        if self.is_shown and view and self._decided_last not in ("", view.id) and self.page.current() is None:
            self._room.side.have_guest(self._before)

    def _forget(self) -> None:
        self._conflicts, self._passed = [], []
        self.close()
        self.page.show_entries(())

    def step(self, step: int) -> None:
        """Go to the next conflict, or the one before; show the page first where it is not."""
        if not self.is_shown:
            self.show()
        elif not self.page.step(step):
            words = self.tr("That was the last one.") if step > 0 else self.tr("That is the first one.")
            self._room.messages.show_note(words)
        elif (entry := self.page.current()) and not self.page.has_focus():
            self._go_to(entry)

    # what is shown

    def _changed(self, _changes: Changes) -> None:
        if self.is_shown:
            self.reload()

    def reload(self) -> None:
        """List everything anew; what met a change takes longer to find and comes a moment later."""
        self._conflicts = [of_conflict(row) for row in conflicts.listed(self._session.view)]
        self._show_entries()
        self._reshow()
        self._look_for_passed()

    def _look_for_passed(self) -> None:
        if self._task:
            self._task.cancel()
        view = self._session.view

        def work(_progress: Progress, cancelled: Cancelled) -> list[Passed]:
            if cancelled():
                return []
            with view.reader() as reader:
                return conflicts.passed(reader)

        task = Task(self.tr("Looking for decisions that met a change"), work, is_quiet=True)
        self._task = task
        task.succeeded.connect(partial(self._found_passed, task))
        task.failed.connect(self._session.failed)
        self._room.background.start(task)

    def _found_passed(self, task: Task, found: list[Passed]) -> None:
        if task is not self._task or not self.is_shown or not self._session.is_open:
            return
        self._task = None
        passed = [of_passed(row, self._title(row.document)) for row in found]
        if passed != self._passed:
            self._passed = passed
            self._show_entries()

    def _title(self, document: str) -> str:
        try:
            return reading.document_row(self._session.view, document).title
        except NotFoundError:
            return self.tr("A document that is not here")

    def _show_entries(self) -> None:
        self.page.show_entries(sorted([*self._conflicts, *self._passed], key=_place))

    def _look_at(self, entry: Entry) -> None:
        """Show an entry, in the text as well: but not to somebody who is there and does something else."""
        focus = self.page.has_focus()
        if focus:
            self._go_to(entry)
        self._show(entry)
        if focus:
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, entry: Entry) -> None:
        if not entry.document:
            return
        annotation = entry.of.annotation if isinstance(entry.of, Passed) else None
        if isinstance(entry.of, Listed) and entry.of.kind == "annotation":
            annotation = entry.of.subject
        self._desk.show(entry.document, annotation)

    def _reshow(self) -> None:
        entry = self.page.current() if self.is_shown and self._session.is_open else None
        if entry:
            self._show(entry)

    def _show(self, entry: Entry) -> None:
        view = self._session.view
        try:
            if isinstance(entry.of, Passed):
                self._show_passed(entry, entry.of)
                return
            found = conflicts.conflict(view, entry.of.subject, entry.of.kind)
            questions = conflicts.questions(view, found)
        except CuratorError as error:
            self._session.failed.emit(error)
            return
        self.page.show_conflict(entry, questions, self._busy() or conflicts.why_not(view, found))

    def _show_passed(self, entry: Entry, row: Passed) -> None:
        view = self._session.view
        history = histories.history(view, row.annotation)
        changes = next((one.changes for one in history if one.revision == row.changed.revision), ())
        verdict = verdict_words(Verdict(row.verdict)) if row.verdict else self.tr("Decided on fields")
        said = self.tr("%1 by %2, %3. Apart from that, it was changed by %4, %5:")
        for place, words in enumerate(
            (verdict, row.decided.name, time_words(row.decided.at), row.changed.name, time_words(row.changed.at)), 1
        ):
            said = said.replace(f"%{place}", words)
        self.page.show_passed(entry, said, changes, self._why_no_review())

    def _busy(self) -> str:
        return self.tr("An import is running.") if self._session.is_busy else ""

    def _why_no_review(self) -> str:
        if self._session.is_busy:
            return self._busy()
        if self._session.view.read_only:
            return self.tr("The project is open read-only.")
        if Role.SUPERVISOR not in self._session.view.roles:
            return self.tr("Reviewing it again needs a supervisor.")
        return ""

    # deciding

    def _decide(self, takes: dict[Register, int]) -> None:
        entry = self.page.current()
        if entry is None or not isinstance(entry.of, Listed):
            return
        shown = self.page.detail.answers.questions
        if self._session.do(conflicts.resolve, entry.of.subject, takes, entry.of.kind, shown=shown):
            self._go_on()
        else:
            self.reload()

    def _review(self, verdict: Verdict) -> None:
        entry = self.page.current()
        if entry is None or not isinstance(entry.of, Passed):
            return
        judge = partial(self._judge, entry.of.annotation, verdict)
        if verdict is Verdict.ACCEPT:
            judge("", "")
            return
        title = self.tr("Return the annotation") if verdict is Verdict.RETURN else self.tr("Reject the annotation")
        accept = self.tr("Return") if verdict is Verdict.RETURN else self.tr("Reject")
        dialog = ReasonDialog(title, accept, listed(self._session), self._room.window)
        dialog.given.connect(judge)
        dialog.open()

    def _judge(self, annotation: str, verdict: Verdict, name: str, words: str) -> None:
        why = Why(name=name or None, text=words)
        if self._session.do(reviewing.decide, annotation, verdict, reason=why):
            self._passed = [one for one in self._passed if one.key != ("passed", annotation)]
            self._show_entries()
            self._go_on()

    def _go_on(self) -> None:
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.page.current() is None:
            self._decided_last = self._desk.annotation.id if self._desk.annotation else "-"
            self._room.messages.show_note(self.tr("That was the last conflict."), self.tr("Undo"), self._room.undo)


def _place(entry: Entry) -> tuple[bool, str, str]:
    """Documents by title, and the project as a whole at the end."""
    return not entry.document, entry.document_title, entry.document
