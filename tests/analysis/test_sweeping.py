"""Matches made of plain rows are those that are made of units."""

import orjson
from hypothesis import given

from curator.analysis.matches import undisputed
from curator.analysis.pairing import match_units
from curator.analysis.sweeping import Mark, compare
from curator.analysis.units import Unit
from curator.domain.annotation import FieldValue
from tests.analysis.works import some_units


def read(written: str) -> dict[str, FieldValue]:
    fields = orjson.loads(written).items()
    return {name: FieldValue.model_validate(value, strict=False) for name, value in fields}


def mark(unit: Unit) -> Mark:
    fields = {name: value.model_dump(mode="json") for name, value in unit.fields.items()}
    written = orjson.dumps(fields).decode() if fields else ""
    parts = unit.spans[::-1] if len(unit.spans) > 1 else None
    return Mark(unit.start, unit.end, unit.label, unit.id, unit.annotator, written, parts)


def same(units: list[Unit], annotators: str) -> None:
    matches = match_units(units, annotators)
    sound = {tuple(unit.id for unit in match.units) for match in undisputed(matches)}
    everyone = sorted({unit.annotator for unit in units}.union(annotators))
    found = compare(list(map(mark, units)), everyone, read)
    assert [(tuple(one.id for one in match.marks), match.states, match.fields) for match in found] == [
        (tuple(unit.id for unit in match.units), match.states, match.fields) for match in matches
    ]
    assert {tuple(one.id for one in match.marks) for match in found if match.undisputed} == sound


@given(some_units())
def test_two_annotators_are_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "ab")


@given(some_units(owners="abc"))
def test_three_annotators_are_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "abc")


@given(some_units(most=4))
def test_sparse_work_is_compared_as_by_pairing(units: list[Unit]) -> None:
    same(units, "abc")
