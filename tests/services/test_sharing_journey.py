"""Three people in three folders: work is handed out, done offline, handed in, adjudicated and handed back."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from curator.domain.errors import NotFoundError
from curator.domain.history import Kind
from curator.domain.people import Role
from curator.domain.review import Decision, Verdict, decision_id
from curator.services import annotating, conflicts, exporting, histories, people, reading, sharing, verifying
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project, now
from curator.store import journal
from tests.support import projects as support
from tests.support.replicas import handed, state_of


def exported(project: Project) -> dict[str, Any]:
    target = project.path.with_suffix(".json")
    exporting.export(project, target, everything=True)
    data = orjson.loads(target.read_bytes())
    del data["exported_at"]
    return data


def decide(project: Project, annotation: str, verdict: Verdict, reason: str | None = None) -> None:
    head = journal.heads(project.store.conn, [annotation], Kind.ANNOTATION)[annotation][0]
    body = Decision(annotation=annotation, revision=head, verdict=verdict, reason=reason, by=project.me or "", at=now())
    draft = Draft(project, "review", "decide")
    draft.create(Kind.DECISION, decision_id(annotation), body)
    draft.commit()


def handed_out(sara: Project, name: str, titles: list[str]) -> Project:
    """Add somebody, and give them a sealed parcel of which they make their copy."""
    person = support.author(name)
    people.add(sara, name, person.public_key, [Role.ANNOTATOR])
    path = sara.path.parent.parent / name.lower() / "copy.curator"
    sharing.receive_new(path, handed(sara, to=name, documents=titles, sealed=True), author=person)
    one = projects.open_project(path, author=person)
    assert [row.title for row in reading.documents(one)] == sorted(titles)
    return one


def work_through(one: Project, name: str) -> None:
    for row in reading.documents(one):
        mark = support.annotate(one, row.id, label="commitment")
        annotating.set_field(one, mark, "action", support.said(f"as {name} reads it"))


def test_thirty_documents_go_out_and_their_annotations_come_back_decided(tmp_path: Path) -> None:
    for name in ("sara", "ann", "ben", "exchange"):
        (tmp_path / name).mkdir()
    sara = support.new(tmp_path / "sara", support.author("Sara"))
    titles = [f"Release {number}" for number in range(30)]
    for title in titles:
        support.add_document(sara, f"{support.TEXT}{title}.\n", title)
    # each gets eighteen of the thirty: six are done by both
    parts = {"Ann": titles[:18], "Ben": titles[12:]}
    copies = {name: handed_out(sara, name, part) for name, part in parts.items()}
    for name, one in copies.items():
        sharing.set_folder(one, tmp_path / "exchange")
        work_through(one, name)
        sharing.exchange(one)
    sharing.set_folder(sara, tmp_path / "exchange")
    sharing.exchange(sara)
    assert reading.counts(sara).annotations == 36
    assert conflicts.conflicts(sara) == []
    marks = [mark for row in reading.documents(sara) for mark in reading.annotations(sara, row.id)]
    for number, mark in enumerate(marks):
        verdict = Verdict.RETURN if number % 7 == 0 else Verdict.ACCEPT
        decide(sara, mark.id, verdict, "say which Code" if verdict is Verdict.RETURN else None)
    sharing.exchange(sara)
    for one in copies.values():
        sharing.exchange(one)
    returned = [mark.id for number, mark in enumerate(marks) if number % 7 == 0]
    decision = reading.annotation(copies["Ann"], returned[0]).decision
    assert decision
    assert (decision.verdict, decision.reason) == (Verdict.RETURN, "say which Code")
    assert {histories.history(copies["Ben"], mark.id)[0].person_name for mark in marks} == {"Ann", "Ben"}
    assert len({state_of(one) for one in (sara, *copies.values())}) == 1
    # whoever got a part of the texts gets the rest, and then says the same as everybody
    hidden = sara.store.query("SELECT id FROM document WHERE title = ?", (titles[-1],))[0][0]
    with pytest.raises(NotFoundError, match="not handed out"):
        reading.document(copies["Ann"], hidden)
    for one in copies.values():
        sharing.receive(one, handed(sara, documents=titles))
    assert exported(copies["Ann"]) == exported(copies["Ben"]) == exported(sara)
    for one in (sara, *copies.values()):
        assert verifying.verify(one) == []
        one.close()
