"""Which backups there are, of which project, and what was found out about each when it was made.

Beside each backup in the person's folder lies a small note as JSON, so that a list needs to open none of them. It
names no text and no project, since backups of encrypted projects have one too.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import orjson

from curator.services.files import replacing
from curator.services.home import backup_folder
from curator.store import salvage

Checked = Literal["fully", "quickly", ""]
_NOTE = ".json"
SUFFIX = ".curator"


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept about a backup.

    Attributes:
        made_at: UTC, ISO 8601.
        project: its id; "" where that could not be read.
        origin: where the project lay.
        state: a digest of what its history had come to: two backups of one state are of an unchanged project.
        checked: how it was verified before it counted; "" for a damaged project that was kept as it was.
        automatic: whether it may go when it has grown old.
        changesets, documents, annotations: how many it holds; -1 where that is not known.
        before: what was about to be done to the project; "" for one that was made for its own sake.
    """

    made_at: str
    project: str
    origin: str
    state: str
    checked: Checked
    automatic: bool
    changesets: int = -1
    documents: int = -1
    annotations: int = -1
    before: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup with its note; one without (made by hand, or by an older version) was not checked as far as is known."""

    path: Path
    size: int
    note: Note

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.note.made_at)


def of(project: Path, project_id: str = "") -> list[Backup]:
    """The backups of the project at that path or of its id, newest first. Those without a note go by their name.

    A copy under another name, or at another place, has those of the project that it is a copy of.
    """
    here = str(project.absolute())
    project_id = project_id or salvage.project_at(project)
    return [
        backup
        for backup in every()
        if (project_id and backup.note.project == project_id)
        or backup.note.origin == here
        or (not backup.note.origin and backup.path.name.startswith(f"{slug(project.stem)}-"))
    ]


def made_from(project: Path) -> list[Backup]:
    """The backups of the file at that path alone, newest first: a copy elsewhere has a row of its own."""
    here = str(project.absolute())
    return [backup for backup in every() if backup.note.origin == here]


def newest_good(project: Path, project_id: str = "") -> Backup | None:
    """The newest backup of a project that was verified when it was made."""
    return next((backup for backup in of(project, project_id) if backup.note.checked), None)


def every() -> list[Backup]:
    """All backups in the person's folder, newest first."""
    found = [backup for path in backup_folder().glob(f"*{SUFFIX}") if (backup := _read(path))]
    return sorted(found, key=lambda backup: (backup.note.made_at, backup.path.name), reverse=True)


def _read(path: Path) -> Backup | None:
    try:
        status = path.stat()
    except OSError:
        return None  # somebody has just taken it away
    made_at = datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    try:
        kept: dict[str, Any] = orjson.loads(_note_of(path).read_bytes())
        note = Note(**kept)
        datetime.fromisoformat(note.made_at)
    except (OSError, ValueError, TypeError):
        note = Note(made_at, "", "", "", "", automatic=False)
    return Backup(path, status.st_size, note)


def as_json(backup: Backup) -> dict[str, Any]:
    """The note of a backup as JSON values."""
    return asdict(backup.note)


def describe(path: Path, note: Note) -> None:
    """Keep the note of a backup that is about to be put in place: from then on it counts.

    Raises:
        StorageError: the folder can't be written.
    """
    with replacing(_note_of(path), private=True) as file:
        file.write(orjson.dumps(asdict(note), option=orjson.OPT_INDENT_2))


def remove(backups: Iterable[Backup]) -> None:
    """Take backups away; one that can't be is left for the next time."""
    for backup in backups:
        with suppress(OSError):
            backup.path.unlink(missing_ok=True)
            _note_of(backup.path).unlink(missing_ok=True)


def clear_away(now: datetime) -> None:
    """Take away what processes that were killed left: copies that were never finished, notes without a backup."""
    folder = backup_folder()
    old = now.timestamp() - 86_400
    with suppress(OSError):
        for left in (*folder.glob(f".*{SUFFIX}.*.new*"), *folder.glob(f"*{SUFFIX}{_NOTE}")):
            is_lonely = left.name.startswith(".") or not left.with_suffix("").exists()
            if is_lonely and left.stat().st_mtime < old:
                left.unlink(missing_ok=True)


def slug(name: str) -> str:
    """A file name that says which project it is of, whatever that is called."""
    return re.sub(r"[^\w.-]+", "-", name)[:60].strip("-.") or "project"


def _note_of(path: Path) -> Path:
    return path.with_name(path.name + _NOTE)
