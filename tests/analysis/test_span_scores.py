"""Precision, recall and F1 of spans, against nervaluate and its published example."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator

from curator.analysis.figures import Undefined
from curator.analysis.pairing import match_units
from curator.analysis.span_scores import SpanCounts, f1, share
from curator.analysis.units import Unit
from tests.analysis.works import some_units, unit

Entity = tuple[str, int, int]


def counts(first: Sequence[Entity], second: Sequence[Entity]) -> SpanCounts:
    units = [
        unit(who, label, (start, end), name=f"{who}{place}")
        for who, found in (("a", first), ("b", second))
        for place, (label, start, end) in enumerate(found)
    ]
    return counted(units)


def counted(units: Sequence[Unit]) -> SpanCounts:
    made = SpanCounts()
    made.add(match_units(units, "ab"), "a", "b")
    return made


def nervaluate(first: Sequence[Entity], second: Sequence[Entity]) -> dict[str, Any]:
    """What nervaluate says by its strategies; its ends are inclusive."""
    as_dicts = [
        [[{"label": label, "start": start, "end": end - 1} for label, start, end in found]] for found in (first, second)
    ]
    return Evaluator(as_dicts[0], as_dicts[1], tags=["X", "Y"], loader="dict").evaluate()["overall"]


def test_the_example_that_nervaluate_publishes() -> None:
    """Source: nervaluate's README, "Usage example": ent_type 1.00, strict 0.40 (precision, recall and F1)."""
    truth = [("PER", 1, 3), ("ORG", 6, 8), ("LOC", 11, 12), ("PER", 12, 14), ("DATE", 16, 17)]
    found = [("PER", 2, 3), ("ORG", 6, 8), ("LOC", 11, 13), ("PER", 13, 14), ("DATE", 16, 17)]
    made = counts(truth, found)
    assert f1(made.overlap, made) == share(made.overlap, made.first) == share(made.overlap, made.second) == 1
    assert f1(made.exact, made) == pytest.approx(0.4, abs=1e-6)
    assert share(made.exact, made.first) == share(made.exact, made.second) == pytest.approx(0.4, abs=1e-6)


@st.composite
def entities(draw: st.DrawFn) -> list[Entity]:
    """Entities that do not overlap each other, as nervaluate expects them."""
    borders = draw(st.lists(st.integers(0, 40), max_size=12, unique=True).map(sorted))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return [(draw(st.sampled_from("XY")), start, end) for start, end in pairs]


@given(entities(), entities())
def test_exact_scores_are_nervaluates_strict_ones(first: list[Entity], second: list[Entity]) -> None:
    if not first or not second:  # where ours says "undefined", nervaluate says 0
        return
    made, theirs = counts(first, second), nervaluate(first, second)["strict"]
    assert share(made.exact, made.second) == pytest.approx(theirs.precision, abs=1e-6)
    assert share(made.exact, made.first) == pytest.approx(theirs.recall, abs=1e-6)
    assert f1(made.exact, made) == pytest.approx(theirs.f1, abs=1e-6)


def test_overlapping_scores_are_nervaluates_type_scores_where_one_overlaps_one() -> None:
    first = [("X", 0, 5), ("Y", 10, 15), ("X", 20, 25), ("X", 30, 31)]
    second = [("X", 3, 7), ("Y", 10, 15), ("Y", 40, 45)]
    made, theirs = counts(first, second), nervaluate(first, second)["ent_type"]
    assert share(made.overlap, made.second) == pytest.approx(theirs.precision, abs=1e-6)
    assert share(made.overlap, made.first) == pytest.approx(theirs.recall, abs=1e-6)
    assert f1(made.overlap, made) == pytest.approx(theirs.f1, abs=1e-6)


def test_scores_of_one_label_leave_the_others_out() -> None:
    made = counts([("X", 0, 5), ("Y", 10, 15)], [("X", 0, 5), ("Y", 11, 15)])
    assert f1(made.of_label("X").exact, made.of_label("X")) == 1
    assert f1(made.of_label("Y").exact, made.of_label("Y")) == 0
    assert f1(made.of_label("Z").exact, made.of_label("Z")) is Undefined.NO_UNITS


def test_without_annotations_there_is_nothing_to_compare() -> None:
    made = counts([("X", 0, 5)], [])
    assert share(made.exact, made.second) is Undefined.NO_UNITS
    assert share(made.exact, made.first) == 0
    assert f1(made.exact, made) == 0


@given(some_units())
def test_exact_scores_are_at_most_the_overlapping_ones_and_within_bounds(units: list[Unit]) -> None:
    made = counted(units)
    if units:
        exact, overlap = f1(made.exact, made), f1(made.overlap, made)
        assert 0 <= exact <= overlap <= 1  # pyright: ignore[reportOperatorIssue]
    assert made.annotations == len(units)
