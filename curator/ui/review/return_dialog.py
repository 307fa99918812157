"""Whose work on a document goes back, and why: one dialog, whoever submitted it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from curator.ui.dialogs.base import plain
from curator.ui.review.reason_dialog import ReasonDialog

_ID = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Submitter:
    """Somebody who submitted the document; `offered` is whether their work is ticked from the start."""

    ident: str
    name: str
    has_returned: bool
    offered: bool


class ReturnDialog(ReasonDialog):
    """Asks why, and whose work where several submitted it. The first reason is for work with returned annotations."""

    def __init__(self, title: str, submitters: Sequence[Submitter], parent: QWidget | None = None) -> None:
        # The project's own reasons are about annotations.
        words = (
            self.tr("Some annotations are returned, each with its reason"),
            self.tr("Parts of the text are not annotated yet"),
            self.tr("Fields were left open"),
            self.tr("The guidelines have changed: please go through it again"),
        )
        super().__init__(self.tr("Return the work"), self.tr("Return"), [("", each) for each in words], parent)
        self._returned = {one.ident for one in submitters if one.has_returned}
        self.whom = QListWidget(self)
        self.whom.setAccessibleName(self.tr("Whose work goes back"))
        for one in submitters:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.ident)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.offered else Qt.CheckState.Unchecked)
            self.whom.addItem(item)
        self.whom.setMaximumHeight(24 * len(submitters) + 12)
        self.whom.setVisible(len(submitters) > 1)
        self.whom.itemChanged.connect(self._offer)
        self.heading = plain(title, self, role="heading")
        self.body.insertWidget(0, self.heading)
        self.body.insertWidget(1, self.whom)
        self._offer()

    def ticked(self) -> list[str]:
        """Whose work goes back."""
        items = (self.whom.item(row) for row in range(self.whom.count()))
        return [str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _offer(self, *_changed: object) -> None:
        """Offer the reason that annotations are returned where that is so of all whose work goes back."""
        whom = self.ticked()
        item = self.list.item(0)
        item.setHidden(not whom or not self._returned.issuperset(whom))
        if item.isHidden() and item.isSelected():
            self.list.setCurrentRow(-1)

    @override
    def done_with(self) -> None:
        if not self.ticked():
            self.say_wrong(self.tr("Tick whose work goes back."))
            return
        super().done_with()
