"""EDTF in English words."""

import pytest

from curator.text.date_words import describe
from curator.text.dates import NotADateError


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2018", "2018"),
        ("2018-06", "June 2018"),
        ("2018-06-21", "21 June 2018"),
        ("2018-06~", "about June 2018"),
        ("2018-06?", "perhaps June 2018"),
        ("2018%", "perhaps about 2018"),
        ("0000", "1 BC"),
        ("156X", "some year of the 1560s"),
        ("156X~", "about some year of the 1560s"),
        ("15XX", "some year from 1500 to 1599"),
        ("XXXX-12-25", "25 December of some year"),
        ("1X99", "some year like 1X99"),
        ("2018-XX", "some month of 2018"),
        ("2018-06-XX", "some day in June 2018"),
        ("2018-XX-XX", "some day in 2018"),
        ("15XX-12-XX", "some day in December of some year from 1500 to 1599"),
        ("2018-XX-21", "day 21 of some month of 2018"),
        ("2018-1X", "some month from October to December of 2018"),
        ("2018-06-2X", "some day from 20 to 29 June 2018"),
        ("2018-21", "spring 2018"),
        ("2018-30~", "about summer 2018 (southern hemisphere)"),
        ("2018-33", "the first quarter of 2018"),
        ("2018-37", "the first four months of 2018"),
        ("2018-41", "the second half of 2018"),
        ("2018-06-21/2018-06-30", "from 21 June 2018 to 30 June 2018"),
        ("2018-06~/2020", "from about June 2018 to 2020"),
        ("../2024", "until 2024"),
        ("2024/..", "from 2024 on"),
        ("2024/", "from 2024 until an unknown date"),
        ("/2024", "until 2024, since an unknown date"),
        ("../..", "at any time"),
        ("2004?-06-~11", "11 June 2004 (year uncertain; day approximate)"),
        ("2018-06-21T10:20:30+05:00", "21 June 2018, 10:20:30 UTC+05:00"),
        ("2018-06-21T10:20:30Z", "21 June 2018, 10:20:30 UTC"),
        ("Y170000002", "the year 170000002"),
        ("Y17E7S1", "the year 17 × 10^7 (1 significant digit)"),
        ("1950S2", "1950 (2 significant digits)"),
        ("[1667,1668,1670..1672]", "1667, 1668 or between 1670 and 1672"),
        ("{1960,1961-12}", "1960 and December 1961"),
        ("[..1984]", "1984 or earlier"),
        ("[1984..]", "1984 or later"),
    ],
)
def test_a_date_is_said_in_words(value: str, words: str) -> None:
    assert describe(value) == words


def test_what_is_no_date_has_no_words() -> None:
    with pytest.raises(NotADateError):
        describe("2024-02-30")
