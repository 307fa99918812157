"""What an annotator writes into the file past the program: named by `verify`, without effect, not exported."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.domain.review import (
    Verdict,
    assignment_id,
    decision_id,
    judgement_id,
    own_submission_id,
    resolution_id,
)
from curator.domain.supervision import GUIDELINE_ID, REASONS_ID
from curator.services import commenting, exporting, reading, reviewing, verifying, ways
from tests.support import damage
from tests.support import projects as support
from tests.support.team import Team


class Scene(Team):
    """Ann has submitted her annotation, Bob has one too; the supervisor has asked something about Ann's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "Ann", "Bob")
        self.assign("Ann", "Bob")
        self.hers, self.his = self.annotate("Ann"), self.annotate("Bob", 8, 20, "date")
        self.submit("Ann")
        commenting.comment(self.as_("Boss"), self.document, "Why?", annotation=self.hers)
        self.thread = commenting.threads(self.project, self.document)[0].id

    def head(self, subject: str, kind: str) -> tuple[str, ...]:
        rows = self.project.store.query("SELECT revision FROM head WHERE subject = ? AND kind = ?", (subject, kind))
        return tuple(row[0] for row in rows)

    def submission(self, name: str, state: str = "submitted", **more: Any) -> dict[str, Any]:
        said = {"document": self.document, "state": state, "work": "0", "imported": False, "withdrawn": False}
        return {**said, "annotator": self.id(name), "by": self.id(name), "at": "2099-01-01T00:00:00Z", **more}

    def decision(self) -> dict[str, Any]:
        [head] = self.head(self.hers, Kind.ANNOTATION)
        said = {"annotation": self.hers, "revision": head, "verdict": "accept", "reason": None, "imported": False}
        return {**said, "by": self.id("Boss"), "at": "2099-01-01T00:00:00Z", "withdrawn": False}

    def comment(self, name: str, **more: Any) -> dict[str, Any]:
        said = {"document": self.document, "annotation": self.hers, "field": None, "thread": None, "text": "No"}
        body = {**said, "resolved": None, "by": self.id(name), "at": "2099-01-01T00:00:00Z", "withdrawn": False}
        return {**body, **more}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path)
    yield made
    made.close()


Forgery = Callable[[Scene], tuple[Kind, str, dict[str, Any]]]


def _assignment(scene: Scene) -> dict[str, Any]:
    return {
        "document": scene.document,
        "annotator": scene.id("Bob"),
        "due": None,
        "in_review": True,
        "withdrawn": False,
    }


FORGERIES: dict[str, Forgery] = {
    "an assignment": lambda s: (Kind.ASSIGNMENT, assignment_id(s.document, s.id("Bob")), _assignment(s)),
    "guidelines": lambda _: (Kind.GUIDELINE, GUIDELINE_ID, {"title": "G", "text": "x", "withdrawn": False}),
    "reasons": lambda _: (Kind.SETTING, REASONS_ID, {"reasons": [], "withdrawn": False}),
    "a decision": lambda s: (Kind.DECISION, decision_id(s.hers), s.decision()),
    "an approval of work": lambda s: (
        Kind.SUBMISSION,
        judgement_id(s.document, s.id("Ann")),
        s.submission("Ann", "approved", judged=s.head(own_submission_id(s.document, s.id("Ann")), Kind.SUBMISSION)[0]),
    ),
    "another's submission": lambda s: (
        Kind.SUBMISSION,
        own_submission_id(s.document, s.id("Ann")),
        s.submission("Ann", withdrawn=True),
    ),
    "a submission in another's place": lambda s: (
        Kind.SUBMISSION,
        own_submission_id(s.document, s.id("Ann")),
        s.submission("Bob"),
    ),
    "a word in the place of a judgement": lambda s: (
        Kind.SUBMISSION,
        judgement_id(s.document, s.id("Ann")),
        s.submission("Bob"),
    ),
    "a comment in another's name": lambda s: (Kind.COMMENT, new_id(), s.comment("Ann")),
    "another's comment": lambda s: (Kind.COMMENT, s.thread, s.comment("Bob")),
    "a resolution between others": lambda s: (
        Kind.COMMENT,
        resolution_id(s.thread),
        s.comment("Bob", thread=s.thread, resolved=True, text=""),
    ),
    "an annotation made of others'": lambda s: (
        Kind.ANNOTATION,
        new_id(),
        {**support.annotation(s.project, s.his), "sources": [s.hers, s.his]},
    ),
}


@pytest.mark.parametrize("past", [False, True], ids=["received", "slipped-in"])
@pytest.mark.parametrize("name", FORGERIES)
def test_what_bob_forges_is_named_and_changes_nothing(scene: Scene, name: str, past: bool) -> None:
    kind, subject, body = FORGERIES[name](scene)
    change = damage.revision(kind, subject, body, *scene.head(subject, kind))
    made = damage.changeset(scene.project, scene.authors["Bob"], change, made_at="2099-01-01T00:00:00.000Z")
    before = (
        support.bodies(scene.project),
        ways.works(scene.project),
        reading.annotations(scene.project, scene.document),
    )
    if past:
        scene.close()
        damage.slipped_in(scene.path, made)
    else:
        damage.received(scene.project, made)
        after = support.bodies(scene.project), ways.works(scene.project)
        assert after == before[:2]
        assert reading.annotations(scene.project, scene.document) == before[2]
        target = scene.path.with_name("out.json")
        exporting.export(scene.project, target)
        assert not any(document["annotations"] for document in json.loads(target.read_bytes())["documents"])
        scene.close()
    found = {(defect.kind, defect.id) for defect in verifying.verify(scene.path)}
    assert ("not authorised", change.id) in found


def test_a_change_of_ones_own_submitted_work_is_refused_by_every_replica(scene: Scene) -> None:
    body = {**support.annotation(scene.project, scene.hers), "label": "organization"}
    change = damage.revision(Kind.ANNOTATION, scene.hers, body, *scene.head(scene.hers, Kind.ANNOTATION))
    damage.received(scene.project, damage.changeset(scene.project, scene.authors["Ann"], change))
    assert support.annotation(scene.project, scene.hers)["label"] == "actor"
    scene.close()
    [defect] = verifying.verify(scene.path)
    assert (defect.kind, "its document was submitted" in defect.message) == ("not authorised", True)


def test_work_that_did_not_know_of_the_submission_counts(scene: Scene) -> None:
    """A second laptop of Ann's, from before she submitted: nobody can tell her not to have known."""
    parents = scene.project.store.query(
        "SELECT changeset.parents FROM revision JOIN changeset ON changeset.seq = revision.changeset "
        "WHERE subject_kind = 'submission'"
    )
    earlier = tuple(json.loads(parents[0][0]))
    body = {**support.annotation(scene.project, scene.hers), "label": "organization"}
    change = damage.revision(Kind.ANNOTATION, scene.hers, body, *scene.head(scene.hers, Kind.ANNOTATION))
    damage.received(scene.project, damage.changeset(scene.project, scene.authors["Ann"], change, parents=earlier))
    assert support.annotation(scene.project, scene.hers)["label"] == "organization"
    assert ways.work(scene.project, scene.document, scene.id("Ann")).row.state == "submitted"
    scene.close()
    assert verifying.verify(scene.path) == []


def test_an_annotator_can_not_take_back_what_is_in_review(scene: Scene) -> None:
    reviewing.take_to_review(scene.project, scene.document)
    subject = own_submission_id(scene.document, scene.id("Ann"))
    body = scene.submission("Ann", withdrawn=True)
    change = damage.revision(Kind.SUBMISSION, subject, body, *scene.head(subject, Kind.SUBMISSION))
    damage.received(scene.project, damage.changeset(scene.project, scene.authors["Ann"], change))
    assert ways.work(scene.project, scene.document, scene.id("Ann")).row.state == "submitted"
    scene.close()
    [defect] = verifying.verify(scene.path)
    assert "took the submission to review" in defect.message


def test_the_author_of_the_annotation_may_resolve_a_thread_about_it(scene: Scene) -> None:
    commenting.resolve(scene.as_("Ann"), scene.thread)
    assert commenting.threads(scene.project, scene.document)[0].resolved
    scene.close()
    assert verifying.verify(scene.path) == []


def test_a_decision_made_before_the_role_was_given_does_not_count(scene: Scene) -> None:
    from curator.domain.people import Role
    from curator.services import people

    change = damage.revision(Kind.DECISION, decision_id(scene.his), {**scene.decision(), "annotation": scene.his})
    damage.received(scene.project, damage.changeset(scene.project, scene.authors["Bob"], change))
    people.set_roles(scene.project, scene.id("Bob"), (Role.ANNOTATOR, Role.SUPERVISOR))
    assert reading.annotation(scene.project, scene.his).state == "draft"
    reviewing.decide(scene.as_("Bob"), scene.his, Verdict.ACCEPT)
    assert reading.annotation(scene.project, scene.his).state == "approved"
