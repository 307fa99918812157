"""Backups and restoring them. A backup counts once it has been opened and verified."""

from dataclasses import replace
from pathlib import Path

from curator.domain.errors import CancelledError, CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services import backup_list
from curator.services.backup_list import Checked, Note
from curator.services.files import put_in_place
from curator.services.home import backup_folder
from curator.services.identity import Author
from curator.services.project import Project, now, open_project
from curator.services.swapping import alone_with, discard, put_in_place_of, stamp
from curator.services.verifying import Cancelled, Defect, Progress, verify
from curator.store import backup as copying
from curator.store import database, integrity

_THOROUGHLY = 2000
"""Up to so many revisions an automatic backup is verified fully, which takes about a second."""


def _no_progress(_done: int, _all: int, _what: str) -> None:
    return


def _never() -> bool:
    return False


def backup(project: Project, target: Path | None = None, *, progress: Progress = _no_progress) -> Path:
    """Copy the project as it is now; gives the path of the copy, which has been verified fully.

    Raises:
        StorageError: there is a file of that name, it can't be written, or the copy did not come out well.
    """
    made_at = now()
    path = target or _name(project, made_at)
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    partial = _partial(path)
    try:
        copying.copy(project.store, partial, progress)
        _refuse(_damage(partial, progress), project)
        if target is None:
            backup_list.describe(path, _note(project, partial, made_at, checked="fully", automatic=False))
        put_in_place(partial, path)
    finally:
        discard(partial)
    return path


def back_up_by_itself(
    project: Project, made_at: str, *, progress: Progress = _no_progress, cancelled: Cancelled = _never
) -> Path:
    """Make a backup that may go when it has grown old. One of a large project is verified quickly.

    Quickly means: SQLite finds the file in order, and its history has come to the same. Verifying 1,000,000 revisions
    hourly would heat a laptop for minutes; whoever restores a backup has it verified fully then.

    Raises:
        StorageError: it can't be written, or the copy did not come out well.
        CancelledError: it was stopped; nothing is left of it.
    """

    def report(done: int, total: int, what: str) -> None:
        if cancelled():
            raise CancelledError("The backup was stopped.")
        progress(done, total, what)

    path = _name(project, made_at)
    partial = _partial(path)
    try:
        copying.copy(project.store, partial, report)
        checked = _check(partial, project, progress, cancelled)
        backup_list.describe(path, _note(project, partial, made_at, checked=checked, automatic=True))
        put_in_place(partial, path)
    finally:
        discard(partial)
    return path


def back_up_before(project: Project, act: str, made_at: str, *, verified: bool = True) -> Path:
    """Copy the project before something that changes much of it at once; the copy may go when it has grown old.

    Only that of a small project is verified: what is about to be done to a large one takes no longer than reading it.
    With `verified` false none is: what is about to be done is quick, or is not to be kept from a damaged project.

    Raises:
        StorageError: it can't be written, or the copy did not come out well. Nothing has been done yet.
    """
    path = _name(project, made_at, f"before-{act}-")
    partial = _partial(path)
    try:
        copying.copy(project.store, partial)
        small = verified and copying.contents(project.store).revisions <= _THOROUGHLY
        if small:
            _refuse(_damage(partial), project)
        checked: Checked = "fully" if small else ""
        note = _note(project, partial, made_at, checked=checked, automatic=True)
        backup_list.describe(path, replace(note, before=act))
        put_in_place(partial, path)
    finally:
        discard(partial)
    return path


def _check(partial: Path, project: Project, progress: Progress, cancelled: Cancelled) -> Checked:
    with open_project(partial, author=project.author, read_only=True) as copy:
        revisions = copying.contents(copy.store).revisions
        if revisions > _THOROUGHLY:
            found = integrity.quick_defects(copy.store)
            _refuse([Defect("damaged file", "file", partial.name, words) for words in found], project)
            return "quickly"
    _refuse([found for found in verify(partial, progress=progress, cancelled=cancelled) if found.damage], project)
    return "fully"


def _refuse(defects: list[Defect], project: Project) -> None:
    if defects:
        raise StorageError(
            f"The copy is not in order ({defects[0].message}), and so is the project probably: run “verify”.",
            place=str(project.path),
        )


def _note(project: Project, copy: Path, made_at: str, *, checked: Checked, automatic: bool) -> Note:
    """What is said of a copy is read from the copy itself."""
    store = database.open_store(copy, read_only=True)
    try:
        held = copying.contents(store)
    finally:
        store.close()
    return Note(
        made_at=made_at,
        project=project.id,
        origin=str(project.path.absolute()),
        state=held.state,
        checked=checked,
        automatic=automatic,
        changesets=held.changesets,
        documents=held.documents,
        annotations=held.annotations,
    )


def _name(project: Project, made_at: str, why: str = "") -> Path:
    name = f"{backup_list.slug(project.path.stem)}-{why}{stamp(made_at)}"
    path = backup_folder() / f"{name}{backup_list.SUFFIX}"
    return path if not path.exists() else path.with_name(f"{name}-{new_id()[-4:]}{backup_list.SUFFIX}")


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}.{new_id()}.new")


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
    with alone_with(path) as partial:
        with open_project(backup_path, author=author, read_only=True) as source:
            copying.copy(source.store, partial)
        kept = put_in_place_of(path, partial, word="restore")
    # Opening binds the copy to its place as a new replica.
    open_project(path, author=author).close()
    return kept


def _damage(path: Path, progress: Progress = _no_progress) -> list[Defect]:
    """What makes a copy worthless. What somebody wrote amiss is in the project as well, and no reason to go without."""
    return [defect for defect in verify(path, progress=progress) if defect.damage]
