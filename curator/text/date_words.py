"""EDTF dates in English words, for people who do not read EDTF."""

from curator.text.dates import (
    MONTHS,
    Date,
    Edge,
    Edtf,
    Interval,
    LongYear,
    Moment,
    Point,
    Qualifier,
    Several,
    Stretch,
    parse,
    possible,
)

_SEASONS = ("spring", "summer", "autumn", "winter")
_QUARTERS = ("first", "second", "third", "fourth")
_QUALIFIED: dict[Qualifier, str] = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_PART_QUALIFIED: dict[Qualifier, str] = {"~": "approximate", "?": "uncertain", "%": "uncertain and approximate"}


def describe(value: str) -> str:
    """An EDTF date in words: "2018-06~" is "about June 2018".

    Raises:
        NotADateError: it is no EDTF date.
    """
    return words(parse(value))


def words(edtf: Edtf) -> str:
    """As `describe`, of a date that was read already."""
    if isinstance(edtf, Interval):
        return _interval(edtf)
    if isinstance(edtf, Several):
        members = [_member(member) for member in edtf.members]
        return _listed(members, "or" if edtf.kind == "one" else "and")
    return _point(edtf)


def _point(point: Point) -> str:
    if isinstance(point, Moment):
        zone = {"": "", "Z": " UTC"}.get(point.zone, f" UTC{point.zone}")
        return f"{_date(point.date)}, {point.time}{zone}"
    return _long_year(point) if isinstance(point, LongYear) else _date(point)


def _long_year(year: LongYear) -> str:
    number = f"{year.year}" + (f" × 10^{year.exponent}" if year.exponent else "")
    return f"the year {number}" + (_significant(year.significant) if year.significant else "")


def _significant(digits: int) -> str:
    return f" ({digits} significant digit{'s' if digits > 1 else ''})"


def _date(date: Date) -> str:
    present = date.qualifiers[: 1 + (date.month is not None) + (date.day is not None)]
    plain = _unqualified(date) + (_significant(date.significant) if date.significant else "")
    if len(set(present)) == 1:
        return _QUALIFIED[present[0]] + plain
    parts = zip(("year", "month", "day"), present, strict=False)
    return f"{plain} ({'; '.join(f'{part} {_PART_QUALIFIED[sign]}' for part, sign in parts if sign)})"


def _unqualified(date: Date) -> str:
    year = _year(date.year)
    if date.month is None:
        return year
    if date.season is not None:
        return _season(date.season, year)
    is_one_month = date.month.isdigit() and date.year.isdigit()
    month = f"{_month(date.month)}{' ' if is_one_month else ' of '}{year}"
    if date.day is None:
        return month
    if date.day == "XX":
        return f"some day in {year if date.month == 'XX' else month}"
    return f"{_day(date.day)} {month}" if date.month.isdigit() else f"day {_day(date.day)} of {month}"


def _year(year: str) -> str:
    if "X" not in year:
        return str(int(year)) if int(year) > 0 else f"{1 - int(year)} BC"
    digits = year.lstrip("-")
    era = " before year 0" if year.startswith("-") else ""
    known = digits.rstrip("X")
    if not known:
        return f"some year{era}"
    if "X" in known:
        return f"some year like {year}"
    if len(known) == 3:
        return f"some year of the {known}0s{era}"
    return f"some year from {digits.replace('X', '0')} to {digits.replace('X', '9')}{era}"


def _season(season: int, year: str) -> str:
    if season <= 32:
        where = ("", " (northern hemisphere)", " (southern hemisphere)")[(season - 21) // 4]
        return f"{_SEASONS[(season - 21) % 4]} {year}{where}"
    if season <= 36:
        return f"the {_QUARTERS[season - 33]} quarter of {year}"
    if season <= 39:
        return f"the {_QUARTERS[season - 37]} four months of {year}"
    return f"the {_QUARTERS[season - 40]} half of {year}"


def _month(month: str) -> str:
    if month == "XX":
        return "some month"
    numbers = possible(month, 12)
    if len(numbers) == 1:
        return MONTHS[numbers[0] - 1]
    return f"some month from {MONTHS[numbers[0] - 1]} to {MONTHS[numbers[-1] - 1]}"


def _day(day: str) -> str:
    numbers = possible(day, 31)
    return str(numbers[0]) if len(numbers) == 1 else f"some day from {numbers[0]} to {numbers[-1]}"


def _interval(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if start in {"open", "unknown"} and end in {"open", "unknown"}:
        return "at any time"
    if start in {"open", "unknown"}:
        return f"until {_edge(end)}" + (", since an unknown date" if start == "unknown" else "")
    if end in {"open", "unknown"}:
        return f"from {_edge(start)}" + (" on" if end == "open" else " until an unknown date")
    return f"from {_edge(start)} to {_edge(end)}"


def _edge(edge: Edge) -> str:
    return edge if isinstance(edge, str) else _point(edge)


def _member(member: Point | Stretch) -> str:
    if not isinstance(member, Stretch):
        return _point(member)
    if member.start is None:
        return f"{_edge(member.end or 'open')} or earlier"
    if member.end is None:
        return f"{_point(member.start)} or later"
    return f"between {_point(member.start)} and {_point(member.end)}"


def _listed(members: list[str], join: str) -> str:
    if len(members) == 1:
        return members[0]
    return f"{', '.join(members[:-1])} {join} {members[-1]}"
