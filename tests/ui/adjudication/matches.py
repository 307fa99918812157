"""Matches as the services give them, over a text."""

from curator.domain.annotation import Progress
from curator.domain.review import AnnotationState, Outcome
from curator.services.review_views import MatchRow, Member
from curator.services.views import AnnotationRow

TEXT = "The ministry will adopt the code by 2045, said Aigerim. Nobody was surprised."


def member(ident: str, who: str, words: str, label: str = "actor") -> Member:
    start = TEXT.index(words)
    row = AnnotationRow(ident, label, start, start + len(words), words, AnnotationState.DONE, Progress.DONE, "")
    return Member(who, who.title(), row, None, False)


def match(*members: Member, states: tuple[str, ...] = ("agree",), outcome: Outcome | None = None) -> MatchRow:
    return MatchRow(members, (), states, (), states == ("agree",), outcome, None)


def both(words: str, other: str = "", label: str = "actor", outcome: Outcome | None = None) -> MatchRow:
    name = words.rsplit(maxsplit=1)[-1]
    states = ("agree",) if not other else ("differ_in_span",)
    first, second = member(f"{name}-1", "aigerim", words, label), member(f"{name}-2", "bolat", other or words, label)
    return match(first, second, states=states, outcome=outcome)
