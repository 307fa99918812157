"""What to paint of overlapping spans: a lane for each underline, and runs that the same spans cover.

Both work on the spans of a paragraph or window at hand, in n log n. For the lanes of a text not to jump while it
scrolls, ask for those of one paragraph at a time: they then depend on nothing that is out of sight.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Generic, NamedTuple, Protocol, TypeVar


class Stretch(Protocol):
    """Anything with half-open bounds: a `Span`, a `Painted`."""

    @property
    def start(self) -> int:
        """The first position."""
        ...

    @property
    def end(self) -> int:
        """The position behind the last."""
        ...


S = TypeVar("S", bound=Stretch)


class Segment(NamedTuple, Generic[S]):
    """A run that the same spans cover throughout; longer spans first, so that what is nested is painted over them."""

    start: int
    end: int
    spans: tuple[S, ...]


def lanes(spans: Sequence[Stretch]) -> list[int]:
    """A lane for each span, in the order given, such that no two spans in a lane overlap; touching ones may.

    Interval partitioning: as few lanes as the deepest overlap has spans, each span in the lowest lane free at its
    start. Spans are taken by (start, -end) and then as given, so that equal spans always get the same lanes and a span
    lies in a lower lane than those nested in it.
    """
    result = [0] * len(spans)
    taken: list[tuple[int, int]] = []  # (end, lane), a heap: what ends first is freed first
    free: list[int] = []  # a heap: the lowest lane first
    for at in sorted(range(len(spans)), key=lambda at: (spans[at].start, -spans[at].end)):
        while taken and taken[0][0] <= spans[at].start:
            heappush(free, heappop(taken)[1])
        lane = heappop(free) if free else len(taken)
        result[at] = lane
        heappush(taken, (spans[at].end, lane))
    return result


def segments(spans: Iterable[S]) -> list[Segment[S]]:
    """The maximal runs that one set of spans covers, in order; what no span covers is left out."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    opens = [(span.start, 1, at) for at, span in enumerate(ordered)]
    closes = [(span.end, 0, at) for at, span in enumerate(ordered)]
    active: list[int] = []  # indices into `ordered`, sorted: the order of painting
    result: list[Segment[S]] = []
    reached = 0
    for position, is_opening, at in sorted(opens + closes):
        if active and position > reached:
            result.append(Segment(reached, position, tuple(ordered[index] for index in active)))
        reached = position
        if is_opening:
            insort(active, at)
        else:
            del active[bisect_left(active, at)]
    return result
