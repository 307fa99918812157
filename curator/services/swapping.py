"""Putting one project file in the place of another such that at any moment the old or the new one is there, whole."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from curator.domain.errors import CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services.files import replacing, sync_folder
from curator.services.project import now
from curator.store import database
from curator.store.lock import WriterLock

_LOGS = ("-wal", "-journal")
_BESIDE = (*_LOGS, "-shm")


@contextmanager
def alone_with(path: Path) -> Generator[Path]:
    """Hold a project against other windows; gives the name of a new file beside it, taken away again in the end.

    Raises:
        CuratorError: another window has the project open, or the folder can't be written.
    """
    lock = WriterLock(path)
    if not lock.take():
        raise CuratorError("Another window has the project open. Close it first.", place=str(path))
    partial = path.with_name(f".{path.name}.{new_id()}.new")
    try:
        yield partial
    except OSError as error:
        raise StorageError(f"The file can't be put in place ({error.strerror}).", place=str(path)) from error
    finally:
        discard(partial)
        lock.release()


def put_in_place_of(path: Path, finished: Path, *, word: str) -> Path | None:
    """Let a finished file take a project's place; gives the copy of what was there before, if anything was.

    That one is kept byte for byte even when it is damaged, as `NAME-before-WORD-…`.
    """
    kept = _set_aside(path, word) if path.exists() else None
    finished.replace(path)
    sync_folder(path.parent)
    return kept


def replace_without_trace(path: Path, finished: Path) -> None:
    """Let a finished copy of a project's present state take its place, and keep nothing of the old file.

    Raises:
        StorageError: somebody is reading the project, so that its write-ahead log can't be brought home.
    """
    database.bring_log_home(path)
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    finished.replace(path)
    sync_folder(path.parent)


def _set_aside(path: Path, word: str) -> Path:
    """Copy what is at `path` with all that lies beside it, then bring its write-ahead log home or take it away.

    A log that stayed would be taken for that of the file which comes in its place.
    """
    kept = path.with_name(f"{path.stem}-before-{word}-{stamp(now())}-{new_id()[-4:]}{path.suffix}")
    copy_bytes(path, kept)
    with suppress(CuratorError):  # a damaged one has been copied as it is
        database.open_store(path, read_only=False).close()
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return kept


def copy_bytes(path: Path, target: Path) -> None:
    """Copy a file that nobody writes to, with its write-ahead log, byte for byte; on disk when this returns."""
    for ending in ("", *_LOGS):
        part = path.with_name(path.name + ending)
        if part.exists():
            with part.open("rb") as source, replacing(target.with_name(target.name + ending)) as copied:
                shutil.copyfileobj(source, copied, 1 << 20)


def discard(partial: Path) -> None:
    """Take a file away that was not finished, with all that lies beside it."""
    for ending in ("", *_BESIDE):
        partial.with_name(partial.name + ending).unlink(missing_ok=True)


def stamp(at: str) -> str:
    """A UTC ISO time as part of a file's name."""
    return at[:19].replace(":", "").replace("T", "-")
