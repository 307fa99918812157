"""What is done with whole projects: new, open, close, people, colours. What goes in and out is in `transfers`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.domain.scheme import AnnotationScheme
from curator.services import people
from curator.services import project as projects
from curator.services.identity import Author
from curator.services.preferences import Preferences
from curator.services.project import Project
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.hard_opening import HardOpening
from curator.ui.keeping import BackupKeeper
from curator.ui.session import Session
from curator.ui.status import MessageBar


class Projects(QObject):
    """The actions `project.*`.

    Signals:
        colours_changed: labels are shown in other colours now.
    """

    colours_changed = Signal()

    def __init__(self, session: Session, author: Callable[[], Author], kept: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self.author = author
        self._kept = kept
        self._window = window
        self.background = Background(self)
        self.messages = MessageBar(window)
        session.failed.connect(self._say_failed)
        self.hard = HardOpening(self.background, self.messages, window)
        self.hard.unlocked.connect(self.open_path)
        self.hard.rescued.connect(self._take)
        self.keeper = BackupKeeper(session, self.background, self.messages, self)
        self.keeper.damaged.connect(self.hard.say_damaged)

    def show_error(self, error: CuratorError) -> None:
        """Say what went wrong."""
        self.messages.show_error(str(error))

    def _say_failed(self, error: CuratorError) -> None:
        """Say what went wrong in the open project; of damage, its backups are offered."""
        from curator.services import rescuing

        path = self._session.path()
        if path and rescuing.is_damaged(error, path):
            offer = partial(self.hard.restore_wanted.emit, path)
            self.messages.show_standing(str(error), self.tr("Backups…"), offer)
        else:
            self.show_error(error)

    # opening

    def new(self) -> None:
        """Ask for a new project."""
        from curator.ui.dialogs.names import unsaid
        from curator.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self._window, called=unsaid(self.author()))
        dialog.wanted.connect(partial(self.make, dialog))
        dialog.open()

    def make(self, dialog: Any, path: Path, name: str, scheme: AnnotationScheme) -> None:  # noqa: ANN401 - NewProjectDialog
        """Make the project that the dialog asked for, and open it; the dialog says what is wrong."""
        if dialog.is_encrypted():
            self.ask_key(lambda connector: self._make(dialog, path, name, scheme, connector))
        else:
            self._make(dialog, path, name, scheme)

    def _make(self, dialog: Any, path: Path, name: str, scheme: AnnotationScheme, connector: Any = None) -> None:  # noqa: ANN401
        try:
            if dialog.own_name:
                self.author().rename(dialog.own_name.text())
            project = projects.create(path, name=name, scheme=scheme, author=self.author(), connector=connector)
        except CuratorError as error:
            dialog.say_wrong(str(error))
            return
        dialog.accept()
        self._take(project)
        dialog.made.emit(path)

    def ask_key(self, then: Callable[[Any], object]) -> None:
        """Ask for the passphrase of a project to come, and go on with what makes files under it."""
        from curator.ui.dialogs.passphrase import PassphraseDialog

        words = self.tr("Without the passphrase the project is lost, and nobody can bring it back: keep it safe.")
        dialog = PassphraseDialog(self.tr("Encrypt"), words, self._window, is_new=True)
        dialog.given.connect(partial(self.hard.with_key, dialog, then))
        dialog.open()

    def open(self) -> None:
        """Ask for a project to open."""
        from curator.ui.dialogs.files import PROJECTS, ask_existing

        ask_existing(self._window, self.tr("Open a project"), [PROJECTS, self.tr("All files (*)")], self.open_path)

    def open_path(self, path: Path) -> bool:
        """Open the project at `path`; whether that went well. The one that is open stays open if not."""
        path = path.expanduser().absolute()
        if self._session.path() == path:
            return True
        if self.is_held():
            return False
        try:
            self._take(projects.open_project(path, author=self.author()))
        except CuratorError as error:
            self._open_otherwise(path, error)
            return False
        return True

    def _open_otherwise(self, path: Path, error: CuratorError) -> None:
        """Ask for a passphrase, show what can be read of what is damaged, or say why it does not open."""
        from curator.services import rescuing, unlocking

        if unlocking.is_locked(path) and unlocking.is_possible():
            self.hard.ask(path)
        elif rescuing.is_damaged(error, path):
            self.hard.rescue(path, self.author(), error)
        else:
            self.show_error(error)

    def recent(self) -> list[Path]:
        """The files of the projects opened last, newest first; some may be gone."""
        return self._kept.recent()

    def is_held(self) -> bool:
        """Whether an import, or receiving, holds the project; says so."""
        if self._session.is_busy:
            self.messages.show_error(self.tr("Something is being brought in. Wait for its end, or stop it."))
        return self._session.is_busy

    def _take(self, project: Any) -> None:  # noqa: ANN401 - a Project, perhaps a RescuedProject
        self._kept.add_recent(project.origin)
        self.save_preferences()
        self.messages.clear()
        self._session.open(project)
        if project.origin != project.path:
            self.hard.say_rescued(project)
        elif project.log_lost:
            self._say_log_lost()
        elif project.read_only:
            self._say_read_only(project)
        elif strange := people.key_is_strange(project):
            self.messages.show_standing(strange)

    def _say_log_lost(self) -> None:
        self.messages.show_standing(
            self.tr(
                "The project was not closed, and the log beside its file, whose name ends in “-wal”, is gone: what was "
                "done last may be missing. Look for that log, or the whole project, where this file comes from, and at "
                "the backups."
            )
        )

    def _say_read_only(self, project: Project) -> None:
        text = (
            self.tr("%1 has this project open: you can read it, and change nothing.").replace("%1", project.held_by)
            if project.held_by
            else self.tr("This file can't be written: you can read it, and change nothing.")
        )
        self.messages.show_standing(text)

    def close(self) -> None:
        """Close the open project."""
        if not self.is_held():
            self._session.close()
            self.messages.clear()

    def open_sample(self) -> None:
        """Open the person's copy of the sample project, making it the first time."""
        from curator.services.home import data_folder
        from curator.services.sample import FILE

        path = data_folder() / FILE
        if path.exists():
            self.open_path(path)
            return
        author = self.author()

        def make(progress: Progress, cancelled: Cancelled) -> Path:
            from curator.services.sample import make_sample

            return make_sample(author, path, progress=progress, cancelled=cancelled)

        task = Task(self.tr("Making the sample project"), make)
        task.succeeded.connect(self.open_path)
        task.failed.connect(self.show_error)
        self.background.start(task)

    def save_preferences(self) -> None:
        """Write the person's settings."""
        try:
            self._kept.save()
        except CuratorError as error:
            self.show_error(error)

    # people and looks

    def people(self) -> None:
        """Show who is in the project, and this person's name and key."""
        from curator.ui.peopling import Peopling

        Peopling(self._session, self.background, self.author(), self._window).dialog.open()

    def colours(self) -> None:
        """Let the person choose the colours of labels."""
        from curator.ui.dialogs.colours import ColoursDialog

        dialog = ColoursDialog(self._session.scheme.labels, self.label_colours(), self._window)
        dialog.chosen.connect(self._set_colour)
        dialog.open()

    def label_colours(self) -> dict[str, str]:
        """The colours that the person chose, by label name."""
        chosen = self._kept.get("label_colours", {})
        return {name: colour for name, colour in chosen.items() if isinstance(colour, str)}

    def _set_colour(self, name: str, colour: str) -> None:
        colours = self.label_colours()
        colours[name] = colour
        self._kept.set("label_colours", {key: value for key, value in colours.items() if value})
        self.save_preferences()
        self.colours_changed.emit()
