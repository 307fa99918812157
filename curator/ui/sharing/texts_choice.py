"""Which documents' texts go into a parcel: all, or those chosen in a list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from curator.services.views import DocumentRow
from curator.ui.dialogs.base import plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.document_model import state_title


class TextsChoice(QWidget):
    """The documents with whom they are assigned to; chosen are those of the list that are selected.

    Signals:
        changed: something else is chosen.
    """

    changed = Signal()

    def __init__(
        self, documents: Sequence[DocumentRow], names: Mapping[str, Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._documents = list(documents)
        self.all = QRadioButton(self.tr("&All texts that go with it"), self)
        self.some = QRadioButton(self.tr("Only the texts of the &documents chosen here"), self)
        self._group = QButtonGroup(self)
        for button in (self.all, self.some):
            self._group.addButton(button)
        self.all.setChecked(True)
        rows = [[row.title, state_title(row.state), ", ".join(names.get(row.id, ()))] for row in documents]
        headings = [self.tr("Document"), self.tr("State"), self.tr("Assigned to")]
        self.list = table(RowsModel(headings, rows, self), self.tr("Documents"), self, stretch=0)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setMinimumHeight(160)
        self.count = plain("", self, role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.all, self.some):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.count)
        self.some.toggled.connect(self._show)
        self.list.selectionModel().selectionChanged.connect(self._show)
        self._show()

    def chosen(self) -> tuple[str, ...] | None:
        """The ids of the chosen documents; None where all texts go along."""
        if not self.some.isChecked():
            return None
        rows = sorted({index.row() for index in self.list.selectionModel().selectedRows()})
        return tuple(self._documents[row].id for row in rows)

    def choose(self, documents: frozenset[str]) -> None:
        """Choose these; all texts where there are none."""
        model, selection = self.list.model(), QItemSelection()
        for number, row in enumerate(self._documents):
            if row.id in documents:
                selection.select(model.index(number, 0), model.index(number, model.columnCount() - 1))
        self.list.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        (self.some if documents else self.all).setChecked(True)
        self._show()

    def _show(self) -> None:
        chosen = self.chosen()
        self.list.setEnabled(chosen is not None)
        if chosen is None:
            self.count.setText(self.tr("The texts of everything that goes into the parcel."))
        else:
            text = self.tr("%1 of %2 documents. The history of the others goes along, their texts do not.")
            text = text.replace("%1", f"{len(chosen):n}").replace("%2", f"{len(self._documents):n}")
            self.count.setText(text)
        self.changed.emit()
