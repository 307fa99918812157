"""Krippendorff's alpha against his own worked examples, and what holds for any values."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.alpha import SAMPLE, interval_alpha, metric_alpha, nominal_alpha
from curator.analysis.figures import Measured, Undefined
from curator.analysis.kappas import profile

# K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, https://repository.upenn.edu/asc_papers/43:
# "C. Nominal data, any number of observers, missing data": 4 observers, 12 units, "." is missing.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
WIKIPEDIA = (".....34121133.3", "1.213343.......", "..21344.21133.4")


def units_of(observers: tuple[str, ...]) -> list[list[int]]:
    return [[int(value) for value in column if value != "."] for column in zip(*observers, strict=True)]


UNITS = units_of(OBSERVERS)

VALUES = st.lists(st.lists(st.integers(0, 3), min_size=0, max_size=4), max_size=20)


def of_units(units: list[list[int]]) -> Measured:
    return nominal_alpha(Counter(profile(list(map(str, unit))) for unit in units if unit))


def test_binary_data_of_two_observers() -> None:
    """Source: ibid., "A. Binary or dichotomous data, two observers, no missing data": 0.095."""
    units = [list(map(int, pair)) for pair in zip("0100000010", "1110010000", strict=True)]
    assert of_units(units) == pytest.approx(1 - (20 - 1) * 4 / (14 * 6), abs=1e-6)
    assert of_units(units) == pytest.approx(0.095, abs=5e-4)


def test_nominal_data_of_two_observers() -> None:
    """Source: ibid., "B. Nominal data, two observers, no missing data": 0.692."""
    units = [[ord(one), ord(other)] for one, other in zip("aabbdcccedda", "babbbccceddd", strict=True)]
    assert of_units(units) == pytest.approx(0.692, abs=5e-4)


def test_nominal_data_with_missing_values() -> None:
    """Source: ibid., C: 0.743, from ((40 − 1)·32 − 344) / (40·39 − 344) of its coincidence matrix."""
    value = of_units(UNITS)
    assert value == pytest.approx(((40 - 1) * 32 - 344) / (40 * 39 - 344), abs=1e-6)
    assert value == pytest.approx(0.743, abs=5e-4)


def test_interval_data_with_missing_values() -> None:
    """Source: ibid., "E. Interval": 0.849 of the same data."""
    assert interval_alpha([(value,) for value in unit] for unit in UNITS) == pytest.approx(0.849, abs=5e-4)


def test_wikipedias_example() -> None:
    """Source: Wikipedia, "Krippendorff's alpha", "A computational example": 0.691 nominal, 0.811 interval."""
    units = units_of(WIKIPEDIA)
    assert of_units(units) == pytest.approx(0.691, abs=5e-4)
    assert interval_alpha([(value,) for value in unit] for unit in units) == pytest.approx(0.811, abs=5e-4)


def test_the_general_form_equals_the_special_ones() -> None:
    nominal, sampled = metric_alpha(UNITS, lambda one, other: float(one != other))
    interval, _ = metric_alpha(UNITS, lambda one, other: float((one - other) ** 2))
    assert sampled == 0
    assert nominal == pytest.approx(of_units(UNITS), abs=1e-9)
    assert interval == pytest.approx(interval_alpha([(value,) for value in unit] for unit in UNITS), abs=1e-9)


def test_chance_is_estimated_from_a_sample_where_values_are_many_and_the_same_every_time() -> None:
    units = [[place, place + place % 2] for place in range(0, 4 * SAMPLE, 2)]
    first = metric_alpha(units, lambda one, other: float(one != other))
    assert first == metric_alpha(units, lambda one, other: float(one != other))
    assert first[1] == SAMPLE
    assert first[0] == pytest.approx(1, abs=0.01)


def test_far_years_are_no_trouble() -> None:
    far = 10**60
    assert interval_alpha([[(far,), (far,)], [(-far,), (-far,)]]) == 1
    assert isinstance(interval_alpha([[(far,), (-far,)], [(3,), (-far,)]]), float)


@pytest.mark.parametrize("units", [[], [[1]], [[1], [2], []]])
def test_nothing_to_compare_is_said(units: list[list[int]]) -> None:
    assert of_units(units) is Undefined.NO_UNITS
    assert interval_alpha([(value,) for value in unit] for unit in units) is Undefined.NO_UNITS
    assert metric_alpha(units, lambda one, other: float(one != other))[0] is Undefined.NO_UNITS


def test_one_value_alone_is_said() -> None:
    assert of_units([[1, 1], [1, 1, 1]]) is Undefined.ONE_CATEGORY
    assert interval_alpha([[(1,), (1,)]]) is Undefined.ONE_CATEGORY
    assert metric_alpha([[1, 1]], lambda one, other: float(one != other))[0] is Undefined.ONE_CATEGORY


@given(VALUES)
def test_alpha_is_one_minus_observed_by_expected_disagreement(units: list[list[int]]) -> None:
    """The definition, pair by pair: ibid., D_o / D_e."""
    paired = [unit for unit in units if len(unit) > 1]
    everything = [value for unit in paired for value in unit]
    total = len(everything)
    expected = sum(2 for one, other in combinations(everything, 2) if one != other)
    value = of_units(units)
    if not expected:
        assert value is (Undefined.ONE_CATEGORY if total else Undefined.NO_UNITS)
        return
    observed = sum(sum(2 for one, other in combinations(unit, 2) if one != other) / (len(unit) - 1) for unit in paired)
    assert value == pytest.approx(1 - (observed / total) / (expected / (total * (total - 1))), abs=1e-9)
    assert isinstance(value, float)
    assert value <= 1


@given(VALUES, st.randoms(use_true_random=False))
def test_order_plays_no_part(units: list[list[int]], order: random.Random) -> None:
    turned = [list(reversed(unit)) for unit in order.sample(units, len(units))]
    one, other = of_units(units), of_units(turned)
    assert one == pytest.approx(other) if isinstance(one, float) else one is other
