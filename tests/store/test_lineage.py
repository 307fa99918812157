"""The layout of the history in chains, against a walk through the graph."""

import sqlite3
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from curator.services import project as projects
from curator.services import verifying
from curator.store import lineage, schema
from curator.store.lineage import Lineage
from tests.support import projects as support

Graph = list[frozenset[int]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """For each changeset the numbers of its parents, which stand before it."""
    parents: Graph = [frozenset()]
    for number in range(2, draw(st.integers(2, 25))):
        near = st.integers(max(1, number - 4), number - 1)
        parents.append(frozenset(draw(st.one_of(st.just({number - 1}), st.sets(near, min_size=1, max_size=3)))))
    return parents


def laid_out(graph: Graph) -> Lineage:
    conn = sqlite3.connect(":memory:")
    for _, step in schema.MIGRATIONS:
        step(conn)
    for number, parents in enumerate(graph, start=1):
        conn.execute("INSERT INTO changeset VALUES (?, ?, '[]', '', '', '', '', '', '[]', '')", (number, f"c{number}"))
        lineage.note(conn, number, tuple(sorted(f"c{parent}" for parent in parents)))
    look = Lineage(conn)
    conn.close()
    return look


def pasts(graph: Graph) -> dict[int, set[int]]:
    """Each changeset with all that it rests on."""
    found: dict[int, set[int]] = {}
    for number, parents in enumerate(graph, start=1):
        found[number] = {number}.union(*(found[parent] for parent in parents))
    return found


@given(graphs())
@settings(max_examples=80)
def test_what_rests_on_what_is_what_a_walk_finds(graph: Graph) -> None:
    look, past = laid_out(graph), pasts(graph)
    for number in past:
        assert {other for other in past if look.rests_on(number, other)} == past[number]
        assert look.size(number) == len(past[number])


@given(graphs(), st.data())
@settings(max_examples=80)
def test_what_others_lack_and_which_are_the_last(graph: Graph, data: st.DataObject) -> None:
    look, past = laid_out(graph), pasts(graph)
    some = st.sets(st.integers(1, len(graph)), min_size=1, max_size=3)
    replicas = data.draw(st.lists(some, min_size=1, max_size=3))
    known = set.intersection(*(set[int]().union(*(past[tip] for tip in tips)) for tips in replicas))
    lacking = [number for part in look.not_in(replicas, len(graph)) for number in part]
    assert lacking == sorted(set(past) - known)
    chosen = data.draw(some)
    assert look.last(chosen) == sorted(
        one for one in chosen if not any(one in past[other] and one != other for other in chosen)
    )


def test_a_project_of_before_parcels_is_brought_up_to_date(tmp_path: Path) -> None:
    with support.new(tmp_path) as project:
        support.annotate(project, support.add_document(project))
        path = project.path
    conn = sqlite3.connect(path, isolation_level=None)
    for table in ("run", "statement", "conflict", "peer", "aside", "withheld"):
        conn.execute(f"DROP TABLE {table}")
    for index in ("revision_person", "annotation_compared"):
        conn.execute(f"DROP INDEX {index}")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name IN ('sharing_tables', 'comparing_index')")
    conn.execute("PRAGMA user_version = 2")
    conn.close()
    with projects.open_project(path, author=support.author()) as project:
        assert verifying.verify(project) == []
        assert project.store.query("SELECT first, chain FROM run") == [(1, 0)]
