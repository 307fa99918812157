"""What the panel shows of a match, in words: quotes with what differs, fields side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from curator.domain.annotation import Annotation, FieldValue
from curator.domain.review import Outcome
from curator.domain.scheme import FormField, Label
from curator.domain.span import Span
from curator.services import reading, wording
from curator.services.adjudicating import Pairing
from curator.services.project import Project
from curator.services.views import AnnotationView

_LONGEST = 700


@dataclass(frozen=True, slots=True)
class Side:
    """One annotator's part: the annotation, and each field in words. `letter` is 0 for A, 1 for B, as in `Pairs`."""

    annotator: str
    letter: int
    view: AnnotationView
    label: Label | None
    words: dict[str, str]

    @property
    def label_title(self) -> str:
        """What the label is called."""
        return self.label.title if self.label else self.view.body.label

    @property
    def spans(self) -> list[Span]:
        """The spans without their quotes."""
        return [quoted.span for quoted in self.view.body.spans]


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A match as the panel shows it, the sides in the order of their letters.

    `fields` are those that anybody filled in, in the order of the form.
    """

    match: Pairing
    sides: tuple[Side, ...]
    fields: tuple[FormField, ...]

    def differs(self, field: str) -> bool:
        """Whether the annotators say different things about a field."""
        return field in self.match.fields

    @property
    def is_settled(self) -> bool:
        """Whether it is decided, and nothing has changed since."""
        return self.match.outcome in (Outcome.UNANIMOUS, Outcome.ADJUDICATED)

    @property
    def taken(self) -> int | None:
        """The place of the side that was taken; None where none of them was, or they agree, so that all were."""
        if self.match.outcome is not Outcome.ADJUDICATED:
            return None
        places = (place for place, side in enumerate(self.sides) if side.view.id == self.match.result)
        return next(places, None)

    @property
    def same_label(self) -> bool:
        """Whether all gave it the same label."""
        return len({side.view.body.label for side in self.sides}) == 1

    @property
    def same_spans(self) -> bool:
        """Whether all marked the same words."""
        return all(side.spans == self.sides[0].spans for side in self.sides)


def shown(
    project: Project, match: Pairing, labels: Mapping[str, Label], letter: Callable[[str], int | None]
) -> ShownMatch:
    """Read what there is to show of a match; `letter` says whose an annotation is, as `Pairs.letter`."""
    letters = {mark.annotator: letter(mark.id) or 0 for mark in match.marks}
    marks = sorted(match.marks, key=lambda mark: letters[mark.annotator])
    views = {mark.annotator: reading.annotation(project, mark.id) for mark in marks}
    forms = {ident: _form(view.body) for ident, view in views.items()}
    known = wording.names(project, forms.values())
    sides = tuple(
        Side(ident, letters[ident], view, label := labels.get(view.body.label), _in_words(label, forms[ident], known))
        for ident, view in views.items()
    )
    return ShownMatch(match, sides, tuple(_fields(sides, labels)))


def _form(body: Annotation) -> dict[str, dict[str, Any]]:
    return {name: value.model_dump(mode="json") for name, value in body.fields.items()}


def _in_words(label: Label | None, form: wording.Fields, known: Mapping[str, str]) -> dict[str, str]:
    return {
        name: wording.field_in_words(label.field(name) if label else None, value, known) for name, value in form.items()
    }


def _fields(sides: Sequence[Side], labels: Mapping[str, Label]) -> Iterator[FormField]:
    seen: set[str] = set()
    filled = {name for side in sides for name in side.words}
    for side in sides:
        label = labels.get(side.view.body.label)
        for field in label.fields if label else ():
            if field.name in filled and field.name not in seen:
                seen.add(field.name)
                yield field


def quote_html(text: str, own: Sequence[Span], others: Sequence[Span], *, limit: int = _LONGEST) -> str:
    """The words of `own` spans as HTML, in bold where none of `others` covers them."""
    parts: list[str] = []
    length = 0
    for span in own:
        for start, end, is_shared in _stretches(span, others):
            words = escape(" ".join(text[start:end].split(" "))).replace("\n", " ")
            parts.append(words if is_shared or not others else f"<b>{words}</b>")
            length += end - start
            if length > limit:
                return "".join(parts) + " …"
        parts.append(" … ")
    return "".join(parts[:-1])


def _stretches(span: Span, others: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a span, each with whether it lies in one of the others."""
    edges = {span.start, span.end}
    for other in others:
        edges |= {edge for edge in (other.start, other.end) if span.start < edge < span.end}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        yield start, end, any(other.start <= start and end <= other.end for other in others)


def third_fields(match: ShownMatch, chosen: Mapping[str, int]) -> dict[str, FieldValue]:
    """The field values of a third annotation: of each field that of the side that was chosen (the first's if none)."""
    values: dict[str, FieldValue] = {}
    for field in match.fields:
        side = match.sides[chosen.get(field.name, 0)]
        value = side.view.body.fields.get(field.name)
        if value is not None:
            values[field.name] = value
    return values
