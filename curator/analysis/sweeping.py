"""The matches of `pairing.match_units` for many annotations at once, made of plain rows.

What overlaps nothing else, and what two annotators made of one place that nothing else touches, is matched by looking
at it; only what is left is handed to `pairing`. Values are read where they are written differently: what is the same to
the letter is the same. `compare` gives what `match_units` and `undisputed` give.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from curator.analysis.field_values import references
from curator.analysis.matches import State, described, standing
from curator.analysis.pairing import LEAST_COMMON, group_units
from curator.analysis.units import Part, Unit, jaccard
from curator.domain.annotation import FieldValue
from curator.domain.review import Outcome

Reading = Callable[[str], Mapping[str, FieldValue]]
"""Reads the fields of an annotation as they are written."""


class Mark(NamedTuple):
    """An annotation as it is compared. `parts` is None where it is one span; `fields` is JSON, "" for none.

    `head` is its revision, `decided` is 1 where somebody decided on it.
    """

    start: int
    end: int
    label: str
    id: str
    annotator: str
    fields: str = ""
    parts: Sequence[Part] | None = None
    state: str = ""
    head: str = ""
    decided: int = 0

    @property
    def spans(self) -> tuple[Part, ...]:
        """All its parts in document order."""
        return tuple(sorted((start, end) for start, end in self.parts or ((self.start, self.end),)))


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


_ALONE = (State.ONLY_ONE,)
_AGREED = (State.AGREE,)


def compare(marks: Sequence[Mark], annotators: Sequence[str], read: Reading) -> list[Pairing]:
    """The matches of the annotations of one document, in document order."""
    return _Comparing(annotators, read).of(sorted(marks, key=itemgetter(0)))


def _clusters(marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """The annotations in the shortest runs of which none overlaps another."""
    since = reached = 0
    for place, mark in enumerate(marks):
        if mark[0] >= reached and place > since:
            yield marks[since:place]
            since = place
        reached = max(reached, mark[1])
    if since < len(marks):
        yield marks[since:]


class _Comparing:
    def __init__(self, annotators: Sequence[str], read: Reading) -> None:
        self._everyone = sorted(annotators)
        self._read = read
        self._groups: list[tuple[Mark, ...]] = []
        self._twins: set[str] = set()
        self._group_of: dict[str, int] = {}

    def of(self, marks: Sequence[Mark]) -> list[Pairing]:
        """All matches."""
        for cluster in _clusters(marks):
            if len(cluster) == 1:
                self._groups.append((cluster[0],))
            elif not self._is_plain_pair(cluster):
                self._groups += self._matched(cluster)
        if any(mark.fields for mark in marks):
            self._group_of = {mark.id: number for number, group in enumerate(self._groups) for mark in group}
        found = list(map(self._described, self._groups))
        if self._twins or any('"annotation"' in mark.fields for mark in marks if mark.fields):
            sound = self._sound(found)
            return [match._replace(undisputed=number in sound) for number, match in enumerate(found)]
        return found

    def _is_plain_pair(self, cluster: Sequence[Mark]) -> bool:
        """Put two that belong together into one match; whether they are two of that kind."""
        if len(cluster) != 2:
            return False
        one, other = cluster
        if one.annotator == other.annotator or one.parts or other.parts:
            return False
        if one.label != other.label and jaccard(one.spans, other.spans) < LEAST_COMMON:
            return False
        self._groups.append((one, other) if one.annotator < other.annotator else (other, one))
        return True

    def _matched(self, cluster: Sequence[Mark]) -> Iterator[tuple[Mark, ...]]:
        known = {mark.id: mark for mark in cluster}
        for group in group_units(map(self._unit, cluster), len(self._everyone), self._twins):
            yield tuple(known[unit.id] for unit in group)

    def _unit(self, mark: Mark) -> Unit:
        if not mark.fields:
            return Unit(mark.id, mark.annotator, mark.label, mark.spans)
        return Unit(mark.id, mark.annotator, mark.label, mark.spans, self._read(mark.fields))

    def _described(self, group: tuple[Mark, ...]) -> Pairing:
        if len(group) == 1:
            return Pairing(group, _ALONE)
        first, *others = group
        if len(group) != len(self._everyone) or any(mark.fields != first.fields for mark in others):
            match = described(tuple(map(self._unit, group)), self._everyone, self._group_of, twin=False)
            return Pairing(group, match.states, match.fields, match.states == _AGREED)
        if all(mark[:3] == first[:3] and mark.parts == first.parts for mark in others):
            return Pairing(group, _AGREED, (), undisputed=True)
        return Pairing(group, _differing(group))

    def _sound(self, found: Sequence[Pairing]) -> set[int]:
        twins = self._twins
        sound = {
            number
            for number, match in enumerate(found)
            if match.states == _AGREED and not (twins and any(mark.id in twins for mark in match.marks))
        }
        return standing(sound, lambda number: self._targets(found[number]), self._group_of)

    def _targets(self, match: Pairing) -> set[str]:
        pointing = [mark.fields for mark in match.marks if '"annotation"' in mark.fields]
        return {target for fields in pointing for target in references(self._read(fields))}


def _differing(group: tuple[Mark, ...]) -> tuple[State, ...]:
    """What differs between annotations of all annotators whose fields are the same: place, label or both."""
    first = group[0]
    same_spans = all(
        mark.start == first.start and mark.end == first.end and mark.parts == first.parts for mark in group
    )
    same_label = all(mark.label == first.label for mark in group)
    if same_spans:
        return (State.DIFFER_IN_LABEL,)
    return (State.DIFFER_IN_SPAN,) if same_label else (State.DIFFER_IN_SPAN, State.DIFFER_IN_LABEL)
