"""Letting somebody into the project: their key, whether it is theirs, and what they may do."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.services import public_keys
from curator.services.joining import Newcomer
from curator.services.people import PersonEntry
from curator.services.receiving_report import Stranger
from curator.ui.dialogs.base import Dialog, named, plain
from curator.ui.dialogs.roles import RoleBoxes

_LARGER = 1.7


class FingerprintLabel(QLabel):
    """A fingerprint in two lines of large figures of one width, to be read out by telephone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * _LARGER)
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setProperty("role", "banner")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show the eight groups of a fingerprint, or nothing."""
        groups = fingerprint.split()
        self.setText("\n".join("  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)))
        self.setAccessibleName(self.tr("Fingerprint: %1").replace("%1", ", ".join(groups)) if groups else "")
        self.setVisible(bool(groups))


class NewcomerDialog(Dialog):
    """Asks for a key and whose it is; that of a stranger is known. First of all the fingerprints are to be compared.

    Signals:
        wanted: (Newcomer) let them in.
    """

    wanted = Signal(object)

    def __init__(
        self, people: Sequence[PersonEntry], parent: QWidget | None = None, *, stranger: Stranger | None = None
    ) -> None:
        super().__init__("", parent, accept=self.tr("Let them in"))
        self.setWindowTitle(self.tr("Let somebody in"))
        self.resize(580, 520)
        self._stranger = stranger
        self.found: public_keys.PublicKey | None = None
        self._make_key()
        self._make_person(people)
        self.compared = QCheckBox(self.tr("They read the &same fingerprint to me"), self)
        self.admit = QCheckBox(self)
        self._lay_out()
        if stranger:
            self._show_stranger(stranger)
        self._look()

    def _make_key(self) -> None:
        self.pasted = QPlainTextEdit(self)
        self.pasted.setProperty("role", "input")
        self.pasted.setTabChangesFocus(True)
        self.pasted.setAccessibleName(self.tr("Their public key"))
        self.pasted.setPlaceholderText(self.tr("Paste what they sent: their key has 64 digits and letters"))
        self.pasted.setMaximumHeight(84)
        self.pasted.textChanged.connect(self._look)
        self.from_file = QPushButton(self.tr("From a &file…"), self)
        self.from_file.setAutoDefault(False)
        self.from_file.clicked.connect(self._ask_for_file)
        self.fingerprint = FingerprintLabel(self)

    def _make_person(self, people: Sequence[PersonEntry]) -> None:
        self.who = QComboBox(self)
        self.who.setAccessibleName(self.tr("Whose key it is"))
        self.who.addItem(self.tr("Somebody new"), None)
        for person in people:
            self.who.addItem(self.tr("One more key of %1").replace("%1", person.name), person.id)
        self.who.currentIndexChanged.connect(self._show_person)
        self.name = QLineEdit(self)
        self.name.setMaxLength(200)
        self.name.setAccessibleName(self.tr("What the others call them"))
        self.roles = RoleBoxes(self)
        self.roles.show_roles((Role.ANNOTATOR,))

    def _lay_out(self) -> None:
        self._key_host = QWidget(self)
        row = QHBoxLayout(self._key_host)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pasted, 1)
        row.addWidget(self.from_file, 0, Qt.AlignmentFlag.AlignTop)
        form = QFormLayout()
        form.setSpacing(9)
        self._key_label = named(self.tr("Their &key"), self.pasted)
        form.addRow(self._key_label, self._key_host)
        form.addRow(named(self.tr("&Whose it is"), self.who), self.who)
        self._name_label = named(self.tr("&Name"), self.name)
        form.addRow(self._name_label, self.name)
        self._roles_label = QLabel(self.tr("May"), self)
        form.addRow(self._roles_label, self.roles)
        self.body.addLayout(form)
        self.body.addWidget(self.fingerprint)
        words = self.tr(
            "Let them read the fingerprint of their key to you, by telephone or face to face, not by the way the key "
            "came. Only if it is the same, it is their key; whoever holds it can work under their name."
        )
        self.body.addWidget(plain(words, self, role="muted"))
        self.body.addWidget(self.compared)
        self.body.addWidget(self.admit)
        self.body.addStretch(1)

    def _show_stranger(self, stranger: Stranger) -> None:
        self._key_host.hide()
        self._key_label.hide()
        self.pasted.setPlainText(stranger.key)
        self.name.setText(stranger.name[:200])

    def choose(self, person: str) -> None:
        """Begin with one more key of somebody who is in the project."""
        self.who.setCurrentIndex(max(self.who.findData(person), 0))

    # what is shown

    def _show_person(self) -> None:
        is_new = self.who.currentData() is None
        for widget in (self._name_label, self.name, self._roles_label, self.roles):
            widget.setVisible(is_new)

    def _look(self) -> None:
        """Show the fingerprint of what was pasted, or what is wrong with it."""
        text = self.pasted.toPlainText()
        self.found, problem = None, ""
        if text.strip():
            try:
                self.found = public_keys.read(text)
            except CuratorError as error:
                problem = str(error)
        if self.found and self.found.name and not self.name.text():
            self.name.setText(self.found.name)
        self.compared.setChecked(False)
        self.compared.setVisible(self.found is not None)
        self.fingerprint.show_fingerprint(self.found.fingerprint if self.found else "")
        self._show_waiting()
        self.say_wrong(problem)

    def _show_waiting(self) -> None:
        self.admit.setVisible(self._stranger is not None)
        self.admit.setChecked(self._stranger is not None)
        number = self._stranger.changesets if self._stranger else 0
        self.admit.setText(self.tr("Their work that &waits counts, too (acts: %1)").replace("%1", f"{number:n}"))

    def _ask_for_file(self) -> None:
        from curator.ui.dialogs.files import ask_existing

        filters = [self.tr("Keys (*.txt *.json)"), self.tr("All files (*)")]
        ask_existing(self, self.tr("A file with a key"), filters, self.read_file)

    def read_file(self, path: Path) -> None:
        """Take the key out of a file."""
        try:
            key = public_keys.load(path)
        except CuratorError as error:
            self.say_wrong(str(error))
            return
        self.pasted.setPlainText(key.public)
        self.name.setText(key.name or self.name.text())

    # what the person does

    def done_with(self) -> None:
        """Hand up who shall come in, if all is there and the fingerprints were compared."""
        if problem := self._problem():
            self.say_wrong(problem)
            return
        assert self.found is not None  # noqa: S101
        person = self.who.currentData()
        name, roles = ("", ()) if person else (self.name.text().strip(), self.roles.roles())
        self.wanted.emit(Newcomer(self.found.public, name, roles, person=person, admit=self.admit.isChecked()))

    def _problem(self) -> str:
        if self.found is None:
            return self.wrong.text() or self.tr("Paste their key, or take it from a file.")
        if self.who.currentData() is None and not self.name.text().strip():
            return self.tr("Say what the others call them.")
        if not self.compared.isChecked():
            return self.tr("Compare the fingerprints first, and say that they are the same.")
        return ""
