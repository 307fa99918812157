"""What can be done with a damaged project: say so with the backup to restore, and show what of it can be read.

The damaged file is copied before anything is read, and never written.
"""

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from typing_extensions import override

from curator.domain.errors import CancelledError, CuratorError, NotAllowedError
from curator.domain.ids import new_id
from curator.domain.people import Role
from curator.services import backup_list, mending
from curator.services.home import data_folder
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.swapping import copy_bytes
from curator.services.verifying import Cancelled, Progress
from curator.store import database, salvage
from curator.store.database import DamagedError, NotAProjectError, Store


class RescuedProject(Project):
    """What could be read of a damaged project, in a copy that lasts until it is closed. Nothing can be changed in it.

    Attributes:
        reason: what is the matter with it.
        salvaged: what came over, and what did not.
    """

    def __init__(self, store: Store, author: Author, original: Path, salvaged: salvage.Salvaged) -> None:
        super().__init__(store, author, None)
        self._original = original
        self.reason = ""
        self.salvaged = salvaged

    @property
    @override
    def origin(self) -> Path:
        return self._original

    @override
    def require(self, role: Role | None = None) -> str:
        raise NotAllowedError("The project is damaged, so nothing can be changed in it. Restore a backup first.")

    @override
    def close(self) -> None:
        super().close()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def is_damaged(error: CuratorError, path: Path) -> bool:
    """Whether what opening a file said means that it is a damaged project.

    What does not even look like one may have been one: there are backups of it.
    """
    if isinstance(error, NotAProjectError):
        return path.is_file() and bool(backup_list.made_from(path))
    return isinstance(error, DamagedError)


@contextmanager
def advised(path: Path) -> Generator[None]:
    """Let what is said of a damaged project end with the newest good backup, and the command that restores it.

    Raises:
        DamagedError: in place of the one without.
    """
    try:
        yield
    except CuratorError as error:
        if not is_damaged(error, path):
            raise
        words = error.message.replace(database.RESTORE, "").strip()
        raise DamagedError(f"{words} {mending.restore_advice(path)}", place=str(path)) from error


def rescue(
    path: Path,
    *,
    author: Author,
    progress: Progress = lambda _done, _all, _what: None,
    cancelled: Cancelled = lambda: False,
) -> RescuedProject:
    """Open what can be read of a damaged project, read-only.

    Raises:
        DamagedError: nothing can be read of it.
        CancelledError: it was stopped.
        CuratorError: the disk is full, say.
    """
    folder = _folder()
    try:
        return _rescued(path, folder, author, _Tell(progress, cancelled))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _Tell:
    def __init__(self, progress: Progress, cancelled: Cancelled) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def __call__(self, done: int, total: int) -> None:
        if self._cancelled():
            raise CancelledError("Reading the damaged project was stopped.")
        if done % 50 == 0:
            self._progress(done, total, "Reading what can be read")


def _rescued(path: Path, folder: Path, author: Author, tell: _Tell) -> RescuedProject:
    damaged, readable = folder / f"damaged-{path.name}", folder / path.name
    copy_bytes(path, damaged)
    with mending.backups_of(path) as others:
        store = database.create(readable, connector=database.connector_for(path))
        try:
            with salvage.reading(damaged) as source:
                salvaged = salvage.into(store, source, is_sound=mending.is_sound, elsewhere=others, tell=tell)
        finally:
            store.close()
    for part in folder.glob(f"{damaged.name}*"):
        part.unlink()
    if not salvaged.changesets:
        raise DamagedError("Nothing can be read of the project.", place=str(path))
    opened = database.open_store(readable, read_only=True)
    try:
        with database.trusting(path):
            return RescuedProject(opened, author, path, salvaged)
    except BaseException:
        opened.close()
        raise


def _folder() -> Path:
    """A folder of its own, after those that a killed process left have been taken away."""
    every = data_folder() / "rescued"
    with suppress(OSError):
        for left in every.glob("*"):
            if not _is_in_use(left):
                shutil.rmtree(left, ignore_errors=True)
    folder = every / new_id()
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _is_in_use(folder: Path) -> bool:
    """Whether another window may be showing what lies there: nothing is older than a day and still looked at."""
    from time import time

    return time() - folder.stat().st_mtime < 86_400
