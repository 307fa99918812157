"""Matches made of plain rows are those that are made of units."""

from hypothesis import given

from curator.analysis.comparing import compare
from curator.analysis.marks import marks_of
from curator.analysis.matches import undisputed
from curator.analysis.pairing import match_units
from curator.analysis.units import Unit
from tests.analysis.works import some_units


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
