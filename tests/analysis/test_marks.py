"""Annotations as columns say what they say as units, and are put in the same order."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.marks import marks_of
from curator.analysis.units import Unit, jaccard
from tests.analysis.works import some_units, unit


@given(some_units(), st.randoms())
def test_they_are_put_in_the_order_of_units(units: list[Unit], chance: Random) -> None:
    chance.shuffle(units)
    ordered = sorted(units, key=lambda each: each.place)
    marks = marks_of(units, "ab").in_order()
    assert list(marks.ids) == [each.id for each in ordered]
    assert [marks.spans(place) for place in range(len(units))] == [each.spans for each in ordered]
    assert [("ab"[owner], label) for owner, label in zip(marks.owners, marks.labels, strict=True)] == [
        (each.annotator, each.label) for each in ordered
    ]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(4, 6), st.sampled_from("XY")), max_size=6))
def test_of_the_same_place_and_label_the_ids_decide(places: list[tuple[int, int, str]]) -> None:
    units = [unit("a", label, (start, end), name=f"{number}") for number, (start, end, label) in enumerate(places)]
    ordered = sorted(units, key=lambda each: each.place)
    assert list(marks_of(units[::-1], "a").in_order().ids) == [each.id for each in ordered]


def test_what_is_in_order_stays_as_it_is() -> None:
    marks = marks_of([unit("a", "X", (0, 4)), unit("b", "X", (0, 4)), unit("a", "Y", (2, 3))], "ab")
    assert marks.in_order() is marks


@given(some_units(most=6))
def test_overlap_is_that_of_units(units: list[Unit]) -> None:
    marks = marks_of(units, "ab")
    for one in range(len(units)):
        for other in range(len(units)):
            assert marks.overlap(one, other) == jaccard(units[one].spans, units[other].spans)
