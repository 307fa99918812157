"""The form beside the text: what it asks, what it says, and the unfinished typing that is kept for it."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from curator.domain.annotation import Evidence, FieldState, FieldValue, SpanEvidence
from curator.domain.people import Role
from curator.domain.span import Span
from curator.services import annotating, drafts, entities, reading
from curator.services.views import AnnotationRow, AnnotationView, EntityRow
from curator.ui.annotating import Annotating
from curator.ui.desk import Desk
from curator.ui.forms.context import FormContext
from curator.ui.forms.panel import FormPanel
from curator.ui.status import MessageBar

_DRAFT_MS = 400


Wanted = Literal["annotation", "words"]


class _Looking(NamedTuple):
    """What the person looks for in the text, and which field of which annotation it is for."""

    annotation: str
    field: str
    wants: Wanted


class Filling(QObject):
    """Connects the form to the verbs.

    While the person looks in the text for what a field wants, the form stays. Looking for an annotation, a click
    takes it, and so does Enter after Tab; looking for words, Enter cites those that are selected. Esc gives up.
    """

    def __init__(self, desk: Desk, form: FormPanel, doing: Annotating, messages: MessageBar) -> None:
        super().__init__(desk)
        self._desk = desk
        self._session = desk.session
        self._text = desk.pane.text
        self._form = form
        self._doing = doing
        self._messages = messages
        self._unfinished: dict[tuple[str, str], str] = {}
        self._looking: _Looking | None = None
        self._by_mouse = False
        self.last_field: str | None = None
        self._timer = QTimer(self, singleShot=True, interval=_DRAFT_MS)
        self._timer.timeout.connect(self.keep_drafts)
        self._connect()

    def _connect(self) -> None:
        form, text = self._form, self._text
        form.field_changed.connect(self._set_field)
        form.typed.connect(self._typed)
        form.draft_settled.connect(self._settled)
        form.cite_requested.connect(self._cite)
        form.drop_cited.connect(self._cite_dropped)
        form.uncite_requested.connect(self._uncite)
        form.evidence_shown.connect(self._show_evidence)
        form.reference_shown.connect(self._desk.reveal)
        form.pick_requested.connect(self._start_picking)
        form.entity_add_requested.connect(self._add_entity)
        form.done_requested.connect(self._doing.done)
        form.reopen_requested.connect(self._doing.reopen)
        form.back_requested.connect(text.return_to_place)
        form.withdraw_requested.connect(self._doing.withdraw)
        form.relabel_requested.connect(self._doing.relabel_as)
        self._doing.citing_wanted.connect(self.cite_for_last)
        self._doing.pointing_wanted.connect(self._point_for_last)
        self._desk.leaving.connect(self.finish)
        self._desk.annotation_changed.connect(self.show)
        self._desk.names_changed.connect(self.show)
        self._desk.document_changed.connect(self.stop_looking)
        self._session.busy_changed.connect(self.show)
        text.annotation_activated.connect(self._picked_by_going)
        text.form_requested.connect(self._pick)
        text.viewport().installEventFilter(self)
        text.installEventFilter(self)

    # what is shown

    def show(self) -> None:
        """Show the form of the chosen annotation as it is stored."""
        view = self._desk.annotation
        label = self._desk.scheme.label(view.body.label) if view and self._session.is_open else None
        self._show_evidence_in_text(view)
        if view is None or label is None:
            self._form.clear()
            return
        if self._form.annotation_id != view.id:
            self.last_field = None
            if self._looking and self._looking.annotation != view.id:
                self.stop_looking()
            kept = drafts.of(self._session.view, view.id)
        else:
            kept = {}
        self._form.show_annotation(view, label, self._context(view), drafts=kept, read_only=self._why_read_only(view))

    def _why_read_only(self, view: AnnotationView) -> str:
        project = self._session.view
        if self._session.is_busy:
            return self.tr("Something is being brought into the project.")
        if project.read_only:
            return self.tr("The project is open read-only.")
        if view.conflicts:
            return self.tr(
                "Several people changed this differently. It can be changed again when one of the values is chosen."
            )
        if view.body.author != project.me and Role.SUPERVISOR not in project.roles:
            return self.tr("This annotation is another person's.")
        if view.body.author == project.me:
            from curator.services import ways

            return ways.frozen(project, view.body.document) or ""
        return ""

    def _context(self, view: AnnotationView) -> FormContext:
        document, near = view.body.document, view.body.spans[0].start

        def complete(text: str, kinds: tuple[str, ...]) -> list[EntityRow]:
            return reading.complete_entities(self._session.view, text, kinds)

        def entity(ident: str) -> EntityRow | None:
            return reading.entity(self._session.view, ident)

        def candidates(labels: tuple[str, ...], words: str) -> list[AnnotationRow]:
            rows = reading.candidates(self._session.view, document, labels, words, near)
            return [row for row in rows if row.id != view.id]

        def annotation(ident: str) -> AnnotationRow | None:
            return reading.annotation_row(self._session.view, ident)

        def reason(name: str | None, words: str | None) -> str:
            from curator.services import reasons
            from curator.ui.review.words import reason_words

            return reason_words(reasons.given(self._session.view, name, words))

        return FormContext(
            scheme=self._desk.scheme,
            complete=complete,
            entity=entity,
            candidates=candidates,
            annotation=annotation,
            date_problem=_date_problem,
            describe_date=_describe_date,
            reason=reason,
        )

    # values

    def _set_field(self, name: str, value: FieldValue | None) -> None:
        annotation = self._form.annotation_id
        if annotation:
            self.last_field = name
            self._session.do(annotating.set_field, annotation, name, value)
            self._settled(name)

    def _cite(self, name: str) -> None:
        self.last_field = name
        span = self._text.selection()
        if span:
            self._cite_span(name, span)
            return
        self._start_looking(
            name,
            "words",
            self.tr(
                "Select the words that support this field, then press Enter or Alt+C. "
                "Enter or a click on an annotation cites its words. Esc gives up."
            ),
        )

    def cite_for_last(self) -> None:
        """Cite the selected words for the field that the person is in, or was in last."""
        name = self._form.focused_field() or self.last_field
        if name is None and self._desk.annotation:
            label = self._desk.scheme.label(self._desk.annotation.body.label)
            name = label.fields[0].name if label and label.fields else None
        if name:
            self._cite(name)

    def _cite_dropped(self, name: str, start: int, end: int) -> None:
        self._cite_span(name, Span(start=start, end=end))

    def _cite_span(self, name: str, span: Span) -> None:
        annotation = self._form.annotation_id
        if annotation and self._session.do(annotating.cite_span, annotation, name, span):
            self._text.clear_selection()
            if self._looking:
                self.stop_looking()
            else:
                self._text.set_current(annotation)

    def _uncite(self, name: str, place: int) -> None:
        annotation = self._form.annotation_id
        if annotation:
            self._session.do(annotating.uncite, annotation, name, place)

    def _add_entity(self, name: str, kind: str, field: str) -> None:
        annotation = self._form.annotation_id
        changes = self._session.do(entities.add, kind=kind, name=name)
        view = self._desk.annotation
        if not (changes and annotation and view and view.id == annotation):
            return
        held = view.body.fields.get(field)
        evidence = held.evidence if held and held.state is FieldState.STATED else ()
        value = FieldValue(state=FieldState.STATED, value=next(iter(changes.entities)), evidence=evidence)
        self._set_field(field, value)

    # showing evidence

    def _show_evidence(self, evidence: Evidence) -> None:
        if isinstance(evidence, SpanEvidence):
            self._text.reveal(evidence.span.span)
        else:
            self._desk.reveal(evidence.annotation)

    def _show_evidence_in_text(self, view: AnnotationView | None) -> None:
        values = view.body.fields.values() if view else ()
        self._text.set_evidence(
            [item.span.span for value in values for item in value.evidence if isinstance(item, SpanEvidence)]
        )

    # looking in the text for what a field wants

    def _point_for_last(self) -> None:
        name = self._form.focused_field() or self.last_field
        if name:
            self._start_picking(name)
        else:
            self._messages.show_note(self.tr("Go to the field first that shall point at an annotation."))

    def _start_picking(self, name: str) -> None:
        self._start_looking(
            name,
            "annotation",
            self.tr("Click the annotation to point at, or go to it with Tab and press Enter. Esc gives up."),
        )

    def _start_looking(self, name: str, wants: Wanted, words: str) -> None:
        annotation = self._form.annotation_id
        if annotation is None:
            return
        self.last_field = name
        self._looking = _Looking(annotation, name, wants)
        self._doing.is_choosing = False
        self._desk.is_held = True
        self._messages.show_standing(words)
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_looking(self) -> None:
        """Give up looking, and go back to the field."""
        looking, self._looking = self._looking, None
        if looking is None:
            return
        self._doing.is_choosing = True
        self._desk.is_held = False
        self._messages.clear()
        if self._form.annotation_id == looking.annotation:
            self._text.set_current(looking.annotation)
            self._form.focus_field(looking.field)

    def _picked_by_going(self, annotation: str) -> None:
        if self._by_mouse:
            self._pick(annotation)

    def _pick(self, annotation: str) -> None:
        """Take the annotation that was gone to; for words, its own."""
        looking = self._looking
        if looking is None:
            return
        if looking.wants == "words":
            part = self._text.current_span()
            if part:
                self._cite_span(looking.field, Span(start=part.start, end=part.end))
            return
        self.stop_looking()
        if annotation == looking.annotation:
            self._messages.show_note(self.tr("An annotation can't point at itself."))
        elif self._form.annotation_id == looking.annotation:
            self._form.point_at(looking.field, annotation)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._by_mouse = True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._by_mouse = False
            return self._looking is not None and watched is self._text and self._key_while_looking(event)
        return False

    def _key_while_looking(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.stop_looking()
            return True
        looking, span = self._looking, self._text.selection()
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if looking and looking.wants == "words" and enters and span:
            self._cite_span(looking.field, span)
            return True
        return False

    # unfinished typing

    def _typed(self, name: str, text: str) -> None:
        annotation = self._form.annotation_id
        if annotation:
            self.last_field = name
            self._unfinished[annotation, name] = text
            self._timer.start()

    def _settled(self, name: str) -> None:
        annotation = self._form.annotation_id
        if annotation:
            self._unfinished.pop((annotation, name), None)
            if self._session.is_writable:
                self._session.ask(drafts.drop, annotation, name)

    def keep_drafts(self) -> None:
        """Write what is being typed into the project file, so that a crash does not take it."""
        if not self._session.is_writable:
            return
        unfinished, self._unfinished = self._unfinished, {}
        for (annotation, name), text in unfinished.items():
            self._session.ask(drafts.keep, annotation, name, text)

    def finish(self) -> None:
        """Before anything else happens: typed values become values, the rest is kept as drafts."""
        self._form.flush()
        self._timer.stop()
        self.keep_drafts()


def _date_problem(text: str) -> str | None:
    from curator.services import resolving

    return resolving.date_problem(text)


def _describe_date(text: str) -> str:
    from curator.text import date_words

    return date_words.describe(text)
