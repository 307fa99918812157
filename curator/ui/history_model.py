"""The entries of a history as an item model, and how times and changes are said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from curator.services.views import FieldChange, HistoryEntry

Index = QModelIndex | QPersistentModelIndex

ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
META_ROLE: Final = ENTRY_ROLE + 1
OPEN_ROLE: Final = ENTRY_ROLE + 2

_NOWHERE: Final = QModelIndex()


def _tr(text: str) -> str:
    return QCoreApplication.translate("HistoryPanel", text)


def when(at: str, now: datetime) -> str:
    """A UTC ISO time as people say it in their own time zone: "today 10:42", "12 Nov 2025 10:42"."""
    try:
        local = datetime.fromisoformat(at).astimezone(now.tzinfo)
    except ValueError:
        return at
    clock = f"{local:%H:%M}"
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return f"{_tr('today') if days == 0 else _tr('yesterday')} {clock}"
    pattern = "d MMM" if local.year == now.year else "d MMM yyyy"
    return f"{QLocale().toString(QDate(local.year, local.month, local.day), pattern)} {clock}"


def change_words(change: FieldChange) -> str:
    """What happened to one field, in a line."""
    nothing = "—"
    return f"{change.field}: {change.before or nothing} → {change.after or nothing}"


class HistoryModel(QAbstractListModel):
    """The entries of one subject's whole history, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[HistoryEntry] = []
        self._opened: set[str] = set()

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these entries; new ones on top of those that are shown already are inserted."""
        new = len(entries) - len(self._entries)
        if new >= 0 and list(entries[new:]) == self._entries:
            if new:
                self.beginInsertRows(_NOWHERE, 0, new - 1)
                self._entries = list(entries)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._entries = list(entries)
        self._opened &= {entry.revision for entry in entries}
        self.endResetModel()

    def toggle(self, index: Index) -> None:
        """Open or close the entry, where there is more to see."""
        if not index.isValid():
            return
        entry = self._entries[index.row()]
        if entry.changes:
            self._opened ^= {entry.revision}
            here = self.index(index.row())
            self.dataChanged.emit(here, here, [OPEN_ROLE, Qt.ItemDataRole.SizeHintRole])

    @override
    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((entry.summary, self._meta(index.row()), *map(change_words, entry.changes)))
        if role == META_ROLE:
            return self._meta(index.row())
        plain = {
            Qt.ItemDataRole.DisplayRole: entry.summary,
            ENTRY_ROLE: entry,
            OPEN_ROLE: entry.revision in self._opened,
        }
        return plain.get(role)

    def _meta(self, row: int) -> str:
        entry = self._entries[row]
        number = _tr("revision %d") % (len(self._entries) - row)
        # The clock may pass midnight while the panel is open: ask anew.
        parts = (entry.person_name, when(entry.at, datetime.now().astimezone()), number)
        return " · ".join(part for part in parts if part)
