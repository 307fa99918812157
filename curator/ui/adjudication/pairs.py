"""What is known of a doubly annotated text: its matches in order, and which annotation is whose part of which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from curator.domain.painting import Painted, SpanSource
from curator.domain.review import Outcome
from curator.services.review_views import Pairing

LETTERS: Final = "ABCDEFGH"


class Pairs:
    """The matches of a document. An annotator's letter is their place in `annotators`, who go by their `names`."""

    def __init__(self, matches: Sequence[Pairing] = (), names: Mapping[str, str] | None = None) -> None:
        self.matches = matches
        self.names = dict(names or {})
        self.annotators: list[str] = sorted(self.names, key=lambda ident: (self.names[ident].casefold(), ident))
        self.settled: set[int] = {number for number, match in enumerate(matches) if match.outcome and is_settled(match)}
        self._letters = {ident: place for place, ident in enumerate(self.annotators)}
        letters = self._letters
        self._places = {
            mark.id: (number, letters[mark.annotator]) for number, match in enumerate(matches) for mark in match.marks
        }
        self._twins = {ident for match in matches if len(match.marks) > 1 for ident in self._twins_of(match)}

    def _twins_of(self, match: Pairing) -> Iterable[str]:
        first, second, *more = match.marks
        if not more and first[:3] != second[:3]:
            return
        seen: set[tuple[int, int, str]] = set()
        for mark in sorted(match.marks, key=lambda each: self._letters[each.annotator]):
            place = mark[:3]
            if place in seen:
                yield mark.id
            seen.add(place)

    @property
    def decided(self) -> int:
        """How many matches are settled."""
        return len(self.settled)

    def of(self, annotation: str) -> int | None:
        """The match that an annotation is in."""
        found = self._places.get(annotation)
        return found[0] if found else None

    def letter(self, annotation: str) -> int | None:
        """Whose annotation it is: 0 for A, 1 for B; None for one that is in no match."""
        found = self._places.get(annotation)
        return found[1] if found else None

    def is_twin(self, annotation: str) -> bool:
        """Whether it lies exactly on another annotator's with the same label, which is painted already."""
        return annotation in self._twins

    def is_open(self, annotation: str) -> bool:
        """Whether somebody has to decide on it."""
        found = self._places.get(annotation)
        return found is not None and found[0] not in self.settled and not self.matches[found[0]].undisputed

    def next_open(self, start: int, step: int) -> int | None:
        """The next match from `start` on, in steps, that is not settled; round once."""
        total = len(self.matches)
        for away in range(total):
            number = (start + step * away) % total
            if number not in self.settled:
                return number
        return None

    def open_numbers(self) -> list[int]:
        """The matches that are not settled, in order."""
        return [number for number in range(len(self.matches)) if number not in self.settled]


def is_settled(match: Pairing) -> bool:
    """Whether a match needs nobody any more."""
    return match.outcome in (Outcome.UNANIMOUS, Outcome.ADJUDICATED)


def ids_of(match: Pairing) -> list[str]:
    """The annotations of a match."""
    return [mark.id for mark in match.marks]


class PairSource:
    """Spans of a source, those of the first annotator before the same ones of the second."""

    def __init__(self, source: SpanSource, pairs: Pairs) -> None:
        self._source = source
        self._pairs = pairs

    def _ordered(self, spans: Iterable[Painted]) -> list[Painted]:
        return sorted(spans, key=lambda each: (each.start, -each.end, self._pairs.letter(each.annotation) or 0))

    def in_window(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`."""
        return self._ordered(self._source.in_window(start, end))

    def at(self, position: int) -> list[Painted]:
        """The spans that hold the code point at `position`."""
        return self._source.at(position)

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:
        """The next span in document order."""
        return self._source.next_after(start, annotation)

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:
        """The span before."""
        return self._source.previous_before(start, annotation)

    def of(self, annotation: str) -> list[Painted]:
        """All spans of one annotation."""
        return self._source.of(annotation)
