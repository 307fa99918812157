"""EDTF for dates as they stand in texts, and nothing where that is a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.text.date_suggestions import suggest_edtf
from curator.text.dates import is_edtf

PUBLISHED = date(2018, 1, 19)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("January 19, 2018", "2018-01-19"),
        ("Jan. 19,2018", "2018-01-19"),
        ("3 May 2018", "2018-05-03"),
        ("the 3rd of May 2018", "2018-05-03"),
        ("on Friday,\nJanuary 19, 2018", "2018-01-19"),
        ("20.01.2018", "2018-01-20"),
        ("1/20/2018", "2018-01-20"),
        ("5.5.2018", "2018-05-05"),
        ("2018/06/21", "2018-06-21"),
        ("2018-06", "2018-06"),
        ("2045", "2045"),
        ("by 2045", "2045"),
        ("in June 2018", "2018-06"),
        ("19 января 2018 года", "2018-01-19"),
        ("в июне 2018 г.", "2018-06"),
        ("с 21 по 30 июня 2018 года", "2018-06-21/2018-06-30"),
        ("June 21–30, 2018", "2018-06-21/2018-06-30"),
        ("June to August 2018", "2018-06/2018-08"),
        ("about June 2018", "2018-06~"),
        ("около 2018 года", "2018~"),
        ("the 1990s", "199X"),
        ("spring of 2018", "2018-21"),
        ("весной 2018 года", "2018-21"),
        ("Q1 2018", "2018-33"),
        ("the first half of 2018", "2018-40"),
    ],
)
def test_a_plain_date_is_understood(text: str, value: str) -> None:
    assert suggest_edtf(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "10/7/2008",
        "7.10.2008",
        "10/07/08",
        "2008-12",
        "2018-21",
        "late June 2018",
        "Monday, January 19, 2018",
        "31.02.2024",
        "32.13.2024",
        "30 February 2018",
        "١٢/٣/٢٠٢٤",
        "May",
        "12345",
        "the 100th anniversary of the UN in 2045",
        "",
    ],
)
def test_what_could_be_meant_in_two_ways_is_left_to_the_person(text: str) -> None:
    assert suggest_edtf(text) is None
    assert suggest_edtf(text, PUBLISHED) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("today", "2018-01-19"),
        ("Yesterday", "2018-01-18"),
        ("завтра", "2018-01-20"),
        ("this year", "2018"),
        ("в прошлом году", "2017"),
        ("On January 18", "2018-01-18"),
        ("20 December", "2017-12-20"),
        ("18 января", "2018-01-18"),
        ("September 28", None),  # last or next: both are far
    ],
)
def test_days_without_a_year_are_counted_from_the_publication(text: str, value: str | None) -> None:
    assert suggest_edtf(text, PUBLISHED) == value
    assert suggest_edtf(text) is None


def test_the_ends_of_the_calendar_are_no_trouble() -> None:
    assert suggest_edtf("tomorrow", date.max) is None
    assert suggest_edtf("next year", date.max) is None
    assert suggest_edtf("yesterday", date.min) is None
    assert suggest_edtf("January 2", date.min) == "0001-01-02"


@given(
    st.one_of(st.text(), st.from_regex(r"[0-9]{1,4}[ ./-](May|мая|[0-9]{1,2})[ ./-][0-9]{1,4}")), st.none() | st.dates()
)
def test_whatever_is_suggested_is_a_date(text: str, published: date | None) -> None:
    value = suggest_edtf(text, published)
    assert value is None or is_edtf(value)
