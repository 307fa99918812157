"""Handing documents out: which ones, to whom, by which rule, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QDate, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from curator.domain.document import DocumentState
from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.services import assigning, reading, ways
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.views import DocumentRow, PersonRow
from curator.ui.desk import Desk
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.document_model import state_title
from curator.ui.session import Session

Rule = Literal["all", "evenly", "nth"]
_ID = Qt.ItemDataRole.UserRole
_MOST = 10_000
_DAYS = 14


@dataclass(frozen=True, slots=True)
class Handout:
    """What the dialog asks for. `number` is how many each document gets, or every how many-th gets two."""

    documents: tuple[str, ...]
    annotators: tuple[str, ...]
    rule: Rule
    number: int
    due: str | None


class AssignDialog(Dialog):
    """Documents on the left, people on the right, the rule below.

    Signals:
        wanted: (Handout) hand them out.
    """

    wanted = Signal(object)

    def __init__(
        self,
        documents: Sequence[DocumentRow],
        people: Sequence[PersonRow],
        assigned: dict[str, list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent, accept=self.tr("Assign"))
        self.setWindowTitle(self.tr("Assign documents"))
        self.resize(980, 580)
        self._documents = list(documents)
        rows = [[row.title, state_title(row.state), ", ".join(assigned.get(row.id, ()))] for row in documents]
        headings = [self.tr("Document"), self.tr("State"), self.tr("Assigned to")]
        self.table = table(RowsModel(headings, rows, self), self.tr("Documents"), self, stretch=0)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.people = QListWidget(self)
        self.people.setAccessibleName(self.tr("Annotators"))
        for person in people:
            self._add_person(person)
        self.people.setMaximumWidth(210)
        self._make_rule()
        self._lay_out()
        self._show_rule()

    def _add_person(self, person: PersonRow) -> None:
        item = QListWidgetItem(person.name)
        item.setData(_ID, person.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        self.people.addItem(item)

    def _make_rule(self) -> None:
        self.rule = QComboBox(self)
        self.rule.setAccessibleName(self.tr("Rule"))
        for name, words in (
            ("all", self.tr("Every document to everybody chosen (several: double annotation)")),
            ("evenly", self.tr("Spread evenly, each document to so many")),
            ("nth", self.tr("One each in turn, and every so many-th to a second")),
        ):
            self.rule.addItem(words, name)
        self.rule.currentIndexChanged.connect(self._show_rule)
        self.number = QSpinBox(self)
        self.number.setRange(1, 1000)
        self.number.setAccessibleName(self.tr("Number"))
        self.has_due = QCheckBox(self.tr("&Due on"), self)
        self.due = QDateEdit(QDate.currentDate().addDays(_DAYS), self)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setEnabled(False)
        self.due.setAccessibleName(self.tr("Due date"))
        self.has_due.toggled.connect(self.due.setEnabled)

    def _lay_out(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(14)
        lists.addWidget(self.table, 3)
        lists.addWidget(self.people, 1)
        rule = QHBoxLayout()
        rule.addWidget(self.rule, 1)
        rule.addWidget(self.number)
        due = QHBoxLayout()
        due.addWidget(self.has_due)
        due.addWidget(self.due)
        due.addStretch()
        form = QFormLayout()
        form.setSpacing(9)
        form.addRow(self.tr("How"), rule)
        form.addRow("", due)
        self.body.addLayout(lists, 1)
        self.body.addLayout(form)
        words = self.tr("Nobody sees what others make of a document until it is reviewed. Ctrl+A takes all documents.")
        self.body.addWidget(plain(words, self, role="muted"))

    def _show_rule(self) -> None:
        chosen = self.rule.currentData()
        self.number.setVisible(chosen != "all")
        self.number.setValue({"evenly": 1, "nth": 5}.get(chosen, 1))

    def choose(self, document: str) -> None:
        """Mark a document."""
        for number, row in enumerate(self._documents):
            if row.id == document:
                index = self.table.model().index(number, 0)
                flags = QItemSelectionModel.SelectionFlag
                self.table.selectionModel().select(index, flags.Select | flags.Rows)
                self.table.scrollTo(index)

    def done_with(self) -> None:
        """Hand up what was chosen."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        documents = tuple(self._documents[row].id for row in rows)
        chosen = [self.people.item(row) for row in range(self.people.count())]
        annotators = tuple(str(item.data(_ID)) for item in chosen if item.checkState() is Qt.CheckState.Checked)
        if not documents or not annotators:
            self.say_wrong(self.tr("Choose at least one document on the left, and one person on the right."))
            return
        due = self.due.date().toString("yyyy-MM-dd") if self.has_due.isChecked() else None
        self.wanted.emit(Handout(documents, annotators, self.rule.currentData(), self.number.value(), due))


def hand_out(project: Project, handout: Handout) -> Changes:
    """Do what the dialog asked for."""
    documents, people = handout.documents, handout.annotators
    if handout.rule == "evenly":
        return assigning.assign_evenly(project, documents, people, each=handout.number, due=handout.due)
    if handout.rule == "nth":
        return assigning.assign_by_rule(project, documents, people, every=handout.number, due=handout.due)
    return assigning.assign(project, documents, people, due=handout.due)


def show_assign(session: Session, desk: Desk, window: QWidget) -> None:
    """Ask, and hand out."""
    view = session.view
    documents = reading.documents(view, limit=_MOST)
    people = [person for person in reading.people(view) if Role.ANNOTATOR in person.roles]
    assigned: dict[str, list[str]] = {}
    for work in ways.works(view, limit=_MOST):
        if work.assigned:
            state = f" ({state_title(work.state)})" if work.state is not DocumentState.NEW else ""
            assigned.setdefault(work.document, []).append(f"{work.annotator_name}{state}")
    dialog = AssignDialog(documents, people, assigned, window)
    if desk.document:
        dialog.choose(desk.document.row.id)

    def wanted(handout: Handout) -> None:
        project = session.project
        if project is None or not session.is_writable:
            return
        try:
            changes = hand_out(project, handout)
        except CuratorError as error:
            dialog.say_wrong(str(error))
            return
        session.announce(changes)
        dialog.accept()

    dialog.wanted.connect(wanted)
    dialog.open()
