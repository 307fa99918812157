"""Hands in or out: asks in a dialog, and writes the parcel in the background, on a connection of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.services import people, reading, sharing, ways
from curator.services.project import Project
from curator.services.sharing import HandedIn, Lack
from curator.ui.background import Cancelled, Progress, Task
from curator.ui.projects import Projects
from curator.ui.session import Session
from curator.ui.sharing.hand_in_dialog import HandInDialog, Offer, Wanted

_MOST = 10_000


class HandingIn(QObject):
    """The action `share.hand_in`."""

    def __init__(self, session: Session, projects: Projects, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._projects = projects
        self._window = window

    def ask(self) -> None:
        """Ask what goes to whom."""
        path = self._session.path()
        if path is None:
            return
        try:
            self._projects.author().unlock()
            offer = _offer(self._session.view, path.parent, self._lack)
        except CuratorError as error:
            self._projects.show_error(error)
            return
        dialog = HandInDialog(offer, self._window)
        dialog.wanted.connect(partial(self._write, dialog))
        dialog.open()

    def _lack(self, person: str) -> Lack | None:
        return self._session.ask(sharing.lacked_by, person)

    def _write(self, dialog: HandInDialog, wanted: Wanted) -> None:
        view = self._session.view

        def work(progress: Progress, cancelled: Cancelled) -> HandedIn:
            with view.reader() as reader:
                return sharing.hand_in(
                    reader,
                    wanted.target,
                    to=wanted.to,
                    documents=wanted.documents,
                    sealed=wanted.sealed,
                    everything=wanted.everything,
                    progress=progress,
                    cancelled=cancelled,
                )

        def failed(error: CuratorError) -> None:
            dialog.show_asking(str(error))

        task = Task(self.tr("Writing the parcel"), work, is_quiet=True)
        task.progressed.connect(dialog.work.show_step)
        task.succeeded.connect(dialog.show_outcome)
        task.failed.connect(failed)
        task.cancelled.connect(dialog.show_asking)
        dialog.stop_wanted.connect(task.cancel)
        dialog.show_working()
        self._projects.background.start(task)


def _offer(project: Project, folder: Path, lack: Callable[[str], Lack | None]) -> Offer:
    is_supervisor = Role.SUPERVISOR in project.roles
    others = [one for one in people.list_people(project) if one.active and one.id != project.me]
    if not is_supervisor:  # what an annotator hands in goes to a supervisor first of all
        others.sort(key=lambda one: Role.SUPERVISOR not in one.roles)
    assigned: dict[str, set[str]] = {}
    for work in ways.works(project, limit=_MOST) if is_supervisor else ():
        if work.assigned:
            assigned.setdefault(work.annotator, set()).add(work.document)
    return Offer(
        people=tuple((one.id, one.name) for one in others),
        documents=tuple(reading.documents(project, limit=_MOST)) if is_supervisor else (),
        assigned={person: frozenset(held) for person, held in assigned.items()},
        lack=lack,
        is_supervisor=is_supervisor,
        folder=folder,
    )
