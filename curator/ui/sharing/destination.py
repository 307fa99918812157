"""Where a parcel goes while no project is open: a project to be made of it, or the copy that is here already."""

from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QRadioButton, QWidget

from curator.ui.dialogs.base import named
from curator.ui.dialogs.files import PROJECTS, ask_new
from curator.ui.dialogs.names import OwnName

SUFFIX: Final = ".curator"
MOST_LETTERS: Final = 60
"""Of the name of a file that is made of a name that others chose."""


class Destination(QWidget):
    """Asks for the file, for a passphrase or none, and with `called` for this person's name, which is that for now.

    `folder` is where the file goes if nobody says otherwise.
    """

    def __init__(self, folder: Path, called: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.copy: Path | None = None
        self.into_copy = QRadioButton(self)
        self.make_new = QRadioButton(self.tr("Make &another project of it"), self)
        self.target = QLineEdit(self)
        self.own_name = OwnName(called, self) if called else None
        self.encrypt = QCheckBox(self.tr("&Encrypt it under a passphrase"), self)
        self._browse = QPushButton(self.tr("Choose…"), self)
        self._browse.clicked.connect(self._choose)
        self._browse.setAutoDefault(False)  # Enter in the line beside it means Receive
        self._lay_out()
        self.into_copy.toggled.connect(self._show_choice)
        self.show_copy(None)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.into_copy)
        form.addRow(self.make_new)
        row = QHBoxLayout()
        row.addWidget(self.target, 1)
        row.addWidget(self._browse)
        form.addRow(named(self.tr("&Make the project at"), self.target), row)
        if self.own_name:
            form.addRow(self.tr("&Your name"), self.own_name)
        form.addRow("", self.encrypt)

    def suggest(self, name: str) -> None:
        """Name the file after the project, unless the person has named it."""
        if not self.target.isModified():
            self.target.setText(str(_free_name(self._folder, name)))

    def show_copy(self, copy: Path | None) -> None:
        """Offer to receive into this copy of the project first of all; None where there is none."""
        self.copy = copy
        for choice in (self.into_copy, self.make_new):
            choice.setVisible(copy is not None)
        words = self.tr("&Into your copy of this project: %1")
        self.into_copy.setText(words.replace("%1", str(copy or "").replace("&", "&&")))
        self.into_copy.setChecked(copy is not None)
        self._show_choice()

    def _show_choice(self) -> None:
        for widget in (self.target, self._browse, self.own_name, self.encrypt):
            if widget:
                widget.setEnabled(not self.goes_into_copy())

    def goes_into_copy(self) -> bool:
        """Whether it goes into the copy that is here."""
        return self.copy is not None and self.into_copy.isChecked()

    def path(self) -> Path:
        """The file of the project to be made."""
        return Path(self.target.text().strip()).expanduser()

    def wrong(self) -> str:
        """What has to be said first, or ""."""
        if self.goes_into_copy():
            return ""
        if not self.target.text().strip():
            return self.tr("Where to?")
        return self.own_name.wrong if self.own_name and not self.own_name.text().strip() else ""

    def _choose(self) -> None:
        title = self.tr("File of the new project")
        ask_new(self, title, [PROJECTS], Path(self.target.text()), lambda path: self.target.setText(str(path)))


def _free_name(folder: Path, name: str) -> Path:
    """A file for a project of that name, which is not there yet."""
    kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name[:MOST_LETTERS])
    kept = kept.strip() or "project"
    names = (kept if number == 1 else f"{kept} {number}" for number in count(1))
    return next(path for path in (folder / f"{each}{SUFFIX}" for each in names) if not path.exists())
