"""The annotations of one document as plain columns: what pairing is computed on.

Columns, because a document may have tens of thousands of annotations: numbers and words in lists are read from a file,
put in order and compared in a fraction of the time that an object for each would take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, islice
from operator import eq, le
from typing import Any

from curator.analysis.units import Part, Unit, jaccard

_Key = tuple[int, int, tuple[Part, ...], str, str]


@dataclass(frozen=True)
class Marks:
    """Annotations by place, in the order of `units.Unit.place`; column by column.

    Attributes:
        ids: what they are known by; no two are the same.
        starts: where the first part of each starts.
        ends: where the last part of each ends.
        labels: their labels.
        owners: who made each, as a place among the annotators in the order of their ids.
        parts: the parts of those that have several, in document order, by place.
    """

    ids: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    labels: Sequence[str]
    owners: Sequence[int]
    parts: Mapping[int, tuple[Part, ...]] = field(default_factory=dict[int, tuple[Part, ...]])

    def spans(self, place: int) -> tuple[Part, ...]:
        """All parts of one, in document order."""
        return self.parts.get(place) or ((self.starts[place], self.ends[place]),)

    def overlap(self, one: int, other: int) -> float:
        """The share of the code points of either that both cover, as `units.jaccard`."""
        if self.parts and (one in self.parts or other in self.parts):
            return jaccard(self.spans(one), self.spans(other))
        start, end = self.starts[one], self.ends[one]
        first, last = self.starts[other], self.ends[other]
        common = min(end, last) - max(start, first)
        return common / (end - start + last - first - common) if common > 0 else 0.0

    @cached_property
    def kinds(self) -> Sequence[object]:
        """Of each, what is the same where the label and all spans are; in order unless there are several parts."""
        kinds: list[object] = list(zip(self.starts, self.ends, self.labels, strict=True))
        for place, parts in self.parts.items():
            kinds[place] = parts, self.labels[place]
        return kinds

    @cached_property
    def is_like_next(self) -> bytes:
        """Of each but the last, 1 where the next has the same label and spans, 0 where not."""
        return bytes(map(eq, self.kinds, islice(self.kinds, 1, None)))

    def in_order(self) -> "Marks":
        """The same, put in order; itself where they are."""
        if not self.parts and self._is_in_order():
            return self
        order = sorted(range(len(self.ids)), key=self._key)
        return Marks(
            ids=[self.ids[place] for place in order],
            starts=[self.starts[place] for place in order],
            ends=[self.ends[place] for place in order],
            labels=[self.labels[place] for place in order],
            owners=[self.owners[place] for place in order],
            parts={place: self.parts[before] for place, before in enumerate(order) if before in self.parts},
        )

    def _is_in_order(self) -> bool:
        kinds: Sequence[Any] = self.kinds
        alike = self.is_like_next
        return all(map(le, kinds, islice(kinds, 1, None))) and all(
            map(le, compress(self.ids, alike), compress(islice(self.ids, 1, None), alike))
        )

    def _key(self, place: int) -> _Key:
        (start, end), *rest = self.spans(place)
        return start, end, tuple(rest), self.labels[place], self.ids[place]


def marks_of(units: Sequence[Unit], annotators: Sequence[str]) -> Marks:
    """The same annotations as columns, in the order in which they are given; `annotators` are in order."""
    owners = {annotator: owner for owner, annotator in enumerate(annotators)}
    spans = [unit.spans for unit in units]
    return Marks(
        ids=[unit.id for unit in units],
        starts=[parts[0][0] for parts in spans],
        ends=[parts[-1][1] for parts in spans],
        labels=[unit.label for unit in units],
        owners=[owners[unit.annotator] for unit in units],
        parts={place: parts for place, parts in enumerate(spans) if len(parts) > 1},
    )
