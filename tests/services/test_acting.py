"""Whoever acts rests on what they read: what an exchange brings meanwhile comes before the act, or after it."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.entity import Entity
from curator.domain.errors import CuratorError, NotAllowedError
from curator.domain.history import Changeset, Kind, Operation, Revision, body_bytes
from curator.domain.ids import bound_id, new_id
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.domain.supervision import DEFAULT_REASONS
from curator.services import (
    adjudicating,
    annotating,
    assigning,
    commenting,
    entities,
    exporting,
    guidelines,
    importing,
    people,
    reading,
    reasons,
    reviewing,
    sharing,
    submitting,
    undoing,
)
from curator.services.acting import Draft
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.reasons import Why
from curator.services.review_views import Thread as Talk
from curator.store import journal
from tests.support import damage
from tests.support import projects as support
from tests.support.replicas import Team, exchange_all, give, handed, team

WHY = Why("wrong_span")
_WRITING = ("create", "revise", "put", "put_many", "beside")


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    made = team(tmp_path, documents=3)
    yield made
    made.close()


@contextmanager
def arriving(project: Project, *made: Changeset) -> Generator[None]:
    """Changesets come in, through a connection of its own, when an act puts its first revision together."""
    threads: list[Thread] = []

    def receive() -> None:
        with project.beside() as beside:
            damage.received(beside, *made)

    def late(plain: Callable[..., Any]) -> Callable[..., Any]:
        def first(draft: Draft, *args: Any, **kwargs: Any) -> Any:
            if not threads:
                threads.append(Thread(target=receive))
                threads[0].start()
                threads[0].join(0.2)
            return plain(draft, *args, **kwargs)

        return first

    with pytest.MonkeyPatch.context() as patching:
        for name in _WRITING:
            patching.setattr(Draft, name, late(getattr(Draft, name)))
        yield
    assert threads, "nothing was written"
    threads[0].join()


def made_since(project: Project, known: Project) -> list[Changeset]:
    """What a project has made that another does not know yet."""
    there = {stored.changeset.id for stored in journal.changesets(known.store.conn)}
    return [stored.changeset for stored in journal.changesets(project.store.conn) if stored.changeset.id not in there]


@dataclass
class Ground:
    """Two documents with work of Ann and Ben; Ann has submitted hers of the first."""

    three: Team
    first: str
    second: str
    hers: str
    his: str

    def interrupted(self, project: Project, act: Callable[[], Changes | None]) -> bool:
        """Whether something that Ben did meanwhile came in between what an act read and what it wrote."""
        before = journal.tips(project.store.conn)
        body = body_bytes({"kind": "state", "name": "Utopia", "withdrawn": False})
        author = self.three.ben.author
        entity = Revision(bound_id(author.public_key), Kind.ENTITY, new_id(), (), Operation.CREATE, body)
        with arriving(project, damage.changeset(project, author, entity)):
            changes = act()
        assert changes
        made = journal.changeset_of(project.store.conn, changes.changeset)
        assert made
        return made.parents != before


@pytest.fixture
def ground(three: Team) -> Ground:
    sara, ann, ben = three.all
    first, second, _ = (row.id for row in reading.documents(sara))
    assigning.assign(sara, [first], [people.find_person(sara, name) for name in ("Ann", "Ben")])
    exchange_all(sara, ann, ben)
    hers, his = (support.annotate(one, first, 8, 20, "date") for one in (ann, ben))
    support.annotate(ann, second, 8, 20, "date")
    submitting.submit(ann, first)
    exchange_all(sara, ann, ben)
    return Ground(three, first, second, hers, his)


def test_what_supervisors_do_rests_on_what_they_read(ground: Ground, tmp_path: Path) -> None:
    sara, first, second, both = ground.three.supervisor, ground.first, ground.second, [ground.hers, ground.his]
    ann = people.find_person(sara, "Ann")
    body = Entity(kind="state", name="Utopia")
    [entity] = entities.add(sara, kind=body.kind, name=body.name).entities
    third = adjudicating.Third("date", [Span(start=0, end=6)], {})
    key = support.author("Eve").public_key
    acts: dict[str, Callable[[], Changes | None]] = {
        "take to review": lambda: reviewing.take_to_review(sara, first),
        "decide": lambda: reviewing.decide(sara, ground.hers, Verdict.ACCEPT),
        "take a decision back": lambda: reviewing.withdraw_decision(sara, ground.hers),
        "decide a field": lambda: reviewing.decide(sara, ground.hers, Verdict.ACCEPT, field="value"),
        "decide many": lambda: reviewing.decide_many(sara, both, Verdict.RETURN, reason=WHY),
        "reject all": lambda: adjudicating.reject_all(sara, both),
        "take one": lambda: adjudicating.take(sara, both, ground.hers),
        "make a third": lambda: adjudicating.make_third(sara, both, third),
        "open again": lambda: adjudicating.reopen(sara, both),
        "accept what agrees": lambda: adjudicating.accept_agreeing(sara, first),
        "approve": lambda: reviewing.approve(sara, first, ann),
        "send back": lambda: reviewing.send_back(sara, first, ann, reason=WHY),
        "assign": lambda: assigning.assign(sara, [second], [ann]),
        "set due": lambda: assigning.set_due(sara, [second], "2030-01-01"),
        "unassign": lambda: assigning.unassign(sara, [second], [ann]),
        "assign evenly": lambda: assigning.assign_evenly(sara, [second], [ann]),
        "assign by rule": lambda: assigning.assign_by_rule(sara, [second], [ann, sara.me or ""], every=1),
        "guidelines": lambda: guidelines.write(sara, "Look twice."),
        "reasons": lambda: reasons.set_reasons(sara, DEFAULT_REASONS[:2]),
        "entity": lambda: entities.revise(sara, entity, body.model_copy(update={"name": "Erewhon"})),
        "person": lambda: people.add(sara, "Eve", key),
        "undo": lambda: undoing.undo(sara),
        "redo": lambda: undoing.redo(sara),
        "text": lambda: importing.import_paths(sara, [written(tmp_path / "new.txt", "New.")]).changes,
    }
    assert [name for name, act in acts.items() if ground.interrupted(sara, act)] == []


def test_what_annotators_do_rests_on_what_they_read(ground: Ground) -> None:
    ann, first, second = ground.three.ann, ground.first, ground.second

    def thread() -> Talk:
        return commenting.threads(ann, second)[0]

    acts: dict[str, Callable[[], Changes | None]] = {
        "take back": lambda: submitting.take_back(ann, first),
        "submit": lambda: submitting.submit(ann, first),
        "annotate": lambda: annotating.add(ann, second, "date", [Span(start=0, end=6)]),
        "comment": lambda: commenting.comment(ann, second, "Is it?"),
        "answer": lambda: commenting.answer(ann, thread().id, "It is."),
        "resolve": lambda: commenting.resolve(ann, thread().id),
        "take a comment away": lambda: commenting.withdraw(ann, thread().entries[-1].id),
    }
    assert [name for name, act in acts.items() if ground.interrupted(ann, act)] == []


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_two_supervisors_who_decide_on_two_fields_at_once_lose_neither(ground: Ground) -> None:
    """Ben, whom Sara made a supervisor, accepts one field while she accepts another."""
    sara, ann, ben = ground.three.all
    people.set_roles(sara, people.find_person(sara, "Ben"), [Role.ANNOTATOR, Role.SUPERVISOR])
    mark = support.annotate(ann, ground.second, 0, 6, "commitment")
    for name in ("action", "condition"):
        annotating.set_field(ann, mark, name, FieldValue(state=FieldState.STATED, value=name))
    exchange_all(sara, ann, ben)
    ben.look_again()
    reviewing.decide(ben, mark, Verdict.ACCEPT, field="action")
    with arriving(sara, *made_since(ben, sara)):
        reviewing.decide(sara, mark, Verdict.ACCEPT, field="condition")
    give(sara, ben)
    assert not [row for row in reading.annotations(sara, ground.second) if row.id == mark and row.state == "approved"]
    said = [one for one in (reviewing.decision(sara, mark), reviewing.decision(ben, mark)) if one]
    assert len(said) == 2
    assert said[0] == said[1]


def test_what_a_supervisor_did_not_see_is_not_decided_on(ground: Ground) -> None:
    sara, ann, _ = ground.three.all
    mark = support.annotate(ann, ground.second, 0, 6, "actor")
    give(ann, sara)
    seen = reading.annotation(sara, mark).body
    annotating.set_field(ann, mark, "role", FieldValue(state=FieldState.STATED, value="host"))
    give(ann, sara)
    for field in (None, "role"):
        with pytest.raises(CuratorError, match="has changed meanwhile"):
            reviewing.decide(sara, mark, Verdict.ACCEPT, field=field, seen=seen)
    assert reading.annotation(sara, mark).state == "draft"
    reviewing.decide(sara, mark, Verdict.ACCEPT, seen=reading.annotation(sara, mark).body)
    assert reading.annotation(sara, mark).state == "approved"


def test_a_text_that_an_exchange_brought_meanwhile_is_not_made_twice(three: Team, tmp_path: Path) -> None:
    sara, ann, _ = three.all
    file = written(tmp_path / "same.txt", "The same text.")
    importing.import_paths(ann, [file])
    [ident] = {row.id for row in reading.documents(ann)} - {row.id for row in reading.documents(sara)}
    commit, parcel = importing.TextImport.flush, handed(ann)

    def flush_late(reader: importing.TextImport) -> None:
        with sara.beside() as beside:
            sharing.receive(beside, parcel, copy=False)
        commit(reader)

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(importing.TextImport, "flush", flush_late)
        report = importing.import_paths(sara, [file])
    assert [(item.outcome, item.document_id) for item in report.items] == [("already", ident)]
    assert len(journal.revisions_of(sara.store.conn, ident)) == 1


def test_a_role_that_was_taken_away_meanwhile_is_not_acted_in(ground: Ground) -> None:
    sara, _, ben = ground.three.all
    people.set_roles(sara, people.find_person(sara, "Ben"), [Role.SUPERVISOR])
    give(sara, ben)
    ben.look_again()
    people.set_roles(sara, people.find_person(sara, "Ben"), [Role.ANNOTATOR])
    with ben.beside() as beside:
        sharing.receive(beside, handed(sara), copy=False)
    with pytest.raises(NotAllowedError, match="supervisor"):
        reviewing.decide(ben, ground.hers, Verdict.ACCEPT)


def test_the_head_of_a_data_set_rests_on_what_is_there(ground: Ground, tmp_path: Path) -> None:
    sara, ann, _ = ground.three.all
    entities.add(sara, kind="state", name="Utopia")
    file = tmp_path / "set.json"
    exporting.export(sara, file)
    before = journal.tips(ann.store.conn)
    last = max(stored.seq for stored in journal.changesets(ann.store.conn))
    with arriving(ann, *made_since(sara, ann)):
        importing.import_paths(ann, [file])
    first = next(journal.changesets(ann.store.conn, last)).changeset
    assert (first.activity, first.parents) == ("import", before)
