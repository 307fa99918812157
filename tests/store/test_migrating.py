"""Files of older versions: opened, shown without being written, and given the newer tables."""

import shutil
from pathlib import Path

import pytest

from curator.services import project as projects
from curator.services import reading, verifying
from curator.store import schema
from curator.store.database import open_store
from tests.support import projects as support

OLD = Path(__file__).resolve().parents[1] / "data" / "version-1.curator"
"""Made by the program before supervision: two people, two live annotations and a withdrawn one, one approval."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "old.curator"))


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def test_an_older_file_is_read_without_being_written(old: Path) -> None:
    before = old.read_bytes()
    with projects.open_project(old, author=support.author("Stranger"), read_only=True) as project:
        assert [row.annotations for row in reading.documents(project)] == [2]
    assert verifying.verify(old) == []
    assert (old.read_bytes(), version(old)) == (before, 1)


def test_an_older_file_gets_the_newer_tables_with_what_it_holds(old: Path) -> None:
    open_store(old, read_only=False).close()
    assert version(old) == schema.VERSION
    assert verifying.verify(old) == []
    with projects.open_project(old, author=support.author("Stranger")) as project:
        rows = project.store.query("SELECT label, state, work, confidence FROM queue ORDER BY label")
        assert rows == [("actor", "draft", "in_progress", ""), ("commitment", "approved", "in_progress", "high")]
