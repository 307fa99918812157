"""Which annotations of several annotators are of the same thing, and what they differ in.

`match_units` takes `units.Unit`s of one document (id, annotator, label, spans, fields; `units.unit_of` makes one of an
annotation) and gives `matches.Match`es in document order: the units of a match by annotator, who has none, every state
that holds (`Match.state` is the weightiest), the fields that differ, and whether twins made it a guess.
`matches.undisputed` picks those that can be accepted in one act. Nothing here reads or writes anything else.

A match holds at most one annotation of each annotator, and each annotation is in exactly one match. Matches are made
greedily, best first:

1. same spans and same label (of twins, those with the same values first);
2. same label and some code point in common, greatest overlap first;
3. another label, where at least half of what either covers is common, greatest overlap first.

Overlap is the Jaccard index of the code points covered, so that discontinuous annotations need no rule of their own.
Ties go by position, then label, then id; who the annotators are plays no part, so the outcome does not depend on whom
one names first. Any two members of a match overlap each other. `docs/AGREEMENT.md` says why.

The time is O(n log n): each annotation is compared with at most `NEIGHBOURS` of each other annotator.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import islice
from operator import attrgetter
from typing import Final

from curator.analysis.field_values import Normal, normal_field, references
from curator.analysis.matches import Match, described
from curator.analysis.units import Unit, jaccard

NEIGHBOURS: Final = 32
"""How many annotations of one annotator that all cover one point are looked at: those that started last."""

_STRETCH: Final = 1_000
"""At least so many annotations are matched together."""

_annotator: Final = attrgetter("annotator")
_place: Final = attrgetter("place")

LEAST_COMMON: Final = 0.5
"""What annotations of different labels must have in common: else each name within a long passage would be its match."""


def match_units(units: Iterable[Unit], annotators: Iterable[str] = ()) -> tuple[Match, ...]:
    """The matches of the annotations of one document, in document order.

    `annotators` names those too who have no annotation here. Ids of units are unique.
    """
    given = list(units)
    everyone = sorted({unit.annotator for unit in given}.union(annotators))
    twins: set[str] = set()
    groups = group_units(given, len(everyone), twins)
    compared = any(unit.fields for unit in given)
    group_of = {unit.id: number for number, group in enumerate(groups) for unit in group} if compared else {}
    return tuple(described(group, everyone, group_of, twin=any(unit.id in twins for unit in group)) for group in groups)


def group_units(units: Iterable[Unit], annotators: int, twins: set[str]) -> list[tuple[Unit, ...]]:
    """What belongs together, of so many annotators, in document order; the ids of twins are added to `twins`."""
    groups: list[tuple[Unit, ...]] = []
    for stretch in _stretches(_in_order(units)):
        groups += _groups(stretch, annotators, twins)
    return groups


def _start(unit: Unit) -> int:
    return unit.spans[0][0]


def _in_order(units: Iterable[Unit]) -> list[Unit]:
    """Units by `place`: first by where they start alone, because numbers are compared fastest."""
    ordered = sorted(units, key=_start)
    since = 0
    for place in range(1, len(ordered) + 1):
        if place == len(ordered) or _start(ordered[place]) != _start(ordered[since]):
            if place - since > 1:
                ordered[since:place] = sorted(ordered[since:place], key=_place)
            since = place
    return ordered


def _stretches(ordered: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """The annotations in runs of which none overlaps another: short ones stay in the cache of the processor."""
    since = reached = 0
    for place, unit in enumerate(ordered):
        if place - since >= _STRETCH and unit.start >= reached:
            yield ordered[since:place]
            since = place
        reached = max(reached, unit.end)
    yield ordered[since:]


def _groups(units: Sequence[Unit], annotators: int, twins: set[str]) -> Iterator[tuple[Unit, ...]]:
    """What belongs together, by annotator, in the order of the first ones; the ids of twins are added to `twins`."""
    matching = _Matching(units, annotators)
    twins.update(units[place].id for place in _join_same(matching))
    matching.join_best(_overlapping(matching, by_label=True))
    matching.join_best(_overlapping(matching, by_label=False))
    for place, unit in enumerate(units):
        members = matching.of(place)
        if len(members) == 1:
            yield (unit,)
        elif min(members) == place:
            yield tuple(sorted((units[member] for member in members), key=_annotator))


class _Matching:
    """The matches while they are made, of places in `units`, which are in order."""

    def __init__(self, units: Sequence[Unit], annotators: int) -> None:
        self.units = units
        self.annotators = annotators
        self._group: dict[int, list[int]] = {}

    def of(self, place: int) -> Sequence[int]:
        """The places of all that are matched with it, itself among them."""
        return self._group.get(place) or (place,)

    def is_open(self, place: int) -> bool:
        """Whether some annotator is missing from the match."""
        return len(self.of(place)) < self.annotators

    def join(self, one: int, other: int) -> None:
        """Make one match of two, unless an annotator is in both or two members do not overlap."""
        ones, others = self.of(one), self.of(other)
        if ones is others or not self._may_join(ones, others):
            return
        joined = [*ones, *others]
        self._group.update(dict.fromkeys(joined, joined))

    def join_best(self, candidates: list[tuple[float, int, int]]) -> None:
        """Join in order of overlap; places are in document order, so that ties are settled by position."""
        candidates.sort()
        for _, one, other in candidates:
            self.join(one, other)

    def _may_join(self, ones: Sequence[int], others: Sequence[int]) -> bool:
        units = self.units
        if len(ones) == 1 == len(others):  # candidates overlap, and are of two annotators
            return True
        if {units[one].annotator for one in ones} & {units[other].annotator for other in others}:
            return False
        return all(jaccard(units[one].spans, units[other].spans) for one in ones for other in others)


def _join_same(matching: _Matching) -> set[int]:
    """Join what has the same label and spans, which stands together; returns the places of twins."""
    units = matching.units
    twins: set[int] = set()
    since = 0
    for place in range(1, len(units) + 1):
        if place < len(units) and units[place].label == units[since].label and units[place].spans == units[since].spans:
            continue
        if place - since > 1:
            twins.update(_join_alike(matching, range(since, place)))
        since = place
    return twins


def _join_alike(matching: _Matching, places: Sequence[int]) -> Iterator[int]:
    """Join what has the same label and spans; yields the twins among them."""
    owners = Counter(matching.units[place].annotator for place in places)
    if len(owners) == len(places):
        _join_all(matching, places)
        return
    yield from (place for place in places if owners[matching.units[place].annotator] > 1)
    _join_twins(matching, places)


def _join_all(matching: _Matching, places: Sequence[int]) -> None:
    for place in places[1:]:
        matching.join(places[0], place)


def _join_twins(matching: _Matching, places: Sequence[int]) -> None:
    """Join those with the same values; then fill up what is incomplete; then what is left, in order."""
    by_values: dict[Normal, list[int]] = {}
    for place in places:
        fields = matching.units[place].fields
        alike = dict.fromkeys(references(fields), "")  # what they point at is not matched yet
        key = frozenset((name, normal_field(value, alike)) for name, value in fields.items())
        by_values.setdefault(key, []).append(place)
    for same in by_values.values():
        _join_rounds(matching, same)
    _fill_up(matching, places)
    _join_rounds(matching, [place for place in places if _alone(matching, place)])


def _alone(matching: _Matching, place: int) -> bool:
    return len(matching.of(place)) == 1


def _join_rounds(matching: _Matching, places: Sequence[int]) -> None:
    """Join each annotator's first, then each one's second, and so on."""
    rounds: list[list[int]] = []
    seen: dict[str, int] = {}
    for place in places:
        owner = matching.units[place].annotator
        turn = seen[owner] = seen.get(owner, -1) + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(place)
    for members in rounds:
        _join_all(matching, members)


def _fill_up(matching: _Matching, places: Sequence[int]) -> None:
    """Give incomplete matches of three or more annotators what is left over."""
    single: dict[str, deque[int]] = {}
    for place in places:
        if _alone(matching, place):
            single.setdefault(matching.units[place].annotator, deque()).append(place)
    for place in places:
        present = matching.of(place)
        if len(present) < 2 or len(present) == matching.annotators:
            continue
        for owner in single.keys() - {matching.units[member].annotator for member in present}:
            if single[owner]:
                matching.join(place, single[owner].popleft())


def _overlapping(matching: _Matching, *, by_label: bool) -> list[tuple[float, int, int]]:
    """Which annotations of two annotators could be matched: minus their overlap, and their places.

    One pass over the annotations by where they start; `current` holds those that have not ended, by annotator.
    """
    found: list[tuple[float, int, int]] = []
    least = 0.0 if by_label else LEAST_COMMON
    current: dict[str, dict[str, _Lane]] = {}
    ends: list[tuple[int, int, _Lane]] = []
    for place, unit in enumerate(matching.units):
        if not matching.is_open(place):
            continue
        while ends and ends[0][0] <= unit.start:
            _, gone, lane = heappop(ends)
            lane.end(gone)
        lanes = current.setdefault(unit.label if by_label else "", {})
        for neighbour in _neighbours(lanes, unit.annotator):
            overlap = jaccard(matching.units[neighbour].spans, unit.spans)
            if overlap and overlap >= least:
                found.append((-overlap, neighbour, place))
        lane = lanes.setdefault(unit.annotator, _Lane())
        lane.places[place] = None
        heappush(ends, (unit.end, place, lane))
    return found


class _Lane:
    """One annotator's annotations that have not ended, by where they start."""

    __slots__ = ("ended", "places")

    def __init__(self) -> None:
        self.places: dict[int, None] = {}
        self.ended = 0

    def end(self, place: int) -> None:
        """Take one out; a dict steps over what was taken out, so it is made anew once that is the greater part."""
        del self.places[place]
        self.ended += 1
        if self.ended > len(self.places):
            self.places = dict.fromkeys(list(self.places))
            self.ended = 0


def _neighbours(lanes: dict[str, _Lane], annotator: str) -> Iterator[int]:
    for owner, lane in lanes.items():
        if owner != annotator:
            yield from islice(reversed(lane.places), NEIGHBOURS)
