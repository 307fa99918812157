"""A supervisor's way through the queue: one annotation after the other, a decision on each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState, Verdict
from curator.services import adjudicating, queueing, reading, reviewing, ways
from curator.services.changes import Changes
from curator.services.reasons import Why
from curator.services.review_views import QueueFilter, QueueRow, WorkFilter, WorkRow
from curator.services.views import AnnotationView
from curator.ui.review import hiding
from curator.ui.review.queue_model import ToReview, to_review
from curator.ui.review.queue_pane import QueuePane
from curator.ui.review.reason_dialog import ReasonDialog, listed
from curator.ui.review.return_dialog import ReturnDialog, Submitter
from curator.ui.review.saying import Saying
from curator.ui.room import Room


class Reviewing(QObject):
    """The queue and the decisions.

    Signals:
        adjudication_wanted: (document id) several annotators submitted it.
    """

    adjudication_wanted = Signal(str)

    def __init__(self, room: Room, saying: Saying) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self._saying = saying
        self._said = ""
        """The message that last said somebody's name."""
        self.pane = QueuePane()
        self.pane.annotation_chosen.connect(self._look_at)
        self.pane.work_chosen.connect(self._open_work)
        self.pane.filter_changed.connect(self.reload)
        saying.strip.decided.connect(self._decided)
        self._session.changed.connect(self._changed)
        self._desk.looks_changed.connect(self._show_scheme)
        self._desk.annotation_changed.connect(self._mark)
        self._desk.names_changed.connect(self._show_names)

    # what is shown

    def show(self) -> None:
        """Bring the queue to the front, at its first annotation."""
        self._room.left.show_queue(self.pane)
        self._show_scheme()
        if not self._leave_finished():
            self.reload()
        self._mark()
        self.pane.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_scheme(self) -> None:
        if self._session.is_open:
            self.pane.show_scheme(self._desk.scheme)

    def reload(self) -> None:
        """Read the queue anew: another filter, another project."""
        if not self._session.is_open:
            return
        self._show_counts()
        shown = self.pane.filter()
        total = queueing.queue_count(self._session.view, shown)
        self.pane.show_queue(partial(self._page, shown), total)

    def _page(self, shown: QueueFilter, limit: int, offset: int) -> Sequence[QueueRow]:
        rows = queueing.queue(self._session.view, shown, limit=limit, offset=offset)
        return [replace(row, author_name="") for row in rows] if self._desk.hides_names else rows

    def _show_names(self) -> None:
        """Say whose everything is, or not any more."""
        if self._room.messages.text == self._said:
            self._room.messages.clear()
        if self._desk.hides_names:
            self.pane.filters.show_everybody()
        self.reload()
        self._mark()

    def _show_counts(self) -> None:
        view = self._session.view
        counts = queueing.queue_counts(view)
        people = {person.id: person.name for person in reading.people(view)}
        labels = {label.name: label.title for label in self._desk.scheme.labels}
        self.pane.filters.show_counts(counts, people, labels)
        self.pane.filters.annotator.setEnabled(not self._desk.hides_names)
        works = ways.works(view, WorkFilter(states=(DocumentState.SUBMITTED,)))
        self.pane.show_works(to_review(works, hides_names=self._desk.hides_names), counts.waiting)
        self._room.left.count_waiting(counts.waiting)

    def _changed(self, _changes: Changes) -> None:
        if self._room.left.shows_queue:
            self._show_counts()
            self.pane.refresh_queue(queueing.queue_count(self._session.view, self.pane.filter()))

    def _mark(self) -> None:
        view = self._desk.annotation
        if view and self._room.left.shows_queue:
            self.pane.mark(view.id)

    # going about

    def _show_row(self, row: QueueRow) -> None:
        self._room.side.make_way()
        self._desk.show(row.document, row.annotation)

    def _look_at(self, row: QueueRow) -> None:
        self._show_row(row)
        self._desk.go_to_text()

    def narrow_to(self, document: str) -> None:
        """List the annotations of one document alone."""
        self.pane.narrow(document)
        self.reload()
        self.pane.mark_work(document)

    def _open_work(self, work: ToReview) -> None:
        self.narrow_to(work.document)
        if work.is_double:
            self.adjudication_wanted.emit(work.document)
            return
        first = self.pane.model.row(0)
        if first:
            self.pane.mark(first.annotation)
            self._look_at(first)
        else:
            self._desk.show(work.document)

    def step(self, step: int) -> None:
        """Go to the next annotation of the queue, or the one before."""
        row = self._unseen() or self.pane.step(step)
        if row is None and self._leave_finished():
            row = self._unseen() or self.pane.step(step)
        if row:
            self._show_row(row)
        else:
            words = self.tr("That was the last one.") if step > 0 else self.tr("That is the first one.")
            self._room.messages.show_note(words)

    def _leave_finished(self) -> bool:
        """List all documents again where nothing is left of the one that is listed alone; whether that was so."""
        shown = self.pane.filter()
        if shown.document is None or queueing.queue_count(self._session.view, shown):
            return False
        self.pane.show_everywhere()
        return True

    def _unseen(self) -> QueueRow | None:
        """The annotation that is marked, while another one or none is looked at (a list marks its first by itself)."""
        row, view = self.pane.current(), self._desk.annotation
        return row if row and (view is None or view.id != row.annotation) else None

    # deciding

    def decide(self, verdict: Verdict) -> None:
        """Decide on what is chosen in the strip, if the person can see what that is."""
        if self._room.side.make_way():
            self._room.messages.show_note(self.tr("This is what you decide on. Press the key again to decide."))
        else:
            self._saying.strip.decide(verdict)

    def _decided(self, verdict: Verdict, field: str) -> None:
        view = self._desk.annotation
        if view is None:
            return
        decide = partial(self._decide, view, verdict, field)
        if verdict is Verdict.ACCEPT:
            decide(Why())
        else:
            title = self.tr("Return the annotation") if verdict is Verdict.RETURN else self.tr("Reject the annotation")
            accept = self.tr("Return") if verdict is Verdict.RETURN else self.tr("Reject")
            self.ask_why(title, accept, decide)

    def ask_why(
        self, title: str, accept: str, then: Callable[[Why], object], offered: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Ask for a reason, one of those of the project if no others are offered; then go on."""
        dialog = ReasonDialog(title, accept, offered or listed(self._session), self._room.window)

        def given(name: str, words: str) -> None:
            then(Why(name=name or None, text=words))

        dialog.given.connect(given)
        dialog.open()

    def _decide(self, view: AnnotationView, verdict: Verdict, field: str, why: Why) -> None:
        done = self._session.do(reviewing.decide, view.id, verdict, field=field or None, reason=why, seen=view.body)
        if not done:
            return
        if field:
            self._saying.strip.set_field("")
            return
        self._offer_to_close(view.id)
        if self._room.left.shows_queue:
            row = self.pane.step(1)
            if row:
                self._desk.show(row.document, row.annotation)
            self._desk.go_to_text()

    def withdraw_decision(self) -> None:
        """Take the decision on the chosen annotation back."""
        if self._desk.annotation:
            self._session.do(reviewing.withdraw_decision, self._desk.annotation.id)

    def accept_listed(self) -> None:
        """Accept all that the queue lists and that nobody decided on."""
        shown = self.pane.filter()
        found: Sequence[str] = self._session.ask(queueing.queue_ids, shown) or ()
        done = self._session.do(reviewing.decide_many, found, Verdict.ACCEPT) if found else None
        words = self.tr("%1 annotations were accepted.").replace("%1", f"{len(found):n}")
        if done and not done.empty:
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)
        else:
            self._room.messages.show_note(self.tr("Nothing that is listed waits for a decision."))

    def accept_agreeing(self) -> None:
        """Accept in the open document all that its annotators agree on."""
        document = self._desk.document
        if document is None:
            return
        done = self._session.do(adjudicating.accept_agreeing, document.row.id)
        if done and not done.empty:
            words = self.tr("All that agrees was accepted.")
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)
        elif done:
            self._room.messages.show_note(self.tr("Nothing that agrees is left to accept here."))

    # whole works

    def _submitted(self, document: str) -> list[WorkRow]:
        return self._ways(WorkFilter(document=document, states=(DocumentState.SUBMITTED,)))

    def _ways(self, shown: WorkFilter) -> list[WorkRow]:
        return hiding.works(self._desk, ways.works(self._session.view, shown))

    def _naming(self, words: str, name: str, place: str = "%1") -> str:
        """What a message says with a name in its place."""
        self._said = words.replace(place, name)
        return self._said

    def _works(self, document: str) -> list[WorkRow]:
        found = self._submitted(document)
        view = self._desk.annotation
        own = [work for work in found if view and work.annotator == view.body.author]
        return own or found

    def _offer_to_close(self, annotation: str) -> None:
        """With everything decided on, the work can be approved or returned: offer it."""
        document = self._desk.document
        if document is None:
            return
        author = reading.annotation(self._session.view, annotation).body.author
        work = next((each for each in self._works(document.row.id) if each.annotator == author), None)
        if work is None or work.undecided:
            return
        words = self._naming(self.tr("Everything of %1 is decided here."), work.annotator_name)
        if self._has_returned(work):
            send_back = partial(self._send_back, work.document, [work.annotator], Why())
            self._room.messages.show_standing(words, self.tr("Return the work"), send_back)
        else:
            self._room.messages.show_standing(words, self.tr("Approve the work"), partial(self._approve, work))

    def _has_returned(self, work: WorkRow) -> bool:
        rows = reading.annotations(self._session.view, work.document, limit=100_000)
        back = [row.id for row in rows if row.state is AnnotationState.RETURNED]
        return any(reading.annotation(self._session.view, ident).body.author == work.annotator for ident in back)

    def take_to_review(self) -> None:
        """Take what was submitted of the open document to review."""
        document = self._desk.document
        if document and self._session.do(reviewing.take_to_review, document.row.id):
            words = self.tr("Its annotators can't take it back any more, and see each other's work.")
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)

    def approve(self) -> None:
        """Approve the submitted work on the open document."""
        self._with_work(self._approve_or_ask)

    def send_back(self) -> None:
        """Return submitted work on the open document, after asking whose and why."""
        document = self._desk.document
        found = self._submitted(document.row.id) if document else []
        if document is None or not found:
            self._say_none_submitted()
            return
        title = self.tr("Return the work of %1").replace("%1", found[0].annotator_name)
        if len(found) > 1:
            title = self.tr("Whose work on this document goes back?")
        dialog = ReturnDialog(title, self._submitters(found), self._room.window)

        def given(name: str, words: str) -> None:
            self._send_back(document.row.id, dialog.ticked(), Why(name=name or None, text=words))

        dialog.given.connect(given)
        dialog.open()

    def _submitters(self, works: Sequence[WorkRow]) -> list[Submitter]:
        """Offered is the author of the chosen annotation, else whoever has returned annotations."""
        author = self._desk.annotation.body.author if self._desk.annotation else ""
        is_of_one = author in {work.annotator for work in works}
        found: list[Submitter] = []
        for work in works:
            back = self._has_returned(work)
            offered = len(works) == 1 or (work.annotator == author if is_of_one else back)
            found.append(Submitter(work.annotator, work.annotator_name, back, offered))
        return found

    def _say_none_submitted(self) -> None:
        self._room.messages.show_note(self.tr("Nobody has submitted this document."))

    def _with_work(self, then: Callable[[WorkRow], object]) -> None:
        document = self._desk.document
        found = self._works(document.row.id) if document else []
        if not found:
            self._say_none_submitted()
        for work in found:
            then(work)

    def _approve_or_ask(self, work: WorkRow) -> None:
        if not work.undecided:
            self._approve(work)
            return
        words = self.tr("%1 annotations of %2 have no decision yet.")
        if work.undecided == 1:
            words = self.tr("One annotation of %2 has no decision yet.")
        words = self._naming(words.replace("%1", f"{work.undecided:n}"), work.annotator_name, "%2")
        accept = partial(self._approve, work, accept_rest=True)
        self._room.messages.show_standing(words, self.tr("Accept them and approve"), accept)

    def _approve(self, work: WorkRow, *, accept_rest: bool = False) -> None:
        done = self._session.do(reviewing.approve, work.document, work.annotator, accept_rest=accept_rest)
        if done:
            words = self._naming(self.tr("The work of %1 was approved."), work.annotator_name)
            if approved := self._all_approved(work.document):
                words = self._naming(self.tr("The document is approved: the work of %1."), approved)
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)

    def _all_approved(self, document: str) -> str:
        """The names of all to whom a document was given, where they are several and all is approved; else ""."""
        works = [work for work in self._ways(WorkFilter(document=document)) if work.assigned]
        is_whole = len(works) > 1 and all(work.state is DocumentState.APPROVED for work in works)
        return ", ".join(work.annotator_name for work in works) if is_whole else ""

    def _send_back(self, document: str, annotators: Sequence[str], why: Why) -> None:
        done = self._session.do(reviewing.send_back, document, *annotators, reason=why)
        if done:
            found = self._ways(WorkFilter(document=document, annotators=tuple(annotators)))
            names = ", ".join(work.annotator_name for work in found)
            words = self._naming(self.tr("The work went back to %1."), names)
            self._room.messages.show_note(words, self.tr("Undo"), self._room.undo)
