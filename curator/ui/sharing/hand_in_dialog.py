"""Handing in or out: to whom, how much, which texts, where to; then how far it is, and what the parcel holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.services.sharing import ENDING, HandedIn, Lack
from curator.services.views import DocumentRow
from curator.ui.dialogs.base import Button, Dialog, named, plain
from curator.ui.dialogs.files import ask_new
from curator.ui.sharing import words
from curator.ui.sharing.parts import Facts, Pages, WorkPage
from curator.ui.sharing.texts_choice import TextsChoice


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the dialog asks for. `to` is a person's id, `documents` are those whose texts go along (None: all)."""

    target: Path
    to: str | None
    sealed: bool
    everything: bool
    documents: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom a parcel can go to (id, name), and which texts can be chosen: none for who is no supervisor.

    `assigned` are the documents of each person by id, `lack` says what somebody lacks.
    """

    people: tuple[tuple[str, str], ...]
    documents: tuple[DocumentRow, ...]
    assigned: Mapping[str, frozenset[str]]
    lack: Callable[[str], Lack | None]
    is_supervisor: bool
    folder: Path


class HandInDialog(Dialog):
    """Asks, then shows how far it is, then what was written.

    Signals:
        wanted: (Wanted) write it.
        stop_wanted: stop writing.
    """

    wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Write the parcel"))
        self.setWindowTitle(self.tr("Hand out") if offer.is_supervisor else self.tr("Hand in"))
        self.resize(720, 640 if offer.documents else 0)
        self._offer = offer
        self._written: Path | None = None
        self._is_working = self._is_empty = False
        self.write = self.buttons.button(Button.Ok)
        self.leave = self.buttons.button(Button.Cancel)
        self._make_inputs()
        self.work = WorkPage(self)
        self.outcome = Facts(self)
        self.done_words = plain("", self, role="heading")
        self._asking = self._ask_page()
        self._outcome = _column(self.done_words, self.outcome)
        self.pages = Pages((self._asking, self.work, self._outcome), self)
        self.body.addWidget(self.pages, 1)
        self.folder = QPushButton(self.tr("Sho&w in folder"), self)
        self.folder.clicked.connect(self._show_folder)
        self.buttons.addButton(self.folder, self.buttons.ButtonRole.ActionRole)
        self.folder.hide()
        self._connect()
        self._choose_receiver()

    # putting together

    def _make_inputs(self) -> None:
        self.to = QComboBox(self)
        self.to.addItem(self.tr("Whoever gets it (not sealed)"), None)
        for ident, name in self._offer.people:
            self.to.addItem(name, ident)
        if len(self._offer.people) == 1 or (self._offer.people and not self._offer.is_supervisor):
            self.to.setCurrentIndex(1)
        self.sealed = QCheckBox(self.tr("&Seal it: nobody else can open it"), self)
        self.lacking = QRadioButton(self.tr("Only what they &lack"), self)
        self.everything = QRadioButton(self.tr("&Everything"), self)
        self._amount = QButtonGroup(self)
        for button in (self.lacking, self.everything):
            self._amount.addButton(button)
        self.lacking.setChecked(True)
        self.lack = plain("", self, role="muted")
        self.texts = self._choice_of_texts()
        self.path = QLineEdit(self)

    def _choice_of_texts(self) -> TextsChoice | None:
        """Only who supervises hands out chosen texts."""
        offer = self._offer
        if not offer.is_supervisor:
            return None
        names: dict[str, list[str]] = {}
        for person, name in offer.people:
            for document in offer.assigned.get(person, ()):
                names.setdefault(document, []).append(name)
        choice = TextsChoice(offer.documents, names, self)
        choice.changed.connect(self._look_whether_empty)
        return choice

    def _ask_page(self) -> QWidget:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        browse.setAutoDefault(False)  # Enter in the line beside it means to write
        file = QHBoxLayout()
        file.addWidget(self.path, 1)
        file.addWidget(browse)
        amount = QVBoxLayout()
        amount.setSpacing(6)
        for widget in (self.lacking, self.everything, self.lack):
            amount.addWidget(widget)
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(named(self.tr("&To"), self.to), self.to)
        form.addRow("", self.sealed)
        form.addRow(_on_top(self.tr("What")), amount)
        if self.texts:
            form.addRow(_on_top(self.tr("Texts")), self.texts)
        form.addRow(named(self.tr("&File"), self.path), file)
        page = QWidget(self)
        page.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        return page

    def _connect(self) -> None:
        self.to.currentIndexChanged.connect(self._choose_receiver)
        self.everything.toggled.connect(self._show_lack)

    # what is shown

    def receiver(self) -> str | None:
        """The id of the person it goes to; None for anybody."""
        return self.to.currentData()

    def _choose_receiver(self) -> None:
        person = self.receiver()
        self.sealed.setEnabled(person is not None)
        self.sealed.setChecked(person is not None)
        self.lacking.setEnabled(person is not None)
        (self.lacking if person else self.everything).setChecked(True)
        if not self.path.isModified():
            name = self.to.currentText() if person else self.tr("everybody")
            self.path.setText(str(self._offer.folder / f"{_as_file_name(name)}{ENDING}"))
        if self.texts:
            self.texts.choose(self._offer.assigned.get(person or "", frozenset()))
        self._show_lack()

    def _show_lack(self) -> None:
        person = self.receiver()
        lack = self._offer.lack(person) if person and not self.everything.isChecked() else None
        self._is_empty = lack is not None and lack.changesets == 0
        self.lack.setText(self._lack_words(lack) if lack else "")
        self.lack.setVisible(lack is not None)
        self._look_whether_empty()

    def _lack_words(self, lack: Lack) -> str:
        if lack.heard_at is None:
            text = self.tr("Nothing came from %1 yet: everything goes in, %2.")
        elif lack.changesets == 0:
            text = self.tr("%1 lacks nothing: they have all that is here, as their last parcel says (%3).")
        else:
            text = self.tr("%2, as far as is known: their last parcel came on %3.")
        text = text.replace("%2", words.changesets(lack.changesets)).replace("%3", words.moment(lack.heard_at or ""))
        return text.replace("%1", self.to.currentText())

    def _look_whether_empty(self) -> None:
        brings_texts = self.texts is not None and self.texts.chosen() is not None
        self.write.setEnabled(brings_texts or not self._is_empty)

    def show_working(self) -> None:
        """Say that it is being written."""
        self._is_working = True
        self.work.begin(self.tr("Writing the parcel"))
        self.pages.show_page(self.work)
        self.write.hide()
        self.leave.setText(self.tr("Stop"))
        self.leave.setFocus()

    def show_asking(self, message: str = "") -> None:
        """Go back to what was asked, and say what is wrong."""
        self._is_working = False
        self.pages.show_page(self._asking)
        self.write.show()
        self.write.setDefault(True)
        self.leave.setText(self.tr("Cancel"))
        self.leave.setEnabled(True)
        self.say_wrong(message)
        self.path.setFocus()

    def show_outcome(self, made: HandedIn) -> None:
        """Say what the parcel holds."""
        self._is_working = False
        self._written = made.path
        self.done_words.setText(self.tr("The parcel is written"))
        sealed = self.tr("sealed: nobody else can open it") if made.sealed else self.tr("not sealed")
        name = self.to.currentText() if made.to else self.tr("whoever gets it")
        self.outcome.show_facts(
            [
                (self.tr("File"), str(made.path)),
                (self.tr("To"), f"{name} ({sealed})"),
                (self.tr("Holds"), words.changesets(made.changesets)),
                (self.tr("About"), words.kinds(made.subjects)),
                (self.tr("Texts"), words.texts(made.blobs)),
                (self.tr("Size"), self.locale().formattedDataSize(made.path.stat().st_size)),
            ]
        )
        self.folder.show()
        self.pages.show_page(self._outcome, is_small=True)
        self.leave.setText(self.tr("Close"))
        self.leave.setEnabled(True)
        self.leave.setFocus()

    # what the person does

    def _browse(self) -> None:
        title, filters = self.tr("Write the parcel to"), [self.tr("Parcels (*%1)").replace("%1", ENDING)]
        ask_new(self, title, filters, Path(self.path.text()), self._take_path)

    def _take_path(self, path: Path) -> None:
        self.path.setText(str(path))
        self.path.setModified(True)
        self.wrong.setProperty("asked", str(path))  # the file dialog has asked already

    def _show_folder(self) -> None:
        if self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    @override
    def done_with(self) -> None:
        """Hand up what was chosen. An existing file is written over only when asked twice."""
        text = self.path.text().strip()
        documents = self.texts.chosen() if self.texts else None
        if not text:
            self.say_wrong(self.tr("Where to?"))
            return
        if documents is not None and not documents:
            self.say_wrong(self.tr("Choose at least one document, or let all texts go along."))
            return
        path = Path(text).expanduser()
        path = path if path.suffix else path.with_suffix(ENDING)
        if path.exists() and self.wrong.property("asked") != str(path):
            self.wrong.setProperty("asked", str(path))
            self.say_wrong(self.tr("This file exists. Press the button again to write over it."))
            return
        self.say_wrong("")
        sealed = self.sealed.isChecked() and self.receiver() is not None
        self.wanted.emit(Wanted(path, self.receiver(), sealed, self.everything.isChecked(), documents))

    @override
    def reject(self) -> None:
        """Stop writing, or close."""
        if self._is_working:
            self.leave.setEnabled(False)
            self.stop_wanted.emit()
        else:
            super().reject()


def _as_file_name(name: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name[:60].lower()).strip("-")
    return f"for-{kept or 'them'}"


def _on_top(text: str) -> QLabel:
    """The name of a tall row, beside the first line of it."""
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label


def _column(*widgets: QWidget, gap: int = 12) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return page
