"""Dates as days that can be counted: from EDTF to the first and the last day that are meant.

A season is taken as its year: which months it means depends on where one lives. Quarters and halves are exact.
"""

from functools import lru_cache
from typing import Final

from curator.text.dates import Date, Edtf, Interval, LongYear, Moment, NotADateError, Point, Several, parse

DayRange = tuple[int, int]
"""The first and the last day, counted from 0000-03-01 (proleptic Gregorian calendar)."""

_MONTHS: Final = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 37: (1, 4), 38: (5, 8), 39: (9, 12)}
_HALVES: Final = {40: (1, 6), 41: (7, 12)}
_LARGEST_EXPONENT: Final = 12


@lru_cache(maxsize=10_000)
def day_range(edtf: str) -> DayRange | None:
    """The first and last day of an EDTF date; None where a side is open or unknown, or it is no date."""
    try:
        return _range(parse(edtf))
    except NotADateError:
        return None


def days_apart(one: DayRange, other: DayRange) -> float:
    """How many days lie between two dates: the mean of how far their first and their last days are apart."""
    return (abs(one[0] - other[0]) + abs(one[1] - other[1])) / 2


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day; a day that the month does not have counts as the month's last.

    March is taken as the first month of the year, so that February, whose length changes, is the last.
    """
    shifted, month_from_march = (year, month - 3) if month > 2 else (year - 1, month + 9)
    until_month = (153 * month_from_march + 2) // 5
    longest = 28 + _is_leap(year) if month == 2 else (153 * (month_from_march + 1) + 2) // 5 - until_month
    return 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + until_month + min(day, longest) - 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _range(edtf: Edtf) -> DayRange | None:
    if isinstance(edtf, Interval):
        if isinstance(edtf.start, str) or isinstance(edtf.end, str):
            return None
        return _span_of([_point_range(edtf.start), _point_range(edtf.end)])
    if isinstance(edtf, Several):
        points = [
            side
            for member in edtf.members
            for side in ((member,) if isinstance(member, Date | LongYear | Moment) else (member.start, member.end))
        ]
        return _span_of([None if point is None else _point_range(point) for point in points])
    return _point_range(edtf)


def _span_of(ranges: list[DayRange | None]) -> DayRange | None:
    known = [found for found in ranges if found is not None]
    if len(known) < len(ranges):
        return None
    return min(first for first, _ in known), max(last for _, last in known)


def _point_range(point: Point) -> DayRange | None:
    if isinstance(point, Moment):
        return _point_range(point.date)
    if isinstance(point, LongYear):
        return _long_year_range(point)
    if point.significant:
        return _year_range(int(point.year), len(point.year.lstrip("-")) - point.significant)
    months = {**_MONTHS, **_HALVES}.get(point.season or 0)
    first, last = point.earliest, point.latest
    if months:
        return day_number(first[0], months[0], 1), day_number(last[0], months[1], 31)
    return day_number(*first), day_number(*last)


def _long_year_range(point: LongYear) -> DayRange | None:
    if point.exponent > _LARGEST_EXPONENT:
        return None
    year = point.year * 10**point.exponent
    unknown = len(str(abs(year))) - point.significant if point.significant else 0
    return _year_range(year, unknown)


def _year_range(year: int, unknown_digits: int) -> DayRange:
    step = 10 ** max(0, unknown_digits)
    first = year // step * step
    return day_number(first, 1, 1), day_number(first + step - 1, 12, 31)
