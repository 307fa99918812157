"""What is painted on one paragraph: the boxes of each span, their lanes, their tags. Worked out once, painted often."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtGui import QTextLayout

from curator.domain.painting import Painted
from curator.domain.review import AnnotationState
from curator.text.safe_display import visible
from curator.text.segments import lanes
from curator.ui.reading import tags
from curator.ui.reading.geometry import Box, boxes
from curator.ui.reading.looks import LabelLook

_LONGEST_TITLE = 28
_SHORT_TITLE = 3

MARKED_STATES = frozenset(
    {AnnotationState.DONE, AnnotationState.APPROVED, AnnotationState.RETURNED, AnnotationState.REJECTED}
)
"""The states that a tag shows with a sign; a draft has none."""


class Part(NamedTuple):
    """Which of an annotation's spans one is, from 1, and how many there are."""

    number: int
    of: int


class Shape(NamedTuple):
    """One span, as far as it is in the paragraph."""

    painted: Painted
    lane: int
    boxes: tuple[Box, ...]
    part: Part


class Tag(NamedTuple):
    """The words above a span's start; `state` is "" where it shows no sign."""

    row: int
    left: float
    text: str
    label: str
    state: str


class Scene(NamedTuple):
    """All that is painted on one paragraph. `lanes` is how many the deepest overlap takes."""

    shapes: tuple[Shape, ...]
    tags: tuple[Tag, ...]
    lanes: int


NOTHING = Scene((), (), 0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A laid out paragraph: where its tags may reach to, and whether directions are mixed in it."""

    layout: QTextLayout
    mixed: bool
    edge: float


def _always(_painted: Painted) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Wordings:
    """What is needed to word tags: how labels look, how wide a text and a state's sign are, which spans have one."""

    looks: Mapping[str, LabelLook]
    measure: Callable[[str], float]
    sign: float
    has_tag: Callable[[Painted], bool] = _always

    def of(self, shape: Shape) -> list[tags.Wording]:
        """The wordings for a shape's tag, fullest first."""
        painted, part = shape.painted, shape.part
        look = self.looks.get(painted.label)
        title = visible(look.title if look else painted.label).upper()
        full = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        number = f" {part.number}/{part.of}" if part.of > 1 else ""
        sign = self.sign if painted.state in MARKED_STATES else 0.0
        short = f"{title[:_SHORT_TITLE]}." if len(title) > _SHORT_TITLE + 1 else title
        texts = dict.fromkeys((full + number, short + number, title[:1]))
        return [tags.Wording(text, self.measure(text) + sign) for text in texts]


def build(
    paragraph: Paragraph,
    ranges: Sequence[tuple[Painted, int, int]],
    parts: Callable[[Painted], Part],
    wordings: Wordings,
) -> Scene:
    """The scene of a paragraph.

    Args:
        paragraph: where to paint.
        ranges: the spans in order of (start, -end), each with the UTF-16 units of the paragraph that it covers.
        parts: says which part of its annotation a span is.
        wordings: how tags are worded.
    """
    if not ranges:
        return NOTHING
    in_lanes = lanes([painted for painted, _, _ in ranges])
    shapes = tuple(
        Shape(painted, lane, boxes(paragraph.layout, start, end, mixed=paragraph.mixed), parts(painted))
        for (painted, start, end), lane in zip(ranges, in_lanes, strict=True)
    )
    return Scene(shapes, tuple(_tags(shapes, wordings, paragraph.edge)), max(in_lanes) + 1)


def _tags(shapes: Iterable[Shape], wordings: Wordings, edge: float) -> Iterable[Tag]:
    """The tags of all rows."""
    rows: dict[int, list[tuple[Shape, tags.Wish]]] = {}
    for shape in shapes:
        start = next((box for box in shape.boxes if box.starts), None)
        if start and wordings.has_tag(shape.painted):
            rows.setdefault(start.row, []).append((shape, _wish(shape, start, wordings)))
    for row, wanted in rows.items():
        wanted.sort(key=lambda each: each[1].left)
        places = tags.place([wish for _, wish in wanted], edge)
        for (shape, _), place in zip(wanted, places, strict=True):
            if place:
                state = shape.painted.state if shape.painted.state in MARKED_STATES else ""
                yield Tag(row, place.left, place.wording.text, shape.painted.label, state)


def _wish(shape: Shape, start: Box, wordings: Wordings) -> tags.Wish:
    choices = wordings.of(shape)
    # Words that run to the left start at their right end, and so does their tag.
    left = max(start.left, start.right - choices[0].width) if start.leftwards else start.left
    return tags.Wish(left, start.right, choices)
