"""Krippendorff's alpha for unitizing: agreement in where spans begin and end, and in what they are.

Sources: K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher (2016), On the reliability of unitizing textual continua:
Further developments, Quality & Quantity 50(6), 2347–2364; K. Krippendorff (2019), Content Analysis, 4th ed., section
12.6, equations 32 to 35. The definition of 1995 behaves badly with more than two annotators (the paper of 2016 says)
and is not offered.

A continuum is cut into sections with a value each; what no section covers is a gap. Alpha expects one value at a
point, but annotations overlap: where an annotator has several at a point, the value is the set of their labels.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from curator.analysis.figures import Measured, Undefined
from curator.analysis.units import Part, Unit

Labels = tuple[str, ...]
"""The value of a section: the labels there, in order; () is a gap."""

Section = tuple[int, int, Labels]


def sections(units: Iterable[Unit]) -> list[Section]:
    """What one annotator's annotations cut a text into, without the gaps; cut anew wherever one starts or ends."""
    borders: dict[int, list[tuple[bool, Unit]]] = {}
    for unit in units:
        for start, end in unit.spans:
            borders.setdefault(start, []).append((True, unit))
            borders.setdefault(end, []).append((False, unit))
    current: Counter[str] = Counter()
    found: list[Section] = []
    since = 0
    for at in sorted(borders):
        if current:
            found.append((since, at, tuple(sorted(current))))
        for starts, unit in borders[at]:
            current[unit.label] += 1 if starts else -1
        current = +current
        since = at
    return found


def joined(units: Iterable[Unit]) -> list[Section]:
    """The sections of annotations of one label: those that overlap become one, those that touch stay apart."""
    found: list[Section] = []
    parts: list[tuple[Part, str]] = sorted((part, unit.label) for unit in units for part in unit.spans)
    for (start, end), label in parts:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]), (label,))
        else:
            found.append((start, end, (label,)))
    return found


class Continuum:
    """What texts of two or more annotators add up to; texts are added one by one, and sums are added together.

    Attributes:
        length: code points, counted once for each text.
        together: how long two values of two annotators coincide, in both directions (eq. 32).
        alone: how long each value is, over all annotators.
        own: what each value would make with itself: the squared lengths of its sections, each point of a gap.
    """

    def __init__(self) -> None:
        self.length = 0
        self.together: dict[tuple[Labels, Labels], float] = {}
        self.alone: Counter[Labels] = Counter()
        self.own: Counter[Labels] = Counter()

    def add(self, length: int, work: Mapping[str, Sequence[Section]]) -> None:
        """Add a text; `work` has each annotator's sections, in order, and [] for who found nothing."""
        if len(work) < 2 or length <= 0:
            return
        self.length += length
        for found in work.values():
            self._add_sizes(length, found)
        for width, values in _slices(length, list(work.values())):
            self._add_slice(width, values)

    def merge(self, other: "Continuum") -> None:
        """Add what another one adds up to."""
        self.length += other.length
        self.alone.update(other.alone)
        self.own.update(other.own)
        for values, width in other.together.items():
            self.together[values] = self.together.get(values, 0) + width

    def alpha(self) -> Measured:
        """Alpha over places and labels (eq. 34)."""
        differing = sum(width for (one, other), width in self.together.items() if one != other)
        same = sum(length * length - self.own[value] for value, length in self.alone.items())
        return _alpha(differing, self.alone.total(), same, self.own.total())

    def binary_alpha(self) -> Measured:
        """Alpha over places alone: annotated or not (eq. 35)."""
        differing = sum(width for (one, other), width in self.together.items() if bool(one) != bool(other))
        gap, own = self.alone[()], self.own.total()
        marked = self.alone.total() - gap
        return _alpha(differing, gap + marked, gap * gap + marked * marked - own, own)

    def _add_sizes(self, length: int, found: Sequence[Section]) -> None:
        covered = 0
        for start, end, value in found:
            covered += end - start
            self.alone[value] += end - start
            self.own[value] += (end - start) ** 2
        self.alone[()] += length - covered
        self.own[()] += length - covered  # a gap is no unit: each of its points stands for itself (eq. 33)

    def _add_slice(self, width: int, values: list[Labels]) -> None:
        first = values[0]
        if values.count(first) == len(values):  # as nearly everywhere: all are in a gap
            self.together[first, first] = self.together.get((first, first), 0) + width * len(values)
            return
        counts = Counter(values)
        others = len(values) - 1
        for one, count in counts.items():
            for other, times in counts.items():
                pairs = count * (times - 1 if one == other else times)
                if pairs:
                    self.together[one, other] = self.together.get((one, other), 0) + width * pairs / others


def _alpha(differing: float, total: int, expected_same: int, own: int) -> Measured:
    """1 − D_o / D_e, with expected coincidences that no section makes with itself (eq. 33)."""
    if not total:
        return Undefined.NO_UNITS
    pairs = total * total - own
    expected = total * (pairs - expected_same) / pairs if pairs else 0
    if not expected:
        return Undefined.ONE_CATEGORY
    return 1 - differing / expected


def _slices(length: int, work: Sequence[Sequence[Section]]) -> Iterator[tuple[int, list[Labels]]]:
    """The text from border to border: how long, and the value that each annotator has there."""
    changes: list[tuple[int, int, Labels]] = []
    for who, found in enumerate(work):
        for start, end, value in found:
            changes += [(start, who, value), (end, who, ())]
    # At one point an end comes before the start of the next section: () sorts first.
    changes.sort()
    values: list[Labels] = [()] * len(work)
    since = 0
    for at, who, value in changes:
        if at > since:
            yield at - since, values
            since = at
        values[who] = value
    if length > since:
        yield length - since, values
