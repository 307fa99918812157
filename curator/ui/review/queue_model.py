"""The review queue as item models: annotations that are read page by page, and the work that was submitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from curator.services.review_views import QueueRow, WorkRow
from curator.ui.forms.header import state_title
from curator.ui.review.words import tr

PAGE: Final = 100
ROW: Final = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[int, int], Sequence[QueueRow]]
_NOWHERE: Final = QModelIndex()


class QueueModel(QAbstractListModel):
    """Rows come from `fetch(limit, offset)`; more of them when the view comes near the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QueueRow] = []
        self._fetch: Fetch | None = None
        self.total = 0

    def show(self, fetch: Fetch | None, total: int) -> None:
        """Show the `total` rows that `fetch` gives, from the beginning."""
        self.beginResetModel()
        self._fetch, self.total = fetch, total
        self._rows = list(fetch(PAGE, 0)) if fetch else []
        self.endResetModel()

    def refresh(self, total: int) -> None:
        """Read again as much as was read: something was decided on."""
        self.beginResetModel()
        self.total = total
        self._rows = list(self._fetch(max(PAGE, len(self._rows)), 0)) if self._fetch else []
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def canFetchMore(self, parent: Index, /) -> bool:
        return not parent.isValid() and len(self._rows) < self.total

    @override
    def fetchMore(self, parent: Index, /) -> None:
        if parent.isValid() or self._fetch is None:
            return
        more = list(self._fetch(PAGE, len(self._rows)))
        if not more:
            self.total = len(self._rows)
            return
        self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(more) - 1)
        self._rows += more
        self.endInsertRows()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(row.quote.split())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (" ".join(row.quote.split()), row.label, state_title(row.state), row.author_name)
            return ". ".join(word for word in words if word)
        return row if role == ROW else None

    def row(self, number: int) -> QueueRow | None:
        """The annotation in that row, fetching up to it where needed."""
        while number >= len(self._rows) and self.canFetchMore(_NOWHERE):
            self.fetchMore(_NOWHERE)
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, annotation: str) -> int:
        """The row of an annotation among those that were read; -1 where it is not among them."""
        return next((number for number, row in enumerate(self._rows) if row.annotation == annotation), -1)


@dataclass(frozen=True, slots=True)
class ToReview:
    """A document with what was submitted of it, by one or several annotators."""

    document: str
    title: str
    works: tuple[WorkRow, ...]
    hides_names: bool = False

    @property
    def is_double(self) -> bool:
        """Whether several annotators submitted it, so that it can be adjudicated."""
        return len(self.works) > 1

    @property
    def undecided(self) -> int:
        """How many annotations have no decision that counts."""
        return sum(work.undecided for work in self.works)

    @property
    def words(self) -> str:
        """Who submitted, and how much is to decide."""
        names = " + ".join(work.annotator_name for work in self.works)
        if self.hides_names:
            names = tr("%1 annotators").replace("%1", f"{len(self.works):n}") if self.is_double else ""
        words = tr("%1 to decide").replace("%1", f"{self.undecided:n}") if self.undecided else tr("all decided")
        if all(work.nothing for work in self.works):
            words = tr("nothing to annotate")
        return f"{words} · {names}" if names else words


def to_review(works: Sequence[WorkRow], *, hides_names: bool = False) -> list[ToReview]:
    """The documents of these works, in their order; without saying whose they are, where names are hidden."""
    ordered = sorted(works, key=lambda work: (work.document_title, work.document, work.annotator_name))
    return [
        ToReview(document, rows[0].document_title, rows, hides_names)
        for document, found in groupby(ordered, key=lambda work: work.document)
        if (rows := tuple(found))
    ]


class WorkModel(QAbstractListModel):
    """The documents that wait for review."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ToReview] = []

    def show(self, rows: Sequence[ToReview]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}. {row.words}"
        return row if role == ROW else None

    def row_of(self, document: str) -> int:
        """The row of a document; -1 where it is not there."""
        return next((number for number, row in enumerate(self.rows) if row.document == document), -1)
