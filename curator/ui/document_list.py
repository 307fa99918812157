"""The left pane: how far the project is, search, filters by state, and the documents as cards."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.domain.document import DocumentState
from curator.services import reading, ways
from curator.services.changes import Changes
from curator.services.views import DocumentRow, Hit, ProjectCounts
from curator.ui import theme
from curator.ui.document_delegate import DocumentDelegate
from curator.ui.document_model import DocumentModel, Fetch, state_title
from curator.ui.forms.flow import FlowLayout
from curator.ui.paging_model import ROW
from curator.ui.pills import Pill
from curator.ui.search_results import SearchResults
from curator.ui.session import Session
from curator.ui.soon import Soon

_DEBOUNCE_MS = 180


class DocumentPane(QWidget):
    """Lists the documents of the session's project.

    Signals:
        document_chosen: (document id) the person wants to read it.
        hit_chosen: (Hit) the person wants to see what a search found.
        search_wanted: (query) look for this; answer through `results.show_hits`.
    """

    document_chosen = Signal(str)
    hit_chosen = Signal(object)
    search_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state: DocumentState | None = None
        self._disputed = self._hides_names = False
        self._chips: dict[DocumentState, Pill] = {}
        self.model = DocumentModel(self)
        self.model.assignees = self._assignees
        self._outdated: set[str] = set()
        self._found = self._going = ""  # the words whose hits are shown; those whose first hit is to be gone to
        self._soon = Soon(self._bring_up_to_date, self)
        self._build_parts()
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        session.opened.connect(self._opened)
        session.changed.connect(self._on_changed)

    def _build_parts(self) -> None:
        self.heading = QLabel(self.tr("Documents"), self)
        self.heading.setProperty("role", "heading")
        self._progress_words = QLabel(self)
        self._progress_words.setTextFormat(Qt.TextFormat.PlainText)
        self._progress_words.setProperty("role", "muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Approved documents"))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search texts, quotes, entities…"))
        self.search.setAccessibleName(self.tr("Search the project"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_typed)
        self.search.installEventFilter(self)
        self.assignee = self._assignee_box()
        self.disputed = self._chip()
        self.disputed.clicked.connect(self._filter_disputed)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self._delegate = DocumentDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(self.tr("Documents"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        # Sizes for the rows that are seen, not for 10,000.
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.results = SearchResults(self)
        self.results.chosen.connect(self.hit_chosen)
        self._empty = QLabel(self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setProperty("role", "muted")
        self._empty.setMargin(12)  # the style sheet takes a label its other margins

    def _assignee_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.tr("Whose documents"))
        box.setToolTip(self.tr("Show the documents that somebody works on, as far as they are with them"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.activated.connect(self._filter_assignee)
        return box

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch()
        top.addWidget(self._progress_words)
        chips = QWidget(self)
        self._chip_row = FlowLayout(chips, gap=6)
        self._chip_row.addWidget(self.disputed)
        self._pages = QStackedWidget(self)
        for page in (self.list, self.results, self._empty):
            self._pages.addWidget(page)
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 10, 0)
        head.setSpacing(9)
        head.addLayout(top)
        head.addWidget(self._bar)
        head.addWidget(self.search)
        head.addWidget(chips)
        head.addWidget(self.assignee)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        body = QVBoxLayout()
        body.setContentsMargins(10, 0, 6, 0)
        body.addWidget(self._pages)
        layout.addLayout(body, 1)

    # what is shown

    def _opened(self) -> None:
        self.reload()
        self._forget_hits()  # they may lie in another project
        if self.search.text().strip():
            self._timer.start()

    def reload(self) -> None:
        """Read everything anew: another project, or another filter."""
        if not self._session.is_open:
            self.model.show(None, 0)
            return
        self._delegate.scheme = self._session.scheme
        self._offer_assignees()
        self.model.show(*self._wanted())
        self._show_counts()
        self._show_page()

    def _assignees(self, documents: Sequence[str]) -> Mapping[str, Sequence[str]]:
        found = ways.assignees(self._session.view, documents)
        if self._hides_names:
            return {document: [name for name in names if name == ways.YOU] for document, names in found.items()}
        return found

    def show_names(self, *, hidden: bool) -> None:
        """Say to whom documents are assigned, or not: then nobody's can be asked for either."""
        self._hides_names = hidden
        if self._session.is_open:
            self._reload_and_mark()

    def _wanted(self) -> tuple[Fetch, int]:
        """What reads the documents that are asked for, and how many there are at most."""
        states = (self._state,) if self._state else ()
        who: str | None = self.assignee.currentData()
        if who:
            return lambda limit, offset: reading.documents_of(
                self._session.view, who, states=states, limit=limit, offset=offset
            ), reading.document_count(self._session.view)
        read = reading.disputed_documents if self._disputed else reading.documents
        total = reading.document_count(self._session.view, states=states, disputed=self._disputed)
        return lambda limit, offset: read(self._session.view, states=states, limit=limit, offset=offset), total

    def _offer_assignees(self) -> None:
        """Offer to a supervisor those to whom documents are assigned; who was chosen stays so."""
        names = {} if self._hides_names else ways.assigned_people(self._session.view)
        chosen: str | None = self.assignee.currentData()
        self.assignee.clear()
        self.assignee.addItem(self.tr("Everybody's documents"), None)
        for ident, name in names.items():
            self.assignee.addItem(name, ident)
        self.assignee.setCurrentIndex(max(self.assignee.findData(chosen), 0) if chosen else 0)
        self.assignee.setVisible(bool(names))

    def _on_changed(self, changes: Changes) -> None:
        if changes.documents or (changes.annotations and changes.focus is None) or changes.other:
            self._reload_and_mark()
        elif changes.annotations and changes.focus:
            self._outdated.add(changes.focus[0])
            self._soon.ask()

    def _bring_up_to_date(self) -> None:
        outdated, self._outdated = frozenset(self._outdated), set()
        if self._session.is_open:
            self.model.refresh(outdated)
            self._show_counts()

    def _show_counts(self) -> None:
        counts = reading.counts(self._session.view)
        approved = counts.by_state.get(DocumentState.APPROVED, 0)
        words = self.tr("%1 of %2 approved").replace("%1", f"{approved:n}").replace("%2", f"{counts.documents:n}")
        self._progress_words.setText(words if counts.documents else "")
        self._bar.setRange(0, max(counts.documents, 1))
        self._bar.setValue(approved)
        self._show_chips(counts)

    def _show_chips(self, counts: ProjectCounts) -> None:
        for state in DocumentState:
            count = counts.by_state.get(state, 0)
            wanted = count > 0 or state == self._state
            chip = self._chips.get(state) or (self._new_chip(state) if wanted else None)
            if chip:
                chip.show_word(f"{state_title(state)} {count:n}", theme.current().state(state))
                chip.setVisible(wanted)
                chip.setChecked(state == self._state)
        self.disputed.show_word(self.tr("≠ Conflicts %1").replace("%1", f"{counts.disputed:n}"), theme.current().danger)
        self.disputed.setVisible(counts.disputed > 0 or self._disputed)

    def _new_chip(self, state: DocumentState) -> Pill:
        chip = self._chip()
        chip.clicked.connect(partial(self._filter_clicked, state))
        self._chips[state] = chip
        place = sum(
            1
            for known in DocumentState
            if known in self._chips and list(DocumentState).index(known) < list(DocumentState).index(state)
        )
        self._chip_row.insert(place, chip)
        return chip

    def _chip(self) -> Pill:
        chip = Pill(self)
        chip.setCheckable(True)
        chip.setToolTip(self.tr("Show only these documents"))
        return chip

    def restyle(self) -> None:
        """Take the theme's colours."""
        self._show_counts()
        self.list.viewport().update()

    def _filter_clicked(self, state: DocumentState, *_checked: bool) -> None:
        self.filter(state if self._chips[state].isChecked() else None)

    def filter(self, state: DocumentState | None) -> None:
        """Show the documents of one state, or all."""
        self._state = state
        self._reload_and_mark()

    def _filter_disputed(self, checked: bool) -> None:
        """Show the documents with conflicts alone, or all."""
        self._disputed = checked
        self.assignee.setCurrentIndex(0)
        self._reload_and_mark()

    def _filter_assignee(self) -> None:
        """Show the documents that somebody works on, or all."""
        self._disputed = False
        self.disputed.setChecked(False)
        self._reload_and_mark()

    def _reload_and_mark(self) -> None:
        chosen = self.chosen()
        self.reload()
        if chosen:
            self.mark(chosen)

    def _show_page(self) -> None:
        if self.search.text().strip():
            self._pages.setCurrentWidget(self.results)
        elif self.model.rowCount():
            self._pages.setCurrentWidget(self.list)
        else:
            self._empty.setText(self._why_empty())
            self._pages.setCurrentWidget(self._empty)

    def _why_empty(self) -> str:
        if self._disputed:
            return self.tr("No documents with conflicts. Click “Conflicts” again to see the others.")
        if self._state is not None or self.assignee.currentData():
            return self.tr("No documents in this state.")
        return self.tr("No documents yet. Import texts (Ctrl+I), or drop them onto this window.")

    # choosing

    def chosen(self) -> str | None:
        """The document that is marked."""
        row: DocumentRow | None = self.list.currentIndex().data(ROW)
        return row.id if row else None

    def mark(self, document: str) -> None:
        """Mark a document as the one being read."""
        number = self.model.row_of(document)
        index = self.model.index(number) if number >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)

    def neighbour(self, step: int) -> str | None:
        """The document `step` rows below (or above) the marked one."""
        row = self.model.row(self.list.currentIndex().row() + step)
        return row.id if row else None

    def first(self) -> str | None:
        """The first document of the list."""
        row = self.model.row(0)
        return row.id if row else None

    def _choose(self, index: QModelIndex) -> None:
        row: DocumentRow | None = index.data(ROW)
        if row:
            self.document_chosen.emit(row.id)

    # searching

    def _on_typed(self) -> None:
        self._show_page()
        if self.search.text().strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._forget_hits()

    def _forget_hits(self) -> None:
        self._found = self._going = ""
        self.results.clear()

    def _search(self) -> None:
        query = self.search.text().strip()
        if query and self._session.is_open:  # it may have been closed since the last letter
            self.search_wanted.emit(query)

    def show_hits(self, query: str, hits: list[Hit]) -> None:
        """Show what a search found, unless another query was typed or the project closed meanwhile."""
        if query == self.search.text().strip() and self._session.is_open:
            self.results.show_hits(query, hits, self._session.scheme)
            self._found = query
            if query == self._going:
                self.results.choose_current()
            self._going = ""

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key_in_search(event)
            if event.type() == QEvent.Type.ShortcutOverride and self._leaves_to_project(event):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _leaves_to_project(self, event: QKeyEvent) -> bool:
        """Whether Undo or Redo means the project, since nothing was typed here that it could mean."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.search.isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not self.search.isRedoAvailable()

    def _key_in_search(self, event: QKeyEvent) -> bool:
        key = event.key()
        below = self.results if self._pages.currentWidget() is self.results else self.list
        if key == Qt.Key.Key_Down and self._pages.currentWidget() is not self._empty:
            below.setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to_hit()
        else:
            return False
        return True

    def _go_to_hit(self) -> None:
        """Go to the hit at hand; where what is shown was found for other words, as soon as these are looked for."""
        query = self.search.text().strip()
        if query == self._found:
            self.results.choose_current()
        elif query:
            self._going = query
            self._timer.stop()
            self._search()
