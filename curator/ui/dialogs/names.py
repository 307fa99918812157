"""What people are called: asking who sits here, once, where their first project comes to be; renaming somebody."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from curator.services.identity import Author
from curator.services.people import PersonEntry
from curator.ui.dialogs.base import Dialog, plain


class OwnName(QLineEdit):
    """A line for the person's name; it begins with what the account is called."""

    def __init__(self, called: str, parent: QWidget | None = None) -> None:
        super().__init__(called, parent)
        self.setAccessibleName(self.tr("Your name"))
        self.setToolTip(self.tr("It stands beside everything that you do in the project."))
        self.wrong = self.tr("What are you called? Your name stands beside everything that you do.")


def unsaid(author: Author) -> str:
    """What the account calls the person, where they have not said yet what they are called; else ""."""
    return "" if author.has_said_name else author.name


class RenameDialog(Dialog):
    """Asks what somebody is to be called in the project.

    Signals:
        wanted: (str) they are called so from now on.
    """

    wanted = Signal(str)

    def __init__(self, person: PersonEntry, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Rename"))
        self.setWindowTitle(self.tr("Rename"))
        self.resize(460, 0)
        self.name = QLineEdit(person.name, self)
        self.name.selectAll()
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self.name)
        self.body.addLayout(form)
        words = self.tr("Everybody in the project sees it, beside what was done before as well. Key and work stay.")
        self.body.addWidget(plain(words, self, role="muted"))

    def done_with(self) -> None:
        """Hand up the name."""
        self.wanted.emit(self.name.text())
