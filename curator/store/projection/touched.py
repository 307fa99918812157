"""What a projection is told of a subject."""

from typing import NamedTuple

from curator.domain.history import SubjectState


class Touched(NamedTuple):
    """A subject that new revisions have touched: its heads before them, and its state with them."""

    kind: str
    id: str
    heads_before: tuple[str, ...]
    state: SubjectState
