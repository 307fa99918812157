"""Backups and restoring them. A backup counts once it has been opened and verified."""

import re
import shutil
from contextlib import suppress
from pathlib import Path

from curator.domain.errors import CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services.files import put_in_place, replacing, sync_folder
from curator.services.home import backup_folder
from curator.services.identity import Author
from curator.services.project import Project, now, open_project
from curator.services.verifying import Defect, Progress, verify
from curator.store import backup as copying
from curator.store import database
from curator.store.lock import WriterLock

_BESIDE = ("-wal", "-journal", "-shm")


def _no_progress(_done: int, _all: int, _what: str) -> None:
    return


def backup(project: Project, target: Path | None = None, *, progress: Progress = _no_progress) -> Path:
    """Copy the project as it is now; gives the path of the copy, which has been verified.

    Raises:
        StorageError: there is a file of that name, it can't be written, or the copy did not come out well.
    """
    path = target or backup_folder() / f"{_slug(project.path.stem)}-{_stamp()}.curator"
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    partial = path.with_name(f".{path.name}.{new_id()}.new")
    try:
        copying.copy(project.store, partial, progress)
        if defects := _damage(partial, progress):
            raise StorageError(
                f"The copy is not in order ({defects[0].message}), and so is the project probably: run “verify”.",
                place=str(project.path),
            )
        put_in_place(partial, path)
    finally:
        _discard(partial)
    return path


def restore(path: Path, backup_path: Path, *, author: Author) -> Path | None:
    """Put a backup in the place of a project; gives the path of a copy of what was there before, if anything was.

    The project that was there is kept even when it is damaged, byte for byte. Broken off at any moment, the project
    is the old or the new one.

    Raises:
        CuratorError: the backup is no project or is not in order, or another window has the project open.
    """
    if path.exists() and backup_path.exists() and path.samefile(backup_path):
        raise CuratorError("This is the project itself, not a backup of it.", place=str(backup_path))
    if defects := _damage(backup_path):
        raise CuratorError(f"The backup is not in order: {defects[0].message}.", place=str(backup_path))
    lock = WriterLock(path)
    if not lock.take():
        raise CuratorError("Another window has the project open. Close it first.", place=str(path))
    partial = path.with_name(f".{path.name}.{new_id()}.new")
    try:
        with open_project(backup_path, author=author, read_only=True) as source:
            copying.copy(source.store, partial)
        kept = _set_aside(path) if path.exists() else None
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"The backup can't be put in place ({error.strerror}).", place=str(path)) from error
    finally:
        _discard(partial)
        lock.release()
    # Opening binds the copy to its place as a new replica.
    open_project(path, author=author).close()
    return kept


def _set_aside(path: Path) -> Path:
    """Copy what is at `path` with all that lies beside it, then bring its write-ahead log home or take it away.

    A log that stayed would be taken for that of the file which comes in its place.
    """
    kept = path.with_name(f"{path.stem}-before-restore-{_stamp()}-{new_id()[-4:]}{path.suffix}")
    for ending in ("", *_BESIDE[:2]):
        part = path.with_name(path.name + ending)
        if part.exists():
            with part.open("rb") as source, replacing(kept.with_name(kept.name + ending)) as target:
                shutil.copyfileobj(source, target, 1 << 20)
    with suppress(CuratorError):  # a damaged one has been copied as it is
        database.open_store(path, read_only=False).close()
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return kept


def _discard(partial: Path) -> None:
    for ending in ("", *_BESIDE):
        partial.with_name(partial.name + ending).unlink(missing_ok=True)


def _stamp() -> str:
    return now()[:19].replace(":", "").replace("T", "-")


def _slug(name: str) -> str:
    """A file name that says which project it is of, whatever that is called."""
    return re.sub(r"[^\w.-]+", "-", name)[:60].strip("-.") or "project"


def _damage(path: Path, progress: Progress = _no_progress) -> list[Defect]:
    """What makes a copy worthless. What somebody wrote amiss is in the project as well, and no reason to go without."""
    return [defect for defect in verify(path, progress=progress) if defect.damage]
