"""Who is in the project, and this person's own name and key."""

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from curator.domain.errors import CuratorError
from curator.services import reading
from curator.services.identity import Author
from curator.ui.dialogs.base import Dialog, named, plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.session import Session


class PeopleDialog(Dialog):
    """The people of the project in a table; below, how this person is called from now on."""

    def __init__(self, session: Session, author: Author, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("People and your key"))
        self.resize(720, 440)
        self._author = author
        people = reading.people(session.view) if session.is_open else []
        rows = [
            [
                person.name,
                ", ".join(person.roles) or (self.tr("imported") if person.imported else ""),
                person.fingerprint or self.tr("no key"),
            ]
            for person in people
        ]
        model = RowsModel([self.tr("Name"), self.tr("Roles"), self.tr("Fingerprint of the key")], rows, self)
        self.table = table(model, self.tr("People"), self, stretch=0)
        self.name = QLineEdit(author.name, self)
        self.name.setAccessibleName(self.tr("Your name"))
        keep = QPushButton(self.tr("Keep"), self)
        keep.clicked.connect(self._rename)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(keep)
        form = QFormLayout()
        form.addRow(named(self.tr("Your &name in new projects"), self.name), row)
        form.addRow(self.tr("Your key"), plain(author.fingerprint, self, role="muted"))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(form)

    def _rename(self) -> None:
        try:
            self._author.rename(self.name.text())
        except CuratorError as error:
            self.say_wrong(str(error))
            return
        self.say_wrong("")
        self.name.setText(self._author.name)
