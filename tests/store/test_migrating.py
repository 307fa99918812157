"""Files of older versions: opened, shown without being written, and given the newer tables."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from curator.domain.errors import StorageError
from curator.services import backup_list, backups, reading, verifying
from curator.services import project as projects
from curator.services.home import backup_folder
from curator.store import backup, schema, state
from curator.store.database import open_store
from curator.store.queries import conflicts as rows
from tests.support import projects as support

DATA = Path(__file__).resolve().parents[1] / "data"
OLD = DATA / "version-1.curator"
"""Made by the program before supervision: two people, two live annotations and a withdrawn one, one approval."""
VERSIONS = range(1, schema.VERSION)
"""All that `tests/data/make_older.py` has made with the programs of their time."""


@pytest.fixture(params=VERSIONS)
def older(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of each version that there was."""
    return Path(shutil.copy(DATA / f"version-{request.param}.curator", tmp_path / "older.curator"))


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


def held(path: Path) -> tuple[str, int, int, int]:
    """All that a file says, and how much it holds, as somebody who only reads it sees that."""
    with projects.open_project(path, author=support.author("Stranger"), read_only=True) as project:
        counts = backup.contents(project.store)
        return state.whole(project.store.conn), counts.revisions, counts.documents, counts.annotations


def test_every_older_version_says_the_same_before_and_after(older: Path) -> None:
    before, number, said = older.read_bytes(), version(older), held(older)
    assert verifying.verify(older) == []
    assert older.read_bytes() == before
    projects.open_project(older, author=support.author("Stranger")).close()
    assert (number, version(older)) == (number, schema.VERSION)
    assert held(older) == said
    assert said[2:] == (1, 2)
    assert verifying.verify(older) == []


def test_a_conflict_of_an_older_version_is_still_one(tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA / "version-3.curator", tmp_path / "older.curator"))
    with projects.open_project(path, author=support.author("Stranger")) as project:
        assert len(rows.rows(project.store)) == 1


def test_an_older_file_is_copied_before_it_gets_the_newer_tables(older: Path) -> None:
    number, said = version(older), held(older)
    projects.open_project(older, author=support.author("Stranger")).close()
    [copy] = backup_list.made_from(older)
    assert (copy.note.before, version(copy.path), held(copy.path)) == ("migration", number, said)
    projects.open_project(older, author=support.author("Stranger")).close()
    assert len(backup_list.made_from(older)) == 1
    author = support.author("Stranger")
    backups.restore(older, copy.path, author=author)
    assert (version(older), held(older)) == (schema.VERSION, said)


def test_an_older_file_that_can_not_be_copied_stays_as_it_is(older: Path) -> None:
    before, folder = older.read_bytes(), backup_folder()
    folder.rmdir()
    folder.write_text("a file in the place of the folder")
    with pytest.raises(StorageError):
        projects.open_project(older, author=support.author("Stranger"))
    assert older.read_bytes() == before


_KILLED = """
import os, sqlite3, sys
from pathlib import Path
from curator.store.database import connect, open_store
left = int(sys.argv[2])
def step(_statement):
    global left
    left -= 1
    if not left:
        os._exit(9)
def connector(uri):
    conn = connect(uri)
    conn.set_trace_callback(step)
    return conn
open_store(Path(sys.argv[1]), read_only=False, connector=connector)
"""


def killed(path: Path, statement: int) -> bool:
    """Whether the program ended before it had brought a file up to date; it is killed before that statement."""
    return subprocess.run([sys.executable, "-c", _KILLED, path, str(statement)], check=False).returncode == 9


def survives(older: Path, statements: Iterable[int]) -> int:
    """Kill the program before each of these statements; gives how many there were until it came to its end."""
    before, said = older.read_bytes(), held(older)
    for number, statement in enumerate(statements):
        for ending in ("-wal", "-shm"):
            older.with_name(older.name + ending).unlink(missing_ok=True)
        older.write_bytes(before)
        if not killed(older, statement):
            return number
        projects.open_project(older, author=support.author("Stranger")).close()
        assert (version(older), held(older)) == (schema.VERSION, said)
        assert verifying.verify(older) == []
    return -1


def test_a_file_that_was_being_brought_up_to_date_when_the_program_was_killed_is_whole(older: Path) -> None:
    assert survives(older, (29, 34)) == -1


@pytest.mark.torture
def test_the_program_may_be_killed_at_any_point_of_bringing_a_file_up_to_date(older: Path) -> None:
    assert survives(older, range(1, 1000)) >= 30
