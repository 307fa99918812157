"""The timer of the backups that come by themselves: a while after a project was opened, then as long as it is."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from curator.domain.errors import CuratorError
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.session import Session
from curator.ui.status import MessageBar

SOON_MS: Final = 5_000
"""Opening a project comes first, and whoever closes it at once has changed nothing."""
AGAIN_MS: Final = 5 * 60_000


class BackupKeeper(QObject):
    """Asks the service every few minutes; whether a backup is due is for the service to say.

    A backup that can't be made is said once, and tried again; work goes on meanwhile. After a project was opened, it is
    looked at first whether its file is damaged: of such a one no backup is made then.

    Signals:
        damaged: (Path) the project at that path, which is open, is damaged.
    """

    damaged = Signal(Path)

    def __init__(self, session: Session, background: Background, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = background
        self._messages = messages
        self._task: Task | None = None
        self._told = ""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(partial(self.look, opening=True))
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.look)
        session.opened.connect(self._begin)

    def _begin(self) -> None:
        self._told = ""
        if self._task:
            self._task.cancel()
        for timer in (self._soon, self._again):
            if self._session.is_writable:
                timer.start()
            else:
                timer.stop()

    def look(self, *, opening: bool = False) -> None:
        """Back up in the background if it is time to."""
        if self._task or not self._session.is_writable:
            return
        task = Task(self.tr("Backing up"), partial(_back_up, self._session.view, opening), is_quiet=True)
        task.succeeded.connect(self._made)
        task.failed.connect(self._failed)
        task.ended.connect(self._ended)
        self._task = self._background.start(task)

    def _made(self, done: object) -> None:
        self._told = ""
        if isinstance(done, _Damaged) and done.path == self._session.path():
            self.damaged.emit(done.path)

    def _failed(self, error: CuratorError) -> None:
        if str(error) != self._told:
            self._told = str(error)
            words = self.tr("No backup could be made; your work is saved all the same, and it is tried again. %1")
            self._messages.show_error(words.replace("%1", str(error)))

    def _ended(self) -> None:
        self._task = None


@dataclass(frozen=True, slots=True)
class _Damaged:
    """What there is in place of a backup."""

    path: Path


def _back_up(view: Any, opening: bool, _progress: Progress, cancelled: Cancelled) -> object:  # noqa: ANN401 - a Project
    from curator.services import rotation, verifying

    with view.reader() as reader:
        if opening and verifying.quick_look(reader, cancelled=cancelled):
            return _Damaged(reader.path)
        return rotation.rotate(reader, opening=opening, cancelled=cancelled)
