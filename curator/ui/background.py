"""Long work in background threads: progress, cancelling, and a result that arrives in the window's thread.

The work itself gets `progress(done, total, what)` and `cancelled()`, and a connection of its own where it reads the
project; the one task that writes (`Session.begin_task`) holds the project until it ends.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from curator.domain.errors import CancelledError, CuratorError

_PROGRESS_EVERY: Final = 0.05
_BEGINS_WITHIN: Final = 0.005


Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]
"""What is done in the background: tells how far it is, and stops soon after it is told to."""


class Task(QObject):
    """One piece of work on its way. A quiet one is not shown: it takes a moment only.

    Signals (all arrive in the window's thread):
        progressed: (done, total, what)
        over: the thread is done; before one of the next three says what came of it.
        succeeded: (result)
        failed: (CuratorError)
        cancelled: it was stopped.
        ended: it is over, whatever came of it.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    over = Signal()
    _done = Signal(object, object)

    def __init__(self, title: str, work: Work, *, can_cancel: bool = True, is_quiet: bool = False) -> None:
        super().__init__()
        self.title = title
        self.can_cancel = can_cancel
        self.is_quiet = is_quiet
        self._work = work
        self._stop = threading.Event()
        self._begun = threading.Event()
        self._told_at = 0.0
        # Queued, so that the results are handled where this object lives, not in the worker's thread.
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def let_begin(self) -> None:
        """Let the worker's thread have its turn now: what it asks SQLite for is then found while the window goes on.

        Python gives a thread its turn when another waits for something; painting does not for tens of milliseconds.
        """
        self._begun.wait(_BEGINS_WITHIN)

    def run(self) -> None:
        """Do the work; called in the worker's thread."""
        self._begun.set()
        try:
            self._done.emit(self._work(self._progress, self._stop.is_set), None)
        except BaseException as error:  # noqa: BLE001 - handed on: `_finish` raises what is no CuratorError
            self._done.emit(None, error)

    def _progress(self, done: int, total: int, what: str) -> None:
        now = monotonic()
        if now - self._told_at >= _PROGRESS_EVERY or done >= total:
            self._told_at = now
            self.progressed.emit(done, total, what)

    def _finish(self, result: object, error: BaseException | None) -> None:
        self.over.emit()
        try:
            if error is None:
                self.succeeded.emit(result)
            elif isinstance(error, CancelledError):
                self.cancelled.emit()
            elif isinstance(error, CuratorError):
                self.failed.emit(error)
            else:
                raise error
        finally:
            self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def _run_apart(task: Task) -> None:
    with suppress(RuntimeError):  # when it comes to its end at last, nobody is there any more to be told
        task.run()


class Background(QObject):
    """The tasks of one window.

    Signals:
        changed: a task began or ended.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self.tasks: list[Task] = []

    def start(self, task: Task, *, may_hang: bool = False) -> Task:
        """Begin a task. Connect its signals before.

        One that `may_hang`, on a drive that does not answer, has a thread of its own, which the end of the program
        does not wait for: whoever starts it sees to it that this does no harm.
        """
        self.tasks.append(task)
        task.ended.connect(lambda: self._forget(task))
        if may_hang:
            threading.Thread(target=_run_apart, args=(task,), name=task.title, daemon=True).start()
        else:
            self._pool.start(_Runner(task))
        self.changed.emit()
        return task

    def _forget(self, task: Task) -> None:
        self.tasks.remove(task)
        self.changed.emit()

    def stop_all(self) -> None:
        """Cancel everything and wait for what can't hang: at the end of the program."""
        for task in self.tasks:
            task.cancel()
        self._pool.waitForDone()


class TaskBar(QWidget):
    """The newest task in the status bar: what it does, how far it is, and a button that stops it."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._task: Task | None = None
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar(self)
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QToolButton(self)
        self._stop.setText(self.tr("Stop"))
        self._stop.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._title, self._bar, self._stop):
            layout.addWidget(widget)
        background.changed.connect(self._look)
        self.hide()

    def _look(self) -> None:
        shown = [task for task in self._background.tasks if not task.is_quiet]
        task = shown[-1] if shown else None
        if task is self._task:
            return
        self._task = task
        self.setVisible(task is not None)
        if task:
            self._title.setText(task.title)
            self._bar.setRange(0, 0)
            self._stop.setVisible(task.can_cancel)
            self._stop.setEnabled(True)
            self._stop.setAccessibleName(self.tr("Stop: %1").replace("%1", task.title))
            task.progressed.connect(self._show)

    def _show(self, done: int, total: int, what: str) -> None:
        if self.sender() is not self._task:
            return
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        self._bar.setToolTip(_escaped(what))

    def _cancel(self) -> None:
        if self._task:
            self._stop.setEnabled(False)
            self._task.cancel()


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
