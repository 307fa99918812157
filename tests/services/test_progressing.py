"""How far a project is, added up; tables that leave."""

from pathlib import Path

import pytest

from curator.domain.document import DocumentState
from curator.domain.errors import CancelledError
from curator.domain.review import ErrorClass, Verdict
from curator.domain.span import Span
from curator.services import adjudicating, progressing, tables
from tests.support.team import Team


def test_work_is_counted_by_annotator_state_and_week(tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    one = team.annotate("Aigerim")
    team.submit("Aigerim")
    team.decide(one, Verdict.RETURN)
    view = progressing.progress_of(team.as_("Boss"))
    first, second = team.id("Aigerim"), team.id("Bolat")
    assert view.people == {first: "Aigerim", second: "Bolat"}
    assert view.states == {(first, DocumentState.SUBMITTED): 1, (second, DocumentState.NEW): 1}
    [(week, who)] = view.weeks
    assert (week.weekday(), who) == (0, first)
    assert view.reasons == {"The span is too wide, too narrow or elsewhere": 1}
    team.project.close()


def test_what_adjudication_rejects_and_makes_is_counted_as_what_it_is(tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    first = [team.annotate("Aigerim"), team.annotate("Bolat", 0, 8)]
    second = [team.annotate("Aigerim", 12, 20), team.annotate("Bolat", 12, 22)]
    for name in ("Aigerim", "Bolat"):
        team.submit(name)
    boss = team.as_("Boss")
    adjudicating.make_third(boss, first, adjudicating.Third("actor", [Span(start=0, end=7)], {}))
    adjudicating.reject_all(boss, second, error=ErrorClass.SLIP)
    view = progressing.progress_of(boss)
    assert set(view.people.values()) == {"Aigerim", "Bolat"}
    assert view.reasons == {"": 2, "Slip": 2}
    team.annotate("Boss", 30, 36)
    assert "Boss" in progressing.progress_of(team.as_("Boss")).people.values()
    team.project.close()


def test_adding_up_stops_when_told_to(tmp_path: Path) -> None:
    team = Team(tmp_path)
    with pytest.raises(CancelledError):
        progressing.progress_of(team.as_("Boss"), cancelled=lambda: True)
    team.project.close()


def test_a_table_leaves_as_it_is_seen(tmp_path: Path) -> None:
    tables.write(tmp_path / "t.csv", ["Label", "Actor"], [["=Actor", 3], ["nothing", None]])
    assert (tmp_path / "t.csv").read_text("utf-8").splitlines() == ["Label,Actor", "'=Actor,3", "nothing,"]
