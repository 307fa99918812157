"""Agreement on the values of one field, with a difference that fits its type.

Three figures: how often the annotators said the same; Krippendorff's alpha over the stated values; and how far these
lie apart, in the field's own measure (days for dates, the difference for whole numbers, else a share from 0 to 1).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from curator.analysis.alpha import SAMPLE, interval_alpha, metric_alpha
from curator.analysis.days import DayRange, day_range, days_apart
from curator.analysis.field_values import UNTOUCHED, Normal
from curator.analysis.figures import LeftOut, Measured, Undefined
from curator.domain.annotation import FieldState
from curator.domain.scheme import FieldType

if TYPE_CHECKING:
    from decimal import Decimal

_LONG: Final = 1_000
_FEWEST: Final = 50
STATED: Final = FieldState.STATED.value


class Said(NamedTuple):
    """What one annotator said of the field at one place, in normal form (`field_values.normal_field`)."""

    annotator: str
    value: Normal


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measured figure of a field, before it is told whose and which field's it is."""

    value: Measured
    units: int
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    estimated_from: int = 0


def same(places: Sequence[Sequence[Said]]) -> Outcome:
    """How often two annotators at the same place said the same, "not stated" and "not applicable" included.

    The mean over places of the share of pairs of annotators who agree.
    """
    looked_at = [[said.value for said in place if said.value != UNTOUCHED] for place in places]
    several = [values for values in looked_at if len(values) > 1]
    left_out = Counter({LeftOut.UNTOUCHED: sum(map(len, places)) - sum(map(len, looked_at))})
    left_out[LeftOut.BY_ONE] = sum(len(values) == 1 for values in looked_at)
    shares = [_mean(one == other for one, other in combinations(values, 2)) for values in several]
    return Outcome(_mean(shares) if shares else Undefined.NO_UNITS, len(several), _counted(left_out))


class Compared(NamedTuple):
    """The stated values of each place that has two or more, as their type compares them."""

    kind: FieldType
    units: list[list[Hashable]]
    left_out: dict[str, int]


def compared(places: Sequence[Sequence[Said]], kind: FieldType) -> Compared:
    """What `alpha` and `distance` are computed from."""
    left_out: Counter[LeftOut] = Counter()
    units: list[list[Hashable]] = []
    for place in places:
        values: list[Hashable] = []
        for said in place:
            reason, value = _comparable(said.value, kind)
            if reason is None:
                values.append(value)
            else:
                left_out[reason] += 1
        if len(values) > 1:
            units.append(values)
        left_out[LeftOut.BY_ONE] += len(values) == 1
    return Compared(kind, units, _counted(left_out))


def alpha(stated: Compared) -> Outcome:
    """Krippendorff's alpha over the stated values."""
    kind, units, left_out = stated
    if kind in _POINTS:
        return Outcome(interval_alpha(cast("list[list[tuple[int, ...]]]", units)), len(units), left_out)
    value, drawn = metric_alpha(units, _DIFFERENCES.get(kind, _nominal), _sample(units))
    return Outcome(value, len(units), left_out, drawn)


def distance(stated: Compared) -> Outcome:
    """How far the stated values of two annotators at the same place lie apart: the mean over places."""
    kind, units, left_out = stated
    measure = _DISTANCES.get(kind) or _DIFFERENCES.get(kind, _nominal)
    means = [_mean(measure(one, other) for one, other in combinations(values, 2)) for values in units]
    return Outcome(_mean(means) if means else Undefined.NO_UNITS, len(units), left_out)


def _sample(units: Sequence[Sequence[Hashable]]) -> int:
    """How many values may be compared each with each: the fewer, the longer the texts are."""
    longest = max((len(repr(value)) for values in units for value in values), default=0)
    return SAMPLE if longest <= _LONG else max(_FEWEST, SAMPLE * _LONG // longest)


def unit_of_distance(kind: FieldType) -> str:
    """What `distance` is counted in: "days", "difference" or "share"."""
    return {FieldType.DATE: "days", FieldType.WHOLE_NUMBER: "difference"}.get(kind, "share")


def _comparable(value: Normal, kind: FieldType) -> tuple[LeftOut | None, Hashable]:
    """A stated value as its type compares it, or the reason why it can't be."""
    if value == UNTOUCHED:
        return LeftOut.UNTOUCHED, None
    state, *stated = cast("tuple[Any, ...]", value)
    if state != STATED:
        return LeftOut.NOT_STATED, None
    name, content, *_ = stated[0]
    if kind in _POINTS:
        point = _POINTS[kind](name, content)
        return (LeftOut.NOT_COMPARABLE, None) if point is None else (None, point)
    return None, stated[0]


def _day_point(name: str, content: object) -> DayRange | None:
    return day_range(str(content)) if name == "text" else None


def _number_point(name: str, content: object) -> tuple[int] | None:
    return (int(cast("int", content)),) if name == "int" else None


def _nominal(one: object, other: object) -> float:
    return float(one != other)


def _text_difference(one: tuple[str, Any], other: tuple[str, Any]) -> float:
    """1 − the normalized Levenshtein similarity."""
    from rapidfuzz.distance import Levenshtein

    if one[0] != "text" or other[0] != "text":
        return _nominal(one, other)
    return Levenshtein.normalized_distance(one[1], other[1])


def _set_difference(one: tuple[str, Any], other: tuple[str, Any]) -> float:
    """The Jaccard distance of two lists of choices or references; two empty lists are the same."""
    if one[0] != "set" or other[0] != "set":
        return _nominal(one, other)
    either = len(one[1] | other[1])
    return 1 - len(one[1] & other[1]) / either if either else 0.0


def _quantity_difference(one: tuple[Any, ...], other: tuple[Any, ...]) -> float:
    """Krippendorff's difference for ratio data, ((a − b) / (a + b))²; 1 where the units differ."""
    return _ratio(one, other) ** 2


def _ratio(one: tuple[Any, ...], other: tuple[Any, ...]) -> float:
    if one[0] != "quantity" or other[0] != "quantity" or one[2] != other[2]:
        return _nominal(one, other)
    ours, theirs = cast("Decimal", one[1]), cast("Decimal", other[1])
    return float(abs(ours - theirs) / (abs(ours) + abs(theirs))) if ours != theirs else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)


def _counted(left_out: Counter[LeftOut]) -> dict[str, int]:
    return {reason.value: count for reason, count in sorted(left_out.items()) if count}


_Measure = Callable[[Any, Any], float]
_POINTS: Final[dict[FieldType, Callable[[str, object], tuple[int, ...] | None]]] = {
    FieldType.DATE: _day_point,
    FieldType.WHOLE_NUMBER: _number_point,
}
_DIFFERENCES: Final[dict[FieldType, _Measure]] = {
    FieldType.TEXT: _text_difference,
    FieldType.LONG_TEXT: _text_difference,
    FieldType.CHOICES: _set_difference,
    FieldType.ANNOTATION: _set_difference,
    FieldType.ANNOTATIONS: _set_difference,
    FieldType.QUANTITY: _quantity_difference,
}
_DISTANCES: Final[dict[FieldType, _Measure]] = {
    FieldType.DATE: days_apart,
    FieldType.WHOLE_NUMBER: lambda one, other: float(abs(one[0] - other[0])),
    FieldType.QUANTITY: _ratio,
}
