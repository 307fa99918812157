"""What a supervisor does with the people of a project; the dialogs ask, the verbs run in the background."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.domain.people import Role
from curator.services import joining, people
from curator.services.changes import Changes
from curator.services.identity import Author
from curator.services.joining import Newcomer
from curator.services.people import Key, PersonEntry
from curator.services.project import Project
from curator.services.receiving_report import Stranger
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.dialogs.base import Dialog
from curator.ui.dialogs.names import RenameDialog
from curator.ui.dialogs.newcomer import NewcomerDialog
from curator.ui.dialogs.people import PeopleDialog
from curator.ui.dialogs.roles import LateWorkDialog, RevokeDialog, RolesDialog
from curator.ui.session import Session

Verb = Callable[[Project], Changes | Sequence[Changes]]


class Peopling(QObject):
    """Lives as long as its dialog."""

    def __init__(self, session: Session, background: Background, author: Author, window: QWidget) -> None:
        self.dialog = PeopleDialog(session, author, window)
        super().__init__(self.dialog)
        self._session = session
        self._background = background
        self._author = author
        self.dialog.add_wanted.connect(self._add)
        self.dialog.key_wanted.connect(self._add_key)
        self.dialog.stranger_wanted.connect(self._let_in)
        self.dialog.name_wanted.connect(self._rename)
        self.dialog.roles_wanted.connect(self._set_roles)
        self.dialog.revoke_wanted.connect(self._revoke)
        self.dialog.late_wanted.connect(self._admit_late)

    def _ask_for_newcomer(self, stranger: Stranger | None = None) -> NewcomerDialog:
        everybody = people.list_people(self._session.view)
        dialog = NewcomerDialog(everybody, self.dialog, stranger=stranger)
        dialog.wanted.connect(partial(self._join, dialog))
        dialog.open()
        return dialog

    def _add(self) -> None:
        self._ask_for_newcomer()

    def _add_key(self, person: PersonEntry) -> None:
        self._ask_for_newcomer().choose(person.id)

    def _let_in(self, stranger: Stranger) -> None:
        self._ask_for_newcomer(stranger)

    def _join(self, dialog: Dialog, newcomer: Newcomer) -> None:
        self._do(dialog, self.tr("Letting somebody in"), partial(joining.join, newcomer=newcomer))

    def _rename(self, person: PersonEntry) -> None:
        dialog = RenameDialog(person, self.dialog)

        def given(name: str) -> None:
            self._do(dialog, self.tr("Renaming"), partial(people.rename, person=person.id, name=name))

        dialog.wanted.connect(given)
        dialog.open()

    def _set_roles(self, person: PersonEntry) -> None:
        dialog = RolesDialog(person, self.dialog)

        def given(roles: Sequence[Role]) -> None:
            verb = partial(people.set_roles, person=person.id, roles=roles)
            self._do(dialog, self.tr("Saying what somebody may do"), verb)

        dialog.wanted.connect(given)
        dialog.open()

    def _revoke(self, person: PersonEntry, key: Key) -> None:
        dialog = RevokeDialog(person, key, self.dialog, is_own=key.public == self._author.public_key)

        def given() -> None:
            self._do(dialog, self.tr("Revoking a key"), partial(people.revoke, person=person.id, key=key.public))

        dialog.wanted.connect(given)
        dialog.open()

    def _admit_late(self, person: PersonEntry, key: Key) -> None:
        dialog = LateWorkDialog(person, key, people.late_work(self._session.view, key.public), self.dialog)

        def given() -> None:
            verb = partial(people.admit_late, person=person.id, key=key.public)
            self._do(dialog, self.tr("Letting work count"), verb)

        dialog.wanted.connect(given)
        dialog.open()

    def _do(self, dialog: Dialog, title: str, verb: Verb) -> None:
        """Run a verb while its dialog waits; what went wrong is said there."""
        if not self._session.is_writable:
            dialog.say_wrong(self.tr("The project can't be changed now: it is read-only, or an import is running."))
            return
        dialog.say_wrong("")
        dialog.setEnabled(False)
        project = self._session.begin_task()

        def work(_progress: Progress, _cancelled: Cancelled) -> Sequence[Changes]:
            done = verb(project)
            return [done] if isinstance(done, Changes) else done

        task = Task(title, work, can_cancel=False)
        task.over.connect(self._session.end_task)
        # Whether or not the dialogs are still there, everybody is to hear of it.
        task.succeeded.connect(partial(_announce, self._session))
        task.succeeded.connect(dialog.accept)
        task.failed.connect(dialog.refused)
        self._background.start(task)


def _announce(session: Session, done: Sequence[Changes]) -> None:
    # Who may do what has changed, and with it whose work counts: everything is looked at anew.
    session.opened.emit()
    for changes in done:
        session.announce(changes)
