"""Keeps the strip below the form at what was said of the chosen annotation, and says what people say there."""

from PySide6.QtCore import QObject, Qt

from curator.domain.people import Role
from curator.services import commenting, reviewing
from curator.services.changes import Changes
from curator.services.review_views import ReviewView, Thread
from curator.ui.review import hiding
from curator.ui.review.strip import ReviewStrip
from curator.ui.review.words import MARK_OF, TONE_OF, reason_words, verdict_words
from curator.ui.room import Room


class Saying(QObject):
    """The strip, for annotators and supervisors alike."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self._asked = False
        self._shown: str | None = None
        self.is_reviewing = False
        self.strip = ReviewStrip(room.side)
        room.side.put_below_form(self.strip)
        self.strip.said.connect(self._say)
        self.strip.resolved.connect(self._resolve)
        room.side.form.events.review_requested.connect(self._field_wanted)
        self._desk.annotation_changed.connect(self.show)
        self._desk.names_changed.connect(self.show)
        self._session.changed.connect(self._changed)

    def set_reviewing(self, *, reviewing: bool) -> None:
        """Offer to decide, or only show."""
        self.is_reviewing = reviewing
        self._room.side.form.footer.setVisible(not reviewing)
        self.show()

    def begin(self) -> None:
        """Let the person write a comment."""
        self._asked = True
        field = self._room.side.form.focused_field()
        self.show()
        self.strip.set_field(field or self.strip.field())
        self.strip.threads.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _field_wanted(self, field: str) -> None:
        self._asked = True
        self.show()
        self.strip.set_field(field)

    def _changed(self, changes: Changes) -> None:
        # What the desk rereads it tells by itself; comments alone it does not know.
        if changes.other and self._desk.annotation:
            self.show()

    def show(self) -> None:
        """Show what was said of the chosen annotation."""
        view, document = self._desk.annotation, self._desk.document
        if view is None or document is None or not self._session.is_open:
            self.strip.hide()
            self._asked, self._shown = False, None
            return
        if self._shown != view.id:
            self._shown = view.id
            self._asked = False
            self.strip.set_field("")
        said = hiding.review(self._desk, self._session.ask(reviewing.review, view.id))
        found: list[Thread] = self._session.ask(commenting.threads, document.row.id, annotation=view.id) or []
        threads = hiding.threads(self._desk, found)
        fields = self._titles(view.body.label)
        deciding = self.is_reviewing and Role.SUPERVISOR in self._session.view.roles
        self.strip.show_review(said, fields, deciding=deciding)
        self.strip.show_threads(threads, writable=self._session.is_writable)
        self.strip.setVisible(deciding or self._asked or bool(threads) or _says(said))
        self._mark_fields(said, threads)

    def _titles(self, name: str) -> dict[str, str]:
        label = self._desk.scheme.label(name)
        return {field.name: field.title for field in label.fields} if label else {}

    def _mark_fields(self, said: ReviewView | None, threads: list[Thread]) -> None:
        """Say beside each field what was decided on it and whether it is talked about."""
        marks: dict[str, tuple[str, str, str]] = {}
        for thread in threads:
            if thread.field:
                tip = "\n".join(f"{entry.by_name}: {entry.text}" for entry in thread.entries)
                marks[thread.field] = ("comment", "muted" if thread.resolved else "accent", tip)
        for name, decision in (said.fields if said else {}).items():
            words = " – ".join(
                part for part in (verdict_words(decision.verdict), reason_words(decision.reason)) if part
            )
            tone = TONE_OF[decision.verdict] if decision.counts else "muted"
            marks[name] = (MARK_OF[decision.verdict], tone, words)
        self._room.side.form.show_review(marks)

    # what people say

    def _say(self, thread: str, words: str) -> None:
        document, view = self._desk.document, self._desk.annotation
        if thread:
            self._session.do(commenting.answer, thread, words)
        elif document and view:
            field = self.strip.field() or None
            self._session.do(commenting.comment, document.row.id, words, annotation=view.id, field=field)
        self.show()

    def _resolve(self, thread: str, resolved: bool) -> None:
        self._session.do(commenting.resolve, thread, resolved=resolved)
        self.show()


def _says(view: ReviewView | None) -> bool:
    return view is not None and bool(view.verdict or view.fields or view.corrections or view.outcome)
