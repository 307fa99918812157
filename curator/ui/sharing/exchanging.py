"""The exchange folder, watched: what is new there comes in, and what is new here goes out, without a word.

A folder on a network drive tells nobody of its changes, so a timer looks as well. The look is done on a connection
that only reads. Small parcels come in on a second connection, beside the person's work; many changes at once hold the
project for as long as it takes, as an import does (decision record 0033).
"""

from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from curator.domain.errors import CancelledError, CuratorError
from curator.ui.background import Cancelled, Progress, Task
from curator.ui.projects import Projects
from curator.ui.session import Session
from curator.ui.sharing.typing import Typing

if TYPE_CHECKING:
    from pathlib import Path

    from curator.services.project import Project
    from curator.services.sharing import Exchanged, Lying

OPENED_MS: Final = 2_000
WORKED_MS: Final = 5_000
NOTICED_MS: Final = 1_000
TYPING_MS: Final = 2_000
AGAIN_MS: Final = 60_000
MOST_BESIDE: Final = 400
"""Revisions that are received beside the person's work: that takes less than a quarter of a second."""
COPY_EVERY: Final = 3600.0
"""Seconds between copies of the project before something is received: it comes often, and backups come hourly."""
LONGEST_WAIT: Final = 2.0
"""Seconds until a project is closed although the folder's drive does not answer; nothing is written after that."""


class Exchanging(QObject):
    """Exchanges whenever there is something to exchange and nobody is in the middle of typing.

    Signals:
        exchanged: (Exchanged) something came in, went out, or could not be read.
        said: (line, more) what to say of it in the status bar; "" where there is no folder.
    """

    exchanged = Signal(object)
    said = Signal(str, str)

    def __init__(self, session: Session, projects: Projects, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._projects = projects
        self._typing = Typing()
        self._task: Task | None = None
        self._round = 0
        self._folder: Path | None = None
        self._sign = self._words = ""
        self._good = ("", "")
        self._copied_at = -COPY_EVERY
        self._is_owed = False
        self._reading = Lock()
        """Held by whatever has a connection of its own to the project; it is closed only when nobody holds it."""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(partial(self.soon, NOTICED_MS))
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.look)
        session.opened.connect(self.begin)
        session.closing.connect(self._let_go)
        session.changed.connect(self._owe)

    @property
    def words(self) -> str:
        """What was said last."""
        return self._words

    def begin(self) -> None:
        """Begin anew: another project is open, or another folder is set."""
        self._folder = None
        self._is_owed = False
        self._sign = ""
        self._good = ("", "")
        self._say("", "")
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._soon.stop()
        self._again.stop()
        if self._session.is_writable:
            self._soon.start(OPENED_MS)

    def _let_go(self) -> None:
        """Stop, and wait until the project can be closed: a moment, unless the folder's drive does not answer."""
        self._round += 1
        until = monotonic() + LONGEST_WAIT
        task, self._task = self._task, None
        if task:
            task.cancel()
        if self._reading.acquire(timeout=LONGEST_WAIT):
            self._reading.release()
            self._put_out_last(until)

    def _put_out_last(self, until: float) -> None:
        """Put out what was done just before, so that nobody waits for it until the project is opened again."""
        if not self._is_owed or not self._session.is_writable:
            return
        from curator.services import sharing

        if sharing.folder(self._session.view) and self._projects.author().is_unlocked:
            last = Thread(target=_put_out, args=(self._session.view, self._reading), daemon=True)
            last.start()
            last.join(max(0.0, until - monotonic()))

    def _owe(self) -> None:
        self._is_owed = True
        self.soon(WORKED_MS)

    def soon(self, milliseconds: int, *_what: object) -> None:
        """Look a while from now; whoever goes on working is waited for."""
        if self._folder:
            self._soon.start(milliseconds)

    def look_anew(self) -> None:
        """Look at once, whatever was known of the folder."""
        self._sign = ""
        self.look()

    # the look

    def look(self) -> None:
        """See in the background whether there is anything to exchange."""
        from curator.services import sharing

        if self._task or not self._session.is_writable:
            return
        self._folder = sharing.folder(self._session.view)
        if self._folder is None:
            return
        self._again.start()
        if self._typing.is_going_on():
            self._soon.start(TYPING_MS)
        elif not self._projects.author().is_unlocked:
            self._say(self.tr("The exchange waits until your key is unlocked by what you do"), "")
        else:
            work = partial(_look, self._session.view, self._reading, self._sign)
            task = Task(self.tr("Exchanging"), work, is_quiet=True)
            task.succeeded.connect(partial(self._looked, self._round))
            self._start(task, may_hang=True)

    def _start(self, task: Task, *, may_hang: bool) -> None:
        task.failed.connect(partial(self._failed, self._round))
        task.ended.connect(partial(self._ended, task))
        self._task = task
        self._projects.background.start(task, may_hang=may_hang)

    def _ended(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _looked(self, number: int, lying: "Lying") -> None:
        if number != self._round or self._folder is None:
            return
        if str(self._folder) not in self._watcher.directories():
            self._watcher.addPath(str(self._folder))
        if lying.sign == self._sign:
            self._say(*self._good)
        elif self._typing.is_going_on() or not self._session.is_writable:
            self._soon.start(TYPING_MS)
        else:
            self._exchange(lying)

    # the exchange

    def _exchange(self, lying: "Lying") -> None:
        self._is_owed = False
        copy = monotonic() - self._copied_at >= COPY_EVERY
        holds = lying.revisions > MOST_BESIDE
        if holds:
            task = Task(self.tr("Exchanging"), partial(_exchange, self._session.begin_task(), copy))
            task.over.connect(self._session.end_task)
        else:
            work = partial(_exchange_beside, self._session.view, self._reading, copy)
            task = Task(self.tr("Exchanging"), work, is_quiet=True)
        task.succeeded.connect(partial(self._done, self._round, lying.sign))
        self._start(task, may_hang=not holds)

    def _done(self, number: int, sign: str, done: "Exchanged") -> None:
        if number != self._round:
            return
        from curator.ui.sharing import words

        if any(report.backup for report in done.received):
            self._copied_at = monotonic()
        said = words.exchanged(done, datetime.now().astimezone().strftime("%H:%M"))
        self.exchanged.emit(done)
        if any(said):
            self._good = said
        self._say(*self._good)
        if done.empty:
            self._sign = sign
        else:  # what lies there has changed: by others meanwhile, perhaps
            self._soon.start(NOTICED_MS)

    def _failed(self, number: int, error: CuratorError) -> None:
        self._is_owed = True
        if number == self._round:
            self._say(error.message, str(error))

    def _say(self, line: str, more: str) -> None:
        self._words = line
        self.said.emit(line, more)


def _look(view: "Project", reading: Lock, sign: str, _progress: Progress, cancelled: Cancelled) -> "Lying":
    from curator.services import sharing

    with reading:
        if cancelled():
            raise CancelledError("")
        with view.reader() as reader:
            return sharing.look(reader, sign)


def _exchange(project: "Project", copy: bool, progress: Progress, cancelled: Cancelled) -> "Exchanged":
    from curator.services import sharing

    return sharing.exchange(project, copy=copy, progress=progress, cancelled=cancelled)


def _exchange_beside(
    view: "Project", reading: Lock, copy: bool, progress: Progress, cancelled: Cancelled
) -> "Exchanged":
    with reading:
        if cancelled():
            raise CancelledError("")
        with view.beside() as project:
            return _exchange(project, copy, progress, cancelled)


def _put_out(view: "Project", reading: Lock) -> None:
    """What can't be put out now goes out when the project is opened next, which says why."""
    from curator.services import sharing

    with suppress(CuratorError), reading, view.beside() as project:
        sharing.put_out(project)
