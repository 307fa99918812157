"""What annotators say beside somebody else, under one id and on a replica of their own, does not get mixed with it.

Of what stands against each other the greater clock is shown, field by field: with two revisions, an early one and a
late one, somebody could put their own words beside another's name, or another's work beside an approval.
"""

from typing import Any

import pytest

from curator.domain.entity import Entity
from curator.domain.errors import NotAllowedError
from curator.domain.history import Changeset, Kind, Revision, body_bytes
from curator.domain.ids import bound_id, new_id
from curator.domain.people import Role
from curator.domain.review import Verdict, judgement_id, submission_id
from curator.services import (
    commenting,
    conflicts,
    entities,
    people,
    reading,
    reviewing,
    sharing,
    submitting,
    undoing,
    verifying,
    ways,
)
from curator.services import project as projects
from curator.services.project import Project
from curator.services.reasons import Why
from curator.store import journal
from curator.store.projection import annotations as projected
from tests.support import damage
from tests.support import projects as support
from tests.support.audits import held_against_a_replay
from tests.support.orders import Signed, every_order, last, replayed_states, signed_in
from tests.support.replicas import Team, exchange_all, give, handed, state_of


@pytest.fixture
def signed(three: Team) -> Signed:
    return Signed(three, journal.tips(three.supervisor.store.conn))


def early_and_late(
    signed: Signed,
    project: Project,
    kind: Kind,
    subject: str,
    *bodies: dict[str, Any],
    upon: tuple[Changeset, ...] = (),
) -> list[Changeset]:
    """Two changesets of theirs that begin a subject before everybody else, and write on it after everybody else."""
    first = damage.revision(kind, subject, bodies[0])
    second = damage.revision(kind, subject, bodies[1], first.id)
    early = signed.by(project.author, first, upon=upon, made_at="2020-01-01T00:00:00Z")
    return [early, signed.by(project.author, second, upon=(early,), made_at="2099-01-01T00:00:00Z")]


def reasons(project: Project) -> set[str]:
    return {row[0] for row in project.store.query("SELECT reason FROM refused")}


def given(document: str, state: str, work: str) -> dict[str, Any]:
    return {"document": document, "state": state, "work": work, "imported": True, "withdrawn": False}


def work_of(project: Project, document: str) -> str:
    row = project.store.one("SELECT CAST(work AS TEXT) FROM document WHERE id = ?", (document,))
    return row[0] if row else ""


def test_nobody_puts_other_work_under_the_approval_of_a_document(three: Team, signed: Signed) -> None:
    boss, ben = three.supervisor, three.ben
    base, before = handed(boss), len(signed_in(boss))
    document = reading.documents(boss)[0].id
    subject = submission_id(document)
    support.annotate(ben, document)
    give(ben, boss)
    approval = damage.revision(Kind.SUBMISSION, subject, given(document, "approved", work_of(boss, document)))
    damage.received(boss, damage.changeset(boss, boss.author, approval, made_at="2026-06-01T00:00:00Z"))
    assert reading.documents(boss)[0].state == "approved"
    support.annotate(ben, document, 8, 12)
    give(ben, boss)
    bodies = [given(document, "submitted", "1"), given(document, "submitted", work_of(boss, document))]
    forged = early_and_late(signed, ben, Kind.SUBMISSION, subject, *bodies)
    made = [*signed_in(boss)[before:], *forged]
    with every_order(three, made, 4, base) as project:
        assert reading.documents(project)[0].state == "submitted"
        assert reasons(project) == {"a supervisor gave the document its state"}
        assert replayed_states(boss, before, made) == {state_of(project)}


def test_an_annotators_own_word_on_a_document_counts_where_no_supervisor_gave_one(three: Team, signed: Signed) -> None:
    document = reading.documents(three.ben)[0].id
    said = damage.revision(Kind.SUBMISSION, submission_id(document), given(document, "submitted", "0"))
    with every_order(three, [signed.by(three.ben.author, said)]) as project:
        assert reasons(project) == set()
        assert reading.documents(project)[0].state == "submitted"


@pytest.mark.parametrize("is_bound", [True, False])
def test_nobody_puts_words_into_a_supervisors_mouth(three: Team, signed: Signed, *, is_bound: bool) -> None:
    """Whether the id of the comment is bound to who made it or, as in older projects, is not."""
    boss, ben = three.supervisor, three.ben
    document = reading.documents(boss)[0].id
    commenting.comment(boss, document, "This is wrong.")
    [revision] = last(boss).revisions
    ident = bound_id(boss.me or "") if is_bound else new_id()
    honest = signed.by(boss.author, Revision(new_id(), Kind.COMMENT, ident, (), "create", revision.body))
    body = {**revision.content(), "by": ben.me, "at": "2000-01-01T00:00:00Z"}
    forged = early_and_late(signed, ben, Kind.COMMENT, ident, {**body, "text": "x"}, {**body, "text": "All is well."})
    with every_order(three, [honest, *forged]) as project:
        said = [one for thread in commenting.threads(project, document) for one in thread.entries if one.id == ident]
        assert [(one.by_name, one.text) for one in said] == [("Sara", "This is wrong.")]
        assert reasons(project) == {"the comment is another's"}


def test_a_comment_under_an_id_that_is_nobodys_is_shown_with_the_name_of_who_wrote_it(
    three: Team, signed: Signed
) -> None:
    ann, ben = three.ann, three.ben
    document = reading.documents(ann)[0].id
    commenting.comment(ann, document, "Ann's")
    body = last(ann).revisions[0].content()
    ident = new_id()
    honest = signed.by(ann.author, damage.revision(Kind.COMMENT, ident, body))
    other = {**body, "by": ben.me, "at": "2000-01-01T00:00:00Z"}
    made = early_and_late(signed, ben, Kind.COMMENT, ident, {**other, "text": "x"}, {**other, "text": "Ben's"})
    with every_order(three, [honest, *made]) as project:
        said = [one for thread in commenting.threads(project, document) for one in thread.entries]
        assert all(one.text.startswith(one.by_name) for one in said)


def test_what_a_supervisor_imported_is_not_an_annotators_to_begin(three: Team, signed: Signed) -> None:
    boss, ben = three.supervisor, three.ben
    mark = support.annotate(boss, reading.documents(boss)[0].id)
    body, ident = support.annotation(boss, mark), new_id()
    honest = signed.by(boss.author, damage.revision(Kind.ANNOTATION, ident, body))
    other = {**body, "author": ben.me}
    forged = early_and_late(signed, ben, Kind.ANNOTATION, ident, other, {**other, "label": "organization"})
    with every_order(three, [honest, *forged]) as project:
        assert support.annotation(project, ident) == body
        assert reasons(project) == {"the annotation is another's"}


def test_an_annotator_claims_no_adjudication(three: Team) -> None:
    boss, ben = three.supervisor, three.ben
    mark = support.annotate(ben, reading.documents(ben)[0].id)
    origin = {
        "format": "curator-dataset",
        "created_at": "2026-01-01T00:00:00Z",
        "created_by": ben.me,
        "changed_at": "2026-01-01T00:00:00Z",
        "changed_by": ben.me,
        "method": "manual",
        "revisions": 1,
        "head": new_id(),
    }
    for more, count in ({}, 0), ({"adjudication": {"outcome": "unanimous", "sources": []}}, 1):
        body = {**support.annotation(ben, mark), "origin": {**origin, **more}}
        made = Revision(new_id(), Kind.ANNOTATION, bound_id(ben.me or ""), (), "create", body_bytes(body))
        damage.received(boss, damage.changeset(boss, ben.author, made))
        assert boss.store.query("SELECT count(*) FROM refused") == [(count,)]


def test_work_on_which_supervisors_differ_is_to_be_judged(three: Team) -> None:
    """Else the clock would choose whether it is approved."""
    boss, ann, ben = three.all
    people.set_roles(boss, ben.me or "", [Role.SUPERVISOR])
    document = reading.documents(ann)[0].id
    support.annotate(ann, document)
    submitting.submit(ann, document)
    exchange_all(*three.all)
    reviewing.approve(boss, document, ann.me or "", accept_rest=True)
    reviewing.send_back(ben, document, ann.me or "", reason=Why(text="look again"))
    exchange_all(*three.all)
    for one in (boss, ben):
        assert [str(work.state) for work in ways.works(one) if work.annotator == ann.me] == ["submitted"]
    subject = judgement_id(document, ann.me or "")
    assert [key for key, *_ in journal.state_of(boss.store.conn, subject, Kind.SUBMISSION).conflicts.items()]
    reviewing.approve(boss, document, ann.me or "")
    give(boss, ben)
    for one in (boss, ben):
        assert [str(work.state) for work in ways.works(one) if work.annotator == ann.me] == ["approved"]


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "state", "name": name, "aliases": [], "identifiers": {}, "withdrawn": False, **more}


@pytest.mark.parametrize("by_supervisor", [True, False])
def test_nobody_gives_an_entity_another_name_under_what_was_approved(
    three: Team, signed: Signed, *, by_supervisor: bool
) -> None:
    """Neither upon it, as whoever added it, nor beside it."""
    owner, ben = (three.supervisor, three.ben) if by_supervisor else (three.ann, three.ben)
    ident = new_id() if by_supervisor else bound_id(owner.me or "")
    honest = signed.by(owner.author, damage.revision(Kind.ENTITY, ident, named("Kazakhstan")))
    beside = early_and_late(signed, ben, Kind.ENTITY, ident, named("Uzbekistan"), named("Uzbekistan", aliases=["UZ"]))
    upon = [
        signed.by(who.author, damage.revision(Kind.ENTITY, ident, body, honest.revisions[0].id), upon=(honest,))
        for who, body in (
            (ben, named("Elsewhere")),
            (ben, named("Kazakhstan", withdrawn=True)),
            (three.ann, named("Other")),
        )
    ]
    with every_order(three, [honest, *beside, *upon], 5) as project:
        assert support.body(project, Kind.ENTITY, ident) == named("Kazakhstan")
        assert conflicts.conflicts(project) == []


def test_two_who_import_one_entity_have_one(three: Team, signed: Signed) -> None:
    ident = new_id()
    made = [signed.by(who.author, damage.revision(Kind.ENTITY, ident, named("Kazakhstan"))) for who in three.all]
    with every_order(three, made) as project:
        assert reasons(project) == set()
        assert conflicts.conflicts(project) == []


def test_an_annotator_adds_an_entity_and_takes_it_back_and_a_supervisor_changes_it(three: Team) -> None:
    boss, ann, ben = three.all
    ident = support.only(entities.add(ann, kind="state", name="Kazakhstan").entities)
    undoing.undo(ann)
    assert support.body(ann, Kind.ENTITY, ident)["withdrawn"]
    undoing.redo(ann)
    exchange_all(*three.all)
    with pytest.raises(NotAllowedError):
        entities.revise(ann, ident, Entity(kind="state", name="Other"))
    with pytest.raises(NotAllowedError):
        entities.withdraw(ben, ident)
    entities.revise(boss, ident, Entity(kind="state", name="Republic of Kazakhstan"))
    exchange_all(*three.all)
    entities.withdraw(ann, ident)
    give(ann, boss)
    assert support.body(boss, Kind.ENTITY, ident) == named("Republic of Kazakhstan", withdrawn=True)
    assert reasons(boss) == set()


def test_work_is_not_approved_in_which_something_is_not_decided(three: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a sum of hashes, four annotations more are enough to have it come out the same."""
    monkeypatch.setattr(projected, "work_digest", lambda _: 0)
    boss, ann = three.supervisor, three.ann
    document = reading.documents(ann)[0].id
    before = handed(ann)
    support.annotate(ann, document)
    submitting.submit(ann, document)
    give(ann, boss)
    reviewing.approve(boss, document, ann.me or "", accept_rest=True)
    assert [str(work.state) for work in ways.works(boss) if work.annotator == ann.me] == ["approved"]
    path = three.folder / "other.curator"
    sharing.receive_new(path, before, author=ann.author)
    with projects.open_project(path, author=ann.author) as other:
        support.annotate(other, document, 8, 12)
        give(other, boss)
    assert sorted(str(row.state) for row in reading.annotations(boss, document)) == ["approved", "draft"]
    assert [str(work.state) for work in ways.works(boss) if work.annotator == ann.me] == ["submitted"]
    assert held_against_a_replay(boss)
    assert verifying.verify(boss) == []
    [draft] = [row.id for row in reading.annotations(boss, document) if row.state == "draft"]
    reviewing.decide(boss, draft, Verdict.ACCEPT)
    assert [str(work.state) for work in ways.works(boss) if work.annotator == ann.me] == ["approved"]
    assert held_against_a_replay(boss)
    reviewing.withdraw_decision(boss, draft)
    assert [str(work.state) for work in ways.works(boss) if work.annotator == ann.me] == ["submitted"]
