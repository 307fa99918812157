"""Agreement on fields: each type with its own distance, and what is left out."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis import field_agreement
from curator.analysis.field_agreement import Outcome, Said
from curator.analysis.field_values import normal_field
from curator.analysis.figures import Undefined
from curator.domain.annotation import FieldState, FieldValue
from curator.domain.scheme import FieldType
from tests.analysis.works import stated

NOT_STATED = FieldValue(state=FieldState.NOT_STATED)
MATCHES = {"a1": 1, "b1": 1, "a2": 2, "b2": 2}


def places(*given: Sequence[Any]) -> list[tuple[Said, ...]]:
    """Places with what each annotator said there; None is a field that was not looked at."""
    values = [
        [value if value is None or isinstance(value, FieldValue) else stated(value) for value in place]
        for place in given
    ]
    return [
        tuple(Said(who, normal_field(value, MATCHES)) for who, value in zip("abcd", place, strict=False))
        for place in values
    ]


def distance(kind: FieldType, one: Any, other: Any) -> Outcome:
    return field_agreement.distance(field_agreement.compared(places([one, other]), kind))


def alpha(kind: FieldType, *given: Sequence[Any]) -> Outcome:
    return field_agreement.alpha(field_agreement.compared(places(*given), kind))


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        (FieldType.DATE, "2018-06-21", "2018-06-23", 2),
        (FieldType.DATE, "2018-06", "2018-06-21/2018-06-30", 10),
        (FieldType.DATE, "2018-12-31", "2019-01-01", 1),
        (FieldType.WHOLE_NUMBER, 3, 10, 7),
        (FieldType.TEXT, "kitten", "sitting", 3 / 7),
        (FieldType.LONG_TEXT, "same", "same ", 0),
        (FieldType.CHOICE, "pledge", "pledge", 0),
        (FieldType.CHOICE, "pledge", "call", 1),
        (FieldType.CHOICES, ["a", "b"], ["b", "c"], 2 / 3),
        (FieldType.CHOICES, [], [], 0),
        (FieldType.YES_NO, True, False, 1),
        (FieldType.ENTITY, "entity-1", "entity-1", 0),
        (FieldType.ENTITY, "entity-1", "entity-2", 1),
        (FieldType.ANNOTATION, [{"annotation": "a1"}], [{"annotation": "b1"}], 0),
        (FieldType.ANNOTATIONS, [{"annotation": "a1"}, {"annotation": "a2"}], [{"annotation": "b1"}], 1 / 2),
        (FieldType.QUANTITY, {"amount": "1.0", "unit": "m"}, {"amount": "3", "unit": "m"}, 1 / 2),
        (FieldType.QUANTITY, {"amount": "1", "unit": "m"}, {"amount": "1", "unit": "km"}, 1),
        (FieldType.QUANTITY, {"amount": "0", "unit": "m"}, {"amount": "0.0", "unit": "m"}, 0),
        (FieldType.QUANTITY, {"amount": "-2", "unit": "m"}, {"amount": "2", "unit": "m"}, 1),
    ],
)
def test_the_distance_fits_the_type(kind: FieldType, one: Any, other: Any, expected: float) -> None:
    assert distance(kind, one, other).value == pytest.approx(expected, abs=1e-9)
    assert distance(kind, other, one).value == pytest.approx(expected, abs=1e-9)


def test_the_distance_of_texts_is_levenshteins() -> None:
    """Source: V. I. Levenshtein's distance of "kitten" and "sitting" is 3 (Wikipedia), of 7 letters at most."""
    assert distance(FieldType.TEXT, "kitten", "sitting").value == pytest.approx(3 / 7)


def test_distances_say_what_they_are_counted_in() -> None:
    units = {kind: field_agreement.unit_of_distance(kind) for kind in FieldType}
    assert units.pop(FieldType.DATE) == "days"
    assert units.pop(FieldType.WHOLE_NUMBER) == "difference"
    assert set(units.values()) == {"share"}


def test_open_dates_and_dates_that_point_at_an_annotation_are_left_out_of_distances_but_may_be_the_same() -> None:
    given = places(["../2018", "../2018"], [{"annotation": "a1"}, {"annotation": "b1"}], ["2018", "2018"])
    found = field_agreement.distance(field_agreement.compared(given, FieldType.DATE))
    assert (found.value, found.units, found.left_out) == (0, 1, {"not_comparable": 4})
    assert field_agreement.same(given).value == 1
    assert field_agreement.same(given).units == 3


def test_what_was_not_looked_at_and_what_states_nothing_is_counted_apart() -> None:
    given = places(["x", None], [NOT_STATED, NOT_STATED], ["x", NOT_STATED], ["x", "x"])
    same = field_agreement.same(given)
    assert same.value == pytest.approx(2 / 3)
    assert same.units == 3
    assert same.left_out == {"untouched": 1, "by_one": 1}
    stated_alone = field_agreement.compared(given, FieldType.CHOICE)
    assert len(stated_alone.units) == 1
    assert stated_alone.left_out == {"untouched": 1, "not_stated": 3, "by_one": 2}


def test_of_three_annotators_the_share_of_pairs_counts() -> None:
    assert field_agreement.same(places(["x", "x", "y"])).value == pytest.approx(1 / 3)


def test_nothing_to_compare_is_said() -> None:
    assert field_agreement.same(places(["x", None])).value is Undefined.NO_UNITS
    assert alpha(FieldType.DATE, ["x", None]).value is Undefined.NO_UNITS
    assert distance(FieldType.TEXT, "x", None).value is Undefined.NO_UNITS


def test_one_value_everywhere_leaves_alpha_undefined() -> None:
    assert alpha(FieldType.TEXT, ["x", "x"], ["x", "x"]).value is Undefined.ONE_CATEGORY
    assert alpha(FieldType.DATE, ["2018", "2018"]).value is Undefined.ONE_CATEGORY


def test_alpha_of_choices_is_the_nominal_one() -> None:
    """Source: Krippendorff (2011), see test_alpha: 0.692 of two observers."""
    pairs = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert alpha(FieldType.CHOICE, *pairs).value == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_numbers_is_the_interval_one() -> None:
    """Source: Krippendorff (2011), see test_alpha: 0.849."""
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[int(value) for value in column if value != "."] for column in zip(*observers, strict=True)]
    assert alpha(FieldType.WHOLE_NUMBER, *units).value == pytest.approx(0.849, abs=5e-4)


def test_far_dates_and_long_amounts_are_no_trouble() -> None:
    assert isinstance(alpha(FieldType.DATE, ["Y17E12", "2018"], ["2019", "2018"]).value, float)
    huge = {"amount": "9" * 200, "unit": ""}
    assert distance(FieldType.QUANTITY, huge, {"amount": "1", "unit": ""}).value == pytest.approx(1)


def test_of_long_texts_chance_is_estimated_from_fewer() -> None:
    words = [["word" * 1000 + str(place), "word" * 1000 + str(place + 1)] for place in range(150)]
    assert 0 < alpha(FieldType.LONG_TEXT, *words).estimated_from < 150


VALUE = st.sampled_from(["2018", "2018-06", "x", "", "../2018"]) | st.integers(-9, 9) | st.lists(st.sampled_from("ab"))


@given(st.sampled_from(list(FieldType)), st.lists(st.lists(st.none() | VALUE, max_size=4), max_size=8))
def test_whatever_a_file_holds_figures_keep_their_bounds(kind: FieldType, given_values: list[list[Any]]) -> None:
    given_places = places(*given_values)
    compared = field_agreement.compared(given_places, kind)
    same, apart = field_agreement.same(given_places).value, field_agreement.distance(compared).value
    assert isinstance(same, Undefined) or 0 <= same <= 1
    assert isinstance(apart, Undefined) or apart >= 0
    value = field_agreement.alpha(compared).value
    assert isinstance(value, Undefined) or value <= 1


@given(st.sampled_from([FieldType.TEXT, FieldType.DATE, FieldType.CHOICES]), st.lists(VALUE, min_size=1, max_size=8))
def test_identical_values_are_the_same_at_no_distance(kind: FieldType, values: list[Any]) -> None:
    given_places = places(*([value, value, value] for value in values))
    assert field_agreement.same(given_places).value == 1
    compared = field_agreement.compared(given_places, kind)
    assert field_agreement.distance(compared).value in (0, Undefined.NO_UNITS)
    assert field_agreement.alpha(compared).value in (1, Undefined.NO_UNITS, Undefined.ONE_CATEGORY)
