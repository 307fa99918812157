"""Backups and restoring them. A backup counts once it has been opened and verified."""

import re
from pathlib import Path

from curator.domain.errors import CuratorError, StorageError
from curator.services.home import backup_folder
from curator.services.identity import Author
from curator.services.project import Project, now, open_project
from curator.services.verifying import Progress, verify
from curator.store import backup as copying


def backup(project: Project, target: Path | None = None, *, progress: Progress = lambda *_: None) -> Path:
    """Copy the project as it is now; gives the path of the copy, which has been verified.

    Raises:
        StorageError: there is a file of that name, it can't be written, or the copy did not come out well.
    """
    path = target or backup_folder() / f"{_slug(project.path.stem)}-{_stamp()}.curator"
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    partial = path.with_name(f".{path.name}.new")
    partial.unlink(missing_ok=True)
    try:
        copying.copy(project.store, partial, progress)
        if defects := verify(partial):
            raise StorageError(
                f"The copy is not in order ({defects[0].message}), and so is the project probably: run “verify”.",
                place=str(project.path),
            )
        partial.rename(path)
    except OSError as error:
        raise StorageError(f"The backup can't be written ({error.strerror}).", place=str(path)) from error
    finally:
        partial.unlink(missing_ok=True)
    return path


def restore(path: Path, backup_path: Path, *, author: Author) -> Path | None:
    """Put a backup in the place of a project; gives the path of a copy of what was there before, if anything was.

    The project that was there is kept even when it is damaged, byte for byte.

    Raises:
        CuratorError: the backup is no project or is not in order, or another window has the project open.
    """
    if defects := verify(backup_path):
        raise CuratorError(f"The backup is not in order: {defects[0].message}.", place=str(backup_path))
    kept = _set_aside(path, author) if path.exists() else None
    with open_project(backup_path, author=author, read_only=True) as source:
        partial = path.with_name(f".{path.name}.new")
        partial.unlink(missing_ok=True)
        copying.copy(source.store, partial)
    partial.replace(path)
    # The first writer turns write-ahead logging on again; opening binds the copy to its place as a new replica.
    open_project(path, author=author).close()
    return kept


def _set_aside(path: Path, author: Author) -> Path:
    """Move what is at `path`, with its write-ahead log, out of the way, once nobody has it open."""
    try:
        with open_project(path, author=author) as project:
            if project.read_only:
                raise CuratorError(f"{project.held_by or 'Another program'} has the project open. Close it first.")
    except StorageError:
        pass  # damaged: it is moved as it is
    kept = path.with_name(f"{path.stem}-before-restore-{_stamp()}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return kept


def _stamp() -> str:
    return now()[:19].replace(":", "").replace("T", "-")


def _slug(name: str) -> str:
    """A file name that says which project it is of, whatever that is called."""
    return re.sub(r"[^\w.-]+", "-", name)[:60].strip("-.") or "project"
