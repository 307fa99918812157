"""What an import came to: what was refused, what was there already, and which encodings were guessed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTreeView, QWidget

from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.lists import RowsModel, table

if TYPE_CHECKING:
    from curator.services.importing import ImportItem, ImportReport

ENCODINGS = (
    "utf-8", "utf-16", "windows-1251", "koi8-r", "ibm866", "iso-8859-5", "mac-cyrillic",
    "windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr",
)  # fmt: skip


def needs_showing(report: "ImportReport") -> bool:
    """Whether a person should look at it: something was refused, guessed, or came with a message."""
    return bool(report.warnings) or any(
        item.outcome == "refused" or item.doubtful or (item.message and item.outcome == "imported")
        for item in report.items
    )


def is_guessed(item: "ImportItem") -> bool:
    """Whether the encoding was guessed, so that a person should look at the letters."""
    return item.outcome == "imported" and (item.doubtful or bool(item.alternatives))


def summary(report: "ImportReport") -> str:
    """The report in one line."""
    counts = dict.fromkeys(("imported", "already", "refused", "skipped"), 0)
    for item in report.items:
        counts[item.outcome] += 1
    words = {
        "imported": QCoreApplication.translate("ImportReport", "%1 imported"),
        "already": QCoreApplication.translate("ImportReport", "%1 there already"),
        "refused": QCoreApplication.translate("ImportReport", "%1 refused"),
        "skipped": QCoreApplication.translate("ImportReport", "%1 skipped"),
    }
    parts = [words[name].replace("%1", f"{count:n}") for name, count in counts.items() if count]
    return " · ".join(parts) or QCoreApplication.translate("ImportReport", "Nothing to import was found.")


class ImportReportDialog(Dialog):
    """A row for each file that needs a look, and another encoding for those that were guessed.

    Signals:
        again_wanted: (ImportItem, encoding) read this file again, in that encoding.
    """

    again_wanted = Signal(object, str)

    def __init__(self, report: "ImportReport", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Import"))
        self.resize(820, 380)
        self._items = sorted(report.items, key=_urgency)
        self.summary = plain(summary(report), self, role="heading")
        model = RowsModel([self.tr("File"), self.tr("Came to"), self.tr("Encoding"), self.tr("What is to be known")],
                          [self._row(item) for item in self._items], self)  # fmt: skip
        self.table: QTreeView = table(model, self.tr("Files"), self, stretch=3, sentences=True)
        self.encoding = QComboBox(self)
        self.encoding.setAccessibleName(self.tr("Another encoding"))
        self.again = QPushButton(self.tr("Read again in this encoding"), self)
        self.again.setProperty("role", "primary")
        self.again.clicked.connect(self._again)
        self._choice = QWidget(self)
        row = QHBoxLayout(self._choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain(self.tr("If the text shows wrong letters, its encoding was guessed wrong:"), self), 1)
        row.addWidget(self.encoding)
        row.addWidget(self.again)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._choice)
        self.table.selectionModel().currentChanged.connect(self._look)
        guessed = (row for row, item in enumerate(self._items) if is_guessed(item))
        self.table.setCurrentIndex(model.index(next(guessed, 0), 0))
        self._look()

    def _row(self, item: "ImportItem") -> list[str]:
        outcomes = {
            "imported": self.tr("imported"),
            "already": self.tr("there already"),
            "refused": self.tr("refused"),
            "skipped": self.tr("skipped"),
        }
        encoding = item.encoding or ""
        guessed = self.tr("%1, guessed").replace("%1", encoding) if is_guessed(item) else encoding
        message = item.message
        if is_guessed(item):
            message = self.tr("The encoding is a guess: look whether the letters are right.")
        return [item.path.name, outcomes[item.outcome], guessed, message]

    def _current(self) -> "ImportItem | None":
        row = self.table.currentIndex().row()
        return self._items[row] if 0 <= row < len(self._items) else None

    def _look(self) -> None:
        item = self._current()
        if item:
            self.encoding.clear()
            self.encoding.addItems(list(dict.fromkeys((*item.alternatives, *ENCODINGS))))
        self._choice.setVisible(item is not None and is_guessed(item))

    def _again(self) -> None:
        item = self._current()
        if item:
            self.again_wanted.emit(item, self.encoding.currentText())
            self.accept()


def _urgency(item: "ImportItem") -> tuple[int, str]:
    order = {"refused": 0, "imported": 2, "already": 3, "skipped": 4}
    return (1 if is_guessed(item) else order[item.outcome], str(item.path))
