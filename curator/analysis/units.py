"""What pairing and agreement are computed from: annotations as plain values, and how much two of them overlap.

A unit carries no text and no evidence: two annotations agree in where they are, in their label and in their values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curator.domain.annotation import Annotation, FieldValue

Part = tuple[int, int]
"""Half-open `[start, end)` in code points."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One annotator's annotation of one document.

    `spans` are in document order, do not overlap each other, and there is at least one.
    """

    id: str
    annotator: str
    label: str
    spans: tuple[Part, ...]
    fields: Mapping[str, FieldValue] = field(default_factory=dict[str, FieldValue], hash=False)

    @property
    def start(self) -> int:
        """Where its first part starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last part ends."""
        return self.spans[-1][1]

    @property
    def place(self) -> tuple[tuple[Part, ...], str, str]:
        """What units are put in order by: position, label, id. Who made it plays no part."""
        return self.spans, self.label, self.id


@dataclass(frozen=True, slots=True)
class DocumentWork:
    """What is compared of one document: its length in code points, who worked on it, and what they annotated.

    `annotators` names those too who found nothing to annotate: that is a statement. Units of others are refused.
    """

    document: str
    length: int
    annotators: tuple[str, ...]
    units: tuple[Unit, ...]

    def __post_init__(self) -> None:
        strangers = {unit.annotator for unit in self.units} - set(self.annotators)
        if strangers:
            raise ValueError(f"document {self.document} has annotations of {sorted(strangers)}, who do not annotate it")


def unit_of(identifier: str, annotation: Annotation) -> Unit:
    """The unit that an annotation is; `identifier` is its subject id."""
    spans = tuple((span.start, span.end) for span in annotation.spans)
    return Unit(identifier, annotation.author, annotation.label, spans, annotation.fields)


def size(spans: Sequence[Part]) -> int:
    """How many code points the spans cover."""
    return sum(end - start for start, end in spans)


def shared(one: Sequence[Part], other: Sequence[Part]) -> int:
    """How many code points two lists of spans have in common; each list is in order and without overlaps."""
    if len(one) == 1 == len(other):
        return max(0, min(one[0][1], other[0][1]) - max(one[0][0], other[0][0]))
    total = here = there = 0
    while here < len(one) and there < len(other):
        total += max(0, min(one[here][1], other[there][1]) - max(one[here][0], other[there][0]))
        if one[here][1] <= other[there][1]:
            here += 1
        else:
            there += 1
    return total


def jaccard(one: Sequence[Part], other: Sequence[Part]) -> float:
    """The code points in common, as a share of those that either covers: 1 for the same place, 0 for no overlap."""
    common = shared(one, other)
    return common / (size(one) + size(other) - common) if common else 0.0
