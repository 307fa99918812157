"""What an import came to: what was refused, what was there already, and which encodings were guessed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QTreeView, QWidget

from curator.services.encoding_samples import sample
from curator.ui.dialogs.base import Button, Dialog, plain
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
    """A row for each file that needs a look, and the letters of those that were guessed, in one encoding and another.

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
        self._add_choice()
        self.body.addWidget(self.summary)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._choice)
        self.table.selectionModel().currentChanged.connect(self._look)
        guessed = (row for row, item in enumerate(self._items) if is_guessed(item))
        self.table.setCurrentIndex(model.index(next(guessed, 0), 0))
        self._look()
        self.buttons.button(Button.Close).setDefault(True)

    def _add_choice(self) -> None:
        self.encoding = QComboBox(self)
        self.encoding.setAccessibleName(self.tr("Another encoding"))
        self.encoding.currentTextChanged.connect(self._show_letters)
        self.again = QPushButton(self.tr("Read again in this encoding"), self)
        self.again.setProperty("role", "primary")
        self.again.clicked.connect(self._again)
        self.as_read = plain("", self)
        self.as_chosen = plain("", self)
        self._choice = QWidget(self)
        grid = QGridLayout(self._choice)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(plain(self.tr("It was read as:"), self), 0, 0)
        grid.addWidget(self.as_read, 0, 1, 1, 2)
        words = self.tr("If these are wrong letters, its encoding was guessed wrong. Another one:")
        grid.addWidget(plain(words, self), 1, 0, 1, 2)
        grid.addWidget(self.encoding, 1, 2)
        grid.addWidget(plain(self.tr("It would read:"), self), 2, 0)
        grid.addWidget(self.as_chosen, 2, 1)
        grid.addWidget(self.again, 2, 2)

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
        guessed = item is not None and is_guessed(item)
        if item and guessed:
            used = item.encoding or ""
            self.encoding.clear()
            self.encoding.addItems(list(dict.fromkeys((used, *item.alternatives, *ENCODINGS))))
            self.as_read.setText(f"“{sample(item.path, used)}”")
        self._choice.setVisible(guessed)

    def _show_letters(self, encoding: str) -> None:
        item = self._current()
        if item:
            self.as_chosen.setText(f"“{sample(item.path, encoding)}”" if encoding else "")
            self.again.setEnabled(bool(encoding) and encoding != item.encoding)

    def _again(self) -> None:
        item = self._current()
        if item:
            self.again_wanted.emit(item, self.encoding.currentText())
            self.accept()


def _urgency(item: "ImportItem") -> tuple[int, str]:
    order = {"refused": 0, "imported": 2, "already": 3, "skipped": 4}
    return (1 if is_guessed(item) else order[item.outcome], str(item.path))
