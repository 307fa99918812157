"""Copies of a project among the files that a person has opened."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from curator.domain.errors import CuratorError
from curator.store import database, subjects


def copy_of(project: str, files: Iterable[Path]) -> Path | None:
    """The first of these files that holds the project of that id; what can't be read now is passed over."""
    return next((file for file in files if _holds(file, project)), None)


def _holds(file: Path, project: str) -> bool:
    try:
        with closing(database.open_store(file, read_only=True)) as store:
            return subjects.root_id(store) == project
    except CuratorError:
        return False
