"""Receives parcels one after the other: the look, the report, the person's word, and only then the writing."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError, StorageError
from curator.services import copies, sharing
from curator.services.project import Connect, Project
from curator.services.sharing import Report
from curator.ui.background import Cancelled, Progress, Task
from curator.ui.dialogs.files import documents_folder
from curator.ui.dialogs.names import unsaid
from curator.ui.projects import Projects
from curator.ui.session import Session
from curator.ui.sharing.destination import SUFFIX, Destination
from curator.ui.sharing.receive_dialog import ReceiveDialog

Looked = tuple[Report, Path | None]
"""What is in a parcel, and the copy of its project that is here, where none is open."""
Verb = Callable[[Project, Progress, Cancelled], Report | Looked]


class Receiving(QObject):
    """One after the other, each in a dialog of its own; into the open project, or into a new one where none is.

    Signals:
        received: (Report) something new came in.
        conflicts_wanted: show what people changed differently.
    """

    received = Signal(object)
    conflicts_wanted = Signal()

    def __init__(self, session: Session, projects: Projects, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._projects = projects
        self._window = window
        self._parcels: list[Path] = []
        self._number = self._count = 0
        self._dialog: ReceiveDialog | None = None

    def begin(self, parcels: Sequence[Path]) -> None:
        """Receive these, after those that are being received."""
        self._parcels += parcels
        self._count += len(parcels)
        if self._dialog is None:
            self._next()

    def _next(self) -> None:
        self._dialog = None
        if not self._parcels or not self._is_possible():
            self._parcels = []
            self._number = self._count = 0
            return
        parcel = self._parcels.pop(0)
        self._number += 1
        place = self.tr("(%1 of %2)").replace("%1", str(self._number)).replace("%2", str(self._count))
        destination = (
            None if self._session.is_open else Destination(documents_folder(), unsaid(self._projects.author()))
        )
        dialog = ReceiveDialog(parcel, destination, self._window, place=place if self._count > 1 else "")
        dialog.wanted.connect(partial(self._receive, dialog, parcel))
        dialog.conflicts_wanted.connect(self.conflicts_wanted)
        dialog.left.connect(self._next)
        self._dialog = dialog
        self._look(dialog, parcel)
        dialog.open()

    def _is_possible(self) -> bool:
        """Whether something can be received now; says why not. A passphrase is asked for here, and not in a thread."""
        if self._projects.is_held():
            return False
        try:
            if self._session.is_open and not self._session.is_writable:
                raise CuratorError(self.tr("The project is open read-only: nothing can be received into it."))
            self._projects.author().unlock()
        except CuratorError as error:
            self._projects.show_error(error)
            return False
        return True

    # the look

    def _look(self, dialog: ReceiveDialog, parcel: Path) -> None:
        dialog.show_working(self.tr("Looking at the parcel"))
        if self._session.is_open:

            def examine(project: Project, progress: Progress, cancelled: Cancelled) -> Looked:
                return sharing.examine(project, parcel, progress=progress, cancelled=cancelled), None

            task = self._held(self.tr("Looking at the parcel"), examine)
        else:
            author, recent = self._projects.author(), self._projects.recent()

            def examine_new(progress: Progress, cancelled: Cancelled) -> Looked:
                report = sharing.examine_new(parcel, author=author, progress=progress, cancelled=cancelled)
                return report, copies.copy_of(report.project, recent)

            task = Task(self.tr("Looking at the parcel"), examine_new, is_quiet=True)
        task.succeeded.connect(partial(_show_look, dialog))
        task.cancelled.connect(partial(self._stopped, dialog))
        self._start(dialog, task)

    def _stopped(self, dialog: ReceiveDialog) -> None:
        dialog.give_up()
        self._projects.messages.show_note(self.tr("Receiving was stopped. Nothing of the parcel was taken."))

    # receiving

    def _receive(self, dialog: ReceiveDialog, parcel: Path) -> None:
        if dialog.destination is None:
            self._receive_here(dialog, parcel)
        elif dialog.destination.goes_into_copy():
            self._receive_into(dialog, parcel, dialog.destination.copy)
        else:
            self._begin_new(dialog, parcel, dialog.destination)

    def _receive_here(self, dialog: ReceiveDialog, parcel: Path) -> None:
        if not self._session.is_writable:
            dialog.say_wrong(self.tr("The project is being written to. Try again in a moment."))
            return

        def receive(project: Project, progress: Progress, cancelled: Cancelled) -> Report:
            return sharing.receive(project, parcel, progress=progress, cancelled=cancelled)

        task = self._held(self.tr("Receiving"), receive)
        task.succeeded.connect(partial(self._received, dialog))
        self._go(dialog, task)

    def _receive_into(self, dialog: ReceiveDialog, parcel: Path, copy: Path | None) -> None:
        """Open the copy; what the parcel brings to it is looked at next, for it is another thing than all of it."""
        if copy and self._projects.open_path(copy):
            self._parcels.insert(0, parcel)
            self._number -= 1
        dialog.give_up()

    def _begin_new(self, dialog: ReceiveDialog, parcel: Path, destination: Destination) -> None:
        try:
            if destination.own_name:
                self._projects.author().rename(destination.own_name.text())
        except CuratorError as error:
            dialog.say_wrong(str(error))
            return
        path = destination.path()
        go_on = partial(self._receive_new, dialog, parcel, path if path.suffix else path.with_suffix(SUFFIX))
        if destination.encrypt.isChecked():
            self._projects.ask_key(go_on)
        else:
            go_on()

    def _receive_new(self, dialog: ReceiveDialog, parcel: Path, target: Path, connector: Connect | None = None) -> None:
        author = self._projects.author()

        def receive(progress: Progress, cancelled: Cancelled) -> Report:
            return sharing.receive_new(
                target, parcel, author=author, progress=progress, cancelled=cancelled, connector=connector
            )

        task = Task(self.tr("Receiving"), receive, is_quiet=True)
        task.succeeded.connect(partial(self._made, dialog, target))
        self._go(dialog, task)

    def _go(self, dialog: ReceiveDialog, task: Task) -> None:
        dialog.show_working(self.tr("Receiving"))
        task.cancelled.connect(partial(self._stopped, dialog))
        self._start(dialog, task)

    def _held(self, title: str, verb: Verb) -> Task:
        """A task that holds the open project until it ends."""
        task = Task(title, partial(verb, self._session.begin_task()), is_quiet=True)
        task.over.connect(self._session.end_task)
        return task

    def _start(self, dialog: ReceiveDialog, task: Task) -> None:
        task.progressed.connect(dialog.work.show_step)
        task.failed.connect(partial(_fail, dialog))
        dialog.stop_wanted.connect(task.cancel)
        self._projects.background.start(task)

    def _received(self, dialog: ReceiveDialog, report: Report) -> None:
        dialog.show_outcome(report)
        self.received.emit(report)

    def _made(self, dialog: ReceiveDialog, target: Path, report: Report) -> None:
        self._projects.open_path(target)
        dialog.show_outcome(report)


def _show_look(dialog: ReceiveDialog, looked: Looked) -> None:
    report, copy = looked
    if dialog.destination:
        dialog.destination.show_copy(copy)
    dialog.show_report(report)


def _fail(dialog: ReceiveDialog, error: CuratorError) -> None:
    if isinstance(error, StorageError) and dialog.destination:
        dialog.refuse_target(error)
    else:
        dialog.show_error(error)
