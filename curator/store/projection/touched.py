"""What a projection is told of a subject."""

from dataclasses import dataclass

from curator.domain.history import SubjectState


@dataclass(frozen=True, slots=True)
class Touched:
    """A subject that new revisions have touched: its heads before them, and its state with them."""

    kind: str
    id: str
    heads_before: tuple[str, ...]
    state: SubjectState
