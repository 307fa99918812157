"""The annotations of a document as an item model that reads its rows page by page."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from curator.domain.scheme import AnnotationScheme
from curator.services.views import AnnotationRow
from curator.ui import theme
from curator.ui.forms.header import conflict_title, state_title

Index = QModelIndex | QPersistentModelIndex

Fetch = Callable[[str | None, int, int], list[AnnotationRow]]
"""Reads rows in document order: of this label (None: of all), at most so many, after so many."""

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
PAGE: Final = 200
_NOWHERE: Final = QModelIndex()


class AnnotationListModel(QAbstractListModel):
    """Rows of annotations, read as far as the view has scrolled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch: Fetch | None = None
        self._scheme: AnnotationScheme | None = None
        self._label: str | None = None
        self._people: Mapping[str, str] = {}
        self._makers: dict[tuple[int, int], str] = {}
        self._is_shared = False
        self._rows: list[AnnotationRow] = []
        self._more = False

    @property
    def label(self) -> str | None:
        """The label that the list is narrowed to, or None."""
        return self._label

    @property
    def scheme(self) -> AnnotationScheme | None:
        """The scheme whose labels the rows have."""
        return self._scheme

    def show_source(
        self, fetch: Fetch | None, scheme: AnnotationScheme | None, people: Mapping[str, str] | None = None
    ) -> None:
        """Show the annotations of another document, or none; `people` are names by id."""
        self._fetch, self._scheme, self._people = fetch, scheme, people or {}
        self._reset()

    def show_people(self, people: Mapping[str, str]) -> None:
        """Give people other names, by id; whoever is not among them has none."""
        self._people = people
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_label(self, label: str | None) -> None:
        """Show the annotations of one label alone, or all."""
        if label != self._label:
            self._label = label
            self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._makers, self._is_shared = {}, False
        self._rows = self._read(PAGE, 0)
        self._more = len(self._rows) == PAGE
        self.endResetModel()

    def _read(self, limit: int, offset: int) -> list[AnnotationRow]:
        found = self._fetch(self._label, limit, offset) if self._fetch else []
        for row in found:
            first = self._makers.setdefault((row.start, row.end), row.author)
            self._is_shared = self._is_shared or first != row.author
        return found

    def refresh(self) -> None:
        """Read again as much as was read, and tell the views what is different: they keep selection and place."""
        read = self._read(max(PAGE, len(self._rows)), 0)
        self._more = self._more or len(read) >= max(PAGE, len(self._rows))
        self._replace(read)

    def refresh_rows(self, changed: Iterable[str]) -> None:
        """Read again what changed, where that can be told from the ids; else all that was read."""
        places = {row.id: place for place, row in enumerate(self._rows)}
        for ident in changed:
            place = places.get(ident)
            fresh = self._read(1, place) if place is not None else []
            if place is None or not fresh or fresh[0].id != ident:
                self.refresh()
                return
            self._put(place, fresh[0])

    def _put(self, place: int, row: AnnotationRow) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def _replace(self, rows: Sequence[AnnotationRow]) -> None:
        """Become `rows` by taking out and putting in stretches, so that views keep what is chosen."""
        coming = {row.id for row in rows}
        here = {row.id for row in self._rows}
        place = 0
        while place < max(len(rows), len(self._rows)):
            wanted = rows[place].id if place < len(rows) else None
            held = self._rows[place].id if place < len(self._rows) else None
            if held is not None and (held not in coming or wanted in here) and held != wanted:
                here -= self._take_out(place, lambda ident: ident not in coming or ident == held)  # noqa: B023 - at once
            elif held != wanted:
                place += self._put_in(place, rows, here)
            else:
                self._put(place, rows[place])
                place += 1

    def _take_out(self, place: int, goes: Callable[[str], bool]) -> set[str]:
        end = place
        while end < len(self._rows) and goes(self._rows[end].id):
            end += 1
        gone = {row.id for row in self._rows[place:end]}
        self.beginRemoveRows(_NOWHERE, place, end - 1)
        del self._rows[place:end]
        self.endRemoveRows()
        return gone

    def _put_in(self, place: int, rows: Sequence[AnnotationRow], here: set[str]) -> int:
        end = place
        while end < len(rows) and rows[end].id not in here:
            end += 1
        self.beginInsertRows(_NOWHERE, place, end - 1)
        self._rows[place:place] = rows[place:end]
        self.endInsertRows()
        return end - place

    @override
    def canFetchMore(self, parent: Index, /) -> bool:
        return not parent.isValid() and self._more

    @override
    def fetchMore(self, parent: Index, /) -> None:
        if parent.isValid() or not self._more:
            return
        # Larger steps the further down: whoever scrolls to the end of 50,000 should not wait 250 times.
        page = self._read(max(PAGE, len(self._rows) // 2), len(self._rows))
        self._more = len(page) >= max(PAGE, len(self._rows) // 2)
        if page:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(page) - 1)
            self._rows += page
            self.endInsertRows()

    def place_of(self, annotation_id: str, start: int) -> int | None:
        """The row of an annotation that begins at `start`, reading on as far as needed."""
        while self._more and (not self._rows or self._rows[-1].start <= start):
            self.fetchMore(_NOWHERE)
        place = bisect_left(self._rows, start, key=lambda row: row.start)
        while place < len(self._rows) and self._rows[place].start == start:
            if self._rows[place].id == annotation_id:
                return place
            place += 1
        return None

    @override
    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(row.quote.split())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = conflict_title() if row.conflict else state_title(row.state)
            words = (self.label_title(row.label), " ".join(row.quote.split()), row.headline, self.maker(row), state)
            return ", ".join(word for word in words if word)
        return None

    def maker(self, row: AnnotationRow) -> str:
        """The name of whoever made it, where several people annotated the same words; else ""."""
        return self._people.get(row.author, "") if self._is_shared else ""

    def label_title(self, name: str) -> str:
        """What people call a label."""
        label = self._scheme.label(name) if self._scheme else None
        return label.title if label else name

    def label_colour(self, name: str) -> str:
        """The colour of a label."""
        label = self._scheme.label(name) if self._scheme else None
        return label.colour if label else theme.current().muted
