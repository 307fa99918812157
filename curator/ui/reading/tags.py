"""Where the small tags above the words go, so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple

GAP = 6.0


class Wording(NamedTuple):
    """One way to write a tag, and how wide that is."""

    text: str
    width: float


class Wish(NamedTuple):
    """A tag that wants to stand over `left`, the start of words that end at `right`; fullest wording first."""

    left: float
    right: float
    wordings: Sequence[Wording]


class Place(NamedTuple):
    """Where a tag goes, and its wording."""

    left: float
    wording: Wording


def place(wishes: Sequence[Wish], edge: float) -> list[Place | None]:
    """A place for each tag of one row, in the order given; None for one that finds none.

    A tag stands where its words start, in its fullest wording that leaves the next tag its place. Where several
    start together they stand side by side. A tag that would have to leave its words is left out: the underline
    still shows the label's colour, and pointing at it names it.

    Args:
        wishes: by `left`, ascending.
        edge: how far to the right a tag may reach.
    """
    placed: list[Place | None] = []
    free_from = float("-inf")
    for index, wish in enumerate(wishes):
        left = max(wish.left, free_from)
        if left > max(wish.left, wish.right - wish.wordings[-1].width):
            placed.append(None)
            continue
        limit = _limit(wishes, index, left, edge)
        wording = next((w for w in wish.wordings if left + w.width <= limit), wish.wordings[-1])
        left = min(left, edge - wording.width)
        if left < free_from:
            placed.append(None)
            continue
        placed.append(Place(left, wording))
        free_from = left + wording.width + GAP
    return placed


def _limit(wishes: Sequence[Wish], index: int, left: float, edge: float) -> float:
    """How far right the tag at `index` may reach before it takes another's place."""
    for later in wishes[index + 1 :]:
        if later.left > left + 1:
            return min(later.left - GAP, edge)
    return edge
