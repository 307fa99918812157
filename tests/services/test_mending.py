"""The doctor's hands: what can be repaired is, after a copy; a second look finds nothing; nothing of anybody's goes."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.domain.errors import CancelledError, CuratorError
from curator.domain.history import Kind
from curator.services import annotating, backups, drafts, identity, mending, rotation, undoing, verifying
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project
from curator.store import local
from tests.support import damage
from tests.support import projects as support


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A closed project with some work, an undo step and unfinished typing."""
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
        support.annotate(made, document)
        second = support.annotate(made, document, 8, 12, "commitment")
        annotating.withdraw(made, support.annotate(made, document, 44, 50))
        drafts.keep(made, second, "action", "half a sentence")
    return made


def said(path: Path) -> object:
    """All that a project says, what can be undone in it, and what is being typed."""
    with projects.open_project(path, author=identity.me()) as opened:
        rows = opened.store.query("SELECT seq, id FROM changeset ORDER BY seq")
        typed = opened.store.query("SELECT * FROM draft")
        return rows, support.bodies(opened), undoing.state(opened), typed


PROJECTIONS = [
    "DELETE FROM tip",
    "DELETE FROM head WHERE kind = 'annotation'",
    "INSERT INTO refused VALUES ('x', 'y')",
    "UPDATE person SET roles = '[\"supervisor\"]'",
    "INSERT INTO person_key VALUES ('ab', 'x')",
    "UPDATE document SET state = 'approved'",
    "UPDATE annotation SET quote = 'else' WHERE n = 1",
    "UPDATE span SET start = start + 1",
    "INSERT INTO reference VALUES (1, 'x', 'y')",
    "UPDATE label_count SET count = 9",
    "INSERT INTO entity VALUES (1, 'x', 'state', 'X', 'x', 0)",
    "INSERT INTO decision VALUES ('x', 'y', 'accept', 0)",
    "INSERT INTO submission VALUES ('x', 'approved', '0')",
    "INSERT INTO document_fts (rowid, title, text) VALUES (1, 'extra', 'words')",
    "INSERT INTO annotation_fts (annotation_fts) VALUES ('delete-all')",
    "DELETE FROM annotation",
    "UPDATE revision SET seq = 77 WHERE seq = 6",
    "INSERT INTO step (changeset, label, undone) VALUES (99, 'x', 0)",
]
SCHEMA = [
    "CREATE VIEW innocent AS SELECT 1",
    "CREATE TABLE extra (x)",
    "CREATE INDEX extra ON annotation (label)",
    "CREATE TRIGGER extra AFTER INSERT ON annotation BEGIN DELETE FROM annotation; END",
    "DROP INDEX annotation_place",
    "DROP TABLE submission",
    "DROP TABLE annotation_fts",
    "ALTER TABLE annotation ADD COLUMN extra TEXT",
    "DROP TRIGGER revision_keeps_delete",
]


@pytest.mark.parametrize("sql", [*PROJECTIONS, *SCHEMA])
def test_what_can_be_made_anew_is_repaired_and_nothing_else_changes(project: Project, sql: str) -> None:
    before = said(project.path)
    if sql in SCHEMA:
        conn = sqlite3.connect(project.path, isolation_level=None)
        conn.execute(sql)
        conn.close()
    else:
        damage.execute(project.path, sql)
    damaged = project.path.read_bytes()
    done = mending.fix(project.path)
    assert done.repaired
    assert done.left == ()
    assert done.kept
    assert done.kept.read_bytes() == damaged
    assert verifying.verify(project.path) == []
    assert said(project.path) == before
    again = mending.fix(project.path)
    assert again == mending.Mended()


def test_a_sound_project_is_left_alone(project: Project) -> None:
    before = project.path.read_bytes(), project.path.stat().st_mtime_ns
    assert mending.fix(project.path) == mending.Mended()
    assert (project.path.read_bytes(), project.path.stat().st_mtime_ns) == before


def test_a_repaired_project_stays_the_replica_that_it_was(project: Project) -> None:
    damage.execute(project.path, "DELETE FROM tip")
    with projects.open_project(project.path, author=identity.me()) as opened:
        replica = local.get(opened.store.conn, "replica")
    mending.fix(project.path)
    with projects.open_project(project.path, author=identity.me()) as opened:
        assert opened.replica == replica


def test_a_damaged_index_of_sqlite_is_made_anew(project: Project) -> None:
    """Each index page is overwritten in turn: SQLite finds it, and the history lies in the tables."""
    whole = project.path.read_bytes()
    conn = sqlite3.connect(project.path)
    pages = [
        row[0]
        for row in conn.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('revision', 'annotation', 'span')"
        )
    ]
    size = conn.execute("PRAGMA page_size").fetchone()[0]
    conn.close()
    before = said(project.path)
    shutil.copy(project.path, project.path.with_name("whole"))
    assert len(pages) >= 4
    for page in pages:
        at = (page - 1) * size
        project.path.write_bytes(whole[:at] + bytes([10]) + bytes(size - 1) + whole[at + size :])
        assert mending.fix(project.path).left == (), f"page {page}"
        assert said(project.path) == before, f"page {page}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE changeset SET made_at = '1999-01-01T00:00:00.000Z' WHERE seq = 3",
        "UPDATE changeset SET signature = replace(signature, '0', '1') WHERE seq = 3",
        "UPDATE changeset SET parents = 'nonsense' WHERE seq = 3",
        "UPDATE revision SET body = CAST(x'ff' AS TEXT) WHERE changeset = 3",
        "DELETE FROM revision WHERE changeset = 3",
        "UPDATE blob SET bytes = CAST(replace(bytes, 'Astana', 'Almaty') AS BLOB)",
        "DELETE FROM blob",
    ],
)
def test_a_damaged_history_is_repaired_from_a_backup_or_left_alone_with_advice(project: Project, sql: str) -> None:
    before = said(project.path)
    damage.execute(project.path, sql)
    damaged = project.path.read_bytes()
    done = mending.fix(project.path)
    assert done.left
    assert not done.kept
    assert "no verified backup" in done.advice
    assert project.path.read_bytes() == damaged

    sound = project.path.with_name("sound.curator")
    shutil.copy(project.path, sound)
    project.path.unlink()
    restored_from_memory(project, before)
    with projects.open_project(project.path, author=identity.me()) as opened:
        assert rotation.rotate(opened)
    shutil.copy(sound, project.path)
    done = mending.fix(project.path)
    assert done.left == ()
    assert verifying.verify(project.path) == []
    assert said(project.path) == before


def restored_from_memory(project: Project, before: object) -> None:
    """The project as it was before it was damaged lies beside it."""
    shutil.copy(project.path.with_name("undamaged"), project.path)
    assert said(project.path) == before


@pytest.fixture(autouse=True)
def undamaged(project: Project) -> Path:
    """A copy from before anything was damaged."""
    return Path(shutil.copy(project.path, project.path.with_name("undamaged")))


@pytest.mark.parametrize("sql", ["DELETE FROM changeset WHERE seq = 3", "UPDATE changeset SET seq = 77 WHERE seq = 6"])
def test_what_was_taken_out_of_the_history_is_not_papered_over(project: Project, sql: str) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        path = backups.backup(opened)
    damage.execute(project.path, sql)
    damaged = project.path.read_bytes()
    done = mending.fix(project.path)
    assert {"gap"} <= {defect.kind for defect in done.left}
    assert f"curator restore {project.path} {path}" in done.advice
    assert project.path.read_bytes() == damaged


def test_what_somebody_wrote_amiss_stays_and_is_named(project: Project) -> None:
    """It is somebody's, and the file is as it was written: there is nothing to repair."""
    with projects.open_project(project.path, author=identity.me()) as opened:
        [ident] = {subject for kind, subject in support.bodies(opened) if kind == "document"}
        other = support.add_document(opened, "Another text", "Other")
        body = {**support.body(opened, Kind.DOCUMENT, other), "title": "Report"}
        draft = Draft(opened, "describe", "planted")
        draft.revise(Kind.DOCUMENT, ident, body)
        draft.commit()
    before = project.path.read_bytes()
    done = mending.fix(project.path)
    assert {defect.kind for defect in done.left} >= {"changed text"}
    assert not done.kept
    assert "written amiss" in done.advice
    assert project.path.read_bytes() == before


def test_a_project_that_a_window_has_open_is_not_repaired(project: Project) -> None:
    damage.execute(project.path, "DELETE FROM tip")
    with projects.open_project(project.path, author=identity.me()), pytest.raises(CuratorError, match="Close it first"):
        mending.fix(project.path)


@pytest.mark.parametrize("moment", [1, 3, 5])
def test_a_repair_that_is_stopped_leaves_the_project_as_it_was(project: Project, moment: int) -> None:
    damage.execute(project.path, "DELETE FROM tip")
    before = hashlib.sha256(project.path.read_bytes()).hexdigest()
    with pytest.raises(CancelledError):
        mending.fix(project.path, cancelled=counting(moment))
    assert hashlib.sha256(project.path.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in project.path.parent.iterdir() if "new" in path.name) == []


def counting(moment: int) -> Callable[[], bool]:
    """Whether this is the n-th time of asking, or later."""
    asked = iter(range(1, 10_000))
    return lambda: next(asked) >= moment
