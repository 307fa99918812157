"""Asking for the passphrase of a project, or for a new one twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from curator.ui.dialogs.base import Dialog, plain


class PassphraseDialog(Dialog):
    """One line, or two for a new passphrase; stays open until it is told that the passphrase was right.

    Signals:
        given: (str) the passphrase.
    """

    given = Signal(str)

    def __init__(self, title: str, words: str, parent: QWidget | None = None, *, is_new: bool = False) -> None:
        super().__init__(title, parent, accept=title)
        self.resize(460, 0)
        self.first = secret_line(self.tr("Passphrase"), self)
        self.again = secret_line(self.tr("The same again"), self) if is_new else None
        form = QFormLayout()
        form.addRow(self.tr("&Passphrase"), self.first)
        if self.again:
            form.addRow(self.tr("The same &again"), self.again)
        self.body.addWidget(plain(words, self))
        self.body.addLayout(form)

    def done_with(self) -> None:
        """Hand it up."""
        if self.again and self.again.text() != self.first.text():
            self.say_wrong(self.tr("The two passphrases differ."))
        elif not self.first.text():
            self.say_wrong(self.tr("Type the passphrase."))
        else:
            self.say_wrong("")
            self.setEnabled(False)
            self.given.emit(self.first.text())

    def refuse(self, message: str) -> None:
        """Say that it was not the right one, and let the person try again."""
        self.setEnabled(True)
        self.say_wrong(message)
        self.first.selectAll()
        self.first.setFocus()


def secret_line(name: str, parent: QWidget) -> QLineEdit:
    """A line that shows dots."""
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    return line
