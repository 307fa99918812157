"""Three replicas that do anything in any order, with parcels lost, repeated, late and clocks that are wrong."""

import itertools
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import CuratorError
from curator.domain.history import Kind, Revision, body_bytes, registers, without
from curator.domain.ids import derived_id
from curator.domain.people import Role
from curator.domain.review import Decision, Verdict, decision_id
from curator.services import (
    acting,
    annotating,
    conflicts,
    people,
    project,
    reading,
    sharing,
    undoing,
    verifying,
)
from curator.services.acting import Draft
from curator.services.project import Project
from curator.store import journal
from tests.support import damage
from tests.support import projects as support
from tests.support.audits import held_against_a_replay
from tests.support.replicas import Team, exchange_all, handed, state_of, team

WHO = st.integers(0, 2)
PICK = st.integers(0, 10**6)
_YEARS = 10 * 365 * 24 * 3600


class Replicas(RuleBasedStateMachine):
    """What each rule does may be refused by the program; whatever is done must hold together."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._home = pytest.MonkeyPatch()
        self._home.setenv("CURATOR_HOME", self._folder.name)
        self._clock = itertools.count()
        for module in (acting, project):
            self._home.setattr(module, "now", self._now)
        self._chance = random.Random(1)
        self.team: Team = team(Path(self._folder.name))
        self.parcels: list[Path] = []
        conn = self.team.supervisor.store.conn
        [self.base] = journal.tips(conn)
        self.begun = conn.execute("SELECT max(seq) FROM changeset").fetchone()[0]

    def _now(self) -> str:
        """A clock that is off by up to ten years either way."""
        year = 2026 + self._chance.randint(-10, 10)
        return f"{year}-01-01T00:00:{next(self._clock) % 60:02d}.000Z"

    def teardown(self) -> None:
        try:
            exchange_all(*self.team.all)
            assert len({state_of(one) for one in self.team.all}) == 1
            for one in self.team.all:
                assert not [found for found in verifying.verify(one) if found.damage]
                held_against_a_replay(one)
            self._check_every_value(self.team.ben)
        finally:
            self.team.close()
            self._home.undo()
            self._folder.cleanup()

    def _check_every_value(self, one: Project) -> None:
        """Every value ever written is current, superseded by a descendant, listed as a conflict, or not authorised."""
        conn = one.store.conn
        refused = {row[0] for row in conn.execute("SELECT revision FROM refused")}
        subjects = conn.execute("SELECT DISTINCT subject_id, subject_kind FROM revision").fetchall()
        for subject, kind in subjects:
            revisions = [item for item in journal.revisions_of(conn, subject) if item.subject_kind == kind]
            counting = without(revisions, refused)  # each a child of what those that do not count were made from
            if not counting:
                continue
            state = journal.state_of(conn, subject, kind)
            current = {key: [value] for key, value in registers(state.body).items()}
            for key, candidates in state.conflicts.items():
                current[key] = [candidate.value for candidate in candidates]
            children = {parent for item in counting for parent in item.parents}
            for item in counting:
                for key, value in registers(item.content()).items():
                    held = value in current.get(key, [])
                    assert held or item.id in children or len(state.heads) > 1, (subject, key, value)

    def _mark(self, one: Project, pick: int) -> str | None:
        rows = one.store.query("SELECT id FROM annotation ORDER BY id")
        return rows[pick % len(rows)][0] if rows else None

    def _do(self, act: Any, *arguments: Any, **options: Any) -> None:
        try:
            act(*arguments, **options)
        except CuratorError:
            return

    @rule(who=WHO, start=st.integers(0, 70))
    def annotate(self, who: int, start: int) -> None:
        one = self.team.all[who]
        document = reading.documents(one)[0].id
        self._do(support.annotate, one, document, start, start + 5, "commitment")

    @rule(who=WHO, pick=PICK, name=st.sampled_from(["action", "condition"]), value=st.sampled_from("abc"))
    def fill(self, who: int, pick: int, name: str, value: str) -> None:
        one = self.team.all[who]
        if mark := self._mark(one, pick):
            self._do(annotating.set_field, one, mark, name, FieldValue(state=FieldState.STATED, value=value))

    @rule(who=WHO, pick=PICK)
    def withdraw(self, who: int, pick: int) -> None:
        one = self.team.all[who]
        if mark := self._mark(one, pick):
            self._do(annotating.withdraw, one, mark)

    @rule(pick=PICK, verdict=st.sampled_from(list(Verdict)))
    def decide(self, pick: int, verdict: Verdict) -> None:
        one = self.team.supervisor
        if mark := self._mark(one, pick):
            head = journal.heads(one.store.conn, [mark], Kind.ANNOTATION)[mark][0]
            body = Decision(annotation=mark, revision=head, verdict=verdict, by=one.me or "", at=self._now())
            draft = Draft(one, "review", "decide")
            known = journal.heads(one.store.conn, [decision_id(mark)], Kind.DECISION)
            (draft.revise if known else draft.create)(Kind.DECISION, decision_id(mark), body)
            draft.commit()

    @rule(who=WHO, pick=PICK, side=st.integers(0, 1))
    def resolve(self, who: int, pick: int, side: int) -> None:
        one = self.team.all[who]
        found = conflicts.conflicts(one)
        if found:
            chosen = found[pick % len(found)]
            choice = {each.register: side for each in chosen.disagreements}
            self._do(conflicts.resolve, one, chosen.subject, choice, chosen.kind)

    @rule(who=WHO, pick=PICK, side=st.integers(0, 1))
    def resolve_and_take_back(self, who: int, pick: int, side: int) -> None:
        """An act followed by its undo gives the state before it: the same values in the same order, by the same."""
        one = self.team.all[who]
        before = conflicts.conflicts(one)
        if not before:
            return
        chosen = before[pick % len(before)]
        assert len(conflicts.questions(one, chosen)) <= len(chosen.disagreements)
        try:
            conflicts.resolve(one, chosen.subject, {each.register: side for each in chosen.disagreements}, chosen.kind)
        except CuratorError:
            return
        assert undoing.undo(one)
        assert conflicts.conflicts(one) == before

    @rule(who=WHO, back=st.booleans())
    def undo_or_redo(self, who: int, back: bool) -> None:
        one = self.team.all[who]
        if not (undoing.state(one).undo_label or "").startswith("import"):  # there is to be a text to work on
            self._do(undoing.undo if back else undoing.redo, one)

    @invariant()
    def every_conflict_can_be_listed_in_words(self) -> None:
        for one in self.team.all:
            found = conflicts.conflicts(one)
            assert {row.subject for row in conflicts.listed(one)} == {each.subject for each in found}
            assert all(conflicts.questions(one, each) for each in found)

    @rule(supervises=st.booleans())
    def promote(self, supervises: bool) -> None:
        one = self.team.supervisor
        roles = [Role.ANNOTATOR, Role.SUPERVISOR] if supervises else [Role.ANNOTATOR]
        self._do(people.set_roles, one, people.find_person(one, "Ben"), roles)

    @rule(who=WHO, whose=st.sampled_from(["Ann", "Ben"]))
    def revoke(self, who: int, whose: str) -> None:
        one = self.team.all[who]
        self._do(people.revoke, one, people.find_person(one, whose))

    @rule(who=WHO, pick=PICK, name=st.sampled_from("abc"))
    def forge_a_twin(self, who: int, pick: int, name: str) -> None:
        """Use the id of somebody's revision for something else, upon a past that knows nothing of it."""
        one = self.team.all[who]
        rows = one.store.query("SELECT id FROM revision WHERE changeset > ? AND length(id) = 36", (self.begun,))
        if rows:
            ident, body = rows[pick % len(rows)][0], body_bytes({"kind": "state", "name": name})
            twin = Revision(ident, Kind.ENTITY, f"twin {who}", (), "create", body)
            damage.received(one, damage.changeset(one, one.author, twin, parents=(self.base,)))

    @rule(who=WHO, pick=PICK)
    def begin_anothers_annotation(self, who: int, pick: int) -> None:
        """Begin an annotation of one's own under the id of another's, upon a past that knows nothing of that."""
        one = self.team.all[who]
        if mark := self._mark(one, pick):
            person = derived_id(Kind.PERSON, one.author.public_key)
            body = {**journal.state_of(one.store.conn, mark, Kind.ANNOTATION).body, "author": person}
            forged = damage.revision(Kind.ANNOTATION, mark, body)
            damage.received(one, damage.changeset(one, one.author, forged, parents=(self.base,)))

    @rule(who=WHO, to=st.sampled_from([None, "Sara", "Ann", "Ben"]))
    def hand_in(self, who: int, to: str | None) -> None:
        self.parcels.append(handed(self.team.all[who], to=to))

    @precondition(lambda self: self.parcels)
    @rule(who=WHO, pick=PICK)
    def receive(self, who: int, pick: int) -> None:
        """Any of the parcels ever made: late, again, in another order, one's own; some are never received."""
        sharing.receive(self.team.all[who], self.parcels[pick % len(self.parcels)])

    @invariant()
    def nobody_loses_the_supervisor(self) -> None:
        assert Role.SUPERVISOR in self.team.supervisor.roles


Replicas.TestCase.settings = settings(max_examples=6, stateful_step_count=12, deadline=None)
TestReplicas = Replicas.TestCase


class ManyReplicas(Replicas):
    """The same, at length."""


ManyReplicas.TestCase.settings = settings(max_examples=300, stateful_step_count=50, deadline=None)


@pytest.mark.torture
class TestManyReplicas(ManyReplicas.TestCase):
    """See `ManyReplicas`."""


def parcels_of(made: Team) -> list[Path]:
    """Five parcels that rest on each other, with a conflict among what they bring."""
    document = reading.documents(made.ann)[0].id
    mark = support.annotate(made.ann, document, label="commitment")
    parcels = [handed(made.ann)]
    sharing.receive(made.ben, parcels[0])
    support.annotate(made.ben, document, 8, 12)
    parcels.append(handed(made.ben))
    annotating.set_field(made.ann, mark, "action", FieldValue(state=FieldState.STATED, value="ann"))
    parcels.append(handed(made.ann))
    body = {**support.annotation(made.ben, mark), "progress": "done"}
    draft = Draft(made.ben, "annotate", "beyond their role")
    draft.revise(Kind.ANNOTATION, mark, body)
    draft.commit()
    parcels.append(handed(made.ben))
    people.revoke(made.supervisor, people.find_person(made.supervisor, "Ben"))
    parcels.append(handed(made.supervisor))
    return parcels


def orders(sample: int | None) -> list[tuple[int, ...]]:
    every = list(itertools.permutations(range(5)))
    return every if sample is None else random.Random(3).sample(every, sample)


@pytest.mark.parametrize("sample", [5, pytest.param(None, marks=pytest.mark.torture)])
def test_every_order_of_five_parcels_comes_to_the_same(tmp_path: Path, sample: int | None) -> None:
    made = team(tmp_path)
    base = handed(made.supervisor)
    parcels = parcels_of(made)
    found: set[str] = set()
    for number, order in enumerate(orders(sample)):
        path = tmp_path / f"order{number}.curator"
        sharing.receive_new(path, base, author=made.supervisor.author)
        with project.open_project(path, author=made.supervisor.author) as one:
            for each in order:
                sharing.receive(one, parcels[each])
            found.add(state_of(one))
            assert not [defect for defect in verifying.verify(one) if defect.damage]
    assert len(found) == 1
    made.close()
