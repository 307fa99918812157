"""What verifying found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.lists import RowsModel, table

if TYPE_CHECKING:
    from curator.services.verifying import Defect


class DefectsDialog(Dialog):
    """A row for each defect: kind, place, id, in words; and a button that repairs where that may help.

    Signals:
        repair_wanted: repair what can be.
    """

    repair_wanted = Signal()

    def __init__(self, defects: Sequence["Defect"], parent: QWidget | None = None, *, can_repair: bool = False) -> None:
        may_help = can_repair and any(defect.damage for defect in defects)
        super().__init__("", parent, accept=self.tr("Repair what can be") if may_help else "")
        self.setWindowTitle(self.tr("Verify"))
        self.resize(860, 420)
        words = self.tr("%1 defects. Nothing was changed; a backup from before can be restored from the File menu.")
        rows = [[defect.kind, defect.place, defect.id, defect.message] for defect in defects]
        model = RowsModel([self.tr("Kind"), self.tr("Place"), self.tr("Id"), self.tr("What is wrong")], rows, self)
        self.table = table(model, self.tr("Defects"), self, stretch=3, sentences=True)
        self.body.addWidget(plain(words.replace("%1", str(len(defects))), self, role="heading"))
        self.body.addWidget(self.table, 1)

    def done_with(self) -> None:
        """Hand it up."""
        self.repair_wanted.emit()
        self.accept()
