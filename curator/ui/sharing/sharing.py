"""The door to sharing: its actions, and what does them, which is made when it is first needed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from curator.domain.errors import CuratorError
from curator.services.changes import together
from curator.ui.projects import Projects
from curator.ui.room import Room

if TYPE_CHECKING:
    from curator.services.sharing import Exchanged, Report
    from curator.ui.sharing.exchanging import Exchanging
    from curator.ui.sharing.folder_dialog import FolderDialog
    from curator.ui.sharing.handing_in import HandingIn
    from curator.ui.sharing.receiving import Receiving

_WATCH_MS: Final = 1_000


class Sharing(QObject):
    """The actions `share.*`.

    Signals:
        received: work of others has come in.
        conflicts_wanted: show what people changed differently.
        said: (line, more) what the exchange has to say; for the status bar.
    """

    received = Signal()
    conflicts_wanted = Signal()
    said = Signal(str, str)

    def __init__(self, room: Room, projects: Projects) -> None:
        super().__init__(room.window)
        self._window = room.window
        self._session = room.desk.session
        self._projects = projects
        self._handing_in: HandingIn | None = None
        self._receiving: Receiving | None = None
        self._exchanging: Exchanging | None = None
        self._roles: object = None
        # A while after the project is shown: nobody waits for the folder.
        self._timer = QTimer(self, singleShot=True, interval=_WATCH_MS)
        self._timer.timeout.connect(self._watch)
        self._session.opened.connect(self._project_opened)

    def _project_opened(self) -> None:
        self._roles = self._session.view.roles if self._session.is_open else None
        if self._session.is_open and self._exchanging is None:
            self._timer.start()

    # the actions share.*

    def hand_in(self) -> None:
        """Write a parcel for somebody."""
        from curator.ui.sharing.handing_in import HandingIn

        if self._handing_in is None:
            self._handing_in = HandingIn(self._session, self._projects, self._window)
        self._handing_in.ask()

    def receive(self) -> None:
        """Ask for parcels to receive."""
        from curator.ui.dialogs.files import PARCEL, ask_many

        filters = [self.tr("Parcels (*%1)").replace("%1", PARCEL), self.tr("All files (*)")]
        ask_many(self._window, self.tr("Receive"), filters, self.receive_parcels)

    def receive_parcels(self, parcels: Sequence[Path]) -> None:
        """Receive these: into the open project, or into a new one where none is."""
        from curator.ui.sharing.receiving import Receiving

        if self._receiving is None:
            self._receiving = Receiving(self._session, self._projects, self._window)
            self._receiving.received.connect(self._received)
            self._receiving.conflicts_wanted.connect(self.conflicts_wanted)
        self._receiving.begin(parcels)

    def folder(self) -> None:
        """Ask for the exchange folder."""
        from curator.services import sharing
        from curator.ui.sharing.folder_dialog import FolderDialog

        project = self._session.project
        if project is None or self._projects.is_held():
            return
        said = self._exchanging.words if self._exchanging else ""
        is_sealed = sharing.is_sealed(project)
        dialog = FolderDialog(sharing.folder(project), said, self._window, is_sealed=is_sealed)

        def wanted(path: Path | None, sealed: bool) -> None:
            self._set_folder(dialog, path, is_sealed=sealed)

        dialog.wanted.connect(wanted)
        dialog.open()

    def exchange(self) -> None:
        """Exchange now."""
        from curator.services import sharing

        if self._session.is_open and sharing.folder(self._session.view) is None:
            self.folder()
        else:
            self._watch().look_anew()

    # what they need

    def _set_folder(self, dialog: "FolderDialog", path: Path | None, *, is_sealed: bool) -> None:
        from curator.services import sharing

        project = self._session.project
        if project is None or self._projects.is_held():
            return
        try:
            if path:
                self._projects.author().unlock()
            sharing.set_folder(project, path, sealed=is_sealed if path else None)
        except CuratorError as error:
            dialog.say_wrong(str(error))
            return
        dialog.accept()
        self._watch().begin()
        if path:
            self._watch().look_anew()
            words = self.tr("Work is exchanged through %1 from now on, while this project is open.")
            self._projects.messages.show_note(words.replace("%1", str(path)))
        else:
            self._projects.messages.show_note(self.tr("Nothing is exchanged any more."))

    def _watch(self) -> "Exchanging":
        if self._exchanging is None:
            from curator.ui.sharing.exchanging import Exchanging

            self._exchanging = Exchanging(self._session, self._projects, self)
            self._exchanging.exchanged.connect(self._exchanged)
            self._exchanging.said.connect(self.said)
            self._exchanging.begin()
        return self._exchanging

    def _exchanged(self, done: "Exchanged") -> None:
        self._take_in(done.received)

    def _received(self, report: "Report") -> None:
        self._take_in([report])

    def _take_in(self, reports: "Sequence[Report]") -> None:
        """Show what has come into the project's file, perhaps over another connection."""
        project, changes = self._session.project, together([report.changes for report in reports])
        if project is None or changes.empty:
            return
        project.refresh()
        self._session.announce(changes)
        if project.roles != self._roles:  # the person may do other things now
            self._session.opened.emit()
        self.received.emit()
