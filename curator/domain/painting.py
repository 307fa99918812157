"""What a text view needs to know of a span to show it."""

from typing import Final, NamedTuple, Protocol

DISPUTED: Final = "disputed"
"""What `Painted.state` says of an annotation that several people changed differently, until somebody decides."""


class Painted(NamedTuple):
    """One span of one annotation, in code points. `state` is an `AnnotationState`, or `DISPUTED`."""

    start: int
    end: int
    annotation: str
    label: str
    state: str


class SpanSource(Protocol):
    """Where a text view gets the spans of its document from. Every list is in order of (start, -end)."""

    def in_window(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`."""
        ...

    def at(self, position: int) -> list[Painted]:
        """The spans that hold the code point at `position`."""
        ...

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:
        """The next span in document order after the one of `annotation` at `start` (or after `start`)."""
        ...

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:
        """The span before that."""
        ...

    def of(self, annotation: str) -> list[Painted]:
        """All spans of one annotation."""
        ...
