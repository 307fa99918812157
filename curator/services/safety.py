"""A copy of the project before something that changes much of it at once."""

import re
from pathlib import Path

from curator.domain.ids import new_id
from curator.services.files import put_in_place
from curator.services.home import backup_folder
from curator.services.project import Project, now
from curator.store import backup


def copy_before(project: Project, act: str) -> Path:
    """Copy the project into the folder of backups; gives the path of the copy.

    Raises:
        StorageError: it can't be written; nothing has been done yet.
    """
    name = re.sub(r"[^\w.-]+", "-", project.path.stem)[:60].strip("-.") or "project"
    stamp = now()[:19].replace(":", "").replace("T", "-")
    path = backup_folder() / f"{name}-before-{act}-{stamp}-{new_id()[-4:]}.curator"
    partial = path.with_name(f".{path.name}.new")
    try:
        backup.copy(project.store, partial)
        put_in_place(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path
