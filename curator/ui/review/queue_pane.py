"""The review queue in the left pane: documents that wait above, their annotations with filters below."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QSplitter, QVBoxLayout, QWidget

from curator.domain.scheme import AnnotationScheme
from curator.services.review_views import QueueFilter, QueueRow
from curator.ui.forms.buttons import LinkButton
from curator.ui.paging_model import ROW
from curator.ui.review.queue_delegates import QueueDelegate, WorkDelegate
from curator.ui.review.queue_filter import FilterBar
from curator.ui.review.queue_model import Fetch, QueueModel, ToReview, WorkModel


class QueuePane(QWidget):
    """Shows what it is given, and says what the person chose.

    Signals:
        annotation_chosen: (QueueRow) the person wants to look at it.
        work_chosen: (ToReview) the person wants to look at a document.
        filter_changed: the person wants to see others.
    """

    annotation_chosen = Signal(object)
    work_chosen = Signal(object)
    filter_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QueueModel(self)
        self.works = WorkModel(self)
        self.list = _list(self, self.tr("Annotations to review"))
        self.list.setModel(self.model)
        self._delegate = QueueDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.work_list = _list(self, self.tr("Submitted documents"))
        self.work_list.setUniformItemSizes(False)  # those with a note are higher
        self.work_list.setModel(self.works)
        self.work_list.setItemDelegate(WorkDelegate(self.work_list))
        self.filters = FilterBar(self)
        self.filters.changed.connect(self.filter_changed)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.work_list.clicked.connect(self._choose_work)
        self.work_list.activated.connect(self._choose_work)
        self.setFocusProxy(self.list)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Review queue"), self)
        heading.setProperty("role", "heading")
        self.waiting = QLabel(self)
        self.waiting.setProperty("role", "muted")
        self.everywhere = LinkButton(self)
        self.everywhere.show_words(self.tr("all documents"), "close", "accent_text")
        self.everywhere.setAccessibleName(self.tr("Show the annotations of all documents"))
        self.everywhere.clicked.connect(self.show_everywhere)
        self.everywhere.hide()
        self._empty = QLabel(self.tr("Nothing here waits for a decision."), self)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._empty.setContentsMargins(4, 6, 4, 6)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._upper(heading))
        self._splitter.addWidget(self._lower())
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([260, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _upper(self, heading: QLabel) -> QWidget:
        host = QWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(4, 0, 4, 0)
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self.waiting)
        layout = QVBoxLayout(host)
        layout.setContentsMargins(10, 12, 6, 4)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.work_list, 1)
        return host

    def _lower(self) -> QWidget:
        host = QWidget(self)
        head = QHBoxLayout()
        title = QLabel(self.tr("Annotations"), self)
        title.setProperty("role", "field")
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        head.addWidget(title)
        head.addWidget(self.everywhere)
        head.addStretch()
        head.addWidget(self.count)
        inset = QVBoxLayout()
        inset.setContentsMargins(4, 0, 4, 0)
        inset.setSpacing(8)
        inset.addLayout(head)
        inset.addWidget(self.filters)
        layout = QVBoxLayout(host)
        layout.setContentsMargins(10, 10, 6, 0)
        layout.setSpacing(6)
        layout.addLayout(inset)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.list, 1)
        return host

    # what is shown

    def show_scheme(self, scheme: AnnotationScheme) -> None:
        """Name and colour labels as this scheme does."""
        self._delegate.scheme = scheme
        self.list.viewport().update()

    def show_works(self, rows: Sequence[ToReview], waiting: int) -> None:
        """Show which documents wait, and how many annotations do."""
        chosen = self.work_list.currentIndex().data(ROW)
        self.works.show(rows)
        self.waiting.setText(self.tr("%1 waiting").replace("%1", f"{waiting:n}"))
        if isinstance(chosen, ToReview):
            self.mark_work(chosen.document)

    def show_queue(self, fetch: Fetch, total: int) -> None:
        """Show these annotations from the beginning."""
        self._next_at = -1
        self.model.show(fetch, total)
        self._count()

    def refresh_queue(self, total: int) -> None:
        """Show the same again, after a decision; the place in the list stays."""
        chosen = self.current()
        number = self.list.currentIndex().row()
        self.model.show_anew(total)
        self._count()
        place = self.model.row_of(chosen.annotation) if chosen else -1
        if place < 0 and chosen:
            # The next one has moved up: J goes to it.
            self._next_at = number
        else:
            self._mark(place)

    _next_at = -1

    def _count(self) -> None:
        self.count.setText(f"{self.model.total:n}")
        self._empty.setVisible(not self.model.total)
        self.list.setVisible(bool(self.model.total))

    def filter(self) -> QueueFilter:
        """What the person asks for."""
        return self.filters.filter()

    def narrow(self, document: str | None) -> None:
        """Show the annotations of one document alone, or of all."""
        self.filters.document = document
        self.everywhere.setVisible(document is not None)

    def show_everywhere(self) -> None:
        """Show the annotations of all documents."""
        self.narrow(None)
        self.work_list.setCurrentIndex(QModelIndex())
        self.filter_changed.emit()

    # choosing

    def current(self) -> QueueRow | None:
        """The annotation that is marked."""
        row = self.list.currentIndex().data(ROW)
        return row if isinstance(row, QueueRow) else None

    def step(self, step: int) -> QueueRow | None:
        """Mark the annotation `step` rows further on; None where there is none."""
        here = self.list.currentIndex().row()
        wanted = here + step
        if here < 0 and self._next_at >= 0:
            wanted = self._next_at if step > 0 else self._next_at - 1
            wanted = min(wanted, self.model.total - 1)
        elif here < 0:
            wanted = 0
        row = self.model.row(wanted)
        if row:
            self._mark(wanted)
        return row

    def mark(self, annotation: str) -> None:
        """Mark an annotation that is being looked at, if it is listed."""
        place = self.model.row_of(annotation)
        if place >= 0:
            self._mark(place)

    def mark_work(self, document: str) -> None:
        """Mark a document, if it is listed."""
        place = self.works.row_of(document)
        self.work_list.setCurrentIndex(self.works.index(place) if place >= 0 else QModelIndex())

    def _mark(self, place: int) -> None:
        self._next_at = -1
        index = self.model.index(place) if place >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, QueueRow):
            self._next_at = -1
            self.annotation_chosen.emit(row)

    def _choose_work(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, ToReview):
            self.work_chosen.emit(row)


def _list(parent: QWidget, name: str) -> QListView:
    view = QListView(parent)
    view.setAccessibleName(name)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setUniformItemSizes(True)
    return view
