"""Which annotations of several annotators are of the same thing, and what they differ in.

`match_units` takes `units.Unit`s of one document (id, annotator, label, spans, fields; `units.unit_of` makes one of an
annotation) and gives `matches.Match`es in document order: the units of a match by annotator, who has none, every state
that holds (`Match.state` is the weightiest), the fields that differ, and whether twins made it a guess.
`matches.undisputed` picks those that can be accepted in one act. `group` says of plain columns what belongs together,
and nothing more (`comparing` says the rest, of those that are looked at). Nothing here reads or writes anything else.

A match holds at most one annotation of each annotator, and each annotation is in exactly one match. Matches are made
greedily, best first:

1. same spans and same label (of twins, those with the same values first);
2. same label and some code point in common, greatest overlap first;
3. another label, where at least half of what either covers is common, greatest overlap first.

Overlap is the Jaccard index of the code points covered, so that discontinuous annotations need no rule of their own.
Ties go by position, then label, then id; who the annotators are plays no part, so the outcome does not depend on whom
one names first. Any two members of a match overlap each other. `docs/AGREEMENT.md` says why.

The time is O(n log n): each annotation is compared with at most `NEIGHBOURS` of each other annotator, and only with
those that the first rule leaves incomplete.
"""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, islice
from operator import attrgetter, ne, not_
from typing import Final

from curator.analysis.field_values import Normal, normal_field, references
from curator.analysis.marks import Marks, marks_of
from curator.analysis.matches import Match, described
from curator.analysis.units import Unit
from curator.domain.annotation import FieldValue

NEIGHBOURS: Final = 32
"""How many annotations of one annotator that all cover one point are looked at: those that started last."""

_STRETCH: Final = 1_000
"""At least so many annotations are matched together: few stay in the cache of the processor."""

LEAST_COMMON: Final = 0.5
"""What annotations of different labels must have in common: else each name within a long passage would be its match."""

Fields = Mapping[str, FieldValue]
Values = Callable[[Sequence[int]], Mapping[int, Fields]]
"""Gives the fields of the annotations at some places; asked of twins alone, and at most once."""

_place: Final = attrgetter("place")


class Groups:
    """What belongs together: places, by number from 0 in document order.

    Attributes:
        members: the places of each match in order, by the first of them.
        twins: the places of all that are twins.
    """

    def __init__(self, neighbours: Iterable[tuple[int, int]], others: list[tuple[int, ...]], twins: set[int]) -> None:
        """Keep matches of two that stand one behind the other, and all others."""
        self.members: list[tuple[int, ...]] = sorted(chain(neighbours, others))
        self.twins = twins
        self._firsts = {place: first for first, *more in others for place in more}

    def of(self, place: int) -> int:
        """The number of the match that holds a place."""
        first = self._firsts.get(place, place)
        number = bisect_left(self.members, (first,))
        if number < len(self.members) and self.members[number][0] == first:
            return number
        return number - 1  # the second of two neighbours


def match_units(units: Iterable[Unit], annotators: Iterable[str] = ()) -> tuple[Match, ...]:
    """The matches of the annotations of one document, in document order.

    `annotators` names those too who have no annotation here. Ids of units are unique.
    """
    given = _in_order(units)
    everyone = sorted({unit.annotator for unit in given}.union(annotators))
    groups = [found for stretch in _stretches(given) for found in _groups(stretch, everyone)]
    compared = any(unit.fields for unit in given)
    group_of = {unit.id: number for number, (members, _) in enumerate(groups) for unit in members} if compared else {}
    return tuple(described(members, everyone, group_of, twin=twin) for members, twin in groups)


def _groups(units: Sequence[Unit], annotators: Sequence[str]) -> Iterator[tuple[tuple[Unit, ...], bool]]:
    """What belongs together, by annotator, and whether there are twins among them; in document order."""
    marks = marks_of(units, annotators)
    groups = group(marks, len(annotators), lambda places: {place: units[place].fields for place in places})
    for places in groups.members:
        ordered = sorted(places, key=marks.owners.__getitem__) if len(places) > 1 else places
        yield tuple(units[place] for place in ordered), not groups.twins.isdisjoint(places)


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
    """The annotations in runs of which none overlaps another."""
    since = reached = 0
    for place, unit in enumerate(ordered):
        if place - since >= _STRETCH and unit.start >= reached:
            yield ordered[since:place]
            since = place
        reached = max(reached, unit.end)
    yield ordered[since:]


def group(marks: Marks, annotators: int, values: Values) -> Groups:
    """What belongs together of annotations that are in order, of so many annotators."""
    plain, places = _plain_pairs(marks) if annotators == 2 else ([], range(len(marks.ids)))
    matching = _Matching(marks, annotators)
    twins = _join_same(matching, list(_same(marks.kinds, places)), values)
    crowded: list[int] = []
    for run in _runs(marks, list(filter(matching.is_open, places)), 1):
        if len(run) == 2:
            matching.join_neighbours(*run)
        elif len(run) > 2:
            crowded += run
    for run in _runs(marks, crowded, _STRETCH):
        matching.join_best(_overlapping(matching, run, by_label=True))
        matching.join_best(_overlapping(matching, list(filter(matching.is_open, run)), by_label=False))
    return Groups(plain, matching.groups(places), twins)


def _plain_pairs(marks: Marks) -> tuple[list[tuple[int, int]], Sequence[int]]:
    """What both of two annotators made alike, once each; and all other places.

    All places are looked at in a few steps, as bits of one number each, a byte apart: half of two people's work is
    matched by this, and a step of Python for each would take as long as all the rest.
    """
    every, owners = range(len(marks.ids)), marks.owners
    alike = int.from_bytes(marks.is_like_next, "little")
    others = int.from_bytes(bytes(map(ne, owners, islice(owners, 1, None))), "little")
    first = alike & others & ~(alike << 8) & ~(alike >> 8)  # the next is alike, not the one before nor the one after it
    firsts = compress(every, first.to_bytes(len(every), "little"))
    paired = (first | first << 8).to_bytes(len(every), "little")
    return [(place, place + 1) for place in firsts], list(compress(every, map(not_, paired)))


def _same(kinds: Sequence[object], places: Sequence[int]) -> Iterator[Sequence[int]]:
    """Of these places, the runs of several of one kind, which stand together."""
    since, last = 0, None
    for number, place in enumerate(places):
        if kinds[place] != last:
            if number - since > 1:
                yield places[since:number]
            since, last = number, kinds[place]
    if len(places) - since > 1:
        yield places[since:]


def _runs(marks: Marks, places: Sequence[int], least: int) -> Iterator[Sequence[int]]:
    """The places in runs of at least so many, of which none overlaps another."""
    starts, ends = marks.starts, marks.ends
    since = reached = 0
    for number, place in enumerate(places):
        if starts[place] >= reached and number - since >= least:
            yield places[since:number]
            since = number
        reached = max(reached, ends[place])
    yield places[since:]


class _Matching:
    """The matches while they are made, of places."""

    def __init__(self, marks: Marks, annotators: int) -> None:
        self.marks = marks
        self.annotators = annotators
        self._groups: list[tuple[int, ...] | None] = [None] * len(marks.ids)

    def of(self, place: int) -> Sequence[int]:
        """The places of all that are matched with it, itself among them, in order."""
        return self._groups[place] or (place,)

    def is_open(self, place: int) -> bool:
        """Whether some annotator is missing from the match."""
        return len(self._groups[place] or (place,)) < self.annotators

    def groups(self, places: Sequence[int]) -> list[tuple[int, ...]]:
        """The matches of these places."""
        known = self._groups
        return [known[place] or (place,) for place in places if (known[place] or (place,))[0] == place]

    def join(self, one: int, other: int) -> None:
        """Make one match of two, unless an annotator is in both or two members do not overlap."""
        ones, others = self.of(one), self.of(other)
        if ones is not others and self._may_join(ones, others):
            self.put_together(tuple(sorted((*ones, *others))))

    def join_neighbours(self, one: int, other: int) -> None:
        """Match two that overlap nothing else, if they belong together and are not matched yet."""
        marks = self.marks
        if self._groups[one] or marks.owners[one] == marks.owners[other]:
            return
        least = 0.0 if marks.labels[one] == marks.labels[other] else LEAST_COMMON
        overlap = marks.overlap(one, other)
        if overlap and overlap >= least:
            self.put_together((one, other))

    def put_together(self, places: tuple[int, ...]) -> None:
        """Make these, which are in order, one match."""
        for place in places:
            self._groups[place] = places

    def join_best(self, candidates: list[tuple[float, int, int]]) -> None:
        """Join in order of overlap; places are in document order, so that ties are settled by position."""
        candidates.sort()
        for _, one, other in candidates:
            self.join(one, other)

    def _may_join(self, ones: Sequence[int], others: Sequence[int]) -> bool:
        if len(ones) == 1 == len(others):  # candidates overlap, and are of two annotators
            return True
        marks = self.marks
        if {marks.owners[one] for one in ones} & {marks.owners[other] for other in others}:
            return False
        return all(marks.overlap(one, other) for one in ones for other in others)


def _join_same(matching: _Matching, runs: Sequence[Sequence[int]], values: Values) -> set[int]:
    """Join what has the same label and spans; gives the places of twins."""
    owners = matching.marks.owners
    doubtful: list[Sequence[int]] = []
    for places in runs:
        if len({owners[place] for place in places}) == len(places):
            matching.put_together(tuple(places))
        else:
            doubtful.append(places)
    asked = [place for places in doubtful for place in places]
    fields: Mapping[int, Fields] = values(asked) if asked else {}
    twins: set[int] = set()
    for places in doubtful:
        often = Counter(map(owners.__getitem__, places))
        twins.update(place for place in places if often[owners[place]] > 1)
        _join_twins(matching, places, fields)
    return twins


def _join_twins(matching: _Matching, places: Sequence[int], values: Mapping[int, Fields]) -> None:
    """Join those with the same values; then fill up what is incomplete; then what is left, in order."""
    by_values: dict[Normal, list[int]] = {}
    for place in places:
        fields = values[place]
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
    seen: dict[int, int] = {}
    for place in places:
        owner = matching.marks.owners[place]
        turn = seen[owner] = seen.get(owner, -1) + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(place)
    for members in rounds:
        for place in members[1:]:
            matching.join(members[0], place)


def _fill_up(matching: _Matching, places: Sequence[int]) -> None:
    """Give incomplete matches of three or more annotators what is left over."""
    owners = matching.marks.owners
    single: dict[int, deque[int]] = {}
    for place in places:
        if _alone(matching, place):
            single.setdefault(owners[place], deque()).append(place)
    for place in places:
        present = matching.of(place)
        if len(present) < 2 or len(present) == matching.annotators:
            continue
        for owner in single.keys() - {owners[member] for member in present}:
            if single[owner]:
                matching.join(place, single[owner].popleft())


def _overlapping(matching: _Matching, places: Sequence[int], *, by_label: bool) -> list[tuple[float, int, int]]:
    """Which annotations of two annotators could be matched: minus their overlap, and their places.

    One pass over places in order; `current` holds those that have not ended, by annotator.
    """
    marks = matching.marks
    starts, ends, owners = marks.starts, marks.ends, marks.owners
    found: list[tuple[float, int, int]] = []
    least = 0.0 if by_label else LEAST_COMMON
    current: dict[str, dict[int, _Lane]] = {}
    lane_of: dict[int, _Lane] = {}
    ending = sorted(places, key=ends.__getitem__, reverse=True)
    for place in places:
        start, owner = starts[place], owners[place]
        while ending and ends[ending[-1]] <= start:
            gone = ending.pop()
            if gone in lane_of:  # all but what covers nothing
                lane_of[gone].end(gone)
        lanes = current.setdefault(marks.labels[place] if by_label else "", {})
        for neighbour in _neighbours(lanes, owner):
            overlap = marks.overlap(neighbour, place)
            if overlap and overlap >= least:
                found.append((-overlap, neighbour, place))
        lane = lane_of[place] = lanes.get(owner) or lanes.setdefault(owner, _Lane())
        lane.places[place] = None
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
        if self.ended > len(self.places) + 16:
            self.places = dict.fromkeys(list(self.places))
            self.ended = 0


def _neighbours(lanes: dict[int, _Lane], annotator: int) -> Iterator[int]:
    for owner, lane in lanes.items():
        if owner != annotator:
            yield from islice(reversed(lane.places), NEIGHBOURS)
