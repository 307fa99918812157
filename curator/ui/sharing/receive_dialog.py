"""Receiving a parcel, on one page after the other: a look at it, the report, receiving, what came of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.errors import CuratorError
from curator.services.sharing import Report
from curator.ui.dialogs.base import Button, Dialog, plain
from curator.ui.sharing.destination import Destination
from curator.ui.sharing.parts import Pages, WorkPage
from curator.ui.sharing.report_page import ReportPage


class ReceiveDialog(Dialog):
    """Nothing is written before the person has seen the report and pressed Receive.

    `destination` asks where to; None where a project is open.

    Signals:
        wanted: receive it.
        stop_wanted: stop what is being done.
        conflicts_wanted: show what people changed differently.
        left: the person is done with this parcel.
    """

    wanted = Signal()
    stop_wanted = Signal()
    conflicts_wanted = Signal()
    left = Signal()

    def __init__(
        self, parcel: Path, destination: Destination | None, parent: QWidget | None = None, *, place: str = ""
    ) -> None:
        super().__init__("", parent, accept=self.tr("Receive"))
        self.setWindowTitle(self.tr("Receive a parcel"))
        self.resize(760, 520)
        self.destination = destination
        self._is_working = False
        self.file = plain(f"{parcel.name} {place}".strip(), self, role="muted")
        self.file.setToolTip(str(parcel))
        self.work = WorkPage(self)
        self.report = ReportPage(self)
        self.error = plain("", self)
        self._error_page = _page(plain(self.tr("It can't be received"), self, role="heading"), self.error)
        self.pages = Pages((self.work, self.report, self._error_page), self)
        self.receive = self.buttons.button(Button.Ok)
        self.leave = self.buttons.button(Button.Cancel)
        self.conflicts = QPushButton(self.tr("Show the &conflicts"), self)
        self.conflicts.setAutoDefault(False)
        self.conflicts.clicked.connect(self._show_conflicts)
        self.buttons.addButton(self.conflicts, self.buttons.ButtonRole.ActionRole)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self.file)
        self.body.addWidget(self.pages, 1)
        if self.destination:
            self.body.addWidget(self.destination)

    # what is shown

    def show_working(self, title: str) -> None:
        """Say what is being done."""
        self.work.begin(title)
        self._show(self.work, leave=self.tr("Stop"), working=True)

    def show_report(self, report: Report) -> None:
        """Show what would come, for the person to decide."""
        if self.destination:
            self.destination.suggest(report.project_name)
        self.report.show_report(report, is_new=self.destination is not None)
        if report.empty:
            self._show(self.report, leave=self.tr("Close"))
            return
        self._show(self.report, leave=self.tr("Don't receive"), receive=True)
        self.receive.setFocus()

    def show_outcome(self, report: Report) -> None:
        """Show what came of it."""
        self.report.show_report(report, is_new=self.destination is not None)
        self._show(self.report, leave=self.tr("Close"), is_small=self.report.is_short)
        self.conflicts.setVisible(bool(report.conflicts))

    def show_error(self, error: CuratorError) -> None:
        """Say why it can't be received."""
        self.error.setText(error.message)
        self._show(self._error_page, leave=self.tr("Close"), is_small=True)

    def refuse_target(self, error: CuratorError) -> None:
        """Go back to the report: the project can't be made where it was to be."""
        self._show(self.report, leave=self.tr("Don't receive"), receive=True)
        self.say_wrong(str(error))
        if self.destination:
            self.destination.target.setFocus()

    def _show(
        self, page: QWidget, *, leave: str, working: bool = False, receive: bool = False, is_small: bool = False
    ) -> None:
        self._is_working = working
        self.say_wrong("")
        self.leave.setText(leave)
        self.leave.setEnabled(True)
        self.receive.setVisible(receive)
        if self.destination:
            self.destination.setVisible(receive)
        self.conflicts.hide()
        self.pages.show_page(page, is_small=is_small)
        self.leave.setFocus()
        self.receive.setDefault(receive)

    # what the person does

    def _show_conflicts(self) -> None:
        self.accept()
        self.conflicts_wanted.emit()

    @override
    def done_with(self) -> None:
        """Hand it up."""
        wrong = self.destination.wrong() if self.destination else ""
        self.say_wrong(wrong)
        if not wrong:
            self.wanted.emit()

    @override
    def reject(self) -> None:
        """Stop what is being done, or leave. The dialog goes when the work has ended."""
        if self._is_working:
            self.leave.setEnabled(False)
            self.work.begin(self.tr("Stopping…"))
            self.stop_wanted.emit()
        else:
            super().reject()

    def give_up(self) -> None:
        """Close it: the work was stopped."""
        super().reject()

    @override
    def done(self, result: int, /) -> None:
        super().done(result)
        self.left.emit()


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return page
