"""What lies on the desk: the open document and the chosen annotation, and where in each document a person was."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from curator.domain.errors import CuratorError, NotFoundError
from curator.domain.people import Role
from curator.domain.scheme import AnnotationScheme
from curator.domain.span import Span
from curator.services import reading
from curator.services.changes import Changes
from curator.services.preferences import Preferences
from curator.services.views import AnnotationView, DocumentView
from curator.ui.reading.looks import LabelLook
from curator.ui.reading_pane import ReadingPane
from curator.ui.session import LiveSpans, Session
from curator.ui.soon import Soon

_PLACES_KEPT: Final = 500


class Desk(QObject):
    """Opens documents and chooses annotations; panes show what lies here.

    Signals:
        document_changed: another document is open now, or none.
        chosen: another annotation is chosen, or none, or the chosen one was changed.
        annotation_changed: the same, for what shows all of it; after an act in the text it comes a frame later, when
            the text has been painted (`settle` does not wait for that).
        looks_changed: labels have other titles or colours now.
        names_changed: it is hidden now who made what, or not any more.
        leaving: something is about to happen; hand in what is being typed for the chosen annotation.
    """

    leaving = Signal()
    document_changed = Signal()
    chosen = Signal()
    annotation_changed = Signal()
    looks_changed = Signal()
    names_changed = Signal()

    def __init__(self, session: Session, kept: Preferences, pane: ReadingPane) -> None:
        super().__init__(pane)
        self.session = session
        self.pane = pane
        self._kept = kept
        self._document: DocumentView | None = None
        self._annotation: AnnotationView | None = None
        self._scheme: AnnotationScheme | None = None
        self._project = ""
        self.colours: dict[str, str] = {}
        self._is_choosing = False
        self.is_held = False
        """Whether the chosen annotation stays so, wherever in the text the person goes: they look for its evidence."""
        self._soon = Soon(self.annotation_changed.emit, self)
        session.opened.connect(self._project_opened)
        session.saved.connect(self._show_at_once)
        session.changed.connect(self._changed)
        pane.text.annotation_left.connect(self._left)

    @property
    def document(self) -> DocumentView | None:
        """The open document."""
        return self._document

    @property
    def annotation(self) -> AnnotationView | None:
        """The chosen annotation."""
        return self._annotation

    @property
    def scheme(self) -> AnnotationScheme:
        """The project's scheme, in the colours that the person chose."""
        if self._scheme is None:
            scheme = self.session.scheme
            labels = tuple(
                label.model_copy(update={"colour": self.colours.get(label.name, label.colour)})
                for label in scheme.labels
            )
            self._scheme = scheme.model_copy(update={"labels": labels})
        return self._scheme

    def looks(self) -> dict[str, LabelLook]:
        """How labels show in the text."""
        return {label.name: LabelLook(label.name, label.title, label.key, label.colour) for label in self.scheme.labels}

    def set_colours(self, colours: dict[str, str]) -> None:
        """Show labels in these colours, by name; the scheme's own for the others."""
        self.colours = colours
        self._scheme = None
        if self.session.is_open:
            self._show_looks()

    def _show_looks(self) -> None:
        looks = self.looks()
        self.pane.text.set_looks(looks)
        self.pane.header.show_labels(self.scheme.labels, lambda label: looks[label.name].colour)
        self.looks_changed.emit()
        if self._annotation:
            self._tell()

    # projects

    def _project_opened(self) -> None:
        if self.session.is_open and self.session.view.id == self._project and self._document:
            self._scheme = None
            self._reread()
            return
        self._document = self._annotation = self._scheme = None
        self._project = self.session.view.id if self.session.is_open else ""
        if self.session.is_open:
            self._show_looks()
            last = self._kept.get(f"last:{self._project[:16]}", "")
            if last and self.open(last, quietly=True):
                return
        self.clear()

    def clear(self) -> None:
        """Open no document."""
        self._document = self._annotation = None
        self.pane.show_nothing(self.tr("Choose a document on the left, or import texts with Ctrl+I."))
        self.document_changed.emit()
        self._tell()

    # documents

    def open(self, document: str, *, quietly: bool = False) -> bool:
        """Open a document where the person was in it last; whether that went well."""
        if self._document and self._document.row.id == document:
            return True
        self.leaving.emit()
        self.keep_place()
        try:
            view = reading.document(self.session.view, document)
        except CuratorError as error:
            if not quietly or not isinstance(error, NotFoundError):
                self.session.failed.emit(error)
            return False
        self._annotation = None
        self._document = view
        self.pane.show_document(view, LiveSpans(self.session, document), self.looks())
        self._go_to_place(document)
        self.pane.paint_now()
        self._kept.set(f"last:{self._project[:16]}", document)
        self.document_changed.emit()
        self._tell(after_paint=True)
        return True

    def keep_place(self) -> None:
        """Remember where in the open document the person is."""
        if self._document is None or not self._project:
            return
        name = f"places:{self._project[:16]}"
        places: dict[str, Any] = dict(self._kept.get(name, {}))
        places.pop(self._document.row.id, None)
        text = self.pane.text
        places[self._document.row.id] = [text.caret(), text.page.first_row()]
        self._kept.set(name, dict(list(places.items())[-_PLACES_KEPT:]))

    def _go_to_place(self, document: str) -> None:
        place: Any = self._kept.get(f"places:{self._project[:16]}", {}).get(document)
        length = len(self._document.text) if self._document else 0
        match place:
            case [int(caret), int(top)] if 0 <= caret <= length and 0 <= top <= length:
                self.pane.text.set_caret(caret)
                self.pane.text.put_on_top(top)
            case _:
                pass

    # annotations

    def choose(self, annotation: str | None, *, reveal: bool = False, after_paint: bool = False) -> None:
        """Choose an annotation of the open document, or none; `after_paint` lets the text be painted first."""
        if annotation is None and self._annotation is None:
            return
        if self._annotation and self._annotation.id != annotation:
            self.leaving.emit()
        self._annotation = self._read(annotation) if annotation else None
        if self.pane.text.current() != annotation or reveal:
            self.pane.text.set_current(annotation, reveal=reveal)
        self._tell(after_paint=after_paint)

    def _tell(self, *, after_paint: bool = False) -> None:
        self.chosen.emit()
        if after_paint:
            self._soon.ask()
        else:
            self._soon.cancel()
            self.annotation_changed.emit()

    def settle(self) -> None:
        """Let everybody know at once what they would hear of soon: somebody is about to go there."""
        self._soon.now()

    def _left(self) -> None:
        if not self.is_held:
            self.choose(None, after_paint=True)

    def show(self, document: str, annotation: str | None = None, span: Span | None = None) -> None:
        """Open a document at an annotation or a place."""
        if not self.open(document):
            return
        if annotation and self._read(annotation):
            self.choose(annotation, reveal=True)
        elif span:
            self.choose(None, after_paint=True)
            self.pane.text.reveal(span)

    def reveal(self, annotation: str) -> None:
        """Point an annotation of the open document out, without choosing it."""
        view = self._read(annotation)
        if view and view.body.spans:
            self.pane.text.reveal(view.body.spans[0].span)

    def _read(self, annotation: str) -> AnnotationView | None:
        try:
            view = reading.annotation(self.session.view, annotation)
        except NotFoundError:
            return None
        if view.body.withdrawn:
            return None
        return replace(view, changed_by="") if self.hides_names else view

    # changes

    def do_and_choose(self, verb: Callable[..., Changes], *args: object) -> bool:
        """Run a verb that makes an annotation in the open document, and choose that; whether it went well."""
        self._is_choosing = True
        try:
            changes = self.session.do(verb, *args)
        finally:
            self._is_choosing = False
        if changes is None or changes.focus is None:
            return False
        self.choose(changes.focus[1], after_paint=True)
        return True

    def _show_at_once(self, changes: Changes) -> None:
        """Paint what an act did to the words before anything else is looked at again: a person looks at them."""
        if self._document is None or not changes.annotations:
            return
        text = self.pane.text
        text.refresh(changes.annotations)
        if self._is_choosing and changes.focus:
            text.set_current(changes.focus[1])
        self.pane.paint_now()

    @property
    def hides_names(self) -> bool:
        """Whether it is hidden who made what: as a supervisor wants it."""
        return self._kept.hides_names and self.session.is_open and Role.SUPERVISOR in self.session.view.roles

    def hide_names(self, *, hidden: bool) -> None:
        """Hide who made what, or show it."""
        self._kept.hide_names(hidden=hidden)
        if self._annotation:
            self._annotation = self._read(self._annotation.id)
        self.names_changed.emit()

    def _changed(self, changes: Changes) -> None:
        if self._document is None:
            return
        if changes.documents or changes.other:
            self._reread()
        elif changes.annotations or changes.entities:
            self._reread_annotation()
            if changes.annotations:
                self.pane.header.show_row(reading.document_row(self.session.view, self._document.row.id))

    def _reread(self) -> None:
        """Look again at everything that is shown: the document itself may be another, or gone."""
        assert self._document is not None  # noqa: S101
        if self._scheme is not None and self.session.scheme.version != self._scheme.version:
            self._scheme = None
        try:
            view = reading.document(self.session.view, self._document.row.id)
        except NotFoundError:
            self.clear()
            return
        is_same_text = view.body.text_sha256 == self._document.body.text_sha256
        self._document = view
        if is_same_text:
            self.pane.header.show_document(view)
            self._show_looks()
            self.pane.text.refresh()
        else:
            self.pane.show_document(view, LiveSpans(self.session, view.row.id), self.looks())
        self._reread_annotation()

    def _reread_annotation(self) -> None:
        if self._annotation is None:
            return
        self._annotation = self._read(self._annotation.id)
        if self._annotation is None:
            self.pane.text.set_current(None)
        self._tell(after_paint=self._annotation is None)

    def follow(self, changes: Changes) -> None:
        """Go to where an act was, if that is there: after undo and redo."""
        if changes.focus and self.open(changes.focus[0], quietly=True):
            self.show(*changes.focus)

    def go_to_text(self) -> None:
        """Give the text the focus."""
        self.pane.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
