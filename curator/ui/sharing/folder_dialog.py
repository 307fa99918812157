"""Which folder parcels are exchanged through."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from curator.ui.dialogs.base import Button, Dialog, named, plain
from curator.ui.dialogs.files import ask_folder


class FolderDialog(Dialog):
    """Asks for a folder that everybody of the project reaches.

    Signals:
        wanted: (Path, bool) exchange through it from now on, and seal what goes there or not; None for no folder.
    """

    wanted = Signal(object, bool)

    def __init__(
        self, folder: Path | None, said: str = "", parent: QWidget | None = None, *, is_sealed: bool = False
    ) -> None:
        super().__init__("", parent, accept=self.tr("Use this folder"))
        self.setWindowTitle(self.tr("Exchange folder"))
        self.resize(600, 230)
        self.path = QLineEdit(str(folder or ""), self)
        self.path.setPlaceholderText(self.tr("A folder on a network drive, or one that is kept in step"))
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        browse.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(named(self.tr("&Folder"), self.path))
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        words = self.tr(
            "Your work is put there as parcels soon after you do it, and what others put there comes in by itself, "
            "while this project is open. Unless it is sealed, whoever can read the folder can read the texts."
        )
        self.body.addWidget(plain(words, self))
        self.body.addLayout(row)
        self.sealed = QCheckBox(self.tr("S&eal what I put there: only the people of the project can open it"), self)
        self.sealed.setChecked(is_sealed)
        self.body.addWidget(self.sealed)
        self.said = plain(said, self, role="muted")
        self.said.setVisible(bool(said))
        self.body.addWidget(self.said)
        self.stop = QPushButton(self.tr("&Stop exchanging"), self)
        self.stop.clicked.connect(self._stop)
        self.buttons.addButton(self.stop, self.buttons.ButtonRole.ActionRole)
        self.stop.setVisible(folder is not None)
        self.buttons.button(Button.Ok).setDefault(True)

    def _browse(self) -> None:
        ask_folder(self, self.tr("Exchange folder"), lambda path: self.path.setText(str(path)))

    def _stop(self) -> None:
        self.wanted.emit(None, False)

    def done_with(self) -> None:
        """Hand it up."""
        text = self.path.text().strip()
        if text:
            self.wanted.emit(Path(text).expanduser(), self.sealed.isChecked())
        else:
            self.say_wrong(self.tr("Which folder?"))
