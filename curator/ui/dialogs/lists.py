"""Dialogs that show a list: what an import came to, what verifying found, who is in the project."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
_HIGH: Final = 10_000  # higher than any row
_PADDING: Final = 16  # left and right of the words in a cell: `curator.qss`


class RowsModel(QAbstractTableModel):
    """Rows of text under headings."""

    def __init__(self, headings: Sequence[str], rows: Sequence[Sequence[str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = list(headings)
        self._rows = [list(row) for row in rows]

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [list(row) for row in rows]
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headings)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            from html import escape

            return f"<div>{escape(text)}</div>"
        return " ".join(text.split()) if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None


class _Sentences(QStyledItemDelegate):
    """Breaks the sentences of one column into lines; the others give way to them, and are whole in their tooltips."""

    def __init__(self, view: QTreeView, column: int) -> None:
        super().__init__(view)
        self._view = view
        self._column = column

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == self._column:
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.column() == self._column:
            option.rect = QRect(0, 0, self._view.columnWidth(self._column) - _PADDING, _HIGH)
            return super().sizeHint(option, index)
        most = self._view.viewport().width() * 9 // (10 * index.model().columnCount())
        return super().sizeHint(option, index).boundedTo(QSize(most, _HIGH))


def table(model: RowsModel, name: str, parent: QWidget, *, stretch: int, sentences: bool = False) -> QTreeView:
    """A table of these rows; the column `stretch` takes what room is left.

    Where it holds `sentences`, these are shown whole, in several lines.
    """
    view = QTreeView(parent)
    view.setModel(model)
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(not sentences)
    view.setAlternatingRowColors(True)
    view.setAccessibleName(name)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    header = view.header()
    header.setStretchLastSection(False)
    for column in range(model.columnCount()):
        fit = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, fit)
    if sentences:
        view.setItemDelegate(_Sentences(view, stretch))
        header.sectionResized.connect(view.doItemsLayout)
    return view
