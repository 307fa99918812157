"""What the list of conflicts shows: a heading for each document, and what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from curator.services.conflict_views import Listed, Passed
from curator.ui import theme
from curator.ui.conflicts.question_box import tr
from curator.ui.forms import marks
from curator.ui.review.queue_delegates import paint_card, paint_muted

ROW: Final = int(Qt.ItemDataRole.UserRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to decide: a conflict, or a decision that met a change. `words` say what it is about."""

    of: Listed | Passed
    document: str
    document_title: str
    title: str
    words: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from the others."""
        return (self.of.kind, self.of.subject) if isinstance(self.of, Listed) else ("passed", self.of.annotation)


def of_conflict(row: Listed) -> Entry:
    """The entry of a conflict."""
    words = ", ".join(row.fields) or tr("two people's words")
    return Entry(row, row.document, row.document_title or tr("The project"), row.title, words)


def of_passed(row: Passed, document_title: str) -> Entry:
    """The entry of a decision that met a change."""
    return Entry(row, row.document, document_title, row.title, tr("decided and changed: review it again"))


class EntryModel(QAbstractListModel):
    """Rows are entries under the titles of their documents, which can't be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Entry | str] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these, document by document."""
        self.beginResetModel()
        self._rows = []
        for _, group in groupby(entries, key=lambda entry: entry.document):
            several = list(group)
            self._rows += [several[0].document_title, *several]
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row; None for a heading, and where there is none."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Entry) else None

    def row_of(self, key: tuple[str, str]) -> int:
        """The row of an entry; -1 where it is not listed."""
        return next((at for at, row in enumerate(self._rows) if isinstance(row, Entry) and row.key == key), -1)

    def near(self, row: int) -> int:
        """The row of the entry that is at or next to a row; -1 where there is none."""
        rows = [at for at, each in enumerate(self._rows) if isinstance(each, Entry)]
        return next((at for at in rows if at >= row), rows[-1] if rows else -1)

    def step(self, row: int, step: int) -> int:
        """The row of the next entry, or with -1 the one before; -1 where that is none."""
        at = row + step
        while 0 <= at < len(self._rows) and not isinstance(self._rows[at], Entry):
            at += step
        return at if 0 <= at < len(self._rows) else -1

    @override
    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index, /) -> Qt.ItemFlag:
        is_entry = index.isValid() and isinstance(self._rows[index.row()], Entry)
        return super().flags(index) if is_entry else Qt.ItemFlag.NoItemFlags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Entry) else row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}: {row.words}. {row.document_title}" if isinstance(row, Entry) else row
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints a heading in one line, an entry in two: what it is, and what was changed differently."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(0, 2 * line + 17 if isinstance(index.data(ROW), Entry) else line + 12)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        row = index.data(ROW)
        painter.save()
        if isinstance(row, Entry):
            _paint_entry(painter, option, row)
        else:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            paint_muted(painter, font, option.rect.adjusted(4, 6, -4, 0), str(row))
        painter.restore()


def _paint_entry(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    look = theme.current()
    paint_card(painter, option)
    inner = option.rect.adjusted(11, 6, -11, -8)
    line = QFontMetrics(option.font).height()
    painter.setFont(option.font)
    painter.setPen(QColor(look.text))
    title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideMiddle, inner.width())
    painter.drawText(QRect(inner.left(), inner.top(), inner.width(), line), _LEFT, title)
    below = QRect(inner.left(), inner.top() + line + 3, inner.width(), line)
    sign = "differs" if isinstance(entry.of, Listed) else "back"
    marks.draw(painter, sign, QRectF(below.left(), below.top(), 11, line), theme.legible(look.danger, look.panel))
    paint_muted(painter, option.font, below.adjusted(17, 0, 0, 0), entry.words)
