"""Cohen's and Fleiss' kappa, from counts.

Own formulas of a few lines: what libraries offer them would bring pandas or SciPy along (docs/decisions/0011).
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from curator.analysis.figures import Measured, Undefined

C = TypeVar("C", bound=Hashable)
Profile = tuple[tuple[str, int], ...]
"""How often one unit was given each category: pairs in order of category, counts above 0."""


def profile(categories: Sequence[str]) -> Profile:
    """The profile of a unit that was given these categories, one or more."""
    if categories.count(categories[0]) == len(categories):
        return ((categories[0], len(categories)),)
    return tuple(sorted(Counter(categories).items()))


def number_of(rated: Profile) -> int:
    """How many annotators rated the unit."""
    return sum(count for _, count in rated)


def collapsed(profiles: Mapping[Profile, int], category: str) -> Counter[Profile]:
    """The same units with two categories: that one, and all others together."""
    folded: Counter[Profile] = Counter()
    for rated, units in profiles.items():
        chosen = sum(count for name, count in rated if name == category)
        other = number_of(rated) - chosen
        folded[tuple((name, count) for name, count in (("", other), (category, chosen)) if count)] += units
    return folded


def cohen_kappa(table: Mapping[tuple[C, C], int]) -> Measured:
    """Cohen's kappa of a table (first annotator's category, second's) → number of units.

    Source: J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement
    20(1), 37–46: (p_o − p_e) / (1 − p_e), with chance from each annotator's own use of the categories.
    """
    total = sum(table.values())
    if not total:
        return Undefined.NO_UNITS
    rows: Counter[C] = Counter()
    columns: Counter[C] = Counter()
    for (row, column), count in table.items():
        rows[row] += count
        columns[column] += count
    same = sum(count for (row, column), count in table.items() if row == column)
    chance = sum(count * columns[category] for category, count in rows.items())
    if chance == total * total:
        return Undefined.ONE_CATEGORY
    return (same * total - chance) / (total * total - chance)


def fleiss_kappa(profiles: Mapping[Profile, int]) -> Measured:
    """Fleiss' kappa of units that all have the same number of ratings, two or more.

    Source: J. L. Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76(5),
    378–382.

    Raises:
        ValueError: units have different numbers of ratings, or one.
    """
    sizes = {number_of(rated) for rated in profiles}
    units = sum(profiles.values())
    if not units:
        return Undefined.NO_UNITS
    if len(sizes) > 1 or min(sizes) < 2:
        raise ValueError("Fleiss' kappa needs the same number of ratings, two or more, of each unit")
    raters = sizes.pop()
    used: Counter[str] = Counter()
    agreeing = 0
    for rated, times in profiles.items():
        for category, count in rated:
            used[category] += count * times
            agreeing += count * (count - 1) * times
    ratings = units * raters
    squares = sum(count * count for count in used.values())
    if squares == ratings * ratings:
        return Undefined.ONE_CATEGORY
    observed = agreeing / (ratings * (raters - 1))
    chance = squares / (ratings * ratings)
    return (observed - chance) / (1 - chance)


def of_one_size(profiles: Mapping[Profile, int]) -> dict[Profile, int]:
    """The units with the most frequent number of ratings (the larger of two as frequent); never those with one."""
    sizes: Counter[int] = Counter()
    for rated, units in profiles.items():
        sizes[number_of(rated)] += units
    del sizes[1]
    if not sizes:
        return {}
    chosen = max(sizes, key=lambda number: (sizes[number], number))
    return {rated: units for rated, units in profiles.items() if number_of(rated) == chosen}
