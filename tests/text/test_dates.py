"""EDTF: what is a date, what is none, and why."""

import contextlib
import io
import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.text.dates import (
    Date,
    Interval,
    LongYear,
    Moment,
    NotADateError,
    Several,
    Stretch,
    is_edtf,
    parse,
    problem_with,
)


def listed(values: str) -> list[str]:
    return values.split()


DATES = listed("""
2018 2018-06 2018-06-21 0000 -0100 2000-02-29 2045 9999-12-31
2018-06~ 2018? 2018-06-21% 2018-21 2018-24~ 2018-33 2018-41
156X 156X~ 15XX XXXX 1X99 2018-XX 2018-06-XX 2018-XX-XX 2018-XX-21 XXXX-12-25 2018-1X 2018-06-2X 15XX-12-XX 18XX-02-29
2004?-06-~11 ?2004-06-~11 2004-06~-11 2004-%06-11 1950S2
2018-06-21/2018-06-30 2018/2019-06 2018~/2020? ../2024 2024/.. 2024/ /2024 ../.. 2018-06-~21/2018 2018-21/2018-22
18XX/1850 2018-06-21T10:20:30 2018-06-21T10:20:30Z 2018-06-21T23:59:59+05:00 2018-06-21T00:00:00-03
Y170000002 Y-170000002 Y17E7 Y-17E7 Y171010000S3 Y3388E2S3
[1667,1668,1670..1672] [..1984] [1984..] {1960,1961-12} {1667..1668} [2018~,156X]
""")

NO_DATES = listed("""
2024-02-30 0000-00-00 2019-02-29 2100-02-29 2018-06-31 2018-13 2018-00 2018-13-01 2018-06-32 2018-06-00 2018-20
2018-42 2018-21-03 2018-2X 2018-02-3X -0000 tomorrow unknown open 156x 2018-6-1 2018-6 20180621 201 20188 18
2018-06-21T25:00:00 2018-06-21T10:20 2018-06-21/2017-01-01 2018/2017 2018-08/2018-06
/ // .. 2018/2019/2020 [2018 2018] [] {} [..] [,] {2018] [2020..2018]
١٢/٣/٢٠٢٤ ٢٠١٨ ２０１８ 32.13.2024 10/7/2008 7.10.2008 2018~~ ~?2018 2018-~ Y2018 Y 2018S 2018-06S2 156XS2
""")


@pytest.mark.parametrize("value", DATES)
def test_each_form_of_edtf_is_a_date(value: str) -> None:
    assert problem_with(value) is None


@pytest.mark.parametrize(
    "value", [*NO_DATES, "", " ", " 2018", "2018 ", "2018\n", "2018-06 /2018-07", "[" + "2018," * 500]
)
def test_what_is_no_date_is_refused_with_a_reason(value: str) -> None:
    assert not is_edtf(value)
    with pytest.raises(NotADateError) as caught:
        parse(value)
    assert caught.value.message


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2024-02-30", "February 2024 has 29 days"),
        ("2019-02-29", "February 2019 has 28 days"),
        ("2018-13-01", "there is no month 13"),
        ("2018-06-00", "there is no day 00"),
        ("2018-X6-31", "such a month has 30 days"),
        ("2018/2017", "it ends before it starts"),
        ("2018-06-21T10:00:00/2018-06-20", "it ends before it starts"),
        ("Y20000/2018", "it ends before it starts"),
        ("2018-21-03", "a season has no days"),
        ("tomorrow", "Write it like 2018, 2018-06"),
        ("20\u202e18", r"20\u202e18"),
    ],
)
def test_the_reason_says_what_to_mend(value: str, reason: str) -> None:
    problem = problem_with(value)
    assert problem is not None
    assert reason in problem


def test_the_parts_of_a_date_can_be_read() -> None:
    assert parse("2018-06~") == Date("2018", "06", None, ("~", "~", ""))
    assert parse("2004?-06-~11") == Date("2004", "06", "11", ("?", "", "~"))
    assert parse("?2004-06~") == Date("2004", "06", None, ("%", "~", ""))
    assert parse("../2024") == Interval("open", Date("2024"))
    assert parse("2024/") == Interval(Date("2024"), "unknown")
    assert parse("Y17E7S2") == LongYear(17, 7, 2)
    assert parse("2018-06-21T10:20:30Z") == Moment(Date("2018", "06", "21"), "10:20:30", "Z")
    assert parse("[1667, 1670..]") == Several("one", (Date("1667"), Stretch(Date("1670"), None)))


def test_a_date_knows_the_first_and_last_day_that_it_can_be() -> None:
    date = parse("15XX-1X")
    assert isinstance(date, Date)
    assert (date.earliest, date.latest) == ((1500, 10, 1), (1599, 12, 31))
    before_christ = parse("-01XX")
    assert isinstance(before_christ, Date)
    assert (before_christ.earliest[0], before_christ.latest[0]) == (-199, -100)


@given(st.text(st.sampled_from("0123456789X-/.~?%TYSE[]{}, :Z"), max_size=24))
def test_any_text_is_a_date_or_is_refused_and_nothing_else(value: str) -> None:
    problem = problem_with(value)
    assert (problem is None) == is_edtf(value)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: object) -> None:
    assert is_edtf(str(day))


YEARS = st.sampled_from(["2018", "156X", "15XX", "XXXX", "-0100", "2000"])
POINTS = st.one_of(
    YEARS,
    st.builds("{}-{}".format, YEARS, st.sampled_from(["01", "06", "12", "13", "XX", "21", "24"])),
    st.builds(
        "{}-{}-{}".format,
        YEARS,
        st.sampled_from(["02", "06", "XX", "13"]),
        st.sampled_from(["01", "28", "30", "31", "XX"]),
    ),
)
QUALIFIED = st.builds("{}{}".format, POINTS, st.sampled_from(["", "", "?", "~", "%"]))
WHOLE = st.one_of(QUALIFIED, st.builds("{}/{}".format, QUALIFIED, st.one_of(QUALIFIED, st.sampled_from(["", ".."]))))


def library_says(value: str) -> bool:
    """What the `edtf` package thinks, without what it prints."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from edtf import parse_edtf  # slow to import
        from edtf.parser.edtf_exceptions import EDTFParseException

        try:
            parse_edtf(value)
        except EDTFParseException:
            return False
    return True


def is_known_to_differ(value: str) -> bool:
    """Where the package is wrong.

    It refuses qualifiers and intervals of what is unspecified, and most seasons; it lets any month of an unknown year
    have 31 days, and intervals end before they start.
    """
    if "X" in value:
        return re.search(r"[?~%/]|-2[1-4]|-0[26]-3", value) is not None
    return re.search(r"-2[1-4][?~%]", value) is not None or ("/" in value and library_says(value))


@given(WHOLE)
def test_the_edtf_package_agrees_but_where_it_is_known_to_be_wrong(value: str) -> None:
    assert is_edtf(value) == library_says(value) or is_known_to_differ(value)
