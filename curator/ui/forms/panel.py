"""The form panel: shows one annotation with the form of its label, and says upward what the person does with it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.annotation import FieldState
from curator.domain.review import AnnotationState, Verdict
from curator.domain.scheme import Label
from curator.services.views import AnnotationView
from curator.ui.forms.body import Bodies, FormBody
from curator.ui.forms.context import FormContext
from curator.ui.forms.date_editor import DateEditor
from curator.ui.forms.events import FormEvents
from curator.ui.forms.field_row import FieldRow
from curator.ui.forms.footer import FormFooter
from curator.ui.forms.header import FormHeader, QuoteBox
from curator.ui.forms.keys import Command, command_of
from curator.ui.forms.references import ReferencesEditor

_KEPT = 12
"""How many labels' forms are kept for the next annotation of the label."""


class FormPanel(QWidget):
    """The form of one annotation, beside its text.

    It shows what it is given and changes nothing: after each signal the window stores, and calls `show_annotation`
    again with what is stored now. Showing the same annotation again keeps focus, caret, scroll position and whatever
    is being typed.

    Signals:
        field_changed, typed, draft_settled, cite_requested, drop_cited, uncite_requested, evidence_shown,
        reference_shown, pick_requested, entity_add_requested: as in `FormEvents`.
        done_requested: the person says that the annotation is done; reopen_requested: that it is not, after all.
        back_requested: the person wants back to the text, to the place they came from.
        withdraw_requested: the person wants to end the annotation.
        relabel_requested: the annotation shall have another label (its machine name).
    """

    field_changed = Signal(str, object)
    typed = Signal(str, str)
    draft_settled = Signal(str)
    cite_requested = Signal(str)
    drop_cited = Signal(str, int, int)
    uncite_requested = Signal(str, int)
    evidence_shown = Signal(object)
    reference_shown = Signal(str)
    pick_requested = Signal(str)
    entity_add_requested = Signal(str, str, str)
    done_requested = Signal()
    reopen_requested = Signal()
    back_requested = Signal()
    withdraw_requested = Signal()
    relabel_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: AnnotationView | None = None
        self._body: FormBody | None = None
        self._bodies: list[FormBody] = []
        self._read_only = False
        self.events = FormEvents(self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.setMinimumWidth(300)
        self.setAccessibleName(self.tr("Form of the annotation"))
        self.clear()

    def _make_parts(self) -> None:
        self.header = FormHeader(self)
        self.quote = QuoteBox(self)
        self.banner = QLabel(self)
        self.banner.setTextFormat(Qt.TextFormat.PlainText)
        self.banner.setWordWrap(True)
        self.banner.setMinimumWidth(1)  # a long word must not hold the window wide
        self.banner.setProperty("role", "banner")
        self.scroller = QScrollArea(self)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.viewport().setAutoFillBackground(False)
        self._stack = Bodies(self.scroller)
        self.scroller.setWidget(self._stack)
        self.footer = FormFooter(self)
        self._guidance = QLabel(self)
        self._guidance.setTextFormat(Qt.TextFormat.PlainText)
        self._guidance.setWordWrap(True)
        self._guidance.setProperty("role", "muted")
        self._guidance.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        self._form = QWidget(self)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(7)
        form.addWidget(self.header)
        inset = QVBoxLayout()
        inset.setContentsMargins(14, 0, 14, 0)
        inset.setSpacing(6)
        inset.addWidget(self.quote)
        inset.addWidget(self.banner)
        form.addLayout(inset)
        form.addWidget(self.scroller, 1)
        form.addWidget(self.footer)
        empty = QWidget(self)
        guidance = QVBoxLayout(empty)
        guidance.setContentsMargins(18, 22, 18, 18)
        guidance.addWidget(self._guidance)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(empty)
        self._pages.addWidget(self._form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _connect(self) -> None:
        for name in (
            "field_changed",
            "typed",
            "draft_settled",
            "cite_requested",
            "drop_cited",
            "uncite_requested",
            "evidence_shown",
            "reference_shown",
            "pick_requested",
            "entity_add_requested",
        ):
            getattr(self.events, name).connect(getattr(self, name))
        self.header.relabel_requested.connect(self.relabel_requested)
        self.header.withdraw_requested.connect(self.withdraw_requested)
        self.footer.withdraw_requested.connect(self.withdraw_requested)
        self.footer.back_requested.connect(self._go_back)
        self.footer.done_requested.connect(self._finish)
        self.footer.reopen_requested.connect(self.reopen_requested)
        self.footer.problems_requested.connect(self.go_to_problem)
        self.quote.clicked.connect(self._show_quote_in_text)
        self.events.typed.connect(self._sum_up)
        self.events.draft_settled.connect(self._sum_up)

    # What is shown

    @property
    def annotation_id(self) -> str | None:
        """The annotation that is shown; the one that every signal is about."""
        return self._view.id if self._view else None

    def clear(self, guidance: str = "") -> None:
        """Show no annotation, but what to do to get one."""
        self.flush()
        self._view = None
        self._guidance.setText(
            guidance
            or self.tr(
                "No annotation is chosen.\n\n"
                "Select words in the text and press the key of a label, 1 to 9, to annotate them.\n\n"
                "Click an annotation, or go to it with Tab, to see its form here. Enter brings you into the form, "
                "Esc back to the text."
            )
        )
        self._pages.setCurrentIndex(0)

    def show_annotation(
        self,
        view: AnnotationView,
        label: Label,
        context: FormContext,
        *,
        drafts: Mapping[str, str] | None = None,
        read_only: str = "",
    ) -> None:
        """Show an annotation as it is stored.

        `drafts` holds text that was typed and never became a value, by field; it is put back when another annotation
        than before is shown. `read_only` says why nothing can be changed, or is empty.
        """
        anew = self._view is None or self._view.id != view.id or self._body is None or self._body.label != label
        if anew:
            self.flush()
        self._view = view
        body = self._choose_body(label)
        self._set_read_only(read_only, _decided(view, context))
        self.header.show_annotation(view, label, context.scheme, read_only=bool(read_only))
        self.quote.show_quote(view.body.spans, label.colour)
        body.show_fields(view.body.fields, view.problems, context, anew=anew)
        # Only now: a page that is filled before it shows is laid out once.
        self._stack.setCurrentWidget(body)
        if anew:
            self._begin(body, drafts or {})
        self.footer.show_progress(view.body.progress, read_only=bool(read_only))
        self._sum_up()
        self._pages.setCurrentIndex(1)

    def show_review(self, marks: Mapping[str, tuple[str, str, str]]) -> None:
        """Show beside fields what was said of them in review: a sign, the name of its colour, words, by field."""
        for name, row in (self._body.rows if self._body else {}).items():
            row.bar.show_review(*marks.get(name, ("", "muted", "")))

    def hang(self, widgets: Mapping[str, Sequence[QWidget]]) -> None:
        """Show these below the editors of fields, by name; those of "" above all fields. They replace those before."""
        for body in self._bodies:
            body.hang(widgets if body is self._body else {})

    def prepare(self, label: Label) -> None:
        """Make the form of a label before it is needed, in an idle moment, so that it shows without delay."""
        if len(self._bodies) < _KEPT and all(body.label != label for body in self._bodies):
            self._bodies.insert(0, self._new_body(label))

    def _choose_body(self, label: Label) -> FormBody:
        body = next((one for one in self._bodies if one.label is label or one.label == label), None)
        if body is None:
            body = self._new_body(label)
        else:
            self._bodies.remove(body)
        self._bodies.append(body)
        if len(self._bodies) > _KEPT:
            gone = self._bodies.pop(0)
            self._stack.removeWidget(gone)
            gone.deleteLater()
        self._body = body
        return body

    def _new_body(self, label: Label) -> FormBody:
        body = FormBody(label, self.events, self._stack)
        body.left.connect(self._leave)
        body.ended.connect(self._focus_done)
        body.entered.connect(self._bring_into_view)
        self._stack.addWidget(body)
        return body

    def _begin(self, body: FormBody, drafts: Mapping[str, str]) -> None:
        for name, draft in drafts.items():
            if name in body.rows:
                body.rows[name].editor.restore(draft)
        self.scroller.verticalScrollBar().setValue(0)

    def _set_read_only(self, reason: str, decided: str) -> None:
        self._read_only = bool(reason)
        if self._body is not None:
            self._body.set_read_only(self._read_only)
        words = [part for part in (decided, reason) if part]
        self.banner.setText("\n".join(words))
        self.banner.setVisible(bool(words))

    def _sum_up(self, *_what: object) -> None:
        if self._view is None or self._body is None:
            return
        unfit = {name for name, row in self._body.rows.items() if row.editor.message}
        problems = [problem for problem in self._view.problems if problem.field not in unfit]
        self.footer.show_problems(problems, len(unfit))

    # What the window may ask for

    def flush(self) -> None:
        """Hand up what is typed and not yet handed up: before undo, before closing, before another annotation."""
        if self._body is not None and self._view is not None:
            self._body.flush()

    def focus_form(self) -> None:
        """Go into the form: to the first field that nobody has looked at, else to the first."""
        if self._view is None or self._body is None:
            return
        rows = self._body.visible_rows()
        fresh = (row for row in rows if row.field.name not in self._view.body.fields)
        row = next(fresh, rows[0] if rows else None)
        if row is not None:
            self._body.enter(row)

    def focus_field(self, name: str) -> None:
        """Go into the field of that name."""
        if self._body is not None and name in self._body.rows:
            self._body.enter(self._body.rows[name])

    def focused_field(self) -> str | None:
        """The field that the person is in."""
        row = self._body.focused_row() if self._body is not None else None
        return row.field.name if row else None

    def point_at(self, name: str, annotation_id: str) -> None:
        """Let a field point at an annotation: the answer to `pick_requested`."""
        editor = self._body.rows[name].editor if self._body is not None and name in self._body.rows else None
        if isinstance(editor, ReferencesEditor | DateEditor):
            editor.point_at(annotation_id)

    def set_state(self, state: FieldState | None) -> None:
        """Set the state of the field that the person is in."""
        row = self._body.focused_row() if self._body is not None else None
        if row is not None:
            row.set_state(state)

    def go_to_problem(self) -> None:
        """Go to the first field that is not in order."""
        if self._view is None or self._body is None:
            return
        wrong = {problem.field for problem in self._view.problems if problem.severity == "error"}
        wrong = wrong or {problem.field for problem in self._view.problems}
        for row in self._body.visible_rows():
            if row.editor.message or row.field.name in wrong:
                self._body.enter(row)
                return

    # What the person does

    def _leave(self, command: Command) -> None:
        if command is Command.BACK:
            self._go_back()
        elif command is Command.DONE:
            self._finish()

    def _go_back(self) -> None:
        self.flush()
        self.back_requested.emit()

    def _finish(self) -> None:
        self.flush()
        if not self._read_only:
            self.done_requested.emit()

    def _focus_done(self) -> None:
        self.footer.done.setFocus(Qt.FocusReason.TabFocusReason)

    def _bring_into_view(self, row: FieldRow) -> None:
        self.scroller.ensureWidgetVisible(row, 0, 24)

    def _show_quote_in_text(self) -> None:
        if self._view is not None:
            self.reference_shown.emit(self._view.id)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        command = command_of(event)
        if command in (Command.BACK, Command.DONE) and self._view is not None:
            self._leave(command)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.footer.done.hasFocus():
            self.footer.done.click()
        else:
            super().keyPressEvent(event)


def _decided(view: AnnotationView, context: FormContext) -> str:
    """Why it was returned or rejected; "" where it was not, or for no reason."""
    decision = view.decision
    if decision is None or view.state is AnnotationState.APPROVED:
        return ""
    why = context.reason(decision.cause, decision.reason)
    words = "Rejected: %1" if decision.verdict is Verdict.REJECT else "Returned: %1"
    return QCoreApplication.translate("FormPanel", words).replace("%1", why) if why else ""
