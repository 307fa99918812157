"""The documents of a project as a list that is read page by page, however many there are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from curator.domain.document import DocumentState
from curator.services.views import DocumentRow
from curator.ui.forms.tips import plain_tip

PAGE: Final = 100
ROW: Final = Qt.ItemDataRole.UserRole
ASSIGNEES: Final = int(ROW) + 1
"""The names of those whom a document is assigned to, as far as whoever looks may know."""
Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[int, int], Sequence[DocumentRow]]
Assignees = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]


class DocumentModel(QAbstractListModel):
    """Rows come from `fetch(limit, offset)`; more of them when the view comes near the end.

    `assignees` gives the names of those whom documents are assigned to, by id.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DocumentRow] = []
        self._names: dict[str, Sequence[str]] = {}
        self._fetch: Fetch | None = None
        self._assignees: Assignees | None = None
        self._total = 0

    def show(self, fetch: Fetch | None, total: int, assignees: Assignees | None = None) -> None:
        """Show the `total` rows that `fetch` gives, from the beginning; None shows nothing."""
        self.beginResetModel()
        self._fetch, self._total, self._assignees = fetch, total if fetch else 0, assignees
        self._rows = list(fetch(PAGE, 0)) if fetch else []
        self._names = {}
        self._ask_names(self._rows)
        self.endResetModel()

    def _ask_names(self, rows: Sequence[DocumentRow]) -> None:
        if self._assignees:
            self._names.update(self._assignees([row.id for row in rows]))

    @override
    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def canFetchMore(self, parent: Index, /) -> bool:
        return not parent.isValid() and len(self._rows) < self._total

    @override
    def fetchMore(self, parent: Index, /) -> None:
        if parent.isValid() or self._fetch is None:
            return
        more = list(self._fetch(PAGE, len(self._rows)))
        if not more:
            self._total = len(self._rows)
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(more) - 1)
        self._rows += more
        self._ask_names(more)
        self.endInsertRows()

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        names = self._names.get(row.id, ())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [row.title, state_title(row.state), work_in_words(row.annotations)]
            words += [conflicts_in_words(row.conflicts), assigned_in_words(names)]
            return ". ".join(each for each in words if each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(assigned_in_words(names)) or None
        return row if role == ROW else names if role == ASSIGNEES else None

    def document(self, number: int) -> DocumentRow | None:
        """The document in that row, fetching up to it where needed."""
        while number >= len(self._rows) and self.canFetchMore(QModelIndex()):
            self.fetchMore(QModelIndex())
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, document: str) -> int:
        """The row of a document among those that were read; -1 where it is not among them."""
        return next((number for number, row in enumerate(self._rows) if row.id == document), -1)

    def refresh(self, documents: frozenset[str]) -> None:
        """Read the rows of these documents again, page by page; rows that are not read yet need nothing."""
        pages = {self.row_of(document) // PAGE for document in documents}
        for page in sorted(pages - {-1}):
            self._refresh_page(page * PAGE)

    def _refresh_page(self, start: int) -> None:
        fresh = {row.id: row for row in self._fetch(PAGE, start)} if self._fetch else {}
        for number in range(start, min(start + PAGE, len(self._rows))):
            row = fresh.get(self._rows[number].id)
            if row is not None and row != self._rows[number]:
                self._rows[number] = row
                index = self.index(number)
                self.dataChanged.emit(index, index)


def state_title(state: DocumentState) -> str:
    """A state in words."""
    from PySide6.QtCore import QCoreApplication

    titles = {
        DocumentState.NEW: "New",
        DocumentState.IN_PROGRESS: "In progress",
        DocumentState.SUBMITTED: "Submitted",
        DocumentState.RETURNED: "Returned",
        DocumentState.APPROVED: "Approved",
    }
    return QCoreApplication.translate("DocumentState", titles[DocumentState(state)])


def work_in_words(count: int) -> str:
    """How much is annotated, in words."""
    from PySide6.QtCore import QCoreApplication

    if not count:
        return QCoreApplication.translate("DocumentList", "not started")
    one, many = "%1 annotation", "%1 annotations"
    words = QCoreApplication.translate("DocumentList", one if count == 1 else many)
    return words.replace("%1", f"{count:n}")


def conflicts_in_words(count: int) -> str:
    """How much several people changed differently, in words; "" for nothing."""
    from PySide6.QtCore import QCoreApplication

    if not count:
        return ""
    one, many = "≠ %1 conflict", "≠ %1 conflicts"
    words = QCoreApplication.translate("DocumentList", one if count == 1 else many)
    return words.replace("%1", f"{count:n}")


def assigned_in_words(names: Sequence[str]) -> str:
    """Whom a document is assigned to, in words; "" for nobody."""
    from PySide6.QtCore import QCoreApplication

    words = QCoreApplication.translate("DocumentList", "assigned to %1")
    return words.replace("%1", ", ".join(names)) if names else ""
