"""Going about the window: panes, documents, search, the command palette, light and dark."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from curator.services import reading
from curator.services.preferences import Preferences
from curator.services.views import Hit
from curator.ui import theme
from curator.ui.actions import MENUS, ActionSet, shown_keys, translated
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.command_palette import CommandPalette, Entry
from curator.ui.desk import Desk
from curator.ui.document_list import DocumentPane
from curator.ui.side_pane import Siding

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from curator.ui.left_pane import LeftPane

_MODES: tuple[theme.Mode, ...] = ("light", "dark", "system")


class Viewing(QObject):
    """The actions `view.*`."""

    def __init__(self, desk: Desk, documents: DocumentPane, side: Siding, kept: Preferences) -> None:
        super().__init__(desk)
        self._desk = desk
        self._documents = documents
        self._side = side
        self._kept = kept
        self._palette: CommandPalette | None = None
        self._looking: Task | None = None
        self.background: Background | None = None
        self.actions: ActionSet | None = None
        self.entries: Callable[[], list[Entry]] = list
        self.left: LeftPane | None = None
        documents.document_chosen.connect(self.open_document)
        documents.hit_chosen.connect(self._show_hit)
        documents.search_wanted.connect(self._look_for)
        desk.document_changed.connect(self._mark)

    # documents

    def open_document(self, document: str) -> None:
        """Open a document and read on where the person was."""
        if self._desk.open(document):
            self._desk.go_to_text()

    def _mark(self) -> None:
        if self._desk.document:
            self._documents.mark(self._desk.document.row.id)

    def next_document(self) -> None:
        """Open the next document of the list."""
        self._step(1)

    def previous_document(self) -> None:
        """Open the document before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        document = self._documents.neighbour(step)
        if document:
            self.open_document(document)

    def _show_hit(self, hit: Hit) -> None:
        self._desk.show(hit.document_id, hit.annotation_id, hit.span)
        is_there = self._desk.document is not None and self._desk.document.row.id == hit.document_id
        if is_there and hit.span and hit.annotation_id is None:
            self._desk.pane.text.select(hit.span)  # so that it can be tagged, and read on from there
        self._desk.go_to_text()

    # panes

    def documents(self) -> None:
        """Go to the list of documents."""
        if self.left:
            self.left.documents_wanted.emit()
        self._documents.search.clear()
        self._documents.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def text(self) -> None:
        """Go to the text."""
        self._desk.go_to_text()

    def annotations(self) -> None:
        """Go to the list of the document's annotations."""
        self._side.show_list()

    def search(self) -> None:
        """Go to the search field."""
        if self.left:
            self.left.documents_wanted.emit()
        self._documents.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._documents.search.selectAll()

    def next_pane(self) -> None:
        """Go to the next pane."""
        self._cycle(1)

    def previous_pane(self) -> None:
        """Go to the pane before."""
        self._cycle(-1)

    def _cycle(self, step: int) -> None:
        first = (self.left, self.left.take_focus) if self.left else (self._documents, self.documents)
        panes: list[tuple[QWidget, Callable[[], object]]] = [
            first,
            (self._desk.pane, self.text),
            (self._side.pane, self._side.pane.take_focus),
        ]
        focus = self._documents.window().focusWidget()
        here = next((at for at, (pane, _) in enumerate(panes) if focus and pane.isAncestorOf(focus)), 0)
        panes[(here + step) % len(panes)][1]()

    # searching

    def _look_for(self, query: str) -> None:
        if self.background is None:
            return
        if self._looking:
            self._looking.cancel()
        view = self._desk.session.view

        def work(_progress: Progress, cancelled: Cancelled) -> list[Hit]:
            from curator.services import searching

            if cancelled():
                return []
            with view.reader() as reader:
                return searching.find(reader, query)

        task = Task(self.tr("Searching"), work, is_quiet=True)
        task.succeeded.connect(partial(self._documents.show_hits, query))
        task.failed.connect(self._desk.session.failed)
        self._looking = task
        self.background.start(task)

    # looks

    def light(self) -> None:
        """Wear the light look."""
        self.wear("light")

    def dark(self) -> None:
        """Wear the dark look."""
        self.wear("dark")

    def system(self) -> None:
        """Wear what the system wears."""
        self.wear("system")

    def wear(self, mode: theme.Mode) -> None:
        """Wear a look, and keep it for the next time."""
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode)
        self._kept.set("theme", mode)
        self.show_mode(mode)

    def show_mode(self, mode: str) -> None:
        """Mark the look in the menu."""
        for name in _MODES:
            if self.actions:
                self.actions[f"view.{name}"].setChecked(name == mode)

    # the palette

    def palette(self) -> None:
        """Open the command palette."""
        if self._palette is None:
            self._palette = CommandPalette(self._documents.window())
        self._palette.open([*self._action_entries(), *self.entries()], self._more_entries)

    def _action_entries(self) -> list[Entry]:
        if self.actions is None:
            return []
        return [
            Entry(
                spec.title,
                translated(MENUS[spec.menu]).replace("&", ""),
                self.actions[spec.id].trigger,
                shown_keys(spec.keys[:1]),
                spec.words,
            )
            for spec in self.actions.specs.values()
            if self.actions[spec.id].isEnabled() and spec.id != "view.palette"
        ]

    def _more_entries(self, text: str) -> Sequence[Entry]:
        session = self._desk.session
        if not session.is_open:
            return []
        found = reading.documents(session.view, query=text, limit=20)
        entries = [Entry(row.title, self.tr("Document"), partial(self.open_document, row.id)) for row in found]
        return [*entries, *self._annotation_entries()]

    def _annotation_entries(self) -> list[Entry]:
        document = self._desk.document
        if document is None:
            return []
        rows = reading.annotations(self._desk.session.view, document.row.id, limit=400)
        return [
            Entry(
                row.quote if not row.headline else f"{row.quote} – {row.headline}",
                self._label(row.label),
                partial(self._go_to, row.id),
            )
            for row in rows
        ]

    def _label(self, name: str) -> str:
        label = self._desk.scheme.label(name)
        return label.title if label else name

    def _go_to(self, annotation: str) -> None:
        self._desk.choose(annotation, reveal=True)
        self._desk.go_to_text()
