"""Dates as EDTF (ISO 8601-2:2019, levels 0 to 2): read, and refused with a reason.

The grammar is our own, from the Library of Congress' specification (loc.gov/standards/datetime), because a form says
what is wrong with a date while it is typed. The `edtf` package takes 0.4 s to import, accepts 2019-02-29 and intervals
that end before they start, refuses a season with "~", and fails on 2018-1X; the tests compare the two elsewhere.

Only the digits 0-9 make dates: the same signs that other programs accept when they read the data set.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from curator.domain.errors import InvalidError
from curator.text.safe_display import visible

Qualifier = Literal["", "?", "~", "%"]
"""Nothing, uncertain, approximate, or both."""

Day = tuple[int, int, int]
"""Year (astronomical: 0 is 1 BC), month and day; compares in time."""


class NotADateError(InvalidError):
    """The value is no EDTF date; the message says why."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month, season or year, parts of which may be unspecified ("X") or qualified.

    Attributes:
        year: 4 digits or X, perhaps after "-".
        month: 01-12 or X, or a season (21-41), or None.
        day: 01-31 or X, or None.
        qualifiers: of year, month and day; "" for parts that are not there.
        significant: how many digits of the year count ("1950S2"), or 0.
    """

    year: str
    month: str | None = None
    day: str | None = None
    qualifiers: tuple[Qualifier, Qualifier, Qualifier] = ("", "", "")
    significant: int = 0

    @property
    def season(self) -> int | None:
        """The season, quarter or the like (21-41) that stands for a month."""
        return int(self.month) if self.month and self.month.isdigit() and int(self.month) > 12 else None

    @property
    def earliest(self) -> Day:
        """The first day that it can be."""
        year = _signed(self.year, "0", "9")
        month = None if self.season else self.month
        return year, min(possible(month, 12)), min(possible(self.day, 31))

    @property
    def latest(self) -> Day:
        """The last day that it can be (of any month, the 31st)."""
        year = _signed(self.year, "9", "0")
        month = None if self.season else self.month
        return year, max(possible(month, 12)), max(possible(self.day, 31))


@dataclass(frozen=True, slots=True)
class LongYear:
    """A year of more than four digits ("Y-170000002"), perhaps with an exponent and significant digits."""

    year: int
    exponent: int = 0
    significant: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of day; `zone` is "", "Z" or like "+05:00"."""

    date: Date
    time: str
    zone: str


Point = Date | LongYear | Moment
Edge = Date | LongYear | Moment | Literal["open", "unknown"]


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`, both included; each side may be open ("..") or unknown ("")."""

    start: Edge
    end: Edge


@dataclass(frozen=True, slots=True)
class Stretch:
    """A member of a set: all from `start` to `end`; None where it goes on without end."""

    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class Several:
    """One of several dates ("[…]"), or all of them ("{…}")."""

    kind: Literal["one", "all"]
    members: tuple[Point | Stretch, ...]


Edtf = Date | LongYear | Moment | Interval | Several

_LONGEST = 1000
_Q = "[?~%]?"
_DATE = re.compile(
    rf"(?P<year_left>{_Q})(?P<year>-?[0-9X]{{4}})(?:S(?P<significant>[0-9]+))?(?P<year_right>{_Q})"
    rf"(?:-(?P<month_left>{_Q})(?P<month>[0-9X]{{2}})(?P<month_right>{_Q})"
    rf"(?:-(?P<day_left>{_Q})(?P<day>[0-9X]{{2}})(?P<day_right>{_Q}))?)?"
)
_LONG_YEAR = re.compile(r"Y(-?[0-9]{1,40})(?:E([0-9]{1,9}))?(?:S([0-9]{1,9}))?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
    r"(Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?"
)
_EXAMPLES = "Write it like 2018, 2018-06, 2018-06-21, 2018-06~ (about), 2018-06-21/2018-06-30 or ../2024."
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parse(value: str) -> Edtf:
    """Read an EDTF date.

    Raises:
        NotADateError: it is none, or names a day that does not exist, or an interval that ends before it starts.
    """
    if len(value) > _LONGEST:
        raise NotADateError(f"A date of {len(value)} characters is too long.")
    if value[:1] in {"[", "{"} and value[1:] and value[-1] == {"[": "]", "{": "}"}[value[0]]:
        return Several("one" if value[0] == "[" else "all", tuple(_members(value)))
    if "/" in value:
        return _interval(value)
    return _point(value, value)


def is_edtf(value: str) -> bool:
    """Whether `value` is an EDTF date."""
    return problem_with(value) is None


def problem_with(value: str) -> str | None:
    """What is wrong with a date, in words for the person who typed it; None where nothing is."""
    try:
        parse(value)
    except NotADateError as error:
        return error.message
    return None


def possible(mask: str | None, most: int) -> list[int]:
    """The numbers from 1 to `most` that a part like "06", "1X" or "XX" can be; all of them for None."""
    if mask is None:
        return list(range(1, most + 1))
    pattern = re.compile(mask.replace("X", "[0-9]"))
    return [number for number in range(1, most + 1) if pattern.fullmatch(f"{number:02}")]


def _signed(year: str, filler: str, negative_filler: str) -> int:
    return int(year.replace("X", negative_filler if year.startswith("-") else filler))


def _refused(value: str, reason: str = "") -> NotADateError:
    shown = visible(value, 40)
    return NotADateError(f"“{shown}” is not a date: {reason}." if reason else f"“{shown}” is not a date. {_EXAMPLES}")


def _point(text: str, whole: str) -> Point:
    """A date without interval or set; `whole` is what the person wrote."""
    if match := _LONG_YEAR.fullmatch(text):
        return _long_year(match, whole)
    if match := _MOMENT.fullmatch(text):
        return Moment(_calendar_date(match[1], whole), match[2], match[3] or "")
    return _calendar_date(text, whole)


def _calendar_date(text: str, whole: str) -> Date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _refused(whole)
    date = _date(match, whole)
    reason = _impossible(date)
    if reason:
        raise _refused(whole, reason)
    return date


def _long_year(match: re.Match[str], whole: str) -> LongYear:
    if len(match[1].lstrip("-")) <= 4 and match[2] is None:
        raise _refused(whole, "“Y” is for years of more than four digits")
    return LongYear(int(match[1]), int(match[2] or 0), int(match[3] or 0))


def _date(match: re.Match[str], whole: str) -> Date:
    parts = ("year", "month", "day")
    qualifiers: list[Qualifier] = ["", "", ""]
    for at, part in enumerate(parts):
        left, right = match[f"{part}_left"] or "", match[f"{part}_right"] or ""
        if left:
            qualifiers[at] = _joined(qualifiers[at], left)
        if right:  # holds for all that stands before it, too
            qualifiers[: at + 1] = [_joined(earlier, right) for earlier in qualifiers[: at + 1]]
    significant = int(match["significant"] or 0)
    if significant and (match["month"] or "X" in match["year"]):
        raise _refused(whole, "significant digits belong to a year alone")
    first, second, third = qualifiers
    return Date(match["year"], match["month"], match["day"], (first, second, third), significant)


def _joined(one: str, other: str) -> Qualifier:
    """Two qualifiers of one part: uncertain and approximate make both."""
    signs = {one, other} - {""}
    if "%" in signs or signs == {"?", "~"}:
        return "%"
    return "?" if "?" in signs else "~"


def _impossible(date: Date) -> str:
    """Why there can be no such date, or ""."""
    if date.year == "-0000":
        return "the year before 0001 is 0000"
    if date.month is None:
        return ""
    if date.season is not None and 21 <= date.season <= 41:
        return "a season has no days" if date.day else ""
    months = possible(date.month, 12)
    if not months:
        return f"there is no month {date.month}"
    days = possible(date.day, 31)
    if not days:
        return f"there is no day {date.day}"
    longest = max(_days(date.year, month) for month in months)
    return f"{_month_name(date)} has {longest} days" if min(days) > longest else ""


def _days(year: str, month: int) -> int:
    """The days of a month; of February in a year that is not fully known, 29."""
    if month == 2 and "X" in year:
        return 29
    # The calendar repeats every 400 years, and `calendar` knows none before 1.
    same = int(year.replace("X", "0")) % 400 + 400
    return 29 if month == 2 and isleap(same) else monthrange(2001, month)[1]


def _month_name(date: Date) -> str:
    if date.month and date.month.isdigit():
        return f"{MONTHS[int(date.month) - 1]} {date.year}"
    return "such a month"


def _interval(value: str) -> Interval:
    sides = value.split("/")
    if len(sides) != 2 or sides == ["", ""]:
        raise _refused(value)
    start, end = _edge(sides[0], value), _edge(sides[1], value)
    _check_order(start, end, value)
    return Interval(start, end)


def _edge(text: str, whole: str) -> Edge:
    if text == "":
        return "unknown"
    return "open" if text == ".." else _point(text, whole)


def _check_order(start: Edge | None, end: Edge | None, whole: str) -> None:
    first, last = _bounds(start), _bounds(end)
    if first is not None and last is not None and first[0] > last[1]:
        raise _refused(whole, "it ends before it starts")


def _bounds(edge: Edge | None) -> tuple[Day, Day] | None:
    """The first and last day that an edge can be; None where there is no such."""
    if isinstance(edge, Moment):
        edge = edge.date
    if isinstance(edge, Date):
        return edge.earliest, edge.latest
    if isinstance(edge, LongYear) and edge.exponent == 0:
        return (edge.year, 1, 1), (edge.year, 12, 31)
    return None


def _members(value: str) -> Iterator[Point | Stretch]:
    for text in value[1:-1].split(","):
        start, dots, end = text.strip(" ").partition("..")
        if not dots:
            yield _point(start, value)
            continue
        if not start and not end:
            raise _refused(value)
        stretch = Stretch(_point(start, value) if start else None, _point(end, value) if end else None)
        _check_order(stretch.start, stretch.end, value)
        yield stretch
