"""The audit says yes to tables that are what the history says, and to nothing else."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count, product
from pathlib import Path
from typing import NamedTuple

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import CancelledError, CuratorError
from curator.domain.history import Kind
from curator.domain.review import Decision, Verdict, decision_id
from curator.services import annotating, assigning, commenting, entities, people, reading, sharing
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project, now
from curator.store import auditing, database, journal, schema
from tests.support import damage
from tests.support import projects as support
from tests.support.audits import audited, held_against_a_replay
from tests.support.replicas import Team, exchange_all, give, team


def decide(project: Project, annotation: str, verdict: Verdict) -> None:
    [head] = journal.heads(project.store.conn, [annotation], Kind.ANNOTATION)[annotation]
    body = Decision(annotation=annotation, revision=head, verdict=verdict, by=project.me or "", at=now())
    draft = Draft(project, "review", "decide")
    known = journal.heads(project.store.conn, [decision_id(annotation)], Kind.DECISION)
    (draft.revise if known else draft.create)(Kind.DECISION, decision_id(annotation), body)
    draft.commit()


def beyond_their_role(project: Project, annotation: str) -> None:
    """What another wrote is changed by somebody who may not."""
    draft = Draft(project, "annotate", "beyond their role")
    draft.revise(Kind.ANNOTATION, annotation, {**support.annotation(project, annotation), "progress": "done"})
    draft.commit()


def refer(project: Project, annotation: str, target: str) -> None:
    """Let a field of an annotation point at another one."""
    value = FieldValue(state=FieldState.STATED, value=[{"annotation": target}])
    annotating.set_field(project, annotation, "made_by", value)


def all_sorts(folder: Path) -> Team:
    """A team whose projects hold rows of nearly every table: edited, disputed, withdrawn, refused, decided."""
    made = team(folder, documents=3)
    documents = [row.id for row in reading.documents(made.supervisor)]
    assigning.assign(made.supervisor, [documents[1]], [made.ann.me or ""], due="2026-12-01")
    exchange_all(*made.all)
    marks = [support.annotate(made.ann, documents[0], start, start + 5, "commitment") for start in range(0, 40, 8)]
    entities.add(made.ann, kind="state", name="Kazakhstan")
    commenting.comment(made.ann, documents[0], "Is this one?", annotation=marks[0])
    refer(made.ann, marks[3], marks[0])
    annotating.set_field(made.ann, marks[0], "action", support.said("to adopt"))
    annotating.set_field(made.ann, marks[0], "confidence", support.said("high"))
    annotating.withdraw(made.ann, marks[1])
    support.annotate(made.ann, documents[1], 0, 6)
    exchange_all(*made.all)
    for one, words in ((made.ann, "one"), (made.supervisor, "other")):
        annotating.set_field(one, marks[2], "action", support.said(words))
    decide(made.supervisor, marks[0], Verdict.ACCEPT)
    decide(made.supervisor, marks[3], Verdict.REJECT)
    beyond_their_role(made.ben, marks[4])
    support.annotate(made.ben, documents[2], 9, 20)
    exchange_all(*made.all)
    return made


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The supervisor's file of such a team, closed."""
    folder = tmp_path_factory.mktemp("audited")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURATOR_HOME", str(folder))
        made = all_sorts(folder)
        made.close()
        yield made.supervisor.path


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(kept, tmp_path / "p.curator"))


def agrees(path: Path) -> bool:
    store = database.open_store(path, read_only=True)
    try:
        return audited(store).agrees
    finally:
        store.close()


class Table(NamedTuple):
    """A table of the projections: its columns, those that are its key, and how many of its rows are tried."""

    name: str
    columns: list[str]
    key: list[str]
    rows: int


def tables(path: Path) -> list[Table]:
    """Every table of the projections."""
    found: list[Table] = []
    with closing(sqlite3.connect(path)) as conn:
        for name in sorted(schema.PROJECTION_TABLES):
            [many] = conn.execute(f"SELECT count(*) FROM {name}").fetchone()
            info = conn.execute(f"PRAGMA table_info({name})").fetchall()
            found.append(Table(name, [row[1] for row in info], [row[1] for row in info if row[5]], min(many, 2)))
    return found


def copies(kept: Path, folder: Path) -> Iterator[Path]:
    """One copy after the other."""
    for number in count():
        yield Path(shutil.copy(kept, folder / f"{number}.curator"))


def other(value: object) -> object:
    """Another value that the column takes."""
    if value is None:
        return "1"  # which columns of text and of numbers take alike
    return value + 1 if isinstance(value, int) else f"{value}x"


def row_of(conn: sqlite3.Connection, table: Table, row: int) -> tuple[str, tuple[object, ...]]:
    """What finds a row again: a condition and its parameters."""
    keys = ", ".join(table.key)
    values = conn.execute(f"SELECT {keys} FROM {table.name} LIMIT 1 OFFSET {row}").fetchone()
    return " AND ".join(f"{key} = ?" for key in table.key), values


def change(path: Path, table: Table, column: str, row: int) -> None:
    """Give one cell another value."""
    with damage.unguarded(path) as conn:
        where, key = row_of(conn, table, row)
        [value] = conn.execute(f'SELECT "{column}" FROM {table.name} WHERE {where}', key).fetchone()
        conn.execute(f'UPDATE OR REPLACE {table.name} SET "{column}" = ? WHERE {where}', (other(value), *key))


def test_the_project_of_these_tests_holds_a_row_of_nearly_every_table(kept: Path) -> None:
    assert {table.name for table in tables(kept) if not table.rows} == {"outcome", "statement", "submission"}


def test_what_is_in_order_needs_no_replay(kept: Path) -> None:
    assert held_against_a_replay(kept)


def test_a_change_of_any_cell_of_any_table_is_seen(kept: Path, tmp_path: Path) -> None:
    unseen: list[tuple[str, str, int]] = []
    paths = copies(kept, tmp_path)
    for table in tables(kept):
        for column, row in product(table.columns, range(table.rows)):
            path = next(paths)
            change(path, table, column, row)
            if agrees(path):
                unseen.append((table.name, column, row))
    assert unseen == []


def test_a_row_taken_out_of_any_table_is_seen(kept: Path, tmp_path: Path) -> None:
    unseen: list[tuple[str, int]] = []
    paths = copies(kept, tmp_path)
    for table in tables(kept):
        for row in range(table.rows):
            path = next(paths)
            with damage.unguarded(path) as conn:
                where, key = row_of(conn, table, row)
                conn.execute(f"DELETE FROM {table.name} WHERE {where}", key)
            if agrees(path):
                unseen.append((table.name, row))
    assert unseen == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO document_fts (rowid, title, text) VALUES (1, 'extra', 'words')",
        "INSERT INTO document_fts (rowid, title, text) VALUES (77, 'extra', 'words')",
        "INSERT INTO annotation_fts (rowid, quote, field_text) VALUES (1, 'extra', 'words')",
        "INSERT INTO annotation_fts (annotation_fts) VALUES ('delete-all')",
        "UPDATE annotation_fts_docsize SET sz = x'0101'",
        "UPDATE annotation_fts_data SET block = zeroblob(9) WHERE id > 10",
        "INSERT INTO reference VALUES (999, 'x', 'y')",
        "INSERT INTO span VALUES (1, 0, 0, 999, 5)",
        "INSERT INTO span SELECT document, 3, start, annotation, \"end\" FROM span LIMIT 1",
        "INSERT INTO queue SELECT 999, document, author, label, state, work, '', changed_at FROM queue LIMIT 1",
        (
            "INSERT INTO head SELECT subject_id, subject_kind, parents ->> 0 FROM revision "
            "WHERE subject_kind = 'annotation' AND parents <> '[]' LIMIT 1"
        ),
        (
            "UPDATE head SET revision = (SELECT max(id) FROM revision WHERE subject_kind = 'document') "
            "WHERE subject = (SELECT min(id) FROM annotation)"
        ),
        "INSERT INTO head SELECT subject_id, 'setting', id FROM revision WHERE id IN (SELECT revision FROM refused)",
        "INSERT INTO head SELECT subject_id, 'setting', id FROM revision WHERE subject_kind = 'document' LIMIT 1",
        "INSERT INTO label_count VALUES (1, 'extra', 1)",
        "INSERT INTO way SELECT document, 'x', state, 0, 0, 0, due, 0, '', NULL, 0, '', '', '' FROM way LIMIT 1",
        "UPDATE annotation SET (n) = (n + 1000)",
    ],
)  # fmt: skip
def test_what_was_put_in_or_mixed_up_is_seen(path: Path, sql: str) -> None:
    damage.execute(path, sql)
    assert not agrees(path)


def test_numbers_in_another_order_are_seen(path: Path) -> None:
    """Two annotations change their numbers, and all that speaks of these does likewise."""
    swap = "CASE {0} WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE {0} END"
    with damage.unguarded(path) as conn:
        for table, column in (
            ("annotation", "n"),
            ("span", "annotation"),
            ("reference", "annotation"),
            ("queue", "annotation"),
        ):
            conn.execute(f"UPDATE {table} SET {column} = {swap.format(column)}")
            conn.execute(f"UPDATE {table} SET {column} = abs({column})")
        conn.execute("INSERT INTO annotation_fts (annotation_fts) VALUES ('delete-all')")
        conn.execute(
            "INSERT INTO annotation_fts (rowid, quote, field_text) "
            "SELECT n, quote, field_text FROM annotation WHERE NOT withdrawn"
        )
    assert not agrees(path)


# --- histories of several ----------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    made = all_sorts(tmp_path)
    yield made
    made.close()


def test_every_replica_of_a_team_needs_no_replay(three: Team) -> None:
    assert [held_against_a_replay(one) for one in three.all] == [True, True, True]


def revoke(made: Team) -> None:
    people.revoke(made.supervisor, people.find_person(made.supervisor, "Ben"), stays=[])


def withdraw_all(made: Team) -> None:
    for row in reading.annotations(made.ann, reading.documents(made.ann)[0].id):
        with suppress(CuratorError):  # of what is disputed, or another's
            annotating.withdraw(made.ann, row.id)


def another_key(made: Team) -> None:
    people.add_key(
        made.supervisor, people.find_person(made.supervisor, "Ann"), support.author("Ann at home").public_key
    )


@pytest.mark.parametrize("act", [revoke, withdraw_all, another_key])
def test_what_changes_who_counts_and_what_stands_needs_no_replay(three: Team, act: Callable[[Team], None]) -> None:
    act(three)
    exchange_all(*three.all)
    assert [held_against_a_replay(one) for one in three.all] == [True, True, True]


def test_a_disputed_decision_is_left_to_a_replay(three: Team) -> None:
    """Where it belongs is known from tables that the audit does not write."""
    document = reading.documents(three.supervisor)[0].id
    mark = support.annotate(three.supervisor, document, 60, 66)
    decide(three.supervisor, mark, Verdict.ACCEPT)
    head = journal.heads(three.supervisor.store.conn, [decision_id(mark)], Kind.DECISION)[decision_id(mark)]
    body = support.body(three.supervisor, Kind.DECISION, decision_id(mark))
    other_word = damage.revision(Kind.DECISION, decision_id(mark), {**body, "verdict": "reject"}, *head)
    decide(three.supervisor, mark, Verdict.RETURN)
    damage.received(three.supervisor, damage.changeset(three.supervisor, three.supervisor.author, other_word))
    assert not held_against_a_replay(three.supervisor)


# --- how it goes -------------------------------------------------------------------------------------------------


def test_it_tells_how_far_it_is_and_can_be_stopped(path: Path) -> None:
    store = database.open_store(path, read_only=True)
    told: list[int] = []

    def stop(_: int) -> None:
        raise CancelledError("enough")

    for tell in (told.append, stop):
        audit = auditing.Audit(store)
        for stored in journal.changesets(store.conn):
            audit.add(stored.seq, stored.changeset)
        if tell is stop:
            with pytest.raises(CancelledError):
                audit.agrees(tell, lambda _, __, ___: None)
        else:
            assert audit.agrees(tell, lambda _, __, ___: None)
        audit.close()
    store.close()
    assert told


def test_what_others_write_meanwhile_is_no_defect(three: Team) -> None:
    """The history is read at one moment, the tables at a later one: a replay has to look, and finds nothing."""
    with projects.open_project(three.supervisor.path, author=three.ann.author, read_only=True) as other_window:
        store = other_window.store
        with store.snapshot():
            store.conn.execute("SELECT count(*) FROM changeset").fetchone()
            give(three.ann, three.supervisor)
            support.annotate(three.supervisor, reading.documents(three.supervisor)[0].id)
            audit = auditing.Audit(store)
            for stored in journal.changesets(store.conn):
                audit.add(stored.seq, stored.changeset)
            assert not audit.agrees(lambda _: None, lambda _, __, ___: None)
            audit.close()


def test_parcels_of_chosen_documents_need_no_replay(three: Team, tmp_path: Path) -> None:
    parcel = tmp_path / "chosen.parcel"
    sharing.hand_in(three.supervisor, parcel, documents=[reading.documents(three.supervisor)[1].id])
    path = tmp_path / "chosen.curator"
    sharing.receive_new(path, parcel, author=three.ben.author)
    assert held_against_a_replay(path)
