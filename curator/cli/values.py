"""Field values as people write them on a command line: NAME=VALUE, read by the type of the field.

Leaves to the services whether a value fits the scheme; here only its shape is made from words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import typer

from curator.domain.annotation import AnnotationEvidence, Evidence, FieldState, FieldValue, SpanEvidence
from curator.domain.errors import InvalidError, NotFoundError
from curator.domain.scheme import FieldType, FormField, Label
from curator.domain.span import Span
from curator.services import citing, naming, reading, resolving, texts

if TYPE_CHECKING:
    from pydantic import JsonValue

    from curator.services.project import Project

_STATES: Final = {"@not_stated": FieldState.NOT_STATED, "@not_applicable": FieldState.NOT_APPLICABLE}
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
_SPAN: Final = re.compile(r"([0-9]+)[:\-–]([0-9]+)")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,400}")


@dataclass(frozen=True, slots=True)
class Form:
    """The form that values are read for: of which label, in which document."""

    project: "Project"
    document: str
    label: Label

    def field(self, given: str) -> FormField:
        """The field of that name or title.

        Raises:
            InvalidError: there is none.
        """
        known = {field.name: field for field in self.label.fields}
        if found := known.get(_named({name: field.title for name, field in known.items()}, given)):
            return found
        names = ", ".join(known) or "none"
        raise InvalidError(f"The form of “{self.label.title}” has no field “{given}”. It has: {names}.")


def label_named(project: "Project", given: str) -> Label:
    """The label of that name or title.

    Raises:
        InvalidError: the scheme has none.
    """
    titles = {label.name: label.title for label in project.scheme.labels}
    found = project.scheme.label(_named(titles, given))
    if found is None:
        raise InvalidError(f"The scheme has no label “{given}”. It has: {', '.join(titles)}.")
    return found


def read_span(given: str, option: str) -> Span:
    """The span that START:END writes, in code points.

    Raises:
        BadParameter: it is not written so.
        InvalidError: such a span is none.
    """
    found = _SPAN.fullmatch(given.strip())
    if found is None:
        raise typer.BadParameter(f"“{given}” is no span. Write START:END, like 12:27.", param_hint=option)
    return span_between(int(found[1]), int(found[2]))


def span_between(start: int, end: int) -> Span:
    """The span `[start, end)`.

    Raises:
        InvalidError: it is empty, turned round, or not of this world.
    """
    if not 0 <= start < end <= 2**53:
        raise InvalidError(f"The span {start}–{end} is none: it must begin at 0 or later, and end after it begins.")
    return Span(start=start, end=end)


def named_values(given: Sequence[str]) -> list[tuple[str, str]]:
    """The names and words of these NAME=VALUE.

    Raises:
        BadParameter: one is not written so.
    """
    return [_split(item, "--field", "NAME=VALUE") for item in given]


def named_spans(given: Sequence[str]) -> list[tuple[str, Span]]:
    """The names and spans of these NAME=START:END.

    Raises:
        BadParameter: one is not written so.
        InvalidError: such a span is none.
    """
    pairs = [_split(item, "--cite", "NAME=START:END") for item in given]
    return [(name, read_span(words, "--cite")) for name, words in pairs]


def _split(item: str, option: str, shape: str) -> tuple[str, str]:
    name, equals, words = item.partition("=")
    if not equals:
        raise typer.BadParameter(f"“{item}” says no value. Write {shape}.", param_hint=option)
    return name.strip(), words


def read_fields(
    form: Form, given: Sequence[tuple[str, str]], cited: Sequence[tuple[str, Span]]
) -> dict[str, FieldValue]:
    """The field values that these names and words say, with the evidence that these names and spans cite.

    A value that points at annotations cites them, too.

    Raises:
        InvalidError: no such field, given twice, or words that are no value of its type.
        NotFoundError: an annotation or entity that is not there.
    """
    values: dict[str, FieldValue] = {}
    for name, words in given:
        field = form.field(name)
        if field.name in values:
            raise InvalidError(f"The field “{field.name}” is given twice.")
        values[field.name] = _value(form, field, words)
    for name, place in cited:
        field = form.field(name)
        values[field.name] = _cited(form, field, values.get(field.name), place)
    return values


def _cited(form: Form, field: FormField, held: FieldValue | None, place: Span) -> FieldValue:
    """The value with that evidence; one that was not given is what the cited words plainly say, as in the window."""
    opened = texts.open_text(form.project, form.document)
    span = texts.quote_spans(opened, [place])[0]
    if held is None:
        value = citing.value_from_words(form.project, opened.row, field, span)
        held = FieldValue(state=FieldState.STATED, value=value)
    return held.model_copy(update={"evidence": (*held.evidence, SpanEvidence(span=span))})


def _value(form: Form, field: FormField, words: str) -> FieldValue:
    if state := _STATES.get(words.strip()):
        return FieldValue(state=state)
    try:
        value = _READERS[field.type](form, field, _unescaped(words))
    except (InvalidError, NotFoundError) as error:
        raise type(error)(error.message, place=error.place or f"{form.label.name}.{field.name}") from error
    return FieldValue(state=FieldState.STATED, value=value, evidence=_pointed(value))


def _unescaped(words: str) -> str:
    """Words that begin with @ are written with two of them, so that a misspelt state is never taken for a value."""
    if words.startswith("@") and not words.startswith("@@"):
        states = " and ".join(_STATES)
        raise InvalidError(f"“{words}” is no state; there are {states}. Words that begin with @ are written with two.")
    return words[1:] if words.startswith("@@") else words


def _pointed(value: "JsonValue") -> tuple[Evidence, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(
        AnnotationEvidence(annotation=str(item["annotation"]))
        for item in items
        if isinstance(item, dict) and "annotation" in item
    )


def _words(form: Form, field: FormField, words: str) -> "JsonValue":
    _ = form, field
    return words


def _choice(form: Form, field: FormField, words: str) -> "JsonValue":
    _ = form
    return _named({choice.name: choice.title for choice in field.choices}, words)


def _choices(form: Form, field: FormField, words: str) -> "JsonValue":
    return [_choice(form, field, item) for item in _listed(words)]


def _yes_no(form: Form, field: FormField, words: str) -> "JsonValue":
    _ = form, field
    found = _YES_NO.get(words.strip().casefold())
    if found is None:
        raise InvalidError(f"“{words}” is neither yes nor no.")
    return found


def _whole_number(form: Form, field: FormField, words: str) -> "JsonValue":
    _ = form, field
    if not _WHOLE.fullmatch(words.strip()):
        raise InvalidError(f"“{words}” is not a whole number.")
    return int(words)


def _quantity(form: Form, field: FormField, words: str) -> "JsonValue":
    """The amount, then its unit: "300000 USD"; the unit may have spaces, or be missing."""
    _ = form, field
    amount, _, unit = words.strip().partition(" ")
    return {"amount": amount, "unit": unit.strip()}


def _date(form: Form, field: FormField, words: str) -> "JsonValue":
    """An EDTF date, else the annotation with that id, where the field may point at one."""
    problem = resolving.date_problem(words.strip())
    if problem is None:
        return words.strip()
    if field.labels:
        try:
            return _reference(form, field, words)
        except NotFoundError:
            pass
    raise InvalidError(f"{problem}.")


def _entity(form: Form, field: FormField, words: str) -> "JsonValue":
    return naming.find_entity(form.project, words.strip(), field.entity_kinds)


def _references(form: Form, field: FormField, words: str) -> "JsonValue":
    return [_reference(form, field, item) for item in _listed(words)]


def _reference(form: Form, field: FormField, words: str) -> dict[str, "JsonValue"]:
    found = reading.find_annotation(form.project, words.strip())
    body = reading.annotation(form.project, found).body
    if body.withdrawn or body.document != form.document:
        why = "was withdrawn" if body.withdrawn else "is of another document"
        raise InvalidError(f"The annotation {words.strip()} {why}.")
    if field.labels and body.label not in field.labels:
        allowed = ", ".join(field.labels)
        raise InvalidError(f"The annotation {words.strip()} is a “{body.label}”; this field points at {allowed}.")
    return {"annotation": found}


def _listed(words: str) -> list[str]:
    return [item.strip() for item in words.split(",") if item.strip()]


def _named(titles: dict[str, str], given: str) -> str:
    """The name that is meant: itself, or the one with that title in any case; else what was given."""
    wanted = given.strip()
    if wanted in titles:
        return wanted
    meant = [name for name, title in titles.items() if title.casefold() == wanted.casefold()]
    return meant[0] if len(meant) == 1 else wanted


_READERS: Final[dict[FieldType, Callable[[Form, FormField, str], "JsonValue"]]] = {
    FieldType.TEXT: _words,
    FieldType.LONG_TEXT: _words,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.WHOLE_NUMBER: _whole_number,
    FieldType.QUANTITY: _quantity,
    FieldType.DATE: _date,
    FieldType.ENTITY: _entity,
    FieldType.ANNOTATION: _references,
    FieldType.ANNOTATIONS: _references,
}
