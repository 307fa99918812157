"""A supervisor's way through the matches of a doubly annotated text."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from curator.domain.document import DocumentState
from curator.domain.review import ErrorClass, Outcome, Verdict
from curator.services import adjudicating, commenting, reading, reviewing, ways
from curator.services.adjudicating import Pairing, Third
from curator.services.changes import Changes
from curator.services.garbage import uncollected
from curator.services.project import Project
from curator.services.reasons import Why
from curator.services.review_views import WorkFilter
from curator.ui.adjudication.page import AdjudicationPage
from curator.ui.adjudication.pairs import LETTERS, Pairs, ids_of, is_settled
from curator.ui.adjudication.panel import PairPanel
from curator.ui.adjudication.shown import shown, third_fields
from curator.ui.background import Cancelled, Progress, Task
from curator.ui.review import hiding
from curator.ui.review.reviewing import Reviewing
from curator.ui.review.words import notes
from curator.ui.room import Room
from curator.ui.session import LiveSpans

if TYPE_CHECKING:
    from curator.services.review_views import Thread


class Adjudicating(QObject):
    """Page and panel, and the acts.

    Signals:
        changed: it began or ended, or another match is chosen.
        compared: (document id) the matches of a document that was just opened are shown.
    """

    changed = Signal()
    compared = Signal(str)

    def __init__(self, room: Room, reviewing_: Reviewing) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self._ask_why = reviewing_.ask_why
        self._pairs = Pairs()
        self._task: Task | None = None
        self.document = ""
        self.current: int | None = None
        self.page = AdjudicationPage()
        self.panel = PairPanel()
        room.middle.addWidget(self.page)
        self._connect()

    def _connect(self) -> None:
        self.page.left.connect(self.close)
        self.page.chosen.connect(self._choose)
        self._room.side.back_wanted.connect(self._go_back)
        panel = self.panel
        panel.taken.connect(self.take)
        panel.third_wanted.connect(self._make_third)
        panel.none_wanted.connect(self.take_none)
        panel.returned.connect(self.give_back)
        panel.reopened.connect(self.reopen)
        panel.said.connect(self._say)
        panel.resolved.connect(self._resolve)
        self._session.changed.connect(self._changed)
        self._desk.looks_changed.connect(self._show_looks)
        self._desk.names_changed.connect(self._show_names)

    @property
    def widgets(self) -> Sequence[QWidget]:
        """The widgets that take the keys of review."""
        return (self.page.sheet, self.panel)

    @property
    def is_shown(self) -> bool:
        """Whether it is in front."""
        return self._room.middle.currentWidget() is self.page

    # coming and going

    def open(self, document: str) -> None:
        """Show what the annotators made of the open document."""
        view = self._desk.document
        if view is None:
            return
        self.document, self._pairs, self.current = document, Pairs(), None
        self._desk.choose(None)
        self.page.sheet.set_zoom(self._desk.pane.text.zoom)
        if not self._compare():
            return
        # In its place first: a text that is laid out in a width that it will not have is laid out twice.
        self._room.middle.setCurrentWidget(self.page)
        self.page.settle()
        self._show_notes()
        self.page.show_document(view, LiveSpans(self._session, document), self._desk.looks())
        self._show_state()
        self.panel.show_nothing(self.tr("Comparing what the annotators made of it…"))
        self._room.side.have_guest(self.panel)
        self.page.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def close(self) -> None:
        """Go back to the text."""
        if not self.is_shown:
            return
        if self._task:
            self._task.cancel()
        self.current = None
        self._room.middle.setCurrentWidget(self._desk.pane)
        self._room.side.have_guest(None)
        self._desk.go_to_text()
        self.changed.emit()

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.page.restyle()
        if self.current is not None and self.is_shown:
            self._show(self.current, reveal=False)

    def _compare(self) -> bool:
        """Pair the annotations in the background, on a connection of its own; without two annotators, leave.

        That is opened here, and the few questions are asked here: each would wait for the text that is laid out now.
        """
        if self._task:
            self._task.cancel()
        names = self._session.ask(adjudicating.annotators_of, self.document)
        reader: Project | None = self._session.ask(Project.reader) if names else None
        if reader is None:  # it was said why
            self.close()
            return False
        document = self.document

        def work(_progress: Progress, cancelled: Cancelled) -> Pairs:
            with reader, uncollected():
                return Pairs() if cancelled() else Pairs(adjudicating.pair(reader, document, names, self._now), names)

        task = Task(self.tr("Comparing annotations"), work, is_quiet=bool(self._pairs.matches))
        self._task = task
        task.succeeded.connect(partial(self._compared, task))
        task.failed.connect(self._session.failed)
        self._room.background.start(task).let_begin()
        return True

    def _now(self) -> Project | None:
        return self._session.view if self._session.is_open else None

    def _compared(self, task: Task, pairs: Pairs) -> None:
        if task is not self._task or not self.is_shown:
            return
        self._task = None
        chosen = self._match()
        if not self._pairs.matches:
            self.compared.emit(self.document)
        self._pairs = pairs
        self.page.show_pairs(self._pairs, self.names())
        self._show_state()
        if not pairs.matches:
            self.panel.show_nothing(self.tr("Nobody annotated anything here."))
            return
        place = self._pairs.of(ids_of(chosen)[0]) if chosen else self._pairs.next_open(0, 1)
        self._show(place if place is not None else 0, reveal=chosen is None)

    def _show_state(self) -> None:
        row = self._session.ask(reading.document_row, self.document)
        total = len(self._pairs.matches)
        is_approved = row is not None and row.state == DocumentState.APPROVED
        self.page.show_state(approved=is_approved, ready=bool(total) and self._pairs.decided == total)

    def _show_notes(self) -> None:
        shown = WorkFilter(document=self.document, states=(DocumentState.SUBMITTED,))
        said = self._session.ask(ways.works, shown) or ()
        self.page.show_notes(notes(said, hides_names=self._desk.hides_names))

    def _changed(self, _changes: Changes) -> None:
        if self.is_shown:
            self._show_notes()
            self.page.sheet.scenes.forget()
            self.page.sheet.viewport().update()
            self._compare()

    def _show_looks(self) -> None:
        if self.is_shown and self._session.is_open:
            self.page.sheet.set_looks(self._desk.looks())

    # names

    def names(self) -> list[str]:
        """What the annotators are called here, in the order of their letters."""
        hidden = self._desk.hides_names
        found: list[str] = []
        for letter, ident in zip(LETTERS, self._pairs.annotators, strict=False):
            name = self._pairs.names.get(ident, "")
            called = hiding.annotator(letter)
            found.append(called if hidden or not name else f"{letter} · {name}")
        return found

    def _show_names(self) -> None:
        """Say whose everything is, or not any more."""
        if not self.is_shown:
            return
        self.page.show_pairs(self._pairs, self.names())
        self._show_notes()
        if self.current is not None:
            self._show(self.current, reveal=False)

    # going about

    def _match(self) -> Pairing | None:
        return self._pairs.matches[self.current] if self.current is not None else None

    def _go_back(self) -> None:
        if self.is_shown:
            self.page.sheet.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, annotation: str) -> None:
        place = self._pairs.of(annotation)
        if place is not None:
            self._show(place, reveal=False)

    def step(self, step: int) -> None:
        """Go to the next match that is not decided."""
        total = len(self._pairs.matches)
        if not total:
            return
        here = self.current if self.current is not None else -1 if step > 0 else 0
        place = self._pairs.next_open((here + step) % total, step)
        if place is None:
            words = self.tr("Everything is decided here.")
            self._room.messages.show_note(words)
        else:
            self._show(place, reveal=True)

    def _show(self, place: int, *, reveal: bool) -> None:
        self.current = place
        match = self._pairs.matches[place]
        ids = frozenset(ids_of(match))
        start = min(mark.start for mark in match.marks)
        self.page.sheet.show_current(ids, start if reveal else None)
        self.page.sheet.viewport().repaint()  # before the panel: a person looks at the words
        labels = {label.name: label for label in self._desk.scheme.labels}
        names = dict(zip(self._pairs.annotators, self.names(), strict=False))
        seen = shown(self._session.view, match, labels, self._pairs.letter)
        where = f"{place + 1:n} / {len(self._pairs.matches):n}"
        document = self._desk.document
        text = document.text if document else ""
        self.panel.show_match(seen, text, [names[side.annotator] for side in seen.sides], where)
        self._show_threads(ids)
        self.changed.emit()

    def _show_threads(self, ids: frozenset[str]) -> None:
        said: list[Thread] = []
        for ident in sorted(ids):
            said += self._session.ask(commenting.threads, self.document, annotation=ident) or []
        self.panel.show_threads(hiding.threads(self._desk, said), writable=self._session.is_writable)

    # deciding

    def _why(self) -> tuple[ErrorClass | None, Why]:
        return self.panel.error(), Why(text=self.panel.reason())

    def _done(self, changes: Changes | None) -> None:
        """Go on at once; what the comparing says comes a moment later."""
        if changes is None or self.current is None:
            return
        self._pairs.settled.add(self.current)
        self.page.show_progress(self._pairs)
        self._show_state()
        following = self._pairs.next_open(self.current, 1)
        if following is None:
            self._room.messages.show_note(self.tr("Everything is decided here. The work can be approved now."))
            self._show(self.current, reveal=False)
        else:
            self._show(following, reveal=True)
        self.page.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_letter(self, letter: int) -> None:
        """Let the side of A (0) or B (1) stand, if that annotator has one here."""
        sides = self.panel.shown.sides if self.panel.shown and self.current is not None else ()
        place = next((place for place, side in enumerate(sides) if side.letter == letter), None)
        if place is not None:
            self.take(place)
        elif sides:
            words = self.tr("%1 has nothing here that could be taken.")
            self._room.messages.show_note(words.replace("%1", LETTERS[letter]))

    def take(self, place: int) -> None:
        """Let one side stand."""
        match = self._match()
        if match is None or place >= len(match.marks) or self.panel.shown is None:
            return
        if self.panel.shown.taken == place:
            words = self.tr("%1 is taken already. “Decide anew” takes that back.")
            self._room.messages.show_note(words.replace("%1", LETTERS[self.panel.shown.sides[place].letter]))
            return
        error, why = self._why()
        chosen = self.panel.shown.sides[place].view.id
        done = self._session.do(adjudicating.take, ids_of(match), chosen, error=error, reason=why)
        self._done(done)

    def accept(self) -> None:
        """Accept what agrees; what differs needs a choice."""
        match = self._match()
        if match and ("agree" in match.states or len(match.marks) == 1):
            self.take(0)
        elif match:
            self._room.messages.show_note(self.tr("They differ: take A (1), take B (2), or make a third (3)."))

    def make_third(self) -> None:
        """Choose the parts of a third, then make it."""
        self.panel.begin_or_keep_third()

    def _make_third(self, spans_of: int, sides: dict[str, int]) -> None:
        match, seen = self._match(), self.panel.shown
        if match is None or seen is None:
            return
        error, why = self._why()
        source = seen.sides[spans_of]
        third = Third(label=source.view.body.label, spans=source.spans, fields=third_fields(seen, sides))
        self.panel.is_third = False
        self._done(self._session.do(adjudicating.make_third, ids_of(match), third, error=error, reason=why))

    def take_none(self) -> None:
        """Let neither stand."""
        match = self._match()
        if match:
            error, why = self._why()
            self._done(self._session.do(adjudicating.reject_all, ids_of(match), error=error, reason=why))

    def give_back(self) -> None:
        """Return all sides, with a reason."""
        match = self._match()
        if match is None:
            return

        def give(why: Why) -> None:
            if self._session.do(reviewing.decide_many, ids_of(match), Verdict.RETURN, reason=why):
                self.step(1)

        self._ask_why(self.tr("Return to the annotators"), self.tr("Return"), give)

    def reopen(self) -> None:
        """Take the outcome back."""
        match = self._match()
        if match and self.current is not None and match.outcome in (*Outcome,):
            done = self._session.do(adjudicating.reopen, ids_of(match))
            if done and not is_settled(match.outcome):
                self._pairs.settled.discard(self.current)

    # what people say

    def _say(self, thread: str, words: str) -> None:
        match = self._match()
        if thread:
            self._session.do(commenting.answer, thread, words)
        elif match:
            self._session.do(commenting.comment, self.document, words, annotation=ids_of(match)[0])
        if match:
            self._show_threads(frozenset(ids_of(match)))

    def _resolve(self, thread: str, resolved: bool) -> None:
        self._session.do(commenting.resolve, thread, resolved=resolved)
        match = self._match()
        if match:
            self._show_threads(frozenset(ids_of(match)))
