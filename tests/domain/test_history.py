"""HISTORY.md's rules of state, on random histories, against an oracle that follows the page word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.history import (
    MISSING,
    WITHDRAWN,
    Act,
    Register,
    Revision,
    SubjectState,
    body_bytes,
    canonical_changeset,
    content_id,
    heads_of,
    registers,
    seal,
    subject_state,
    work_digest,
)

# --- the oracle: slow, and nothing but the rules ------------------------------------------------------------------

Pair = tuple[str, str]
"""A writer and the JSON that it wrote ("" where it took a value away)."""


class Oracle:
    """The state of a subject by rules 1 to 4, with sets and recursion."""

    def __init__(self, revisions: Sequence[Revision]) -> None:
        self.by_id = {revision.id: revision for revision in revisions}

    def ancestors(self, ident: str) -> set[str]:
        parents = set(self.by_id[ident].parents)
        return parents.union(*(self.ancestors(parent) for parent in parents))

    def concurrent(self, one: str, other: str) -> bool:
        return one != other and one not in self.ancestors(other) and other not in self.ancestors(one)

    def value(self, ident: str, register: Register) -> str:
        held = registers(orjson.loads(self.by_id[ident].body)).get(register, MISSING)
        return "" if held is MISSING else orjson.dumps(held, option=orjson.OPT_SORT_KEYS).decode()

    def all_registers(self) -> set[Register]:
        return {register for item in self.by_id.values() for register in registers(orjson.loads(item.body))}

    def writers(self, ident: str, register: Register) -> set[Pair]:
        """Rule 1: a revision writes what differs from what its parents give, or what it chose of several."""
        revision, own = self.by_id[ident], self.value(ident, register)
        given_pairs = self.candidates(revision.parents, register)
        if not given_pairs:
            return {(ident, own)} if own else set()
        if {value for _, value in given_pairs} == {own}:
            return given_pairs
        return {(ident, own)}

    def latest(self, ids: Sequence[str], register: Register) -> set[Pair]:
        """Rule 2: those of all the writers that are no ancestor of another writer."""
        pairs = {pair for ident in ids for pair in self.writers(ident, register)}
        return {one for one in pairs if not any(one[0] in self.ancestors(other[0]) for other in pairs)}

    def candidates(self, ids: Sequence[str], register: Register) -> set[Pair]:
        pairs = self.latest(ids, register)
        if register != (WITHDRAWN,) or len(ids) < 2:
            return pairs
        ends = {writer for writer, value in pairs if value == "true"}
        others = {
            writer
            for other in self.all_registers() - {(WITHDRAWN,)}
            for writer, _ in self.latest(ids, other)
            # Rule 4, for writes that no withdrawal knew of and that knew of none.
            if ends and all(self.concurrent(writer, end) for end in ends)
        }
        return pairs | {(writer, "false") for writer in others}

    def state(self) -> dict[Register, dict[str, set[str]]]:
        """The writers by value of every register."""
        heads = heads_of(self.by_id.values())
        found: dict[Register, dict[str, set[str]]] = {}
        for register in self.all_registers():
            for writer, value in self.candidates(heads, register):
                found.setdefault(register, {}).setdefault(value, set()).add(writer)
        return found


# --- random histories ---------------------------------------------------------------------------------------------

VALUES = ["a", "b", "c"]


def revision(ident: str, body: Mapping[str, Any], *parents: str, operation: str = "revise") -> Revision:
    return Revision(ident, "annotation", "s", parents, operation if parents else "create", body_bytes(body))


def random_history(random: Random, size: int) -> list[Revision]:
    """Revisions, each upon one or some heads of a random part of those before it, changing a little."""
    made: list[Revision] = []
    for number in range(size):
        known = _random_past(random, made)
        heads = heads_of(known)
        parents = tuple(random.sample(heads, random.randint(1, len(heads)))) if heads else ()
        body = _random_body(random, [item for item in made if item.id in parents])
        made.append(revision(f"r{number:02d}", body, *parents))
    return made


def _random_past(random: Random, made: list[Revision]) -> list[Revision]:
    """A set of revisions closed under parents."""
    if not made:
        return []
    wanted = {item.id for item in random.sample(made, random.randint(1, min(3, len(made))))}
    for item in reversed(made):
        if item.id in wanted:
            wanted |= set(item.parents)
    return [item for item in made if item.id in wanted]


def _random_body(random: Random, parents: list[Revision]) -> dict[str, Any]:
    body: dict[str, Any] = {"label": "a", "spans": ["a"], "fields": {"x": "a"}, WITHDRAWN: False}
    for parent in parents:  # mostly what the parents say, sometimes this one's, sometimes that one's
        for register, value in registers(orjson.loads(parent.body)).items():
            if random.random() < 0.6:
                _put(body, register, value)
    for _ in range(random.randint(0, 2)):
        choice = random.choice(["label", "spans", "x", "y", "withdrawn", "drop"])
        if choice == "withdrawn":
            body[WITHDRAWN] = random.random() < 0.6
        elif choice == "drop":
            body["fields"].pop("x", None)
        elif choice in ("x", "y"):
            body["fields"][choice] = random.choice(VALUES)
        else:
            body[choice] = random.choice(VALUES) if choice == "label" else [random.choice(VALUES)]
    return body


def _put(body: dict[str, Any], register: Register, value: Any) -> None:
    target = body if len(register) == 1 else body.setdefault("fields", {})
    target[register[-1]] = value


def clocks(random: Random, revisions: Sequence[Revision]) -> dict[str, str]:
    """Clocks that have nothing to do with what came after what."""
    return {item.id: f"20{random.randint(10, 40)}-01-01T00:00:00.000Z" for item in revisions}


HISTORIES = st.builds(lambda seed, size: random_history(Random(seed), size), st.integers(0, 10**9), st.integers(1, 11))


def found(state: SubjectState) -> dict[Register, dict[str, set[str]]]:
    """The conflicts of a state in the form of the oracle's."""
    return {
        register: {_json(candidate.value): set(candidate.writers) for candidate in candidates}
        for register, candidates in state.conflicts.items()
    }


def _json(value: Any) -> str:
    return "" if value is MISSING else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


# --- the rules ----------------------------------------------------------------------------------------------------


@given(HISTORIES)
def test_the_state_is_what_the_rules_say(history: list[Revision]) -> None:
    state = subject_state(history, clocks(Random(1), history))
    expected = Oracle(history).state()
    assert found(state) == {register: values for register, values in expected.items() if len(values) > 1}
    held = {register: _json(value) for register, value in registers(state.body).items()}
    for register, values in expected.items():
        if len(values) == 1:
            assert held.get(register, "") == next(iter(values))
        else:
            assert held.get(register, "") in values


@given(HISTORIES, st.integers(0, 10**9))
def test_the_order_in_which_revisions_came_does_not_matter(history: list[Revision], seed: int) -> None:
    shuffled = Random(seed).sample(history, len(history))
    made_at = clocks(Random(seed), history)
    assert subject_state(shuffled, made_at) == subject_state(history, made_at)


@given(HISTORIES, st.integers(0, 10**9))
def test_clocks_choose_what_is_shown_first_and_nothing_else(history: list[Revision], seed: int) -> None:
    one, other = (subject_state(history, clocks(Random(seed + n), history)) for n in (0, 1))
    assert found(one) == found(other)
    for register, candidates in one.conflicts.items():
        assert one.body.get(register[0]) is not None or candidates[0].value is MISSING or len(register) > 1


@given(HISTORIES, st.integers(0, 10**9))
def test_every_written_value_is_current_superseded_or_in_conflict(history: list[Revision], seed: int) -> None:
    oracle = Oracle(history)
    state = subject_state(history, clocks(Random(seed), history))
    held = {register: _json(value) for register, value in registers(state.body).items()}
    for item in history:
        for register in oracle.all_registers():
            value = oracle.value(item.id, register)
            if (item.id, value) not in oracle.writers(item.id, register):
                continue
            later = [other.id for other in history if item.id in oracle.ancestors(other.id)]
            superseded = any(
                (other, oracle.value(other, register)) in oracle.writers(other, register) for other in later
            )
            listed = found(state).get(register, {})
            assert superseded or held.get(register, "") == value or value in listed


@given(HISTORIES, st.integers(0, 10**9))
def test_a_resolution_stands_when_any_part_of_what_it_resolved_comes_back(history: list[Revision], seed: int) -> None:
    made_at = clocks(Random(seed), history)
    state = subject_state(history, made_at)
    resolution = Revision("z", "annotation", "s", state.heads, "revise", body_bytes(state.body))
    after = subject_state([*history, resolution], {**made_at, "z": "1970"})
    assert not after.conflicts
    assert after.body == state.body


@given(HISTORIES, st.integers(0, 10**9), st.sampled_from(["label", "x", "y"]))
def test_an_old_branch_that_arrives_late_opens_only_what_it_writes_itself(
    history: list[Revision], seed: int, field: str
) -> None:
    """Somebody builds on a part of the history while another resolves all of it."""
    random = Random(seed)
    made_at = {**clocks(random, history), "z": "1970", "late": "2090"}
    state = subject_state(history, made_at)
    resolution = Revision("z", "annotation", "s", state.heads, "revise", body_bytes(state.body))
    past = _random_past(random, history)
    old = subject_state(past, made_at)
    body = orjson.loads(orjson.dumps(old.body))
    body.setdefault("fields", {})
    _put(body, ("label",) if field == "label" else ("fields", field), "new")
    late = Revision("late", "annotation", "s", old.heads, "revise", body_bytes(body))
    merged = subject_state([*history, resolution, late], made_at)
    if late.parents == resolution.parents:
        return
    chosen = set(old.conflicts)
    allowed = {("label",), ("fields", field), (WITHDRAWN,)} | chosen
    assert set(merged.conflicts) <= allowed


# --- plain cases --------------------------------------------------------------------------------------------------

BASE = {"label": "a", "spans": ["0-3"], "fields": {"x": "a", "y": "a"}, WITHDRAWN: False}
ROOT = revision("0", BASE)


def body(**changes: Any) -> dict[str, Any]:
    fields = {**BASE["fields"], **changes.pop("fields", {})}  # type: ignore[dict-item]
    return {**BASE, **changes, "fields": fields}


def of(*revisions: Revision, at: Mapping[str, str] | None = None) -> SubjectState:
    return subject_state(revisions, {item.id: (at or {}).get(item.id, "2026") for item in revisions})


def test_different_fields_changed_by_two_are_both_kept() -> None:
    state = of(ROOT, revision("1", body(fields={"x": "b"}), "0"), revision("2", body(fields={"y": "c"}), "0"))
    assert state.body == body(fields={"x": "b", "y": "c"})
    assert state.conflicts == {}
    assert state.heads == ("1", "2")


def test_the_same_field_changed_by_two_keeps_both_and_shows_the_later_first() -> None:
    one, two = revision("1", body(label="b"), "0"), revision("2", body(label="c"), "0")
    assert of(ROOT, one, two, at={"1": "2027"}).body["label"] == "b"
    state = of(ROOT, one, two, at={"2": "2027"})
    assert [candidate.value for candidate in state.conflicts["label",]] == ["c", "b"]
    assert state.body["label"] == "c"


def test_with_equal_clocks_the_greater_id_is_shown_first() -> None:
    state = of(ROOT, revision("1", body(label="b"), "0"), revision("2", body(label="c"), "0"))
    assert state.body["label"] == "c"


def test_the_same_change_by_two_is_no_conflict_and_has_two_writers() -> None:
    one, two, three = (revision(n, body(label="b"), "0") for n in "123")
    four = revision("4", body(label="c"), "0")
    state = of(ROOT, one, two, three, four)
    assert {candidate.writers for candidate in state.conflicts["label",]} == {frozenset("123"), frozenset("4")}
    assert of(ROOT, one, two, three).conflicts == {}


@pytest.mark.parametrize("clock", ["1990", "2090"])
def test_withdrawn_against_edited_is_a_conflict_and_the_subject_stays_in_sight(clock: str) -> None:
    end = revision("1", body(withdrawn=True), "0", operation="withdraw")
    edit = revision("2", body(fields={"x": "b"}), "0")
    state = of(ROOT, end, edit, at={"1": clock})
    assert state.body == body(fields={"x": "b"})
    assert {candidate.value: candidate.writers for candidate in state.conflicts[WITHDRAWN,]} == {
        True: frozenset("1"),
        False: frozenset("2"),
    }


def test_withdrawn_by_two_is_withdrawn_even_if_one_of_them_had_edited_before() -> None:
    end = revision("1", body(withdrawn=True), "0")
    edit = revision("2", body(fields={"x": "b"}), "0")
    other_end = revision("3", body(fields={"x": "b"}, withdrawn=True), "2")
    state = of(ROOT, end, edit, other_end)
    assert state.conflicts == {}
    assert state.body["withdrawn"] is True


def test_choosing_even_the_old_value_resolves_for_good() -> None:
    one, two = revision("1", body(label="b"), "0"), revision("2", body(label="c"), "0")
    chosen = revision("3", body(label="b"), "1", "2")
    late = revision("4", body(label="c", fields={"y": "z"}), "2")  # built on the loser, before the resolution came
    state = of(ROOT, one, two, chosen, late)
    assert state.conflicts == {}
    assert state.body == body(label="b", fields={"y": "z"})


def test_a_field_taken_away_against_a_value_is_a_conflict_of_nothing_and_something() -> None:
    without = {**BASE, "fields": {"y": "a"}}
    state = of(ROOT, revision("1", without, "0"), revision("2", body(fields={"x": "b"}), "0"))
    assert {candidate.value for candidate in state.conflicts["fields", "x"]} == {MISSING, "b"}


def test_two_creations_of_one_subject_join_where_they_agree() -> None:
    state = of(revision("1", body(label="b")), revision("2", body()))
    assert set(state.conflicts) == {("label",)}


def test_a_circle_of_parents_is_refused_and_does_not_hang() -> None:
    circle = [revision("1", body(), "2"), revision("2", body(), "1"), ROOT, revision("3", body(), "0")]
    with pytest.raises(ValueError, match="cycle"):
        subject_state([*circle, revision("4", body(label="b"), "0")], dict.fromkeys("01234", "2026"))


def test_ten_thousand_revisions_with_a_fork_are_merged_in_a_moment() -> None:
    chain = [ROOT] + [revision(str(n), body(label=str(n)), str(n - 1)) for n in range(1, 10_000)]
    fork = revision("fork", body(fields={"x": "b"}), "0")
    state = of(*chain, fork)
    assert state.body == body(label="9999", fields={"x": "b"})


# --- changesets ---------------------------------------------------------------------------------------------------


@dataclass
class Signer:
    """A signature that can be told from others."""

    signed: bytes = b""

    def __call__(self, digest: bytes) -> bytes:
        self.signed = digest
        return b"\x01" * 64


def changeset() -> Any:
    act = Act(("b", "a"), "replica", "key", "2026-11-22T10:00:00.000Z", "annotate", "curator 0")
    return seal(act, [ROOT, revision("1", body(label="b"), "0")], ["y", "x"], Signer())


def test_a_changeset_is_named_by_the_hash_of_its_canonical_content() -> None:
    made = changeset()
    assert made.id == content_id(made)
    content = orjson.loads(canonical_changeset(made))
    import rfc8785

    assert rfc8785.dumps(content) == canonical_changeset(made)
    assert content["parents"] == ["a", "b"]
    assert content["blobs"] == ["x", "y"]
    assert "id" not in content
    assert "signature" not in content


@pytest.mark.parametrize("field", ["replica", "key", "made_at", "activity", "software"])
def test_every_part_of_a_changeset_is_in_its_id(field: str) -> None:
    made = changeset()
    assert content_id(replace(made, **{field: "other"})) != made.id


@pytest.mark.parametrize("field", ["id", "subject_kind", "subject_id", "operation", "body", "parents"])
def test_every_part_of_a_revision_is_in_the_id(field: str) -> None:
    made = changeset()
    other: Any = {"body": b"{}", "parents": ("9",)}.get(field, "other")
    changed = replace(made.revisions[0], **{field: other})
    assert content_id(replace(made, revisions=(changed, *made.revisions[1:]))) != made.id
    assert content_id(replace(made, revisions=made.revisions[::-1])) != made.id


def test_a_digest_of_work_can_be_kept_up_to_date_by_adding_and_taking_away() -> None:
    ids = [str(number) for number, _ in zip(count(), range(50), strict=False)]
    whole = work_digest(ids)
    assert whole == sum(work_digest([ident]) for ident in ids) & (2**63 - 1)
    assert (whole - work_digest(ids[:20])) & (2**63 - 1) == work_digest(ids[20:])
    assert 0 <= whole < 2**63
