"""What is known of a doubly annotated text: its matches in order, and which annotation is whose part of which."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from curator.domain.painting import Painted, SpanSource
from curator.domain.review import Outcome
from curator.services.adjudicating import Matches, Pairing, no_matches

LETTERS: Final = "ABCDEFGH"


class _Part(NamedTuple):
    """An annotation's part in a match: of which, whose, and whether it lies exactly on one of an earlier letter."""

    number: int
    letter: int
    is_twin: bool


class Pairs:
    """The matches of a document. An annotator's letter is their place in `annotators`, who go by their `names`.

    Nothing is gathered here for all of them: a document may have tens of thousands, and a page shows some dozens.
    """

    def __init__(self, matches: Matches | None = None, names: Mapping[str, str] | None = None) -> None:
        self.matches = matches or no_matches()
        self.names = dict(names or {})
        self.annotators: list[str] = sorted(self.names, key=lambda ident: (self.names[ident].casefold(), ident))
        self.settled = {number for number, one in self.matches.settled.items() if is_settled(one.outcome)}
        self._letters = {ident: place for place, ident in enumerate(self.annotators)}
        self._parts: dict[str, _Part] = {}

    def _part(self, annotation: str) -> _Part | None:
        if annotation not in self._parts:
            number = self.matches.of(annotation)
            if number is not None:
                self._parts.update(self._parts_of(number))
        return self._parts.get(annotation)

    def _parts_of(self, number: int) -> Iterable[tuple[str, _Part]]:
        seen: set[tuple[int, int, str]] = set()
        for mark in sorted(self.matches.marks(number), key=lambda each: self._letters[each.annotator]):
            place = mark[:3]
            yield mark.id, _Part(number, self._letters[mark.annotator], place in seen)
            seen.add(place)

    @property
    def decided(self) -> int:
        """How many matches are settled."""
        return len(self.settled)

    def of(self, annotation: str) -> int | None:
        """The match that an annotation is in."""
        return self.matches.of(annotation)

    def letter(self, annotation: str) -> int | None:
        """Whose annotation it is: 0 for A, 1 for B; None for one that is in no match."""
        part = self._part(annotation)
        return part.letter if part else None

    def is_twin(self, annotation: str) -> bool:
        """Whether it lies exactly on another annotator's with the same label, which is painted already."""
        part = self._part(annotation)
        return part is not None and part.is_twin

    def open_among(self, annotations: Iterable[str]) -> set[str]:
        """Those of them that somebody has to decide on."""
        found = {ident: part.number for ident in annotations if (part := self._part(ident))}
        waiting = {ident: number for ident, number in found.items() if number not in self.settled}
        self.matches.look_at(waiting.values())
        return {ident for ident, number in waiting.items() if not self.matches.is_undisputed(number)}

    def next_open(self, start: int, step: int) -> int | None:
        """The next match from `start` on, in steps, that is not settled; round once."""
        total = len(self.matches)
        for away in range(total):
            number = (start + step * away) % total
            if number not in self.settled:
                return number
        return None


def is_settled(outcome: Outcome | None) -> bool:
    """Whether a match with this outcome needs nobody any more."""
    return outcome in (Outcome.UNANIMOUS, Outcome.ADJUDICATED)


def letter_of(number: int) -> str:
    """What an annotator is called here, by their number: A for 0, B for 1."""
    return LETTERS[number] if number < len(LETTERS) else str(number + 1)


def ids_of(match: Pairing) -> list[str]:
    """The annotations of a match."""
    return [mark.id for mark in match.marks]


class PairSource:
    """Spans of a source, those of the first annotator before the same ones of the second."""

    def __init__(self, source: SpanSource, letter: Callable[[str], int | None]) -> None:
        """`letter` says whose an annotation is, as `Pairs.letter`."""
        self._source = source
        self._letter = letter

    def _ordered(self, spans: Iterable[Painted]) -> list[Painted]:
        return sorted(spans, key=lambda each: (each.start, -each.end, self._letter(each.annotation) or 0))

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
