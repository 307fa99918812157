"""Long work: a progress bar on standard error where that is a terminal, and Ctrl+C as a polite request to stop."""

import signal
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from curator.cli.output import shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Report = Callable[[int, int, str], None]
_PATIENCE = 0.5
"""Seconds that pass before a bar is worth showing."""


@contextmanager
def progress() -> Generator[Report]:
    """What to report (done, total, what) to while the block runs."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield _tell_nobody
        return
    bar = _Bar()
    try:
        yield bar.report
    finally:
        bar.end()


def _tell_nobody(done: int, total: int, what: str) -> None:
    _ = done, total, what


class _Bar:
    """A bar that appears once the work has taken a moment, and leaves no trace."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown: Progress | None = None
        self._task: TaskID | None = None

    def report(self, done: int, total: int, what: str) -> None:
        if self._shown is None:
            if time.monotonic() - self._began < _PATIENCE:
                return
            self._shown = self._start()
            self._task = self._shown.add_task("")
        if self._task is not None:
            self._shown.update(self._task, completed=done, total=total or None, description=shown(what))

    def end(self) -> None:
        if self._shown:
            self._shown.stop()

    def _start(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        words = TextColumn("{task.description}", markup=False)
        bar = Progress(
            BarColumn(20),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            words,
            console=Console(stderr=True, markup=False, highlight=False, emoji=False),
            transient=True,
        )
        bar.start()
        return bar


@contextmanager
def interruptible() -> Generator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed while the block runs; pressed again, it stops the program there and then."""
    pressed = 0

    def count(*_: object) -> None:
        nonlocal pressed
        pressed += 1
        if pressed > 1:
            raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGINT, count)
    except ValueError:  # not the main thread, where signals never come
        yield lambda: False
        return
    try:
        yield lambda: pressed > 0
    finally:
        signal.signal(signal.SIGINT, before)
