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


# --- from backups -----------------------------------------------------------------------------------------------------


def backed_up(project: Project) -> Path:
    """A backup of the project as it is."""
    with projects.open_project(project.path, author=identity.me()) as opened:
        return backups.backup(opened)


NO_TEXT = "CAST(x'ffff' AS TEXT)"
BYTES = "UPDATE blob SET bytes = CAST(replace(bytes, 'Astana', 'Almaty') AS BLOB)"
UNREADABLE = [
    f"UPDATE changeset SET key = {NO_TEXT} WHERE seq = 3",
    f"UPDATE changeset SET id = {NO_TEXT} WHERE seq = 3",
    f"UPDATE changeset SET id = {NO_TEXT} || seq WHERE seq IN (3, 4)",
    f"UPDATE changeset SET id = {NO_TEXT} || seq WHERE seq = (SELECT max(seq) FROM changeset)",
    "UPDATE changeset SET id = substr(id, 2) || 'a' WHERE seq = 3",
    f"UPDATE revision SET subject_kind = {NO_TEXT} WHERE changeset = 3",
]


@pytest.mark.parametrize("sql", UNREADABLE)
def test_a_changeset_that_can_not_be_read_comes_from_a_backup_and_so_do_damaged_bytes(
    project: Project, sql: str
) -> None:
    before = said(project.path)
    backed_up(project)
    damage.execute(project.path, sql)
    damage.execute(project.path, BYTES)
    done = mending.fix(project.path)
    assert done.kept
    assert done.left == ()
    assert done.from_backups
    assert verifying.verify(project.path) == []
    assert said(project.path) == before
    assert mending.fix(project.path) == mending.Mended()


@pytest.mark.parametrize("table", ["changeset", "revision", "blob"])
def test_a_page_of_the_history_comes_from_a_backup(project: Project, table: str) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        [document] = {subject for kind, subject in support.bodies(opened) if kind == "document"}
        for number in range(40):
            support.annotate(opened, document, number, number + 1)
    before = said(project.path)
    backed_up(project)
    conn = sqlite3.connect(project.path)
    root = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    size = conn.execute("PRAGMA page_size").fetchone()[0]
    conn.close()
    whole = project.path.read_bytes()
    at = (root - 1) * size
    project.path.write_bytes(whole[:at] + bytes([13]) + b"\xff" * (size - 1) + whole[at + size :])
    assert mending.fix(project.path).left == ()
    assert said(project.path) == before


def test_a_repair_takes_each_part_from_whichever_backup_holds_it(project: Project) -> None:
    before = said(project.path)
    for sql in (BYTES, f"UPDATE changeset SET key = {NO_TEXT} WHERE seq = 3"):
        damage.execute(backed_up(project), sql)
    damage.execute(project.path, BYTES)
    damage.execute(project.path, f"UPDATE changeset SET key = {NO_TEXT} WHERE seq = 3")
    assert mending.fix(project.path).left == ()
    assert said(project.path) == before


def test_a_copy_under_another_name_is_repaired_from_the_backups_of_its_project(project: Project) -> None:
    path = backed_up(project)
    copy = project.path.with_name("elsewhere.curator")
    shutil.copy(project.path, copy)
    damage.execute(copy, "DELETE FROM changeset WHERE seq = 3")
    assert f"curator restore {copy} {path}" in mending.fix(copy).advice
    shutil.copy(project.path, copy)
    damage.execute(copy, BYTES)
    assert mending.fix(copy).left == ()


def test_bytes_that_no_backup_holds_stay_as_they_are_and_are_named_while_the_rest_is_repaired(project: Project) -> None:
    backed_up(project)
    with projects.open_project(project.path, author=identity.me()) as opened:
        support.add_document(opened, "Written after the backup", "Late")
    damage.execute(project.path, BYTES)
    damage.execute(project.path, "UPDATE blob SET bytes = CAST(replace(bytes, 'Written', 'Wrotten') AS BLOB)")
    done = mending.fix(project.path)
    assert done.kept
    assert done.repaired
    assert {defect.kind for defect in done.left if defect.damage} == {"changed bytes"}
    conn = sqlite3.connect(project.path)
    assert conn.execute("SELECT count(*) FROM blob WHERE CAST(bytes AS TEXT) LIKE 'Wrotten%'").fetchone()[0]
    conn.close()
    before = project.path.read_bytes()
    assert not mending.fix(project.path).kept
    assert project.path.read_bytes() == before
