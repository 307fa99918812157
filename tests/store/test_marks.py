"""What comparing reads: of these people alone, in order, from one index."""

import shutil
from pathlib import Path

from curator.domain.span import Span
from curator.services import annotating
from curator.store.database import open_store
from curator.store.queries import marks
from tests.store.test_migrating import OLD
from tests.support import projects as support
from tests.support.team import Team


def test_the_work_of_chosen_people_comes_in_order_with_all_parts(tmp_path: Path) -> None:
    team = Team(tmp_path, "Ann", "Bob")
    late = team.annotate("Ann", 21, 43)
    early = team.annotate("Bob", 8, 20, "date")
    parted = annotating.add(team.project, team.document, "actor", [Span(start=2, end=4), Span(start=6, end=7)]).focus
    team.annotate("Boss", 0, 3)
    people = sorted((team.id("Ann"), team.id("Bob")))
    found = marks.of_people(team.project.store, team.document, people)
    assert parted is not None
    assert found.ids == [parted[1], early, late]
    assert (found.starts, found.ends, found.labels) == ([2, 8, 21], [7, 20, 43], ["actor", "date", "actor"])
    assert [people[place] for place in found.people] == [team.id("Bob"), team.id("Bob"), team.id("Ann")]
    assert {ident: sorted(map(tuple, parts)) for ident, parts in found.parts.items()} == {parted[1]: [(2, 4), (6, 7)]}
    assert marks.fields(team.project.store, [late, "unknown"]) == {late: {}}
    team.close()


def test_all_of_it_is_found_in_one_index(tmp_path: Path) -> None:
    with support.new(tmp_path) as project:
        document = support.add_document(project)
        support.annotate(project, document)
        asked: list[str] = []
        project.store.conn.set_trace_callback(asked.append)
        marks.of_people(project.store, document, [project.author.person_id, "somebody"])
        project.store.conn.set_trace_callback(None)
        [query] = asked
        plan = [row[3] for row in project.store.query(f"EXPLAIN QUERY PLAN {query}")]
    assert any("annotation USING COVERING INDEX annotation_compared" in step for step in plan)


def test_an_older_file_without_the_index_is_read_as_well(tmp_path: Path) -> None:
    old = Path(shutil.copy(OLD, tmp_path / "old.curator"))
    store = open_store(old, read_only=True)
    [(document, author)] = store.query(
        "SELECT document.id, author FROM annotation JOIN document ON document.n = document "
        "WHERE NOT annotation.withdrawn LIMIT 1"
    )
    assert marks.of_people(store, document, [author]).ids
    store.close()
