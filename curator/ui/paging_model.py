"""A list that is read page by page, however long it is."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

PAGE: Final = 100
ROW: Final = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()
Row = TypeVar("Row")


class PagingModel(QAbstractListModel, Generic[Row]):
    """Rows come from `fetch(limit, offset)`; more of them when the view comes near the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.total = 0
        self.fetch: Callable[[int, int], Sequence[Row]] | None = None

    def show(self, fetch: Callable[[int, int], Sequence[Row]] | None, total: int) -> None:
        """Show the `total` rows that `fetch` gives, from the beginning; None shows nothing."""
        self._begin(fetch, total, PAGE)

    def show_anew(self, total: int) -> None:
        """Read again as much as was read."""
        self._begin(self.fetch, total, max(PAGE, len(self.rows)))

    def _begin(self, fetch: Callable[[int, int], Sequence[Row]] | None, total: int, count: int) -> None:
        self.beginResetModel()
        self.fetch, self.total = fetch, total if fetch else 0
        self.rows = list(fetch(count, 0)) if fetch else []
        self.came(self.rows)
        self.endResetModel()

    def came(self, rows: Sequence[Row]) -> None:
        """Take note of rows that were read, before they are shown."""

    @override
    def rowCount(self, parent: Index = NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def canFetchMore(self, parent: Index, /) -> bool:
        return not parent.isValid() and len(self.rows) < self.total

    @override
    def fetchMore(self, parent: Index, /) -> None:
        if parent.isValid() or self.fetch is None:
            return
        more = list(self.fetch(PAGE, len(self.rows)))
        if not more:
            self.total = len(self.rows)
            return
        self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(more) - 1)
        self.rows += more
        self.came(more)
        self.endInsertRows()

    def row(self, number: int) -> Row | None:
        """What stands in that row, fetching up to it where needed."""
        while number >= len(self.rows) and self.canFetchMore(NOWHERE):
            self.fetchMore(NOWHERE)
        return self.rows[number] if 0 <= number < len(self.rows) else None
