"""The matches of `pairing` for a whole document at once, and what is to say of each when somebody looks at it.

What belongs together is known at once; how the annotations of a match stand to each other is worked out for those that
are looked at, because that needs the values of their fields. `Matches` gives what `match_units` and `undisputed` give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from typing_extensions import override

from curator.analysis.field_values import references
from curator.analysis.marks import Marks
from curator.analysis.matches import Match, State, described
from curator.analysis.pairing import Fields, group
from curator.analysis.units import Unit
from curator.domain.review import Outcome

Reading = Callable[[Sequence[str]], Mapping[str, Fields]]
"""Reads the fields of annotations by their ids."""

_AGREED = (State.AGREE,)


class Mark(NamedTuple):
    """An annotation of a match, as little of it as shows which it is."""

    start: int
    end: int
    label: str
    id: str
    annotator: str


class Settlement(NamedTuple):
    """How a match was settled, and the annotation that stands for all of it."""

    outcome: Outcome | None = None
    result: str | None = None


class Pairing(NamedTuple):
    """A match: marks by annotator, how they stand to each other, the fields that differ, whether all of it is sound.

    `outcome` and `result` are for those who know what was decided: how it was settled, and what stands for all.
    """

    marks: tuple[Mark, ...]
    states: tuple[State, ...]
    fields: tuple[str, ...] = ()
    undisputed: bool = False
    outcome: Outcome | None = None
    result: str | None = None


class Matches(Sequence[Pairing]):
    """The matches of a document in its order, by their numbers from 0.

    What says how a match was settled is put into `settled`, by its number, by those who know.
    """

    def __init__(self, marks: Marks, annotators: Sequence[str], read: Reading) -> None:
        """Find out what belongs together. `marks` and `annotators` are in order; `read` is kept."""
        self._marks = marks
        self._annotators = annotators
        self._read = read
        self._fields: dict[str, Fields] = {}
        self._known: dict[int, Match] = {}
        self._sound: dict[int, bool] = {}
        self._groups = group(marks, len(annotators), self._values)
        self._numbers = _Numbers(self, marks.ids)
        self._places = dict(zip(marks.ids, range(len(marks.ids)), strict=True))
        self.settled: dict[int, Settlement] = {}

    # what is known at once

    @override
    def __len__(self) -> int:
        return len(self._groups.members)

    def of(self, annotation: str) -> int | None:
        """The number of the match that an annotation is in."""
        place = self._places.get(annotation)
        return None if place is None else self._groups.of(place)

    def marks(self, number: int) -> tuple[Mark, ...]:
        """The annotations of a match, by annotator."""
        return tuple(map(self._mark, self._members(number)))

    def _members(self, number: int) -> Sequence[int]:
        return sorted(self._groups.members[number], key=self._marks.owners.__getitem__)

    def _mark(self, place: int) -> Mark:
        marks = self._marks
        annotator = self._annotators[marks.owners[place]]
        return Mark(marks.starts[place], marks.ends[place], marks.labels[place], marks.ids[place], annotator)

    # what is worked out for those that are looked at

    @overload
    def __getitem__(self, index: int) -> Pairing: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Pairing]: ...
    @override
    def __getitem__(self, index: int | slice) -> Pairing | Sequence[Pairing]:
        numbers = range(len(self))[index]
        if isinstance(numbers, int):
            return self._pairing(numbers)
        self.look_at(numbers)
        return list(map(self._pairing, numbers))

    @override
    def __iter__(self) -> Iterator[Pairing]:
        return iter(self[:])

    def look_at(self, numbers: Iterable[int]) -> None:
        """Read what is needed of these in one go."""
        ids = self._marks.ids
        places = (place for number in numbers if number not in self._known for place in self._groups.members[number])
        self._read_all([ids[place] for place in places])

    def _read_all(self, ids: Sequence[str]) -> None:
        wanted = [ident for ident in ids if ident not in self._fields]
        if wanted:
            found = self._read(wanted)
            self._fields.update((ident, found.get(ident, {})) for ident in wanted)

    def _pairing(self, number: int) -> Pairing:
        match = self._described(number)
        settled = self.settled.get(number, _OPEN)
        return Pairing(self.marks(number), match.states, match.fields, self.is_undisputed(number), *settled)

    def _described(self, number: int) -> Match:
        """The match, and what its annotations differ in."""
        if number not in self._known:
            self.look_at((number,))
            units = tuple(map(self._unit, self._members(number)))
            twin = not self._groups.twins.isdisjoint(self._groups.members[number])
            self._known[number] = described(units, self._annotators, self._numbers, twin=twin)
        return self._known[number]

    def _unit(self, place: int) -> Unit:
        marks = self._marks
        ident, annotator = marks.ids[place], self._annotators[marks.owners[place]]
        return Unit(ident, annotator, marks.labels[place], marks.spans(place), self._fields[ident])

    def _values(self, places: Sequence[int]) -> Mapping[int, Fields]:
        ids = {place: self._marks.ids[place] for place in places}
        self._read_all(list(ids.values()))
        return {place: self._fields[ident] for place, ident in ids.items()}

    def is_undisputed(self, number: int) -> bool:
        """Whether all agree, nothing about it is a guess, and it points at nothing of which that does not hold."""
        if number not in self._sound:
            self._look_around(number)
        return self._sound[number]

    def _look_around(self, number: int) -> None:
        """Find out whether a match is undisputed: go to all that it points at, and on from there."""
        came_from = {number: number}
        waiting = [number]
        while waiting:
            here = waiting.pop()
            if not self._sound.get(here, self._agrees(here)):
                self._sound[here] = False
                while here != number:
                    here = came_from[here]
                    self._sound[here] = False
                return
            for target in self._targets(here):
                if target not in came_from and not self._sound.get(target, False):
                    came_from[target] = here
                    waiting.append(target)
        self._sound.update(dict.fromkeys(came_from, True))

    def _agrees(self, number: int) -> bool:
        """Whether all agree for sure; the values are read only where all else is the same."""
        places, marks = self._groups.members[number], self._marks
        if len(places) < len(self._annotators) or len({marks.labels[place] for place in places}) > 1:
            return False
        if len({marks.spans(place) for place in places}) > 1:
            return False
        match = self._described(number)
        return match.states == _AGREED and not match.twin

    def _targets(self, number: int) -> Iterable[int]:
        """The matches that a match points at."""
        pointed_at = {target for unit in self._described(number).units for target in references(unit.fields)}
        return [match for target in pointed_at if (match := self.of(target)) is not None]


class _Numbers(Mapping[str, int]):
    """The number of the match of every annotation, by its id."""

    def __init__(self, matches: Matches, ids: Sequence[str]) -> None:
        self._matches = matches
        self._ids = ids

    @override
    def __getitem__(self, key: str) -> int:
        number = self._matches.of(key)
        if number is None:
            raise KeyError(key)
        return number

    @override
    def __len__(self) -> int:
        return len(self._ids)

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)


_OPEN = Settlement()


def no_matches() -> Matches:
    """The matches of nothing."""
    return Matches(Marks((), (), (), (), ()), (), lambda _: {})


def compare(marks: Marks, annotators: Sequence[str], read: Reading) -> Matches:
    """The matches of the annotations of one document, in order, of these annotators in the order of their ids."""
    return Matches(marks, annotators, read)
