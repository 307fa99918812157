"""Which backup takes the place of which project."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QPushButton, QWidget

from curator.services import backup_list
from curator.services.backup_list import Backup
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.files import PROJECTS, ask_existing, ask_new
from curator.ui.dialogs.lists import RowsModel, table


class RestoreDialog(Dialog):
    """Lists the backups of a project (of all, while none is open), newest first, with what they hold.

    Signals:
        wanted: (Path of the backup, Path of the project) put one in place of the other.
    """

    wanted = Signal(Path, Path)

    def __init__(self, project: Path | None, parent: QWidget | None = None, *, project_id: str = "") -> None:
        super().__init__("", parent, accept=self.tr("Restore"))
        self.setWindowTitle(self.tr("Restore a backup"))
        self.resize(760, 460)
        found = backup_list.of(project, project_id) if project else []
        self.backups: list[Backup] = found or backup_list.every()
        self._other: Path | None = None
        headings = [self.tr("Made"), self.tr("Documents"), self.tr("Annotations"), self.tr("Size"), self.tr("Verified")]
        model = RowsModel([*headings, self.tr("File")], [self._row(each) for each in self.backups], self)
        self.list = table(model, self.tr("Backups"), self, stretch=5)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setCurrentIndex(model.index(self._best(), 0))
        self.target = QLineEdit(str(project or ""), self)
        self.target.setAccessibleName(self.tr("Project"))
        self.other = plain("", self)
        self.other.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        other = QPushButton(self.tr("Another file…"), self)
        other.clicked.connect(self._browse)
        choose = QPushButton(self.tr("Choose…"), self)
        choose.clicked.connect(self._browse_target)
        row = QHBoxLayout()
        row.addWidget(self.target, 1)
        row.addWidget(choose)
        self.body.addWidget(plain(self.tr("This backup"), self, role="field"))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.other)
        self.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(
            plain(
                self.tr(
                    "is verified once more, and takes the place of this project. What is there now is kept beside it "
                    "under another name, byte for byte:"
                ),
                self,
            )
        )
        self.body.addLayout(row)

    def _row(self, backup: Backup) -> list[str]:
        note = backup.note
        checked = {
            "fully": self.tr("✓ fully"),
            "quickly": self.tr("✓ quickly"),
            "": self.tr("not known"),
        }[note.checked]
        made = backup.made.astimezone().strftime("%Y-%m-%d %H:%M")
        counts = [f"{number:n}" if number >= 0 else "" for number in (note.documents, note.annotations)]
        return [made, *counts, f"{backup.size / 1e6:.1f} MB", checked, backup.path.name]

    def _best(self) -> int:
        """The newest that was verified, else the newest."""
        return next((row for row, each in enumerate(self.backups) if each.note.checked), 0)

    def _browse(self) -> None:
        ask_existing(self, self.tr("Backup"), [PROJECTS], self.take_other)

    def take_other(self, path: Path) -> None:
        """Restore from a file that is not in the list."""
        self._other = path
        made = datetime.fromtimestamp(path.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H:%M")
        words = self.tr("Chosen: %1 (%2)").replace("%2", made).replace("%1", str(path))
        self.other.setText(words)
        self.other.show()
        self.list.clearSelection()
        self.list.selectionModel().selectionChanged.connect(self._forget_other)

    def _forget_other(self) -> None:
        if self.list.selectionModel().selectedRows():
            self._other = None
            self.other.hide()

    def _browse_target(self) -> None:
        suggested = Path(self.target.text() or "restored.curator")
        ask_new(self, self.tr("Project"), [PROJECTS], suggested, lambda path: self.target.setText(str(path)))

    def chosen(self) -> Path | None:
        """The backup that is chosen."""
        rows = self.list.selectionModel().selectedRows()
        return self._other or (self.backups[rows[0].row()].path if rows else None)

    def done_with(self) -> None:
        """Hand up both."""
        chosen = self.chosen()
        if chosen is None or not self.target.text().strip():
            self.say_wrong(self.tr("Choose a backup, and the project that it takes the place of."))
            return
        self.wanted.emit(chosen, Path(self.target.text().strip()).expanduser())
        self.accept()
