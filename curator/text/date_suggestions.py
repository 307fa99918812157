"""EDTF for the words of a date, where they leave no doubt: what a form offers when a Date is tagged.

A wrong date in a data set is worse than an empty field, so whatever could be meant in two ways gives None: 10/7/2008 is
July or October, "2008-12" may be four years, and "late June" has no EDTF. English, and Russian in the forms of running
text. What needs to know the rest of the text is for suggestions (`analysis`), not for here.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from curator.text.dates import MONTHS, is_edtf

_RUSSIAN = (
    ("январь", "января", "январе"), ("февраль", "февраля", "феврале"), ("март", "марта", "марте"),
    ("апрель", "апреля", "апреле"), ("май", "мая", "мае"), ("июнь", "июня", "июне"),
    ("июль", "июля", "июле"), ("август", "августа", "августе"), ("сентябрь", "сентября", "сентябре"),
    ("октябрь", "октября", "октябре"), ("ноябрь", "ноября", "ноябре"), ("декабрь", "декабря", "декабре"),
)  # fmt: skip
_MONTH_NUMBERS: dict[str, int] = {
    name: number
    for number, month in enumerate(MONTHS, 1)
    for name in (month.lower(), month[:3].lower(), *_RUSSIAN[number - 1])
} | {"sept": 9}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "весной": 21, "летом": 22, "осенью": 23, "зимой": 24,
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_DAYS_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "сегодня": 0, "вчера": -1, "завтра": 1}
_YEARS_AWAY = {
    "this year": 0,
    "last year": -1,
    "next year": 1,
    "в этом году": 0,
    "в прошлом году": -1,
    "в следующем году": 1,
}

_NEAR = 60  # days within which a day without its year is taken for the nearest one

_M = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_D = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_Y = r"(?P<year>[12][0-9]{3})"
_TO = r"(?:\s*[-–—]\s*|\s+to\s+|\s+по\s+)(?P<last>[0-9]{1,2})(?:st|nd|rd|th)?"
_LEADING = re.compile(r"(?:in|on|of|by|at|dated|the|в|во|на|от|к)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"\s*(?:года|году|год|г\.?)$")
_ABOUT = re.compile(r"(?:about|around|approximately|circa|c\.|ca\.|около|примерно в)\s+", re.IGNORECASE)

_Found = Callable[[re.Match[str], date | None], str | None]


def suggest_edtf(text: str, published: date | None = None) -> str | None:
    """The EDTF of a date as it is written in a text, or None where that is not certain.

    Args:
        text: the words of the date alone, as "January 19, 2018".
        published: when the document was published: "today" and days without a year are counted from there.
    """
    plain = " ".join(text.split()).strip(" ,.;:()[]«»“”\"'").casefold()
    about = _ABOUT.match(plain)
    if about:
        plain = plain[about.end() :]
    found = _relative(plain, published) or _read(_without_frame(plain), published)
    if found is None or not is_edtf(found):
        return None
    if about:
        return f"{found}~" if "/" not in found else None
    return found


def _without_frame(plain: str) -> str:
    """Without "on the …" before it and "года" behind."""
    leading = _LEADING.match(plain)
    while leading:
        plain = plain[leading.end() :]
        leading = _LEADING.match(plain)
    return _TRAILING.sub("", plain)


def _relative(plain: str, published: date | None) -> str | None:
    """Words that count from the day of publication."""
    if published is None:
        return None
    if plain in _DAYS_AWAY and date.min < published < date.max:
        return (published + timedelta(days=_DAYS_AWAY[plain])).isoformat()
    if plain in _YEARS_AWAY:
        return f"{published.year + _YEARS_AWAY[plain]:04}"
    return None


def _read(plain: str, published: date | None) -> str | None:
    for pattern, found in _forms():
        match = pattern.fullmatch(plain)
        if match:
            return found(match, published)
    return None


def _number(match: re.Match[str], name: str) -> int:
    return int(match[name])


def _month(match: re.Match[str]) -> int:
    return _MONTH_NUMBERS[match["month"]]


def _year(match: re.Match[str], _: date | None) -> str:
    return match["year"]


def _year_and_month(match: re.Match[str], _: date | None) -> str | None:
    """2018-06 is a month; 2008-12 may be the years to 2012."""
    year, month = _number(match, "year"), _number(match, "number")
    return match[0] if month <= year % 100 and month <= 12 else None


def _named_month(match: re.Match[str], _: date | None) -> str:
    return f"{match['year']}-{_month(match):02}"


def _named_day(match: re.Match[str], _: date | None) -> str | None:
    day = f"{match['year']}-{_month(match):02}-{_number(match, 'day'):02}"
    weekday = match.groupdict().get("weekday")
    if weekday and (not is_edtf(day) or _WEEKDAYS[date.fromisoformat(day).weekday()] != weekday):
        return None  # one of the two is wrong, and a person should see which
    return day


def _days_of_month(match: re.Match[str], _: date | None) -> str:
    month = f"{match['year']}-{_month(match):02}"
    return f"{month}-{_number(match, 'day'):02}/{month}-{_number(match, 'last'):02}"


def _months_of_year(match: re.Match[str], _: date | None) -> str:
    return f"{match['year']}-{_month(match):02}/{match['year']}-{_MONTH_NUMBERS[match['to']]:02}"


def _day_without_year(match: re.Match[str], published: date | None) -> str | None:
    """The nearest such day to the publication, if it is near."""
    if published is None:
        return None
    days = (f"{year:04}-{_month(match):02}-{_number(match, 'day'):02}" for year in _years_around(published))
    near = [day for day in days if is_edtf(day) and abs((date.fromisoformat(day) - published).days) <= _NEAR]
    return near[0] if len(near) == 1 else None


def _years_around(day: date) -> range:
    return range(max(1, day.year - 1), min(9999, day.year + 1) + 1)


def _numeric(match: re.Match[str], _: date | None) -> str | None:
    """dd.mm.yyyy or mm/dd/yyyy, where one of the two cannot be a month or both are the same."""
    one, other = _number(match, "one"), _number(match, "other")
    if one != other and one <= 12 and other <= 12:
        return None
    day, month = (one, other) if one > 12 else (other, one)
    return f"{match['year']}-{month:02}-{day:02}"


def _year_first(match: re.Match[str], _: date | None) -> str:
    return f"{match['year']}-{_number(match, 'number'):02}-{_number(match, 'day'):02}"


def _decade(match: re.Match[str], _: date | None) -> str:
    return f"{match['decade']}X"


def _season(match: re.Match[str], _: date | None) -> str:
    return f"{match['year']}-{_SEASONS[match['season']]}"


def _quarter(match: re.Match[str], _: date | None) -> str:
    number = match["number"] or _ORDINALS[match["ordinal"]]
    return f"{match['year']}-{32 + int(number)}"


def _half(match: re.Match[str], _: date | None) -> str | None:
    number = _ORDINALS[match["ordinal"]]
    return f"{match['year']}-{39 + number}" if number <= 2 else None


_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}),?\s+)?"
_TO_MONTH = rf"(?:\s*[-–—]\s*|\s+to\s+)(?P<to>{'|'.join(name for name in _MONTH_NUMBERS if len(name) > 2)})"
_THEN = r"(?:,\s*|\s+)"
_FORMS: tuple[tuple[str, _Found], ...] = (
    (_Y, _year),
    (rf"{_Y}-(?P<number>[0-9]{{2}})", _year_and_month),
    (rf"{_Y}[-./](?P<number>[0-9]{{2}})[-./](?P<day>[0-9]{{2}})", _year_first),
    (rf"(?P<one>[0-9]{{1,2}})([./-])(?P<other>[0-9]{{1,2}})\2{_Y}", _numeric),
    (rf"{_M}{_THEN}(?:of\s+)?{_Y}", _named_month),
    (rf"{_WEEKDAY}{_M}\s+{_D}{_THEN}{_Y}", _named_day),
    (rf"{_WEEKDAY}{_D}\s+(?:of\s+)?{_M}{_THEN}{_Y}", _named_day),
    (rf"{_M}\s+{_D}{_TO}{_THEN}{_Y}", _days_of_month),
    (rf"(?:from\s+|с\s+)?{_D}{_TO}\s+{_M}{_THEN}{_Y}", _days_of_month),
    (rf"(?:from\s+)?{_M}{_TO_MONTH}{_THEN}{_Y}", _months_of_year),
    (rf"{_M}\s+{_D}", _day_without_year),
    (rf"{_D}\s+(?:of\s+)?{_M}", _day_without_year),
    (r"(?P<decade>[12][0-9]{2})0(?:['’]?s|-е|-х)", _decade),
    (rf"(?P<season>{'|'.join(_SEASONS)})\s+(?:of\s+)?{_Y}", _season),
    (rf"(?:q(?P<number>[1-4])|(?P<ordinal>{'|'.join(_ORDINALS)})\s+quarter)\s+(?:of\s+)?{_Y}", _quarter),
    (rf"(?P<ordinal>first|second)\s+half\s+(?:of\s+)?{_Y}", _half),
)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Found], ...]:
    """The forms, compiled when first needed: not while the window starts."""
    return tuple((re.compile(pattern), found) for pattern, found in _FORMS)
