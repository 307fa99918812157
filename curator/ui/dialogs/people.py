"""Who is in the project, with which keys; whose work waits to be let in; this person's own name and key."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.services import people, public_keys, sharing
from curator.services.identity import Author
from curator.services.people import Key, PersonEntry
from curator.ui.dialogs.base import Dialog, named, plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.session import Session

if TYPE_CHECKING:
    from curator.services.receiving_report import Stranger


class PeopleDialog(Dialog):
    """The people of the project in a table, a row for each key; strangers whose work waits; how this person is called.

    Only supervisors are offered to change anything.

    Signals:
        add_wanted: somebody shall come into the project.
        key_wanted: (PersonEntry) somebody has one more key.
        stranger_wanted: (Stranger) they shall come into the project, with their work.
        name_wanted: (PersonEntry) somebody is to be called otherwise.
        roles_wanted: (PersonEntry) what somebody may do shall be said.
        revoke_wanted: (PersonEntry, Key) a key shall count no longer.
        late_wanted: (PersonEntry, Key) what came with a revoked key may count after all.
    """

    add_wanted = Signal()
    key_wanted = Signal(object)
    stranger_wanted = Signal(object)
    name_wanted = Signal(object)
    roles_wanted = Signal(object)
    revoke_wanted = Signal(object, object)
    late_wanted = Signal(object, object)

    def __init__(self, session: Session, author: Author, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("People and your key"))
        self.resize(860, 640)
        self._session = session
        self._author = author
        self._rows: list[tuple[PersonEntry, Key | None]] = []
        self._strangers: list[Stranger] = []
        self.table = self._table([self.tr("Name"), self.tr("Roles"), self.tr("Fingerprint of the key"), self.tr("Key")])
        self.table.setAccessibleName(self.tr("People"))
        self.waiting = self._table([self.tr("Call themselves"), self.tr("Fingerprint of the key"), self.tr("Acts")])
        self.waiting.setAccessibleName(self.tr("Strangers whose work waits"))
        self.waiting.setMaximumHeight(92)
        self.table.selectionModel().currentChanged.connect(self._offer)
        self._make_buttons()
        self._make_own()
        self._lay_out()
        session.changed.connect(self.refresh)
        session.busy_changed.connect(self.refresh)
        self.refresh()

    def _table(self, headings: list[str]) -> QTreeView:
        return table(RowsModel(headings, [], self), "", self, stretch=0)

    def _make_buttons(self) -> None:
        self.add = self._button(self.tr("&Add somebody…"), self.add_wanted.emit)
        self.key = self._button(self.tr("Another &key…"), partial(self._with_chosen, self.key_wanted.emit))
        self.rename = self._button(self.tr("Rena&me…"), partial(self._with_chosen, self.name_wanted.emit))
        self.roles = self._button(self.tr("&Roles…"), partial(self._with_chosen, self.roles_wanted.emit))
        self.revoke = self._button(self.tr("Re&voke the key…"), partial(self._with_key, self.revoke_wanted.emit))
        self.late = self._button(self.tr("La&te work…"), partial(self._with_key, self.late_wanted.emit))
        self.let_in = self._button(self.tr("Let them &in…"), self._let_in)
        self.offers = QWidget(self)
        row = QHBoxLayout(self.offers)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.add, self.key, self.rename, self.roles, self.revoke, self.late):
            row.addWidget(button)
        row.addStretch()

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(partial(_call, act))
        return button

    def _make_own(self) -> None:
        self.name = QLineEdit(self._author.name, self)
        self.name.setAccessibleName(self.tr("Your name"))
        self.keep = self._button(self.tr("Keep"), self._rename)
        self.copy = self._button(self.tr("&Copy your key"), self._copy)
        self.save = self._button(self.tr("&Save your key…"), self._save)
        self.told = QLabel(self)
        self.told.setProperty("role", "muted")
        self.called = plain("", self, role="muted")

    def _lay_out(self) -> None:
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.offers)
        self.waiting_box = QWidget(self)
        inner = QVBoxLayout(self.waiting_box)
        inner.setContentsMargins(0, 6, 0, 0)
        self._waiting_words = plain("", self)
        inner.addWidget(self._waiting_words)
        inner.addWidget(self.waiting)
        inner.addWidget(self.let_in, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.waiting_box)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        own = plain(self._author.fingerprint, self)
        own.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        own.setWordWrap(False)
        key = QHBoxLayout()
        for widget in (self.copy, self.save, self.told):
            key.addWidget(widget)
        key.addStretch()
        form = QFormLayout()
        form.addRow(named(self.tr("Your &name in new projects"), self.name), row)
        form.addRow("", self.called)
        form.addRow(self.tr("Your key's fingerprint"), own)
        form.addRow(self.tr("For your supervisor"), key)
        self.body.addLayout(form)

    # what is shown

    def refresh(self) -> None:
        """Show who is in the project now, and whose work waits; the choice stays."""
        place, waiting = self.table.currentIndex().row(), self.waiting.currentIndex().row()
        view = self._session.view if self._session.is_open else None
        self._rows = [(one, key) for one in people.list_people(view) for key in one.keys or (None,)] if view else []
        self._strangers = sharing.strangers(view) if view else []
        _fill(self.table, [self._cells(*row) for row in self._rows], place)
        cells = [[one.name or self.tr("unknown"), one.fingerprint, f"{one.changesets:n}"] for one in self._strangers]
        _fill(self.waiting, cells, waiting)
        project = self._session.project
        leads = project is not None and Role.SUPERVISOR in project.roles and not project.read_only
        for offer in (self.offers, self.let_in):
            offer.setVisible(leads)
        self._say_called(leads=leads)
        self.table.setVisible(view is not None)
        self.waiting_box.setVisible(bool(self._strangers))
        words = self.tr("Work of people who are not in the project waits, kept aside.")
        self._waiting_words.setText(words if leads else f"{words} {self.tr('A supervisor can let them in.')}")
        self._offer()

    def _say_called(self, *, leads: bool) -> None:
        """Say what the person is called in this project, and who can change that."""
        key = self._author.public_key
        names = [one.name for one, each in self._rows if each and each.public == key]
        words = (
            self.tr("In this project you are called “%1”; “Rename…” changes that.")
            if leads
            else self.tr("In this project you are called “%1”; a supervisor can change that.")
        )
        self.called.setText(words.replace("%1", "".join(names[:1])))
        self.called.setVisible(bool(names))

    def _cells(self, person: PersonEntry, key: Key | None) -> list[str]:
        roles = ", ".join(person.roles) or (self.tr("imported") if person.imported else self.tr("none"))
        if key is None:
            return [person.name, roles, self.tr("no key"), ""]
        own = self.tr("yours") if key.public == self._author.public_key else self.tr("valid")
        return [person.name, roles, key.fingerprint, self.tr("revoked") if key.revoked else own]

    def chosen(self) -> tuple[PersonEntry, Key | None] | None:
        """The person and the key in the chosen row."""
        row = self.table.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _offer(self) -> None:
        chosen = self.chosen()
        self.key.setEnabled(chosen is not None)
        self.rename.setEnabled(chosen is not None and bool(chosen[0].keys))
        self.roles.setEnabled(chosen is not None and bool(chosen[0].keys))
        key = chosen[1] if chosen else None
        self.revoke.setEnabled(key is not None and not key.revoked)
        has_late = key is not None and key.revoked and people.late_work(self._session.view, key.public) > 0
        self.late.setEnabled(has_late)

    # what the person does

    def _with_chosen(self, then: Callable[[object], object]) -> None:
        if chosen := self.chosen():
            then(chosen[0])

    def _with_key(self, then: Callable[[object, object], object]) -> None:
        chosen = self.chosen()
        if chosen and chosen[1]:
            then(*chosen)

    def _let_in(self) -> None:
        row = max(self.waiting.currentIndex().row(), 0)
        if row < len(self._strangers):
            self.stranger_wanted.emit(self._strangers[row])

    def _rename(self) -> None:
        try:
            self._author.rename(self.name.text())
        except CuratorError as error:
            self.say_wrong(str(error))
            return
        self.say_wrong("")
        self.name.setText(self._author.name)

    def _copy(self) -> None:
        QApplication.clipboard().setText(public_keys.in_words(self._author))
        self.told.setText(self.tr("Copied. Send it by any way; read the fingerprint out."))

    def _save(self) -> None:
        from curator.ui.dialogs.files import ask_new

        suggested = Path.home() / f"{_file_name(self._author.name)}{public_keys.ENDING}"
        ask_new(self, self.tr("Save your key"), [self.tr("Keys (*.txt)")], suggested, self.save_to)

    def save_to(self, path: Path) -> None:
        """Write this person's public key to a file."""
        try:
            public_keys.save(self._author, path)
        except CuratorError as error:
            self.say_wrong(str(error))
            return
        self.say_wrong("")
        self.told.setText(self.tr("Saved as %1.").replace("%1", path.name))


def _fill(view: QTreeView, rows: Sequence[Sequence[str]], chosen: int) -> None:
    model = view.model()
    if isinstance(model, RowsModel):
        view.ensurePolished()  # else rows would keep the height of an undressed list
        model.show_rows(rows)
    if rows:
        view.setCurrentIndex(view.model().index(min(max(chosen, 0), len(rows) - 1), 0))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -" else "" for letter in name).strip() or "my"


def _call(act: Callable[[], object], *_checked: bool) -> None:
    act()
