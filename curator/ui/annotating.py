"""What is done in the text: tagging words, moving ends, parts, labels, withdrawing, going from one to the next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from curator.domain.annotation import Progress
from curator.domain.painting import DISPUTED, Painted
from curator.domain.span import Span
from curator.services import annotating
from curator.ui.desk import Desk
from curator.ui.reading.interaction import trimmed
from curator.ui.side_pane import SidePane
from curator.ui.status import MessageBar

_STRIDE = 20_000  # code points looked through at once for what is unfinished


class Annotating(QObject):
    """The actions `annotate.*` and the wishes of the text view.

    Signals:
        citing_wanted: cite the selected words for the field that the person was in last.
        pointing_wanted: let that field point at another annotation.
    """

    citing_wanted = Signal()
    pointing_wanted = Signal()

    def __init__(self, desk: Desk, side: SidePane, messages: MessageBar, undo: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk = desk
        self._session = desk.session
        self._text = desk.pane.text
        self._side = side
        self._messages = messages
        self._undo = undo
        self.is_choosing = True
        text = self._text
        text.tag_requested.connect(self._tag_by_key)
        text.retag_requested.connect(self._retag_by_key)
        text.add_part_requested.connect(self._add_part)
        text.move_end_requested.connect(self._move_end)
        text.withdraw_requested.connect(self.withdraw_one)
        text.context_menu_requested.connect(self._open_menu)
        text.annotation_activated.connect(self._activated)
        text.form_requested.connect(self._form_wanted)
        desk.pane.header.label_clicked.connect(self.tag)

    # tagging

    def tag(self, label: str) -> None:
        """Annotate the selected words; with none selected, give the chosen annotation this label."""
        span = self._text.selection()
        if span:
            self.add(label, span)
        elif self._desk.annotation:
            self.relabel_as(label)
        else:
            self._messages.show_note(self.tr("Select the words first, then the label."))

    def _tag_by_key(self, key: str, span: Span) -> None:
        label = self._label_of(key)
        if label:
            self.add(label, span)

    def _retag_by_key(self, annotation: str, key: str) -> None:
        label = self._label_of(key)
        if label:
            self._desk.choose(annotation)
            self.relabel_as(label)

    def _label_of(self, key: str) -> str | None:
        return next((label.name for label in self._desk.scheme.labels if label.key == key), None)

    def add(self, label: str, span: Span) -> None:
        """Annotate these words, and show the form of the new annotation."""
        document = self._desk.document
        if document is None:
            return
        words = trimmed(document.text, span)  # Ctrl+Shift+Right selects the space behind a word, too
        if words is None:
            self._messages.show_note(self.tr("Select the words first, then the label."))
            return
        self._desk.leaving.emit()
        if self._desk.do_and_choose(annotating.add, document.row.id, label, [words]):
            self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def relabel(self) -> None:
        """Offer the labels for the chosen annotation."""
        if not self._desk.annotation:
            return
        menu = self._menu()
        self._add_labels(menu, self.relabel_as, besides=self._desk.annotation.body.label)
        menu.popup(self._text.viewport().mapToGlobal(self._text.cursorRect().bottomLeft()))

    def relabel_as(self, label: str) -> None:
        """Give the chosen annotation this label."""
        view = self._desk.annotation
        if view and view.body.label != label:
            self._desk.leaving.emit()
            self._session.do(annotating.relabel, view.id, label)

    # spans

    def _add_part(self, annotation: str, span: Span) -> None:
        """Let an annotation have one more part; parts that meet become one."""
        words = trimmed(self._text.stored, span)
        if words is None:
            return
        spans = _joined([*self._spans(annotation), words])
        self._desk.choose(annotation)
        self._session.do(annotating.set_spans, annotation, spans)

    def add_part(self) -> None:
        """Add the selected words to the chosen annotation."""
        span = self._text.selection()
        if span and self._desk.annotation:
            self._add_part(self._desk.annotation.id, span)
        else:
            self._messages.show_note(self.tr("Choose an annotation, then select the words to add to it."))

    def remove_part(self) -> None:
        """Take the part at hand out of the chosen annotation."""
        part = self._text.current_span()
        spans = self._spans(part.annotation) if part else []
        if part is None or len(spans) < 2:
            self._messages.show_note(self.tr("This annotation has one part only; withdraw it instead."))
            return
        kept = [span for span in spans if (span.start, span.end) != (part.start, part.end)]
        if self._session.do(annotating.set_spans, part.annotation, kept):
            self._desk.choose(part.annotation, reveal=True)

    def _move_end(self, annotation: str, part: int, span: Span) -> None:
        spans = self._spans(annotation)
        if part < len(spans):
            spans[part] = span
            self._session.do(annotating.set_spans, annotation, _joined(spans))

    def _spans(self, annotation: str) -> list[Span]:
        return [Span(start=part.start, end=part.end) for part in self._text.scenes.source.of(annotation)]

    # withdrawing

    def withdraw(self) -> None:
        """Withdraw the chosen annotation."""
        if self._desk.annotation:
            self.withdraw_one(self._desk.annotation.id)

    def withdraw_one(self, annotation: str) -> None:
        """Withdraw an annotation; the message offers to take that back."""
        self._desk.leaving.emit()
        changes = self._session.do(annotating.withdraw, annotation)
        if changes:
            self._messages.show_note(self.tr("The annotation was withdrawn."), self.tr("Undo"), self._undo)
            self._desk.go_to_text()

    # going about

    def _activated(self, annotation: str) -> None:
        if self.is_choosing:
            self._desk.choose(annotation)

    def _form_wanted(self, annotation: str) -> None:
        if self.is_choosing:
            self._desk.choose(annotation)
            self._side.form.focus_form()

    def form(self) -> None:
        """Go into the form of the chosen annotation."""
        if self._desk.annotation:
            self._text.remember_place()
            self._desk.settle()
            self._side.form.focus_form()

    def back(self) -> None:
        """Go back to the place in the text."""
        self._text.return_to_place()

    def next_span(self) -> None:
        """Go to the next span."""
        self._desk.go_to_text()
        self._text.go_to_neighbour(forward=True)

    def previous_span(self) -> None:
        """Go to the span before."""
        self._desk.go_to_text()
        self._text.go_to_neighbour(forward=False)

    def next_unfinished(self) -> None:
        """Go to the next annotation that is not done, from here on and round once."""
        found = self._unfinished()
        if found:
            self._desk.choose(found.annotation, reveal=True)
        else:
            self._messages.show_note(self.tr("Every annotation of this document is done."))

    def _unfinished(self) -> Painted | None:
        document = self._desk.document
        if document is None:
            return None
        current = self._text.current_span()
        start = current.start if current else self._text.caret()
        length = len(document.text)
        here = current.annotation if current else ""
        return self._first_open(start, length, here) or self._first_open(0, start, here)

    def _first_open(self, start: int, end: int, besides: str) -> Painted | None:
        for at in range(start, end, _STRIDE):
            for painted in self._text.scenes.source.in_window(at, min(at + _STRIDE, end)):
                is_open = painted.state in ("draft", "returned", DISPUTED) and painted.annotation != besides
                if is_open and painted.start >= start:
                    return painted
        return None

    def done(self) -> None:
        """Say that the chosen annotation is done, and go on; what is wrong is shown first."""
        self._desk.leaving.emit()
        view = self._desk.annotation
        if view is None:
            return
        if any(problem.severity == "error" for problem in view.problems):
            self._desk.settle()
            self._side.form.go_to_problem()
            self._messages.show_note(self.tr("Something is missing or does not fit yet; it is marked in the form."))
            return
        in_form = self._side.holds_focus()
        changes = self._session.do(annotating.set_progress, view.id, Progress.DONE)
        if changes:
            self._go_on(in_form=in_form)

    def _go_on(self, *, in_form: bool) -> None:
        found = self._unfinished()
        if found is None:
            self._messages.show_note(self.tr("Done. Every annotation of this document is done."))
            self._desk.go_to_text()
            return
        self._desk.choose(found.annotation, reveal=True)
        if in_form:
            self._side.form.focus_form()

    def reopen(self) -> None:
        """Make the chosen annotation a draft again."""
        if self._desk.annotation:
            self._session.do(annotating.set_progress, self._desk.annotation.id, Progress.DRAFT)

    def cite(self) -> None:
        """Cite the selected words for the field at hand."""
        self.citing_wanted.emit()

    def point(self) -> None:
        """Let the field at hand point at another annotation."""
        self.pointing_wanted.emit()

    # the menu of a place

    def _open_menu(self, place: QPoint, hits: list[Painted], span: Span | None) -> None:
        menu = self._menu()
        if span and self._session.is_writable:
            self._add_labels(menu, lambda label: self.add(label, span))
            menu.addSeparator()
            if self._desk.annotation:
                menu.addAction(self.tr("Cite for the form"), self.cite)
                menu.addAction(self.tr("Add to the annotation"), self.add_part)
        for hit in hits[:5]:
            self._add_hit(menu, hit)
        if span or hits:
            menu.addSeparator()
        menu.addAction(self.tr("Copy"), self._text.copy).setEnabled(span is not None)
        menu.popup(place)

    def _add_hit(self, menu: QMenu, hit: Painted) -> None:
        label = self._desk.scheme.label(hit.label)
        quote = self._desk.document.text[hit.start : hit.end] if self._desk.document else ""
        words = " ".join(quote.split())
        shown = words if len(words) <= 40 else words[:39] + "…"
        inner = menu.addMenu(f"{label.title if label else hit.label}: {shown}".replace("&", "&&"))
        inner.addAction(self.tr("Fill in the form"), partial(self._form_wanted, hit.annotation))
        if self._session.is_writable:
            change = inner.addMenu(self.tr("Change the label"))
            self._add_labels(change, partial(self._relabel_hit, hit.annotation), besides=hit.label)
            inner.addAction(self.tr("Withdraw"), partial(self.withdraw_one, hit.annotation))

    def _relabel_hit(self, annotation: str, label: str) -> None:
        self._desk.choose(annotation)
        self.relabel_as(label)

    def _menu(self) -> QMenu:
        menu = QMenu(self._text)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_labels(self, menu: QMenu, then: Callable[[str], object], *, besides: str = "") -> None:
        for label in self._desk.scheme.labels:
            title = label.title.replace("&", "&&")
            action = menu.addAction(f"&{label.key}  {title}" if label.key else title)
            action.setEnabled(label.name != besides)
            action.triggered.connect(partial(_call, then, label.name))


def _call(then: Callable[[str], object], name: str, *_checked: bool) -> None:
    then(name)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans in document order; those that overlap or touch are made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
