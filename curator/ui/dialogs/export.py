"""Where the data set goes, and how much of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.files import ask_new


class ExportDialog(Dialog):
    """Asks for the file; its ending says the format.

    Signals:
        wanted: (Path, bool) export there; everything, or approved annotations alone.
    """

    wanted = Signal(Path, bool)

    def __init__(self, project: Path, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Export"))
        self.setWindowTitle(self.tr("Export the data set"))
        self.resize(600, 0)
        self.path = QLineEdit(str(project.with_suffix(".json")), self)
        self.path.setAccessibleName(self.tr("File"))
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.everything = QCheckBox(self.tr("&All annotations, also those not approved, or rejected"), self)
        self.everything.setChecked(True)
        self.body.addWidget(
            plain(self.tr("Every value goes with the words that it rests on, and with who put it there."), self)
        )
        self.body.addLayout(row)
        self.body.addWidget(self.everything)
        self.body.addWidget(
            plain(
                self.tr(".json is one file that can be imported again; .jsonl has a document on each line."),
                self,
                role="muted",
            )
        )

    def _browse(self) -> None:
        filters = [self.tr("Data set (*.json)"), self.tr("Data set, a document a line (*.jsonl)")]
        ask_new(self, self.tr("Export to"), filters, Path(self.path.text()), lambda path: self.path.setText(str(path)))

    def done_with(self) -> None:
        """Hand up what was chosen. An existing file is written over only when asked twice."""
        text = self.path.text().strip()
        if not text:
            self.say_wrong(self.tr("Where to?"))
            return
        path = Path(text).expanduser()
        if path.exists() and self.wrong.property("asked") != text:
            self.wrong.setProperty("asked", text)
            self.say_wrong(self.tr("This file exists. Press Export again to write over it."))
            return
        self.wanted.emit(path, self.everything.isChecked())
        self.accept()
