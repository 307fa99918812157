"""Alpha for unitizing against published figures, and against its definition point by point."""

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.figures import Measured, Undefined
from curator.analysis.unitizing import Continuum, Labels, joined, sections
from curator.analysis.units import Part, Unit
from tests.analysis.works import some_units, unit

LENGTH = 61


def continuum(units: Sequence[Unit], length: int, annotators: str = "ab") -> Continuum:
    made = Continuum()
    made.add(length, {who: sections(found for found in units if found.annotator == who) for who in annotators})
    return made


def spans(owner: str, **places: Sequence[Part]) -> list[Unit]:
    return [unit(owner, label, part) for label, parts in places.items() for part in parts]


class Section(NamedTuple):
    start: int
    end: int
    value: Labels


def of_points(units: Sequence[Unit], length: int, annotators: str) -> Measured:
    """The definition, equations 32 to 34, over every code point and with no thought of speed."""
    cut = {who: sections(found for found in units if found.annotator == who) for who in annotators}
    values: dict[str, list[Labels]] = {who: [()] * length for who in annotators}
    for who, found in cut.items():
        for start, end, value in found:
            values[who][start:end] = [value] * (end - start)
    observed = Counter[tuple[Labels, Labels]]()
    for one, other in permutations(annotators, 2):
        observed.update(zip(values[one], values[other], strict=True))
    several = len(annotators) - 1
    sizes = Counter(value for row in values.values() for value in row)
    own = Counter[Labels]()
    for found in cut.values():
        for start, end, value in found:
            own[value] += (end - start) ** 2
    own[()] = sizes[()]
    total = length * len(annotators)
    expected = {
        value: total * (sizes[value] ** 2 - own[value]) / (total**2 - own.total()) if total**2 > own.total() else 0
        for value in sizes
    }
    disagreeing = total - sum(expected.values())
    if total**2 == own.total() or abs(disagreeing) < 1e-12:
        return Undefined.ONE_CATEGORY
    agreed = sum(count for (one, other), count in observed.items() if one == other) / several
    return 1 - (total - agreed) / disagreeing


def test_a_published_figure() -> None:
    """Source: A. Lindahl, github.com/lindanna/unitized_alpha (README: u alpha 0.474, bu_alpha 0.433).

    The method is that of Krippendorff et al. (2016). 109/230 and 277/640 are the same figures in full.
    """
    units = spans("A", x=[(2, 5), (9, 11)], y=[(12, 20)])
    units += spans("P", x=[(2, 5)], y=[(7, 15)]) + spans("S", x=[(2, 5)], y=[(10, 15)])
    made = continuum(units, 20, "APS")
    assert made.alpha() == pytest.approx(0.474, abs=5e-4)
    assert made.alpha() == pytest.approx(109 / 230, abs=1e-6)
    assert made.binary_alpha() == pytest.approx(0.433, abs=5e-4)
    assert made.binary_alpha() == pytest.approx(277 / 640, abs=1e-6)


def test_overlapping_annotations_are_the_set_of_their_labels() -> None:
    units = [unit("a", "X", (0, 5)), unit("a", "Y", (3, 8)), unit("a", "X", (4, 5), name="twin")]
    assert sections(units) == [(0, 3, ("X",)), (3, 4, ("X", "Y")), (4, 5, ("X", "Y")), (5, 8, ("Y",))]


def test_of_one_label_what_overlaps_is_one_and_what_touches_is_two() -> None:
    units = [unit("a", "X", (0, 5)), unit("a", "X", (3, 8)), unit("a", "X", (8, 9))]
    assert joined(units) == [(0, 8, ("X",)), (8, 9, ("X",))]


def test_parts_of_a_discontinuous_annotation_are_sections_with_a_gap_between() -> None:
    assert sections([unit("a", "X", (0, 5), (9, 12))]) == [(0, 5, ("X",)), (9, 12, ("X",))]


def test_a_text_without_annotations_is_of_one_kind() -> None:
    made = continuum([], 100)
    assert made.alpha() is Undefined.ONE_CATEGORY
    assert made.length == 100


def test_no_text_or_one_annotator_is_nothing_to_compare() -> None:
    assert continuum([], 0).alpha() is Undefined.NO_UNITS
    assert continuum([unit("a", "X", (0, 5))], 10, "a").alpha() is Undefined.NO_UNITS


@given(some_units(owners="abc"))
def test_the_sums_equal_the_definition(units: list[Unit]) -> None:
    value, defined = continuum(units, LENGTH, "abc").alpha(), of_points(units, LENGTH, "abc")
    assert value == pytest.approx(defined, abs=1e-9) if isinstance(defined, float) else value is defined


@given(some_units(owners="a"))
def test_identical_work_gives_one(units: list[Unit]) -> None:
    twice = [*units, *(Unit(f"b{found.id}", "b", found.label, found.spans) for found in units)]
    made = continuum(twice, LENGTH)
    expected = [1 if units else Undefined.ONE_CATEGORY]
    if len(made.alone) - (made.alone[()] == 0) == 1:
        expected += [1, Undefined.ONE_CATEGORY]  # all of the text is of one kind
    assert made.alpha() in expected


@given(some_units(owners="abc"))
def test_alpha_is_at_most_one(units: list[Unit]) -> None:
    made = continuum(units, LENGTH, "abc")
    for value in (made.alpha(), made.binary_alpha()):
        assert isinstance(value, Undefined) or value <= 1 + 1e-12


@given(some_units(), st.integers(1, 5))
def test_the_same_text_again_and_again_is_merged_as_it_is_added(units: list[Unit], times: int) -> None:
    added, merged = Continuum(), Continuum()
    for _ in range(times):
        one = continuum(units, LENGTH)
        merged.merge(one)
        added.add(LENGTH, {who: sections(found for found in units if found.annotator == who) for who in "ab"})
    assert added.alpha() == merged.alpha()
    assert added.length == merged.length == times * LENGTH
