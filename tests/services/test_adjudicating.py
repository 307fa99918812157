"""Double annotation made one, and what of it leaves the project."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import InvalidError, NotAllowedError
from curator.domain.review import ErrorClass, Outcome
from curator.domain.span import Span
from curator.services import adjudicating, annotating, exporting, importing, reading, reviewing, undoing, verifying
from curator.services.adjudicating import Third
from curator.services.project import Project
from curator.services.reasons import Why
from tests.support import projects as support
from tests.support.team import Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A document for two annotators: they agree on one thing, differ on another, and each has one alone."""
    made = Team(tmp_path, "Ann", "Bob")
    made.assign("Ann", "Bob")
    yield made
    made.close()
    assert verifying.verify(made.path) == []


def exported(team: Team, name: str = "out.json", **chosen: Any) -> dict[str, Any]:
    """All annotations of an export, by id; the whole file under ""."""
    target = team.path.with_name(name)
    everything = chosen.pop("everything", False)
    exporting.export(team.project, target, everything=everything, chosen=exporting.Chosen(**chosen))
    whole = json.loads(target.read_bytes())
    found = {one["id"]: one for document in whole["documents"] for one in document["annotations"]}
    return found | {"": whole}


def outcomes(team: Team) -> list[tuple[tuple[str, ...], Outcome | None]]:
    """The matches of the document by what differs, and how each was settled."""
    return [(match.states, match.outcome) for match in adjudicating.matches(team.as_("Boss"), team.document)]


def test_what_agrees_is_accepted_in_one_act_and_goes_out_once_with_both_authors(team: Team) -> None:
    hers, his = team.annotate("Ann"), team.annotate("Bob")
    team.annotate("Ann", 8, 20, "date")
    assert outcomes(team) == [(("agree",), None), (("only_one",), None)]
    changes = adjudicating.accept_agreeing(team.project, team.document)
    assert changes.annotations == {hers, his}
    assert outcomes(team) == [(("agree",), Outcome.UNANIMOUS), (("only_one",), None)]
    found = exported(team)
    first, other = sorted((hers, his))
    assert found.keys() == {"", first}
    told = found[first]["adjudication"]
    assert told["outcome"] == "unanimous"
    assert {one["author"] for one in told["sources"]} == {team.id("Ann"), team.id("Bob")}
    assert {one["name"] for one in found[""]["people"]} == {"Ann", "Bob", "Boss"}
    everything = exported(team, everything=True)
    assert everything[other]["adjudication"]["merged_into"] == first
    assert sum(one.get("adjudication", {}).get("outcome") == "unresolved" for one in everything.values()) == 1
    assert adjudicating.accept_agreeing(team.project, team.document).empty
    undoing.undo(team.project)
    assert outcomes(team)[0][1] is None


def test_one_is_taken_and_the_other_says_what_overruled_it_and_why(team: Team) -> None:
    hers, his = team.annotate("Ann", 21, 43), team.annotate("Bob", 21, 43, "organization")
    project = team.as_("Boss")
    adjudicating.take(project, [hers, his], his, error=ErrorClass.GUIDELINE_GAP, reason=Why("wrong_label"))
    assert outcomes(team) == [(("differ_in_label",), Outcome.ADJUDICATED)]
    assert exported(team).keys() == {"", his}
    told = exported(team, everything=True)[hers]
    assert (
        told["state"],
        told["adjudication"]["error"],
        told["adjudication"]["merged_into"],
        told["decision"]["cause"],
    ) == (
        "rejected",
        "guideline_gap",
        his,
        "wrong_label",
    )


def test_a_third_records_both_as_its_sources(team: Team) -> None:
    hers, his = team.annotate("Ann", 21, 43), team.annotate("Bob", 25, 50)
    project = team.as_("Boss")
    stated = FieldValue(state=FieldState.STATED, value="host")
    third = Third("actor", [Span(start=21, end=50)], {"role": stated})
    changes = adjudicating.make_third(project, [hers, his], third, error=ErrorClass.SLIP)
    assert changes.focus is not None
    made = changes.focus[1]
    assert made is not None
    found = exported(team)
    assert found.keys() == {"", made}
    assert found[made]["sources"] == sorted((hers, his))
    assert found[made]["adjudication"]["outcome"] == "adjudicated"
    [match] = adjudicating.matches(project, team.document)
    assert (match.outcome, match.result) == (Outcome.ADJUDICATED, made)
    adjudicating.reopen(project, [hers, his])
    assert exported(team).keys() == {""}
    assert reading.annotation_row(project, made) is None
    undoing.undo(project)
    assert exported(team).keys() == {"", made}


def test_all_of_a_match_can_be_rejected(team: Team) -> None:
    hers, his = team.annotate("Ann", 21, 43), team.annotate("Bob", 21, 44)
    adjudicating.reject_all(team.as_("Boss"), [hers, his], reason=Why(text="nobody acts here"))
    [match] = adjudicating.matches(team.project, team.document)
    assert (match.outcome, match.result) == (Outcome.ADJUDICATED, None)
    assert exported(team, states=("rejected",)).keys() == {"", hers, his}


def test_what_is_changed_after_it_was_settled_is_unresolved_again_and_the_rest_stays(team: Team) -> None:
    hers, his = team.annotate("Ann"), team.annotate("Bob")
    more = team.annotate("Ann", 8, 20, "date"), team.annotate("Bob", 8, 20, "date")
    adjudicating.accept_agreeing(team.as_("Boss"), team.document)
    changed = max(hers, his)
    annotating.set_spans(team.as_("Ann" if changed == hers else "Bob"), changed, [Span(start=0, end=5)])
    assert outcomes(team) == [(("differ_in_span",), Outcome.UNRESOLVED), (("agree",), Outcome.UNANIMOUS)]
    found = exported(team)
    assert found.keys() == {"", min(hers, his), min(more)}
    assert found[min(hers, his)]["adjudication"]["outcome"] == "unresolved"


def test_only_what_was_adjudicated_or_one_annotators_work_goes_out_on_demand(team: Team) -> None:
    hers, his = team.annotate("Ann"), team.annotate("Bob")
    alone = team.annotate("Ann", 8, 20, "date")
    project = team.as_("Boss")
    adjudicating.accept_agreeing(project, team.document)
    assert exported(team, adjudicated=True).keys() == {"", min(hers, his)}
    assert exported(team, annotators=(team.id("Ann"),), everything=True).keys() == {"", hers, alone}
    assert exported(team, states=("draft",)).keys() == {"", alone}


def test_an_annotator_exports_no_more_than_they_may_see(team: Team) -> None:
    hers = team.annotate("Ann")
    team.annotate("Bob", 8, 20, "date")
    team.as_("Ann")
    assert exported(team, everything=True).keys() == {"", hers}


def test_an_export_of_adjudicated_work_comes_back_the_same(team: Team, tmp_path: Path) -> None:
    hers, his = team.annotate("Ann"), team.annotate("Bob")
    odd = team.annotate("Ann", 21, 43), team.annotate("Bob", 25, 50)
    alone = team.annotate("Ann", 8, 20, "date")
    project = team.as_("Boss")
    annotating.set_field(project, alone, "kind", FieldValue(state=FieldState.STATED, value="event"))
    reviewing.decide(project, alone, reviewing.Verdict.RETURN, field="kind", reason=Why("wrong_value", "see line 2"))
    adjudicating.accept_agreeing(project, team.document)
    adjudicating.make_third(project, odd, Third("actor", [Span(start=21, end=50)], {}), error=ErrorClass.SLIP)
    for everything in (True, False):
        first = exported(team, f"first-{everything}.json", everything=everything)
        with support.new(tmp_path, team.authors["Boss"], f"again-{everything}.curator") as again:
            importing.import_paths(again, [team.path.with_name(f"first-{everything}.json")])
            target = tmp_path / f"second-{everything}.json"
            exporting.export(again, target, everything=everything)
            assert verifying.verify(again.path) == []
        second = json.loads(target.read_bytes())
        for key in ("documents", "people", "entities"):
            assert second[key] == first[""][key]
    assert {hers, his} & first.keys() == {min(hers, his)}


def test_adjudicating_needs_a_supervisor_and_two_annotators(team: Team, tmp_path: Path) -> None:
    hers, his = team.annotate("Ann"), team.annotate("Bob")
    project = team.project
    for act in (
        lambda: adjudicating.matches(project, team.document),
        lambda: adjudicating.accept_agreeing(project, team.document),
        lambda: adjudicating.take(project, [hers, his], his),
        lambda: adjudicating.reject_all(project, [his]),
        lambda: adjudicating.reopen(project, [his]),
        lambda: adjudicating.make_third(project, [his], Third("actor", [Span(start=0, end=3)], {})),
    ):
        with pytest.raises(NotAllowedError, match="supervisor"):
            act()
    project = team.as_("Boss")
    with pytest.raises(InvalidError, match="at least two"):
        adjudicating.matches(project, team.document, [team.id("Ann")])
    with pytest.raises(InvalidError, match="none of this match"):
        adjudicating.take(project, [hers], his)


def test_what_is_looked_at_is_read_from_the_project_of_then(team: Team) -> None:
    hers = [team.annotate("Ann") for _ in range(2)]
    his = [team.annotate("Bob") for _ in range(2)]
    boss = team.as_("Boss")
    asked: list[bool] = []

    def then() -> Project:
        asked.append(True)
        return boss

    found = adjudicating.pair(boss, team.document, adjudicating.annotators_of(boss, team.document), then)
    assert {found.of(ident) for ident in hers} == {found.of(ident) for ident in his} == {0, 1}
    assert not asked  # though twins are told apart by their values
    team.annotate("Ann", 21, 43)
    boss = team.as_("Boss")
    found = adjudicating.pair(boss, team.document, adjudicating.annotators_of(boss, team.document), then)
    assert [match.undisputed for match in found] == [False, False, False]
    assert asked
