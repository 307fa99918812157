"""Spans and their quotes: made, checked against a text, and found again in a new version of it.

Re-anchoring never guesses. Official prose repeats itself, so words found elsewhere are no match by themselves. In
this order, a span goes

1. to where the alignment of the two texts puts it, when all that changed lies before it or all behind it and the old
   text is at hand. This alone tells apart repetitions whose context is the same;
2. to the same place, when its words stand there, and with their context make `CONTEXT` code points that agree (or all
   there are): "UN" at the same place in another sentence is chance;
3. to the one place where its words stand in their whole context, when there is exactly one. Both sides must agree in
   full: "The delegation of Kazakhstan | supports the Code" differs from Uzbekistan's in six letters only, so nothing
   weaker than all of the context is proof. At least `PROOF` code points must agree, for words at the edges of a text
   and for quotes of other tools have little context or none.

Where neither holds, a person is asked: the places that share some context are candidates (`Ambiguous`). Words that are
nowhere, or only in places that share no context, have lost their place (`Orphan`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from curator.domain.span import CONTEXT, QuotedSpan, Span, TextQuote, quoted

PROOF = CONTEXT // 2
"""Code points of context that must agree for a move: half of one side; less is found by chance in official prose."""

_HINT = 8
"""Code points of context that make a place worth showing: about one word."""

_MOST_CANDIDATES = 10
_MOST_OCCURRENCES = 2000  # of the same words; more are not worth a look ("the")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A span whose quote is not what the text says. `expected` is the quote's `part`, `found` what stands there."""

    span: Span
    part: Literal["exact", "prefix", "suffix"]
    expected: str
    found: str

    @property
    def message(self) -> str:
        """The defect in one sentence for people: place and both texts."""
        where = {"exact": "", "prefix": " before it", "suffix": " behind it"}[self.part]
        expected, found = _shortened(self.expected), _shortened(self.found)
        return (
            f"The span {self.span.start}–{self.span.end} should have “{expected}”{where}, but the text has “{found}”."
        )


@dataclass(frozen=True, slots=True)
class Anchored:
    """The span was found: where it was (`same`), or elsewhere (`moved`)."""

    kind: Literal["same", "moved"]
    span: QuotedSpan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place with the same words; `before` and `after` count the code points of context that agree there."""

    span: QuotedSpan
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A person has to say which place is meant, or that none is. Best context first, then nearest to the old place."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Orphan:
    """The words have no place in the new text. Never dropped: listed, with the quote that was lost."""

    quote: TextQuote


Outcome = Anchored | Ambiguous | Orphan


def quote_of(text: str, span: Span) -> TextQuote:
    """The words of `span` with up to `CONTEXT` code points on both sides.

    Raises:
        ValueError: the span reaches past the text.
    """
    return quoted(text, span.start, span.end).quote


def check(text: str, quoted_span: QuotedSpan) -> Mismatch | None:
    """The first way in which a span's quote differs from the text at its place, or None.

    Context may be shorter than ours, as other tools have it, but what there is must agree.
    """
    start, end = quoted_span.start, quoted_span.end
    found = text[start:end]
    if found != quoted_span.exact:
        return Mismatch(quoted_span.span, "exact", quoted_span.exact, found)
    if not text.endswith(quoted_span.prefix, 0, start):
        before = text[max(0, start - len(quoted_span.prefix)) : start]
        return Mismatch(quoted_span.span, "prefix", quoted_span.prefix, before)
    if not text.startswith(quoted_span.suffix, end):
        return Mismatch(quoted_span.span, "suffix", quoted_span.suffix, text[end : end + len(quoted_span.suffix)])
    return None


def re_anchor(old: QuotedSpan, new_text: str) -> Outcome:
    """Find a span of an older text in `new_text` by its quote alone. For many spans, make one `ReAnchoring`."""
    return ReAnchoring(new_text).place(old)


class ReAnchoring:
    """Finds spans of one old text in one new text.

    With `old_text`, spans before and behind all that changed are placed at once, however many there are.
    """

    def __init__(self, new_text: str, old_text: str | None = None) -> None:
        self._new = new_text
        self._old = old_text

    def place(self, old: QuotedSpan) -> Outcome:
        """Where `old` is in the new text. An anchored span has the same words as `old`, always."""
        aligned = self._by_alignment(old)
        if aligned is not None:
            return self._anchored(old, aligned)
        here = self._candidate(old, old.start)
        if here is not None and _proves_same_place(old, here):
            return self._anchored(old, old.start)
        moved = self._only_place_in_context(old)
        if moved is not None:
            return self._anchored(old, moved)
        candidates = self._candidates(old)
        return Ambiguous(candidates) if candidates else Orphan(old.quote)

    @cached_property
    def _same_before(self) -> int:
        """How many code points both texts have in common from the start."""
        return _common_prefix(self._old or "", self._new)

    @cached_property
    def _same_after(self) -> int:
        """How many they have in common to the end, of what is not common from the start."""
        rest = self._same_before
        return _common_suffix((self._old or "")[rest:], self._new[rest:])

    def _by_alignment(self, old: QuotedSpan) -> int | None:
        """The start of `old` in the new text, where it lies wholly before or behind what changed."""
        if self._old is None or self._old[old.start : old.end] != old.exact:
            return None
        if old.end <= self._same_before:
            return old.start
        if old.start >= len(self._old) - self._same_after:
            return old.start + len(self._new) - len(self._old)
        return None

    def _anchored(self, old: QuotedSpan, start: int) -> Anchored:
        span = quoted(self._new, start, start + old.length)
        return Anchored("same" if start == old.start else "moved", span)

    def _candidate(self, old: QuotedSpan, start: int) -> Candidate | None:
        """The words of `old` at `start`, if they stand there."""
        if not self._new.startswith(old.exact, start):
            return None
        span = quoted(self._new, start, start + len(old.exact))
        return Candidate(span, _common_suffix(old.prefix, span.prefix), _common_prefix(old.suffix, span.suffix))

    def _only_place_in_context(self, old: QuotedSpan) -> int | None:
        """Where the words stand in their whole context, if that is in one place and could not be chance."""
        whole = old.prefix + old.exact + old.suffix
        if len(whole) - len(old.exact) < PROOF:
            return None
        places = _occurrences(self._new, whole, 2)
        first = next(places, None)
        if first is None or next(places, None) is not None or self._was_repeated(whole):
            return None
        return first + len(old.prefix)

    def _was_repeated(self, whole: str) -> bool:
        """Whether the old text had the words in their context twice: the one left need not be the one meant."""
        return self._old is not None and len(list(_occurrences(self._old, whole, 2))) > 1

    def _candidates(self, old: QuotedSpan) -> tuple[Candidate, ...]:
        found = (self._candidate(old, start) for start in _occurrences(self._new, old.exact, _MOST_OCCURRENCES))
        worth = [place for place in found if place is not None and _is_worth_showing(old, place)]
        worth.sort(key=lambda place: (-place.before - place.after, abs(place.span.start - old.start)))
        return tuple(worth[:_MOST_CANDIDATES])


def _proves_same_place(old: QuotedSpan, here: Candidate) -> bool:
    """Whether words at their old place are still the same words."""
    agreeing = old.length + here.before + here.after
    return agreeing >= min(CONTEXT, len(old.prefix) + old.length + len(old.suffix))


def _is_worth_showing(old: QuotedSpan, place: Candidate) -> bool:
    """Whether a place shares enough context to be asked about; words with hardly any context always do."""
    return place.before + place.after >= min(_HINT, len(old.prefix) + len(old.suffix))


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:50]} … {words[-25:]}"


def _occurrences(text: str, words: str, most: int) -> Iterator[int]:
    """The first places of `words`, overlapping ones too."""
    start = -1
    for _ in range(most):
        start = text.find(words, start + 1)
        if start < 0:
            return
        yield start


def _common_prefix(one: str, other: str) -> int:
    """How many code points two texts have in common from the start; by halving, for texts of megabytes."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(one: str, other: str) -> int:
    """How many code points two texts have in common to the end."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
