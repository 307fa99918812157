"""A new project: its name, its file, its scheme, and who makes it, where they were never asked."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from curator.domain.errors import CuratorError
from curator.services import schemes
from curator.ui.dialogs.base import Dialog, named, plain
from curator.ui.dialogs.files import PROJECTS, ask_existing, ask_new, documents_folder
from curator.ui.dialogs.names import OwnName

if TYPE_CHECKING:
    from curator.domain.scheme import AnnotationScheme

SUFFIX = ".curator"


class NewProjectDialog(Dialog):
    """Asks for what a project needs, and with `called` for this person's name, which is that for now.

    Signals:
        wanted: (Path, name, AnnotationScheme) make it.
        made: (Path) it was made, and is open.
    """

    wanted = Signal(Path, str, object)
    made = Signal(Path)

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None, *, called: str = "") -> None:
        super().__init__("", parent, accept=self.tr("Make the project"))
        self.setWindowTitle(self.tr("New project"))
        self.resize(560, 0)
        self._folder = folder or documents_folder()
        self._schemes: list[AnnotationScheme] = [schemes.default_scheme()]
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("What the project is about"))
        self.path = QLineEdit(self)
        self.scheme = QComboBox(self)
        self.scheme.addItem(self._schemes[0].name)
        self.own_name = OwnName(called, self) if called else None
        self.encrypt = QCheckBox(self.tr("&Encrypt it under a passphrase"), self)
        self._typed_path = False
        self._lay_out()
        self.name.textEdited.connect(self._suggest)
        self.path.textEdited.connect(self._path_typed)

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        other = QPushButton(self.tr("From a file…"), self)
        other.clicked.connect(self._browse_scheme)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(self.tr("&Name"), self.name)
        form.addRow(named(self.tr("&File"), self.path), _beside(self.path, browse))
        form.addRow(named(self.tr("&Scheme"), self.scheme), _beside(self.scheme, other))
        order = [self.name, self.path, browse, self.scheme, other]
        if self.own_name:
            form.addRow(self.tr("&Your name"), self.own_name)
            order.append(self.own_name)
        form.addRow("", self.encrypt)
        self.body.addLayout(form)
        for before, after in pairwise((*order, self.encrypt)):
            self.setTabOrder(before, after)
        self.body.addWidget(
            plain(self.tr("The scheme says which labels there are and what is asked about each."), self, role="muted")
        )

    def _suggest(self, name: str) -> None:
        if not self._typed_path:
            kept = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip()
            self.path.setText(str(self._folder / f"{kept}{SUFFIX}") if kept else "")

    def _path_typed(self) -> None:
        self._typed_path = True

    def _browse(self) -> None:
        suggested = Path(self.path.text()) if self.path.text() else self._folder / f"project{SUFFIX}"
        ask_new(self, self.tr("File of the new project"), [PROJECTS], suggested, self._take_path)

    def _take_path(self, path: Path) -> None:
        self._typed_path = True
        self.path.setText(str(path))

    def _browse_scheme(self) -> None:
        ask_existing(self, self.tr("Annotation scheme"), [self.tr("Schemes (*.json)")], self._take_scheme)

    def _take_scheme(self, path: Path) -> None:
        try:
            scheme = schemes.load_scheme(path)
        except CuratorError as error:
            self.say_wrong(str(error))
            return
        self._schemes.append(scheme)
        self.scheme.addItem(f"{scheme.name} ({path.name})")
        self.scheme.setCurrentIndex(self.scheme.count() - 1)
        self.say_wrong("")

    def is_encrypted(self) -> bool:
        """Whether it is to lie under a passphrase."""
        return self.encrypt.isChecked()

    def done_with(self) -> None:
        """Hand up what was asked for, if it is all there."""
        name, path = self.name.text().strip(), self.path.text().strip()
        if not name or not path:
            self.say_wrong(self.tr("A project needs a name and a file."))
            return
        if self.own_name and not self.own_name.text().strip():
            self.say_wrong(self.own_name.wrong)
            return
        file = Path(path).expanduser()
        self.wanted.emit(
            file if file.suffix else file.with_suffix(SUFFIX), name, self._schemes[self.scheme.currentIndex()]
        )


def _beside(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left, 1)
    row.addWidget(right)
    return row
