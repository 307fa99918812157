"""The review queue as item models: annotations that are read page by page, and the work that was submitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from typing_extensions import override

from curator.services.review_views import QueueRow, WorkRow
from curator.ui.forms.header import state_title
from curator.ui.paging_model import NOWHERE, ROW, Index, PagingModel
from curator.ui.review.words import notes, tr

Fetch = Callable[[int, int], Sequence[QueueRow]]


class QueueModel(PagingModel[QueueRow]):
    """The annotations that wait to be decided on."""

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

    def row_of(self, annotation: str) -> int:
        """The row of an annotation among those that were read; -1 where it is not among them."""
        return next((number for number, row in enumerate(self.rows) if row.annotation == annotation), -1)


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

    @property
    def notes(self) -> tuple[str, ...]:
        """What its annotators wrote to the supervisor."""
        return notes(self.works, hides_names=self.hides_names)


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
    def rowCount(self, parent: Index = NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join((row.title, row.words, *row.notes))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "<br>".join(escape(note) for note in row.notes)
        return row if role == ROW else None

    def row_of(self, document: str) -> int:
        """The row of a document; -1 where it is not there."""
        return next((number for number, row in enumerate(self.rows) if row.document == document), -1)
