"""What the words that somebody cites plainly say, so that citing fills an untouched field."""

from collections.abc import Callable
from datetime import date

from pydantic import JsonValue

from curator.domain.scheme import FieldType, FormField
from curator.domain.span import QuotedSpan
from curator.services import resolving, ways
from curator.services.project import Project
from curator.store.queries import annotations, entities
from curator.store.queries.documents import Row


def value_from_words(project: Project, document: Row, field: FormField, span: QuotedSpan) -> JsonValue:
    """The value that the cited words give the field, or None where they do not say it for sure."""
    reader = _READERS.get(field.type)
    return reader(project, document, field, span) if reader else None


def _text(project: Project, document: Row, field: FormField, span: QuotedSpan) -> JsonValue:
    _ = project, document
    return " ".join(span.exact.split()) if field.type is FieldType.TEXT else span.exact


def _date(project: Project, document: Row, field: FormField, span: QuotedSpan) -> JsonValue:
    """A Date annotation on just these words, where the field may point at one; else the date that they name."""
    if pointed := _annotation(project, document, field, span):
        return pointed
    from curator.text.date_suggestions import suggest_edtf

    return suggest_edtf(span.exact, _day(document.published))


def _day(published: str | None) -> date | None:
    """The day of publication, where it is known to the day."""
    try:
        return date.fromisoformat(published) if published and len(published) == 10 else None
    except ValueError:
        return None


def _entity(project: Project, document: Row, field: FormField, span: QuotedSpan) -> JsonValue:
    _ = document
    found = entities.exactly(project.store, span.exact, field.entity_kinds)
    return found[0] if len(found) == 1 else None


def _annotation(project: Project, document: Row, field: FormField, span: QuotedSpan) -> JsonValue:
    for annotation, label in annotations.exactly_at(
        project.store, document.n, ways.sees_as(project), span.start, span.end
    ):
        if value := resolving.reference_value(field, annotation, label):
            return value
    return None


_READERS: dict[FieldType, Callable[[Project, Row, FormField, QuotedSpan], JsonValue]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.DATE: _date,
    FieldType.ENTITY: _entity,
    FieldType.ANNOTATION: _annotation,
    FieldType.ANNOTATIONS: _annotation,
}
