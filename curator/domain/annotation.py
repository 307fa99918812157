"""Annotations: spans, a label, and field values with their evidence."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, JsonValue

from curator.domain.span import QuotedSpan, Value

Id = Annotated[str, Field(min_length=1, max_length=100)]


class FieldState(StrEnum):
    """What is known of a field. A field that nobody has looked at has no FieldValue at all."""

    STATED = "stated"
    NOT_STATED = "not_stated"
    NOT_APPLICABLE = "not_applicable"


class Progress(StrEnum):
    """How far its annotator says an annotation is."""

    DRAFT = "draft"
    DONE = "done"


class SpanEvidence(Value):
    """Words of the document that support a value."""

    span: QuotedSpan


class AnnotationEvidence(Value):
    """Another annotation that supports a value."""

    annotation: Id


Evidence = SpanEvidence | AnnotationEvidence


class FieldValue(Value):
    """What an annotator says of one field, and what supports it.

    `value` is JSON as `scheme.FieldType` says, and None unless `state` is `stated`.
    """

    state: Annotated[FieldState, Field(strict=False)]
    value: JsonValue = None
    evidence: tuple[Evidence, ...] = ()


class Origin(Value):
    """Where an annotation that came in with a file comes from, as that file says."""

    format: str
    created_at: str
    created_by: str
    changed_at: str
    changed_by: str
    method: str
    revisions: Annotated[int, Field(ge=1)]
    head: str
    adjudication: Annotated[dict[str, JsonValue] | None, Field(exclude_if=lambda value: not value)] = None


class Annotation(Value):
    """The body of an annotation subject: everything its current revision says.

    `spans` are in document order and do not overlap each other; they count in the text whose SHA-256 is
    `text_sha256`. `author` is the person's id. `method` is `manual`, `suggested:<name>` or `imported:<format>`.
    `sources` are the ids of the annotations that a supervisor made this one of.
    """

    document: Id
    text_sha256: str
    label: str
    author: str
    scheme_version: Annotated[int, Field(ge=1)]
    spans: Annotated[tuple[QuotedSpan, ...], Field(min_length=1)]
    fields: dict[str, FieldValue] = {}
    progress: Annotated[Progress, Field(strict=False)] = Progress.DRAFT
    method: str = "manual"
    origin: Origin | None = None
    withdrawn: bool = False
    sources: Annotated[tuple[Id, ...], Field(exclude_if=lambda value: not value)] = ()


def spans_in(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every span of an annotation's body in JSON, those of its evidence too."""
    spans: list[Mapping[str, Any]] = list(body["spans"])
    for value in body.get("fields", {}).values():
        spans += [item["span"] for item in value.get("evidence") or () if "span" in item]
    return spans


__all__ = [
    "Annotation",
    "AnnotationEvidence",
    "Evidence",
    "FieldState",
    "FieldValue",
    "Id",
    "Origin",
    "Progress",
    "SpanEvidence",
    "spans_in",
]
