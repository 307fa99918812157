"""All spans of one document, so indexed that those of a window, a place or the next Tab are found at once.

Spans are kept in classes by length (1, 2-3, 4-7, … code points), each sorted by start. A span of a class that reaches
into a window starts at most the class's longest length before it, so a class is searched in log n, and what is looked
at in vain is never more than what could just as well have been a hit. One span over the whole document lies in a class
of its own and slows down nothing.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import compress, count, islice, repeat
from operator import eq, itemgetter, le, sub
from typing import cast

from curator.domain.painting import Painted

Row = tuple[int, int, str, str, str]


def _order(span: Painted) -> tuple[int, int, str]:
    """Document order: by start, longer spans before those nested in them, then by annotation."""
    return span.start, -span.end, span.annotation


class _LengthClass:
    """The spans whose lengths have as many binary digits; sorted, with their starts beside them."""

    def __init__(self, digits: int, spans: list[Painted]) -> None:
        self.longest = (1 << digits) - 1
        self.spans = spans
        # By start first, as a database gives them; only spans with the same start need a closer look.
        self.starts = [span[0] for span in spans]
        if not all(map(le, self.starts, islice(self.starts, 1, None))):
            self.spans.sort(key=itemgetter(0))
            self.starts.sort()
        self._sort_ties()

    def _sort_ties(self) -> None:
        """Bring spans with the same start into document order."""
        done = 0
        for at in compress(count(), map(eq, self.starts, islice(self.starts, 1, None))):
            if at >= done:
                done = bisect_right(self.starts, self.starts[at], at)
                self.spans[at:done] = sorted(self.spans[at:done], key=_order)

    def reaching(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`."""
        first = bisect_left(self.starts, start - self.longest + 1)
        last = bisect_left(self.starts, end, first)
        inside = bisect_left(self.starts, start, first, last)  # from here on all overlap
        return [span for span in self.spans[first:inside] if span.end > start] + self.spans[inside:last]

    def place(self, span: Painted) -> int:
        """Where `span` is, or would be put in."""
        first = bisect_left(self.starts, span.start)
        last = bisect_right(self.starts, span.start, first)
        return bisect_left(self.spans, _order(span), first, last, key=_order)

    def add(self, span: Painted) -> None:
        """Put a span in its place."""
        at = self.place(span)
        self.starts.insert(at, span.start)
        self.spans.insert(at, span)

    def after(self, order: tuple[int, int, str]) -> Painted | None:
        """The first span behind `order` in document order."""
        at = bisect_right(self.spans, order, bisect_left(self.starts, order[0]), key=_order)
        return self.spans[at] if at < len(self.spans) else None

    def before(self, order: tuple[int, int, str]) -> Painted | None:
        """The last span before `order` in document order."""
        at = bisect_left(self.spans, order, 0, bisect_right(self.starts, order[0]), key=_order)
        return self.spans[at - 1] if at else None


class SpanIndex:
    """The spans of one document. Every list is in document order: by (start, -end), then annotation.

    Satisfies `curator.domain.painting.SpanSource`.
    """

    def __init__(self, spans: Iterable[Painted] = ()) -> None:
        """Index `spans`, in any order; fastest when they come sorted by start."""
        self._classes: dict[int, _LengthClass] = {}
        self._by_annotation: dict[str, list[Painted]] | None = None
        spans = list(spans)
        lengths = map(sub, map(itemgetter(1), spans), map(itemgetter(0), spans))
        gathered: defaultdict[int, list[Painted]] = defaultdict(list)
        for digits, span in zip(map(int.bit_length, lengths), spans, strict=True):
            gathered[digits].append(span)
        for digits, members in gathered.items():
            self._classes[digits] = _LengthClass(digits, members)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "SpanIndex":
        """Index rows of a database, which have the columns of `Painted`; 50,000 of them in some 50 ms."""
        make = cast("Callable[[type[Painted], Row], Painted]", tuple.__new__)  # `_make` without its call in Python
        return cls(map(make, repeat(Painted), rows))

    def __len__(self) -> int:
        return sum(len(held.spans) for held in self._classes.values())

    def __iter__(self) -> Iterator[Painted]:
        return merge(*(held.spans for held in self._classes.values()), key=_order)

    def in_window(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`."""
        if start >= end:
            return []
        found: list[Painted] = []
        for held in self._classes.values():
            found += held.reaching(start, end)
        found.sort(key=_order)
        return found

    def at(self, position: int) -> list[Painted]:
        """The spans that hold the code point at `position`; the last is the innermost of nested ones."""
        return self.in_window(position, position + 1)

    def of(self, annotation: str) -> list[Painted]:
        """All spans of one annotation."""
        return sorted(self._annotations().get(annotation, ()), key=_order)

    def add(self, span: Painted) -> None:
        """Put a span in."""
        digits = (span.end - span.start).bit_length()
        if digits not in self._classes:
            self._classes[digits] = _LengthClass(digits, [])
        self._classes[digits].add(span)
        if self._by_annotation is not None:
            self._by_annotation.setdefault(span.annotation, []).append(span)

    def remove(self, span: Painted) -> None:
        """Take a span out.

        Raises:
            KeyError: it is not in the index.
        """
        held = self._classes.get((span.end - span.start).bit_length())
        at = held.place(span) if held else 0
        if held is None or at == len(held.spans) or held.spans[at] != span:
            raise KeyError(span)
        del held.starts[at], held.spans[at]
        if self._by_annotation is not None:
            self._by_annotation[span.annotation].remove(span)

    def replace(self, annotation: str, spans: Iterable[Painted]) -> None:
        """Let an annotation have these spans and no others; none takes it out."""
        for old in self.of(annotation):
            self.remove(old)
        for span in spans:
            self.add(span)

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:
        """The next span in document order after the one of `annotation` at `start`.

        Without an annotation, or with one that has no span there: the first span that starts after `start`.
        """
        order = self._place_of(start, annotation) or (start, 1, "")  # behind all that start there
        found = [span for held in self._classes.values() if (span := held.after(order)) is not None]
        return min(found, key=_order, default=None)

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:
        """The span before the one of `annotation` at `start`; without one, the last that starts before `start`."""
        order = self._place_of(start, annotation) or (start, -(1 << 62), "")  # before all that start there
        found = [span for held in self._classes.values() if (span := held.before(order)) is not None]
        return max(found, key=_order, default=None)

    def _place_of(self, start: int, annotation: str | None) -> tuple[int, int, str] | None:
        """The order of the span of `annotation` that starts at `start`."""
        if annotation is None:
            return None
        return next((_order(span) for span in self.at(start) if span[0] == start and span[2] == annotation), None)

    def _annotations(self) -> dict[str, list[Painted]]:
        """Spans by annotation, in no order: made when first asked for, kept up to date from then on."""
        if self._by_annotation is None:
            self._by_annotation = {}
            for held in self._classes.values():
                for span in held.spans:
                    self._by_annotation.setdefault(span[2], []).append(span)
        return self._by_annotation
