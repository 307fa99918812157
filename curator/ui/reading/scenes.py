"""The scenes of the visible paragraphs, kept until what they show changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QFontMetricsF

from curator.domain.painting import Painted, SpanSource
from curator.domain.span import Span
from curator.ui.reading.geometry import Box, boxes, has_right_to_left
from curator.ui.reading.looks import LabelLook
from curator.ui.reading.page import Page, Shown
from curator.ui.reading.painter import Style, sign_width
from curator.ui.reading.scene import Paragraph, Part, Scene, Shaping, Wordings, build

_KEPT = 400
_WHOLE = Part(1, 1)


class Scenes:
    """Asks the source for the spans of what became visible, and for nothing twice.

    A `change` shows a span with other ends than it has, while a person moves them.
    """

    def __init__(self, source: SpanSource, has_tag: Callable[[Painted], bool] | None = None) -> None:
        self.source = source
        self._has_tag = has_tag
        self._scenes: dict[int, Scene] = {}
        self._boxes: dict[tuple[int, int, int], tuple[Box, ...]] = {}
        self._wordings: Wordings | None = None
        self._parts: dict[str, list[Painted]] = {}
        self._changed: tuple[Painted, Span] | None = None

    def forget(self, annotations: frozenset[str] | None = None) -> None:
        """The spans of these annotations, or all, are others now; the paragraphs lie where they lay."""
        self._scenes.clear()
        if annotations is None:
            self._parts.clear()
        else:
            for annotation in annotations:
                self._parts.pop(annotation, None)

    def forget_order(self) -> None:
        """What lies above what, and what has a tag, is another now; the spans and their places are the same."""
        self._scenes.clear()

    def forget_places(self) -> None:
        """The paragraphs are laid out anew; the spans are the same."""
        self._scenes.clear()
        self._boxes.clear()
        self._wordings = None

    def change(self, painted: Painted | None, span: Span | None) -> None:
        """Show `painted` as if it were at `span`; None ends that."""
        self._changed = (painted, span) if painted and span else None
        self._scenes.clear()

    def parts_of(self, annotation: str) -> list[Painted]:
        """The spans of an annotation in document order, as shown."""
        if annotation not in self._parts:
            self._parts[annotation] = self.source.of(annotation)
        return self._with_change(self._parts[annotation])

    def of(self, page: Page, shown: Sequence[Shown], style: Style) -> list[Scene]:
        """The scenes of visible paragraphs, in their order."""
        missing = [each for each in shown if each.block.blockNumber() not in self._scenes]
        if missing:
            if len(self._scenes) > _KEPT:
                self.forget_places()
                missing = list(shown)
            self._build(page, missing, style)
        return [self._scenes[each.block.blockNumber()] for each in shown]

    def _build(self, page: Page, missing: Sequence[Shown], style: Style) -> None:
        spans = self._in_window(page.reach(missing[0].block)[0], page.reach(missing[-1].block)[1])
        if self._wordings is None:
            self._wordings = _wordings(style.looks, style)
            if self._has_tag:
                self._wordings = replace(self._wordings, has_tag=self._has_tag)
        wordings = self._wordings
        for each in missing:
            block = each.block
            start, end = page.reach(block)
            ranges = [
                (painted, *local)
                for painted in spans
                if painted.start < end and painted.end > start
                if (local := page.local(block, painted.start, painted.end))
            ]
            paragraph = Paragraph(block.layout(), bool(ranges) and has_right_to_left(block.text()), page.edge())
            places = partial(self._boxes_of, block.blockNumber(), paragraph)
            self._scenes[block.blockNumber()] = build(paragraph.edge, ranges, Shaping(places, self._part), wordings)

    def _boxes_of(self, number: int, paragraph: Paragraph, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a range; after an act most are where they were."""
        key = (number, start, end)
        if key not in self._boxes:
            self._boxes[key] = boxes(paragraph.layout, start, end, mixed=paragraph.mixed)
        return self._boxes[key]

    def _in_window(self, start: int, end: int) -> list[Painted]:
        spans = self.source.in_window(start, end)
        if self._changed is None:
            return spans
        before, span = self._changed
        moved = before._replace(start=span.start, end=span.end)
        others = [painted for painted in spans if painted != before]
        return sorted([*others, moved], key=lambda painted: (painted.start, -painted.end))

    def _with_change(self, parts: list[Painted]) -> list[Painted]:
        if self._changed is None:
            return parts
        before, span = self._changed
        return [part._replace(start=span.start, end=span.end) if part == before else part for part in parts]

    def _part(self, painted: Painted) -> Part:
        parts = self.parts_of(painted.annotation)
        if len(parts) < 2:
            return _WHOLE
        places = [(part.start, part.end) for part in parts]
        place = (painted.start, painted.end)
        return Part(places.index(place) + 1 if place in places else 1, max(1, len(parts)))


def _wordings(looks: Mapping[str, LabelLook], style: Style) -> Wordings:
    return Wordings(looks, QFontMetricsF(style.tag_font).horizontalAdvance, sign_width(style.metrics))
