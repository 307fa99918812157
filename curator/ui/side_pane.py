"""The right pane: the form of the chosen annotation with its history below, or the list of all annotations."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from curator.services import reading
from curator.services.changes import Changes
from curator.services.views import AnnotationRow
from curator.ui.annotation_list import AnnotationList
from curator.ui.desk import Desk
from curator.ui.history_panel import HistoryPanel
from curator.ui.panes import Panes
from curator.ui.soon import Soon

if TYPE_CHECKING:
    from curator.ui.forms.panel import FormPanel

_FORM_HEIGHT = 560
"""How high form and review are to be, in pixels, before the history below them has what it wants."""


class SidePane(QWidget):
    """The parts of the right pane.

    Signals:
        form_made: the form is there now.
        back_wanted: Esc was pressed where it means nothing else: the person wants back to the text.
    """

    form_made = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: FormPanel | None = None
        self.sizes = [640, 220]
        """Of form and history, as they will be when the form is there."""
        self.history = HistoryPanel(self)
        self.list = AnnotationList(self)
        self.splitter = Panes(Qt.Orientation.Vertical, 0, _FORM_HEIGHT, self)
        self.upper = QWidget(self)
        self._upper_layout = QVBoxLayout(self.upper)
        self._upper_layout.setContentsMargins(0, 0, 0, 0)
        self._upper_layout.setSpacing(0)
        self.splitter.addWidget(self.upper)
        self.splitter.addWidget(self.history)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.splitter)
        self.pages.addWidget(self.list)
        self._own: QWidget = self.splitter
        self._guest: QWidget | None = None
        self._gives_way = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def put_below_form(self, widget: QWidget) -> None:
        """Let a widget have the room that it needs below the form."""
        self._upper_layout.addWidget(widget)

    def bring(self, widget: QWidget) -> None:
        """Bring a page to the front; behind the guest while there is one."""
        self._own = widget
        self.pages.setCurrentWidget(self._guest or widget)

    @property
    def guest(self) -> QWidget | None:
        """What is shown for a while."""
        return self._guest

    def have_guest(self, guest: QWidget | None, *, gives_way: bool = False) -> None:
        """Show something else for a while; None ends that. One that gives way goes when a review goes on."""
        self._guest, self._gives_way = guest, gives_way
        if guest is not None and self.pages.indexOf(guest) < 0:
            self.pages.addWidget(guest)
        self.pages.setCurrentWidget(guest or self._own)

    def make_way(self) -> bool:
        """Let a guest that gives way go: the form and what is below it are to be seen. Whether there was one."""
        gives_way = self._gives_way and self._guest is not None
        if gives_way:
            self.have_guest(None)
        return gives_way

    @property
    def form(self) -> "FormPanel":
        """The form, made when it is first asked for: the window is to be there before."""
        if self._form is None:
            from curator.ui.forms.panel import FormPanel

            self._form = FormPanel(self)
            self._upper_layout.insertWidget(0, self._form, 1)
            self.splitter.setStretchFactor(0, 1)
            self.splitter.setStretchFactor(1, 0)
            self.splitter.setSizes(self.sizes)
            self.form_made.emit()
        return self._form

    def holds_focus(self) -> bool:
        """Whether the person is in the form or the list."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    @property
    def shows_list(self) -> bool:
        """Whether the list is in front."""
        return self.pages.currentWidget() is self.list

    def take_focus(self) -> None:
        """Go into what is in front."""
        if self._guest is not None:
            self._guest.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.shows_list:
            self.list.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.form.focus_form()


class Siding(QObject):
    """Keeps the right pane at what the desk says."""

    def __init__(self, desk: Desk, pane: SidePane) -> None:
        super().__init__(pane)
        self._desk = desk
        self.pane = pane
        self._listed: tuple[str, str] | None = None
        self._outdated: set[str] = set()
        self._soon = Soon(self._bring_up_to_date, self)
        desk.document_changed.connect(self._forget_list)
        desk.annotation_changed.connect(self._show_annotation)
        # While a project opens its looks are known before its document: what is not there yet needs no form.
        self._looks = Soon(self._show_document, self)
        desk.looks_changed.connect(self._looks.ask)
        desk.names_changed.connect(self._show_names)
        desk.session.changed.connect(self._changed)
        pane.list.activated.connect(self._go_to)
        pane.back_wanted.connect(self._go_back)

    def show_list(self) -> None:
        """Bring the list to the front, with the focus."""
        self._soon.now()
        self._fill_list()
        self.pane.bring(self.pane.list)
        annotation = self._desk.annotation
        if annotation:
            self.pane.list.select(annotation.id, annotation.body.spans[0].start)
        elif not self.pane.list.list.currentIndex().isValid():
            self.pane.list.list.setCurrentIndex(self.pane.list.model.index(0))
        self.pane.take_focus()

    def _forget_list(self) -> None:
        self._listed = None

    def _show_document(self) -> None:
        self._forget_list()
        if self._desk.session.is_open:
            self._show_annotation()

    def _show_annotation(self) -> None:
        annotation, document = self._desk.annotation, self._desk.document
        if annotation:
            _ = self.pane.form
            self.pane.bring(self.pane.splitter)
            self._show_history(annotation.id)
            self.pane.history.setVisible(True)
            return
        self.pane.history.show_entries(())
        self.pane.history.setVisible(False)
        is_empty = document is None or not reading.annotations(self._desk.session.view, document.row.id, limit=1)
        if not is_empty:
            self._soon.now()
            self._fill_list()
        if is_empty:
            _ = self.pane.form  # which says how to begin
        self.pane.bring(self.pane.splitter if is_empty else self.pane.list)

    def _show_history(self, annotation: str) -> None:
        from curator.services import histories

        entries = histories.history(self._desk.session.view, annotation)
        if self._desk.hides_names:
            entries = [replace(entry, person_name="") for entry in entries]
        self.pane.history.show_entries(entries)

    def _show_names(self) -> None:
        """Say who made what, or not any more, wherever that is on show."""
        if self._desk.session.is_open:
            self.pane.list.model.show_people(self._people())
        if self._desk.annotation:
            self._show_history(self._desk.annotation.id)

    def _people(self) -> dict[str, str]:
        """The names of people by id, as far as they are to be seen."""
        known = [] if self._desk.hides_names else reading.people(self._desk.session.view)
        return {person.id: person.name for person in known}

    def _fill_list(self) -> None:
        document = self._desk.document
        if document is None:
            self.pane.list.show_source(None, None)
            self._listed = None
            return
        ident = document.row.id
        listed = (ident, str(id(self._desk.scheme)))
        if self._listed == listed:
            return
        self._listed = listed

        def fetch(label: str | None, limit: int, offset: int) -> list[AnnotationRow]:
            return reading.annotations(self._desk.session.view, ident, label=label, limit=limit, offset=offset)

        self.pane.list.show_source(fetch, self._desk.scheme, self._people())

    def _changed(self, changes: Changes) -> None:
        self.pane.history.set_verified(None)
        if not (changes.annotations or changes.entities) or self._desk.document is None:
            return
        self._outdated |= changes.annotations
        self._soon.ask()

    def _bring_up_to_date(self) -> None:
        outdated, self._outdated = self._outdated, set()
        if self.pane.shows_list and self._desk.annotation is None:  # else the form is about to come to the front
            self.pane.list.model.refresh_rows(outdated)
        else:
            self._listed = None

    def _go_back(self) -> None:
        if self.pane.guest is None:  # a guest belongs to another page
            self._desk.go_to_text()

    def _go_to(self, annotation: str) -> None:
        self._desk.choose(annotation, reveal=True)
        self._desk.go_to_text()
