"""Moving the ends of the chosen span: shown at once, and asked for once, when the person has done."""

from typing import NamedTuple

from curator.domain.painting import Painted
from curator.domain.span import Span
from curator.ui.reading.interaction import Edge


class Move(NamedTuple):
    """An end on its way: the span as it was, which part of its annotation (from 0), and as it shall be."""

    painted: Painted
    part: int
    edge: Edge
    span: Span

    @property
    def is_change(self) -> bool:
        """Whether the span would be another."""
        return (self.painted.start, self.painted.end) != (self.span.start, self.span.end)
