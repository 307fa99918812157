"""What is painted on one paragraph: the boxes of each span, their lanes, their tags. Worked out once, painted often."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtGui import QTextLayout

from curator.domain.painting import DISPUTED, Painted
from curator.domain.review import AnnotationState
from curator.text.safe_display import visible
from curator.text.segments import lanes
from curator.ui.reading import tags
from curator.ui.reading.geometry import Box
from curator.ui.reading.looks import LabelLook

_LONGEST_TITLE = 28
_SHORT_TITLE = 3

MARKED_STATES = frozenset(
    {AnnotationState.DONE, AnnotationState.APPROVED, AnnotationState.RETURNED, AnnotationState.REJECTED, DISPUTED}
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
    """All that is painted on one paragraph. `lanes` is how many the deepest overlap takes.

    `disputed` are those of the shapes that several people changed differently.
    """

    shapes: tuple[Shape, ...]
    tags: tuple[Tag, ...]
    lanes: int
    disputed: tuple[Shape, ...] = ()


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
    _known: dict[tuple[str, Part, bool], list[tags.Wording]] = field(default_factory=dict)

    def of(self, shape: Shape) -> list[tags.Wording]:
        """The wordings for a shape's tag, fullest first."""
        key = (shape.painted.label, shape.part, shape.painted.state in MARKED_STATES)
        if key not in self._known:
            self._known[key] = self._choices(*key)
        return self._known[key]

    def _choices(self, label: str, part: Part, is_marked: bool) -> list[tags.Wording]:
        look = self.looks.get(label)
        title = visible(look.title if look else label).upper()
        full = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
        number = f" {part.number}/{part.of}" if part.of > 1 else ""
        sign = self.sign if is_marked else 0.0
        short = f"{title[:_SHORT_TITLE]}." if len(title) > _SHORT_TITLE + 1 else title
        texts = dict.fromkeys((full + number, short + number, title[:1]))
        return [tags.Wording(text, self.measure(text) + sign) for text in texts]


@dataclass(frozen=True, slots=True)
class Shaping:
    """Where a range of the paragraph's UTF-16 units lies on the page, and which part of its annotation a span is."""

    boxes: Callable[[int, int], tuple[Box, ...]]
    part: Callable[[Painted], Part]


def build(edge: float, ranges: Sequence[tuple[Painted, int, int]], shaping: Shaping, wordings: Wordings) -> Scene:
    """The scene of a paragraph.

    Args:
        edge: how far to the right its tags may reach.
        ranges: the spans in order of (start, -end), each with the UTF-16 units of the paragraph that it covers.
        shaping: gives each span its shape.
        wordings: how tags are worded.
    """
    if not ranges:
        return NOTHING
    in_lanes = lanes([painted for painted, _, _ in ranges])
    shapes = tuple(
        Shape(painted, lane, shaping.boxes(start, end), shaping.part(painted))
        for (painted, start, end), lane in zip(ranges, in_lanes, strict=True)
    )
    disputed = tuple(shape for shape in shapes if shape.painted.state == DISPUTED)
    return Scene(shapes, tuple(_tags(shapes, wordings, edge)), max(in_lanes) + 1, disputed)


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
