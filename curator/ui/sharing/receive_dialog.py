"""Receiving a parcel, on one page after the other: a look at it, the report, receiving, what came of it."""

from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.errors import CuratorError
from curator.services.sharing import Report
from curator.ui.dialogs.base import Button, Dialog, named, plain
from curator.ui.dialogs.files import PROJECTS, ask_new
from curator.ui.sharing.parts import Pages, WorkPage
from curator.ui.sharing.report_page import ReportPage

SUFFIX: Final = ".curator"
MOST_LETTERS: Final = 60
"""Of the name of a file that is made of a name that others chose."""


class ReceiveDialog(Dialog):
    """Nothing is written before the person has seen the report and pressed Receive.

    `folder` is where the project goes that is made of the parcel; None where one is open.

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

    def __init__(self, parcel: Path, folder: Path | None, parent: QWidget | None = None, *, place: str = "") -> None:
        super().__init__("", parent, accept=self.tr("Receive"))
        self.setWindowTitle(self.tr("Receive a parcel"))
        self.resize(760, 520)
        self._folder = folder
        self._is_working = False
        self.file = plain(f"{parcel.name} {place}".strip(), self, role="muted")
        self.file.setToolTip(str(parcel))
        self.work = WorkPage(self)
        self.report = ReportPage(self)
        self.error = plain("", self)
        self._error_page = _page(plain(self.tr("It can't be received"), self, role="heading"), self.error)
        self.pages = Pages((self.work, self.report, self._error_page), self)
        self.target = QLineEdit(self)
        self.receive = self.buttons.button(Button.Ok)
        self.leave = self.buttons.button(Button.Cancel)
        self.conflicts = QPushButton(self.tr("Show the &conflicts"), self)
        self.conflicts.setAutoDefault(False)
        self.conflicts.clicked.connect(self._show_conflicts)
        self.buttons.addButton(self.conflicts, self.buttons.ButtonRole.ActionRole)
        self._lay_out()

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        browse.setAutoDefault(False)  # Enter in the line beside it means Receive
        self._new = QWidget(self)
        row = QHBoxLayout(self._new)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(named(self.tr("&Make the project at"), self.target))
        row.addWidget(self.target, 1)
        row.addWidget(browse)
        self.body.addWidget(self.file)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self._new)

    # what is shown

    def show_working(self, title: str) -> None:
        """Say what is being done."""
        self.work.begin(title)
        self._show(self.work, leave=self.tr("Stop"), working=True)

    def show_report(self, report: Report) -> None:
        """Show what would come, for the person to decide."""
        if self._folder and not self.target.isModified():
            self.target.setText(str(_free_name(self._folder, report.project_name)))
        self.report.show_report(report, is_new=self._folder is not None)
        if report.empty:
            self._show(self.report, leave=self.tr("Close"))
            return
        self._show(self.report, leave=self.tr("Don't receive"), receive=True)
        self.receive.setFocus()

    def show_outcome(self, report: Report) -> None:
        """Show what came of it."""
        self.report.show_report(report, is_new=self._folder is not None)
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
        self.target.setFocus()

    def _show(
        self, page: QWidget, *, leave: str, working: bool = False, receive: bool = False, is_small: bool = False
    ) -> None:
        self._is_working = working
        self.say_wrong("")
        self.leave.setText(leave)
        self.leave.setEnabled(True)
        self.receive.setVisible(receive)
        self._new.setVisible(receive and self._folder is not None)
        self.conflicts.hide()
        self.pages.show_page(page, is_small=is_small)
        self.leave.setFocus()
        self.receive.setDefault(receive)

    # what the person does

    def target_path(self) -> Path | None:
        """Where the new project goes; None where one is open."""
        return Path(self.target.text().strip()).expanduser() if self._folder else None

    def _browse(self) -> None:
        title = self.tr("File of the new project")
        ask_new(self, title, [PROJECTS], Path(self.target.text()), lambda path: self.target.setText(str(path)))

    def _show_conflicts(self) -> None:
        self.accept()
        self.conflicts_wanted.emit()

    @override
    def done_with(self) -> None:
        """Hand it up."""
        if self._folder and not self.target.text().strip():
            self.say_wrong(self.tr("Where to?"))
            return
        self.wanted.emit()

    @override
    def reject(self) -> None:
        """Stop what is being done, or leave. The dialog goes when the work has ended."""
        if self._is_working:
            self.leave.setEnabled(False)
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


def _free_name(folder: Path, name: str) -> Path:
    """A file for a project of that name, which is not there yet."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name[:MOST_LETTERS])
    kept = kept.strip() or "project"
    names = (kept if number == 1 else f"{kept} {number}" for number in count(1))
    return next(path for path in (folder / f"{each}{SUFFIX}" for each in names) if not path.exists())


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return page
