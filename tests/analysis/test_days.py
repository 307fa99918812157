"""Dates as days: which days an EDTF date means, and how far two dates lie apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.days import day_number, day_range, days_apart

START = day_number(1970, 1, 1)


def on(year: int, month: int, day: int) -> int:
    return day_number(year, month, day)


@given(st.dates())
def test_days_are_counted_as_the_calendar_counts_them(day: date) -> None:
    assert day_number(day.year, day.month, day.day) - START == (day - date(1970, 1, 1)).days


@given(st.dates(max_value=date(9999, 12, 30)), st.dates(max_value=date(9999, 12, 30)))
def test_days_apart_are_days(one: date, other: date) -> None:
    ranges = [day_range(day.isoformat()) for day in (one, other)]
    assert ranges[0] is not None
    assert ranges[1] is not None
    assert days_apart(ranges[0], ranges[1]) == abs((one - other).days)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2018-06-21", (2018, 6, 21), (2018, 6, 21)),
        ("2018-06-21T10:00:00Z", (2018, 6, 21), (2018, 6, 21)),
        ("2018-06", (2018, 6, 1), (2018, 6, 30)),
        ("2020-02~", (2020, 2, 1), (2020, 2, 29)),
        ("2019-02", (2019, 2, 1), (2019, 2, 28)),
        ("1900-02", (1900, 2, 1), (1900, 2, 28)),
        ("2045", (2045, 1, 1), (2045, 12, 31)),
        ("201X", (2010, 1, 1), (2019, 12, 31)),
        ("2018-06-21/2018-07-02", (2018, 6, 21), (2018, 7, 2)),
        ("2018/2020-03", (2018, 1, 1), (2020, 3, 31)),
        ("2018-21", (2018, 1, 1), (2018, 12, 31)),
        ("2018-34", (2018, 4, 1), (2018, 6, 30)),
        ("2018-41", (2018, 7, 1), (2018, 12, 31)),
        ("2018-37", (2018, 1, 1), (2018, 4, 30)),
        ("1950S2", (1900, 1, 1), (1999, 12, 31)),
        ("Y-17000", (-17000, 1, 1), (-17000, 12, 31)),
        ("Y17E3", (17000, 1, 1), (17000, 12, 31)),
        ("[2018-01-02,2018-03]", (2018, 1, 2), (2018, 3, 31)),
        ("{2018..2019-02}", (2018, 1, 1), (2019, 2, 28)),
    ],
)
def test_a_date_means_all_days_from_its_first_to_its_last(
    edtf: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert day_range(edtf) == (day_number(*first), day_number(*last))


@pytest.mark.parametrize("edtf", ["../2018", "2018/..", "2018/", "[..2018]", "Y1E400", "soon", ""])
def test_what_is_open_or_no_date_has_no_days(edtf: str) -> None:
    assert day_range(edtf) is None


def test_an_interval_lies_as_far_as_its_sides_do_on_average() -> None:
    june, late_june = day_range("2018-06"), day_range("2018-06-21/2018-06-30")
    assert june is not None
    assert late_june is not None
    assert days_apart(june, late_june) == days_apart(late_june, june) == 10
    assert days_apart(june, june) == 0
