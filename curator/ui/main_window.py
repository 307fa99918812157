"""The window: puts the panes together, and lets them know of each other what they need to."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from curator.services import reading, sample
from curator.services.identity import Author
from curator.services.preferences import Preferences
from curator.ui import window_state
from curator.ui.actions import ActionSet, Need, shown_keys
from curator.ui.annotating import Annotating
from curator.ui.command_palette import Entry
from curator.ui.conflicts.door import Conflicts
from curator.ui.desk import Desk
from curator.ui.document_list import DocumentPane
from curator.ui.documents import Documents
from curator.ui.editing import Editing
from curator.ui.left_pane import LeftPane
from curator.ui.panes import Panes
from curator.ui.projects import Projects
from curator.ui.reading_pane import ReadingPane
from curator.ui.room import Room
from curator.ui.session import Session
from curator.ui.sharing.sharing import Sharing
from curator.ui.side_pane import SidePane, Siding
from curator.ui.start_page import StartPage
from curator.ui.status import StatusBar
from curator.ui.submitting import Submitting
from curator.ui.supervising import Supervising
from curator.ui.theme import Theme
from curator.ui.transfers import Transfers
from curator.ui.viewing import Viewing

if TYPE_CHECKING:
    from curator.ui.filling import Filling

_KEEP_MS = 30_000
_READABLE = 460
"""How wide the text is to be, in pixels, before the panes at its sides have what they want."""


class MainWindow(QMainWindow):
    """Curator's window; the actions `window.*`."""

    def __init__(self, author: Callable[[], Author], kept: Preferences, look: Theme) -> None:
        super().__init__()
        self._kept = kept
        self.setWindowTitle("Curator")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.session = Session(self)
        self.projects = Projects(self.session, author, kept, self)
        self.transfers = Transfers(self.session, self.projects, self)
        self._make_panes()
        self._make_doers()
        self._lay_out()
        self._make_actions()
        self._connect()
        # Not on PaletteChange: the style sheet that comes after it would take the paper away again.
        look.changed.connect(self._restyle)
        window_state.bring_back(self, self.splitters, kept)
        self.side.sizes = window_state.sizes_of("side", 2, kept) or self.side.sizes
        self.reading.text.set_zoom(kept.get("zoom", 1.0))
        self._show_project()

    # putting together

    def _make_panes(self) -> None:
        self.start = StartPage(self)
        self.documents = DocumentPane(self.session, self)
        self.documents.show_names(hidden=self._kept.hides_names)
        self.left = LeftPane(self.documents, self)
        self.reading = ReadingPane(self)
        self.side = SidePane(self)
        self.status = StatusBar(self.projects.background, self)
        self.setStatusBar(self.status)

    def _make_doers(self) -> None:
        messages = self.projects.messages
        self.desk = Desk(self.session, self._kept, self.reading)
        self.desk.names_changed.connect(self._show_names)
        self.siding = Siding(self.desk, self.side)
        self.desk.colours = self.projects.label_colours()
        self.editing = Editing(self.desk, messages)
        self.annotating = Annotating(self.desk, self.side, messages, self.editing.undo)
        self.filling: Filling | None = None
        self.session.closing.connect(self._hand_in)  # before an exchange folder is let go of: it goes out with that
        self.side.form_made.connect(self._make_filling)
        self.viewing = Viewing(self.desk, self.documents, self.siding, self._kept)
        self.viewing.background = self.projects.background
        self.viewing.entries = self._tag_entries
        self.viewing.left = self.left
        background = self.projects.background
        self.document_doings = Documents(self.desk, messages, background, self.editing.undo, self)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.reading)
        room = Room(
            window=self,
            desk=self.desk,
            left=self.left,
            middle=self.middle,
            side=self.side,
            messages=messages,
            background=background,
            kept=self._kept,
            undo=self.editing.undo,
        )
        self.submitting = Submitting(room)
        self.supervising = Supervising(room)
        self.conflicts = Conflicts(room, self.supervising.leave_adjudication)
        self.sharing = Sharing(room, self.projects)

    def _show_names(self) -> None:
        self.documents.show_names(hidden=self.desk.hides_names)

    def _make_filling(self) -> None:
        """Let the form work, as soon as there is one."""
        from curator.ui.filling import Filling

        self.filling = Filling(self.desk, self.side.form, self.annotating, self.projects.messages)
        self.filling.show()

    def _hand_in(self) -> None:
        """Let what is being typed become values, or be kept: the project is about to be closed."""
        if self.filling:
            self.filling.finish()

    def _lay_out(self) -> None:
        panes = Panes(Qt.Orientation.Horizontal, 1, _READABLE, self)
        # Messages come below the text alone, so that the form keeps its place when they come and go.
        column = QWidget(self)
        self._column = _stacked(column)
        self._column.addWidget(self.middle, 1)
        for pane in (self.left, column, self.side):
            panes.addWidget(pane)
        panes.setStretchFactor(1, 1)
        panes.setSizes([300, 770, 370])
        self.splitters: dict[str, QSplitter] = {"window": panes}
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.start)
        self.pages.addWidget(panes)
        whole = QWidget(self)
        self._whole = _stacked(whole)
        self._whole.addWidget(self.pages, 1)
        self.setCentralWidget(whole)

    def _make_actions(self) -> None:
        targets: dict[str, object] = {
            "project": self.projects,
            "transfer": self.transfers,
            "document": self.document_doings,
            "edit": self.editing,
            "reading": self.reading,
            "view": self.viewing,
            "annotate": self.annotating,
            "submit": self.submitting,
            "supervision": self.supervising,
            "conflicts": self.conflicts,
            "share": self.sharing,
            "window": self,
        }
        self.actions_by_id = ActionSet(self, targets)
        self.viewing.actions = self.actions_by_id
        self.viewing.show_mode(self._kept.get("theme", "system"))
        menus = self.actions_by_id.fill(self.menuBar())
        self._recent = QMenu(self.tr("Open &recent"), self)
        self._recent.aboutToShow.connect(self._fill_recent)
        menus["file"].insertMenu(self.actions_by_id["project.close"], self._recent)
        self._annotate_menu = menus["annotate"]
        self._review_menu = menus["review"]
        self.supervising.actions = self.actions_by_id
        self._tags: list[QAction] = []

    def _connect(self) -> None:
        session, text = self.session, self.reading.text
        session.opened.connect(self._show_project)
        session.changed.connect(self._show_saved)
        session.failed.connect(self._look)  # a step of Undo that can no longer be taken has been given up
        session.busy_changed.connect(self._look)
        self.projects.hard.restore_wanted.connect(self.transfers.restore_in_place_of)
        self.transfers.verified.connect(self.side.history.set_verified)
        self.projects.colours_changed.connect(lambda: self.desk.set_colours(self.projects.label_colours()))
        self.desk.chosen.connect(self._look)
        self.desk.looks_changed.connect(self._make_tags)
        self.submitting.changed.connect(self._look)
        self.supervising.changed.connect(self._look)
        self.sharing.received.connect(self.supervising.tell_news)
        self.sharing.conflicts_wanted.connect(self.conflicts.show)
        self.sharing.said.connect(self.status.show_exchange)
        self.transfers.parcels_dropped.connect(self.sharing.receive_parcels)
        text.caret_moved.connect(self._show_line)
        text.zoom_changed.connect(partial(self._kept.set, "zoom"))
        start = self.start
        start.sample_wanted.connect(self.projects.open_sample)
        start.new_wanted.connect(self.projects.new)
        start.open_wanted.connect(self.projects.open)
        start.receive_wanted.connect(self.sharing.receive)
        start.recent_chosen.connect(self.projects.open_path)
        start.recent_forgotten.connect(self._forget_recent)
        # Settings go to disk now and then too, so that a crash does not forget where everybody was.
        self._keeper = QTimer(self, interval=_KEEP_MS)
        self._keeper.timeout.connect(self._keep)
        self._keeper.start()

    # what is shown

    def _show_project(self) -> None:
        project = self.session.project
        self.pages.setCurrentIndex(1 if project else 0)
        (self._column if project else self._whole).addWidget(self.projects.messages)
        self.status.show_saved("")
        if project:
            kept = self.tr("%1 (read-only)") if project.read_only else "%1"
            self.setWindowTitle(f"{kept.replace('%1', project.name)} – Curator")
            self._open_something()
        else:
            self.setWindowTitle("Curator")
            self.start.show_recent(self._kept.recent())
            self.status.show_line(None)
            self.start.sample.setFocus()
        self._look()

    def _open_something(self) -> None:
        first = self._first_document() if self.desk.document is None else None
        if first:
            self.desk.open(first)
        if self.desk.document:
            self.documents.mark(self.desk.document.row.id)
            self.reading.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.documents.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_document(self) -> str | None:
        if self.session.path() == sample.sample_path():
            rows = reading.documents(self.session.view, query=sample.FIRST, limit=1)
            return rows[0].id if rows else self.documents.first()
        return self.documents.first()

    def _show_saved(self) -> None:
        for act in (self.editing.undo, self.editing.redo):
            self.projects.messages.outdate(act)
        self.status.show_saved(self.session.saved_at)
        if self.desk.document is None:
            self._open_something()
        self._look()

    def _show_line(self) -> None:
        self.status.show_line(self.reading.text.line_number() if self.desk.document else None)

    def _look(self) -> None:
        """Enable what can be done now, and name what Undo and Redo would do."""
        undo = self.session.undo_state()
        self._name("edit.undo", self.tr("&Undo"), undo.undo_label, undo.undo_why)
        self._name("edit.redo", self.tr("&Redo"), undo.redo_label, undo.redo_why)
        self.status.show_undo("" if undo.undo_why else undo.undo_label, shown_keys(("Ctrl+Z",)))
        flags: dict[Need, object] = {
            "project": self.session.is_open,
            "writable": self.session.is_writable,
            "document": self.desk.document,
            "annotation": self.desk.annotation,
            "undo": undo.undo_label,
            "redo": undo.redo_label,
            "submittable": self.submitting.can_submit,
            "submitted": self.submitting.can_take_back,
            **self.supervising.needs(),
        }
        self.actions_by_id.enable({need for need, holds in flags.items() if holds})
        self._review_menu.menuAction().setVisible(bool(flags["supervisor"]))
        for action in self._tags:
            action.setEnabled(self.session.is_writable and self.desk.document is not None)

    def _name(self, action: str, word: str, label: str | None, why_not: str) -> None:
        whole = f"{label} ({self.tr('not possible: %1').replace('%1', why_not)})" if why_not else label
        self.actions_by_id[action].setText(f"{word}: {whole.replace('&', '&&')}" if whole else word)

    def _make_tags(self) -> None:
        """An action for each label of the scheme, at the top of the menu Annotate."""
        for action in self._tags:
            self._annotate_menu.removeAction(action)
            action.deleteLater()
        top = self._annotate_menu.actions()[0]
        self._tags = []
        for label in self.desk.scheme.labels:
            title = self.tr("Tag as %1").replace("%1", label.title.replace("&", "&&"))
            action = QAction(f"{title}\t{label.key}" if label.key else title, self)
            action.triggered.connect(partial(self._tag, label.name))
            self._annotate_menu.insertAction(top, action)
            self._tags.append(action)
        self._tags.append(self._annotate_menu.insertSeparator(top))

    def _tag(self, label: str, *_checked: bool) -> None:
        self.annotating.tag(label)

    def _tag_entries(self) -> list[Entry]:
        if not self.session.is_writable or self.desk.document is None:
            return []
        return [
            Entry(
                self.tr("Tag as %1").replace("%1", label.title),
                self.tr("Annotate"),
                partial(self._tag, label.name),
                label.key,
            )
            for label in self.desk.scheme.labels
        ]

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._kept.recent():
            action = self._recent.addAction(path.stem.replace("&", "&&"), partial(self._open_recent, path))
            action.setEnabled(path.is_file())
            action.setStatusTip(str(path))
        self._recent.setEnabled(bool(self._recent.actions()) or self._recent.isEnabled())

    def _open_recent(self, path: Path) -> None:
        self.projects.open_path(path)

    def _forget_recent(self, path: Path) -> None:
        self._kept.forget_recent(path)
        self.start.show_recent(self._kept.recent())

    def _restyle(self) -> None:
        self.reading.restyle()
        self.supervising.restyle()
        if self.session.is_open:
            self.documents.restyle()
        if self.desk.document:
            self.reading.header.show_row(self.desk.document.row)

    # the actions window.*

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self.close()

    def shortcuts(self) -> None:
        """Show all keys."""
        from curator.ui.shortcuts_sheet import ShortcutsSheet

        sheet = ShortcutsSheet(self.actions_by_id.specs.values(), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def logs(self) -> None:
        """Open the folder of logs and crash reports."""
        from curator.services.home import log_folder

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

    def about(self) -> None:
        """Say what this is."""
        from curator.ui.dialogs.about import AboutDialog

        AboutDialog(self).open()

    # Qt

    def _keep(self) -> None:
        self.desk.keep_place()
        side = {"side": self.side.splitter} if self.filling else {}
        window_state.keep(self, {**self.splitters, **side}, self._kept)
        self.projects.save_preferences()

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        """Keep the window's state, let go of the project."""
        self.projects.background.stop_all()
        self.session.end_task()
        self._keep()
        self._keeper.stop()
        self.session.close()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent, /) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.transfers.drop(paths)


def _stacked(widget: QWidget) -> QVBoxLayout:
    """A layout that puts what comes into a widget below each other, without a gap."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
