"""Matches of plain columns are those that are made of units, and are worked out when they are looked at."""

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.comparing import compare, no_matches
from curator.analysis.marks import marks_of
from curator.analysis.matches import State, undisputed
from curator.analysis.pairing import match_units
from curator.analysis.units import Unit
from curator.domain.annotation import FieldValue
from tests.analysis.works import some_units, unit


def same(units: list[Unit], annotators: str) -> None:
    matches = match_units(units, annotators)
    sound = {tuple(unit.id for unit in match.units) for match in undisputed(matches)}
    everyone = sorted({unit.annotator for unit in units}.union(annotators))
    values = {unit.id: unit.fields for unit in units}
    found = compare(marks_of(units, everyone).in_order(), everyone, lambda ids: {ident: values[ident] for ident in ids})
    assert [(tuple(one.id for one in match.marks), match.states, match.fields) for match in found] == [
        (tuple(unit.id for unit in match.units), match.states, match.fields) for match in matches
    ]
    assert {tuple(one.id for one in match.marks) for match in found if match.undisputed} == sound
    for number, match in enumerate(found):
        assert [found.of(mark.id) for mark in match.marks] == [number] * len(match.marks)


@given(some_units())
def test_two_annotators_are_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "ab")


@given(some_units(owners="abc"))
def test_three_annotators_are_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "abc")


@given(some_units(most=4))
def test_sparse_work_is_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "abc")


@given(some_units(), st.randoms())
def test_what_is_undisputed_does_not_depend_on_what_is_looked_at_first(units: list[Unit], chance: Random) -> None:
    matches = match_units(units, "ab")
    sound = {match.units[0].id for match in undisputed(matches)}
    values = {unit.id: unit.fields for unit in units}
    found = compare(marks_of(units, "ab").in_order(), "ab", lambda ids: {ident: values[ident] for ident in ids})
    numbers = list(range(len(found)))
    chance.shuffle(numbers)
    assert {found.marks(number)[0].id for number in numbers if found.is_undisputed(number)} == sound


def test_values_are_read_of_what_is_looked_at_alone_and_once() -> None:
    units = [unit(owner, "X", (start, start + 4), name=f"{owner}{start}") for start in (0, 9, 20) for owner in "ab"]
    units.append(unit("a", "X", (30, 33), name="alone"))
    asked: list[str] = []

    def read(ids: Sequence[str]) -> dict[str, dict[str, FieldValue]]:
        asked.extend(ids)
        return {}

    found = compare(marks_of(units, "ab").in_order(), "ab", read)
    assert (len(found), found.of("b9"), found.of("nobody's")) == (4, 1, None)
    assert not found.is_undisputed(3)
    assert asked == []
    found.look_at([0, 1])
    assert (found[0].undisputed, found[1].states) == (True, (State.AGREE,))
    assert sorted(asked) == ["a0", "a9", "b0", "b9"]


def test_nothing_is_no_matches() -> None:
    assert list(no_matches()) == []
