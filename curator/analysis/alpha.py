"""Krippendorff's alpha: nominal, interval, and with any difference between values.

Source: K. Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania (Departmental
Papers, ASC 43); alpha = 1 − D_o / D_e. Units that fewer than two annotators rated do not count. The library of that
name is GPL (docs/decisions/0011).
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeVar

from curator.analysis.figures import Measured, Undefined
from curator.analysis.kappas import Profile, number_of

SAMPLE: Final = 400
"""How many distinct values may be compared each with each; of more, this many are drawn, always the same ones."""

T = TypeVar("T", bound=Hashable)
Difference = Callable[[T, T], float]
"""What the literature calls δ²: 0 for the same value, symmetrical."""


def nominal_alpha(profiles: Mapping[Profile, int]) -> Measured:
    """Alpha where values are the same or not."""
    used: Counter[str] = Counter()
    differing = 0.0
    for rated, units in profiles.items():
        raters = number_of(rated)
        if raters < 2:
            continue
        for category, count in rated:
            used[category] += count * units
        differing += units * (raters**2 - sum(count**2 for _, count in rated)) / (raters - 1)
    total = sum(used.values())
    if not total:
        return Undefined.NO_UNITS
    expected = total**2 - sum(count**2 for count in used.values())
    if not expected:
        return Undefined.ONE_CATEGORY
    return 1 - (total - 1) * differing / expected


def interval_alpha(units: Iterable[Sequence[tuple[int, ...]]]) -> Measured:
    """Alpha of points whose difference is the mean of the squared differences of their coordinates.

    With one coordinate this is alpha for interval data. In whole numbers as long as can be: far years lose no days.
    """
    paired = [points for points in units if len(points) > 1]
    everything = [point for points in paired for point in points]
    if not everything:
        return Undefined.NO_UNITS
    expected = _spread(everything)
    if not expected:
        return Undefined.ONE_CATEGORY
    sizes: Counter[int] = Counter()
    for points in paired:
        sizes[len(points)] += _spread(points)
    observed = sum(spread / expected / (raters - 1) for raters, spread in sizes.items())
    return 1 - (len(everything) - 1) * observed


def _spread(points: Sequence[tuple[int, ...]]) -> int:
    """The squared differences between all points, added up over coordinates (each pair once)."""
    total = 0
    for coordinate in range(len(points[0])):
        values = [point[coordinate] for point in points]
        total += len(values) * sum(value * value for value in values) - sum(values) ** 2
    return total


def metric_alpha(units: Iterable[Sequence[T]], difference: Difference[T], sample: int = SAMPLE) -> tuple[Measured, int]:
    """Alpha with any difference between values, and how many values chance was estimated from (0 for all).

    Of more than `sample` distinct values, that many are drawn.
    """
    paired = [values for values in units if len(values) > 1]
    used: Counter[T] = Counter()
    differing = 0.0
    for values in paired:
        used.update(values)
        differing += sum(2 * difference(one, other) for one, other in combinations(values, 2)) / (len(values) - 1)
    total = used.total()
    if not total:
        return Undefined.NO_UNITS, 0
    drawn = _drawn(used, sample)
    expected = _expected(drawn, difference)
    if not expected:
        return Undefined.ONE_CATEGORY, 0
    return 1 - differing / total / expected, 0 if drawn is used else sample


def _drawn(used: Counter[T], sample: int) -> Counter[T]:
    """All values, or as many of them as can be compared each with each: the same ones every time."""
    if len(used) <= sample:
        return used
    ordered = sorted(used, key=repr)
    counts = [used[value] for value in ordered]
    return Counter(random.Random(sample).sample(ordered, sample, counts=counts))  # noqa: S311 - no secret


def _expected(used: Counter[T], difference: Difference[T]) -> float:
    """The mean difference between two values drawn from all that were given."""
    total = used.total()
    differing = sum(
        2 * used[one] * used[other] * difference(one, other) for one, other in combinations(sorted(used, key=repr), 2)
    )
    return differing / (total * (total - 1))
