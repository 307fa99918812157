"""Matches as the services give them, over a text."""

from curator.analysis.comparing import Mark, Matches, Settlement, compare
from curator.analysis.marks import marks_of
from curator.analysis.units import Unit
from curator.domain.review import Outcome
from curator.ui.adjudication.pairs import Pairs

TEXT = "The ministry will adopt the code by 2045, said Aigerim. Nobody was surprised."


NAMES = {"aigerim": "Aigerim", "bolat": "Bolat"}


def member(ident: str, who: str, words: str, label: str = "actor") -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), label, ident, who)


def both(words: str, other: str = "", label: str = "actor") -> tuple[Mark, Mark]:
    name = words.rsplit(maxsplit=1)[-1]
    return member(f"{name}-1", "aigerim", words, label), member(f"{name}-2", "bolat", other or words, label)


def pairs(*found: tuple[Mark, ...], settled: dict[str, Outcome] | None = None) -> Pairs:
    """What there is to know of these matches; `settled` gives how the match of an annotation was settled."""
    return Pairs(matches(*found, settled=settled), NAMES)


def matches(*found: tuple[Mark, ...], settled: dict[str, Outcome] | None = None) -> Matches:
    everyone = sorted(NAMES)
    units = [Unit(mark.id, mark.annotator, mark.label, ((mark.start, mark.end),)) for marks in found for mark in marks]
    made = compare(marks_of(units, everyone).in_order(), everyone, lambda _: {})
    assert sorted(map(sorted, ([mark.id for mark in match.marks] for match in made))) == sorted(
        sorted(mark.id for mark in marks) for marks in found
    )
    for ident, outcome in (settled or {}).items():
        number = made.of(ident)
        assert number is not None
        made.settled[number] = Settlement(outcome)
    return made
