"""Matches as the services give them, over a text."""

from curator.analysis.matches import State
from curator.analysis.sweeping import Mark, Pairing
from curator.domain.review import Outcome

TEXT = "The ministry will adopt the code by 2045, said Aigerim. Nobody was surprised."


NAMES = {"aigerim": "Aigerim", "bolat": "Bolat"}


def member(ident: str, who: str, words: str, label: str = "actor") -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), label, ident, who, state="done")


def match(*members: Mark, states: tuple[State, ...] = (State.AGREE,), outcome: Outcome | None = None) -> Pairing:
    return Pairing(members, states, (), states == (State.AGREE,), outcome)


def both(words: str, other: str = "", label: str = "actor", outcome: Outcome | None = None) -> Pairing:
    name = words.rsplit(maxsplit=1)[-1]
    states = (State.AGREE,) if not other else (State.DIFFER_IN_SPAN,)
    first, second = member(f"{name}-1", "aigerim", words, label), member(f"{name}-2", "bolat", other or words, label)
    return match(first, second, states=states, outcome=outcome)
