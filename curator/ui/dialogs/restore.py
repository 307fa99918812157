"""Which backup takes the place of which project."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from curator.services.home import backup_folder
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.files import PROJECTS, ask_existing, ask_new

_PATH = Qt.ItemDataRole.UserRole


class RestoreDialog(Dialog):
    """Lists the backups, newest first.

    Signals:
        wanted: (Path of the backup, Path of the project) put one in place of the other.
    """

    wanted = Signal(Path, Path)

    def __init__(self, project: Path | None, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Restore"))
        self.setWindowTitle(self.tr("Restore a backup"))
        self.resize(620, 420)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Backups"))
        for path in sorted(backup_folder().glob("*.curator"), key=lambda each: each.stat().st_mtime, reverse=True):
            self._add(path)
        self.list.setCurrentRow(0)
        other = QPushButton(self.tr("Another file…"), self)
        other.clicked.connect(self._browse)
        self.target = QLineEdit(str(project or ""), self)
        self.target.setAccessibleName(self.tr("Project"))
        choose = QPushButton(self.tr("Choose…"), self)
        choose.clicked.connect(self._browse_target)
        row = QHBoxLayout()
        row.addWidget(self.target, 1)
        row.addWidget(choose)
        self.body.addWidget(plain(self.tr("This backup"), self, role="field"))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(
            plain(self.tr("takes the place of this project, which is kept beside it under another name:"), self)
        )
        self.body.addLayout(row)

    def _add(self, path: Path) -> None:
        status = path.stat()
        made = datetime.fromtimestamp(status.st_mtime).astimezone().strftime("%Y-%m-%d %H:%M")
        item = QListWidgetItem(f"{path.stem}   ·   {made}   ·   {status.st_size / 1e6:.1f} MB")
        item.setData(_PATH, str(path))
        self.list.addItem(item)
        self.list.setCurrentItem(item)

    def _browse(self) -> None:
        ask_existing(self, self.tr("Backup"), [PROJECTS], self._add)

    def _browse_target(self) -> None:
        suggested = Path(self.target.text() or "restored.curator")
        ask_new(self, self.tr("Project"), [PROJECTS], suggested, lambda path: self.target.setText(str(path)))

    def done_with(self) -> None:
        """Hand up both."""
        chosen = self.list.selectedItems()
        if not chosen or not self.target.text().strip():
            self.say_wrong(self.tr("Choose a backup, and the project that it takes the place of."))
            return
        self.wanted.emit(Path(chosen[0].data(_PATH)), Path(self.target.text().strip()).expanduser())
        self.accept()
