"""The documents of a project as a list, and what is said of them in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from curator.domain.document import DocumentState
from curator.services.views import DocumentRow
from curator.ui.forms.tips import plain_tip
from curator.ui.paging_model import PAGE, ROW, Index, PagingModel

ASSIGNEES: Final = ROW + 1
"""The names of those whom a document is assigned to, as far as whoever looks may know."""
Fetch = Callable[[int, int], Sequence[DocumentRow]]
Assignees = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]


class DocumentModel(PagingModel[DocumentRow]):
    """The documents of a project. `assignees` gives the names of those whom documents are assigned to, by id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.assignees: Assignees | None = None
        self._names: dict[str, Sequence[str]] = {}

    @override
    def came(self, rows: Sequence[DocumentRow]) -> None:
        if self.assignees and rows:
            found = self.assignees([row.id for row in rows])
            self._names.update({row.id: found.get(row.id, ()) for row in rows})

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        names = self._names.get(row.id, ())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [row.title, state_of(row), work_in_words(row.annotations)]
            words += [conflicts_in_words(row.conflicts), assigned_in_words(names)]
            return ". ".join(each for each in words if each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(assigned_in_words(names)) or None
        return row if role == ROW else names if role == ASSIGNEES else None

    def row_of(self, document: str) -> int:
        """The row of a document among those that were read; -1 where it is not among them."""
        return next((number for number, row in enumerate(self.rows) if row.id == document), -1)

    def refresh(self, documents: frozenset[str]) -> None:
        """Read the rows of these documents again, page by page; rows that are not read yet need nothing."""
        pages = {self.row_of(document) // PAGE for document in documents}
        for page in sorted(pages - {-1}):
            self._refresh_page(page * PAGE)

    def _refresh_page(self, start: int) -> None:
        fresh = {row.id: row for row in self.fetch(PAGE, start)} if self.fetch else {}
        for number in range(start, min(start + PAGE, len(self.rows))):
            row = fresh.get(self.rows[number].id)
            if row is not None and row != self.rows[number]:
                self.rows[number] = row
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


def state_of(row: DocumentRow) -> str:
    """How far a document is, in words: what was submitted may be in review already."""
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("DocumentState", "In review") if row.in_review else state_title(row.state)


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
