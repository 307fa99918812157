"""Two annotators and a supervisor, from handing out to the export: it holds exactly what was approved, and why."""

import json
from pathlib import Path

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.review import ErrorClass, Verdict
from curator.services import adjudicating, annotating, exporting, news, reading, reviewing, verifying, ways
from curator.services.reasons import Why
from tests.support.team import Team


def test_the_export_holds_exactly_the_approved_state_with_decisions_reasons_and_sources(tmp_path: Path) -> None:
    team = Team(tmp_path, "Ann", "Bob")
    team.assign("Ann", "Bob", due="2030-01-31")
    same = team.annotate("Ann"), team.annotate("Bob")
    differ = team.annotate("Ann", 21, 43), team.annotate("Bob", 25, 43, "organization")
    alone = team.annotate("Bob", 8, 20, "date")
    team.submit("Ann", "the rest is tables")
    team.submit("Bob")

    boss = team.as_("Boss")
    reviewing.take_to_review(boss, team.document)
    assert adjudicating.accept_agreeing(boss, team.document).annotations == set(same)
    adjudicating.take(boss, differ, differ[1], error=ErrorClass.SLIP, reason=Why("wrong_label", "a country"))
    reviewing.decide(boss, alone, Verdict.RETURN, reason=Why("wrong_value", "which calendar?"))
    reviewing.send_back(boss, team.document, team.id("Bob"))

    bob = team.as_("Bob")
    assert any("which calendar?" in one.words for one in news.news(bob))
    assert len(reading.annotations(bob, team.document)) == 3  # blind again while he works
    annotating.set_field(bob, alone, "kind", FieldValue(state=FieldState.STATED, value="event"))
    team.submit("Bob")
    boss = team.as_("Boss")
    reviewing.decide(boss, alone, Verdict.ACCEPT)
    for name in ("Ann", "Bob"):
        reviewing.approve(boss, team.document, team.id(name))
    assert {row.state for row in ways.works(boss)} == {"approved"}

    target = tmp_path / "out.json"
    exporting.export(boss, target)
    [document] = json.loads(target.read_bytes())["documents"]
    assert document["state"] == "approved"
    found = {one["id"]: one for one in document["annotations"]}
    assert found.keys() == {min(same), differ[1], alone}
    assert {one["decision"]["verdict"] for one in found.values()} == {"accept"}
    told = {ident: one["adjudication"]["outcome"] for ident, one in found.items()}
    assert told == {min(same): "unanimous", differ[1]: "adjudicated", alone: "unresolved"}
    assert {one["author"] for one in found[differ[1]]["adjudication"]["sources"]} == {team.id("Ann"), team.id("Bob")}
    exporting.export(boss, target, chosen=exporting.Chosen(states=("rejected",)))
    [[overruled]] = [one["annotations"] for one in json.loads(target.read_bytes())["documents"]]
    assert (overruled["id"], overruled["decision"]["cause"], overruled["decision"]["reason"]) == (
        differ[0],
        "wrong_label",
        "a country",
    )
    assert (overruled["adjudication"]["error"], overruled["adjudication"]["merged_into"]) == ("slip", differ[1])
    team.close()
    assert verifying.verify(team.path) == []
