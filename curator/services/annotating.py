"""What an annotator does: mark spans, tag them, fill the fields, cite what supports each value."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from curator.domain import validation
from curator.domain.annotation import (
    Annotation,
    AnnotationEvidence,
    Evidence,
    FieldState,
    FieldValue,
    Progress,
    SpanEvidence,
)
from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind, Operation
from curator.domain.ids import bound_id
from curator.domain.people import Role
from curator.domain.scheme import FormField, Label
from curator.domain.span import Span
from curator.services import drafts, resolving, ways
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.citing import value_from_words
from curator.services.project import Project
from curator.services.texts import open_text, quote_spans


def annotation_body(project: Project, annotation: str) -> Annotation:
    """An annotation as it is now.

    Raises:
        NotFoundError: there is none of that id.
    """
    return Annotation.model_validate(body_of(project, Kind.ANNOTATION, annotation), strict=False)


@at_once
def add(
    project: Project,
    document: str,
    label: str,
    spans: Sequence[Span],
    *,
    fields: Mapping[str, FieldValue] | None = None,
) -> Changes:
    """Add an annotation; `changes.focus` names it.

    Args:
        project: where to.
        document: the id of the document.
        label: the name of the label.
        spans: one or more places that do not overlap each other; several make a discontinuous annotation.
        fields: values to begin with; the label's defaults fill the rest.

    Raises:
        InvalidError: the label, a field or a span does not fit.
        NotAllowedError: the person may not annotate here.
    """
    project.require()
    ways.require_open(project, document)
    body = new_body(project, document, label, spans, fields or {})
    tagged = _label(project, label)
    ident = bound_id(body.author)
    draft = Draft(project, "annotate", f"add {_lower(tagged.title)}", focus=(document, ident))
    draft.create(Kind.ANNOTATION, ident, body)
    return draft.commit()


def new_body(
    project: Project, document: str, label: str, spans: Sequence[Span], fields: Mapping[str, FieldValue]
) -> Annotation:
    """The body of a new annotation by whoever works here; the label's defaults fill what `fields` leave open.

    Raises:
        InvalidError: the label, a field or a span does not fit.
    """
    author = project.require()
    tagged = _label(project, label)
    opened = open_text(project, document)
    values = {**_defaults(tagged), **fields}
    for name, value in values.items():
        _check(tagged, name, value)
    return Annotation(
        document=document,
        text_sha256=opened.row.text_sha256,
        label=label,
        author=author,
        scheme_version=project.scheme.version,
        spans=quote_spans(opened, list(spans)),
        fields=values,
    )


@at_once
def withdraw(project: Project, annotation: str) -> Changes:
    """End an annotation; its history stays, and Undo brings it back."""
    body = _own(project, annotation)
    changed = body.model_copy(update={"withdrawn": True})
    title = _title(project, body.label)
    return _revise(project, annotation, changed, f"withdraw {title}", Operation.WITHDRAW)


@at_once
def restore(project: Project, annotation: str) -> Changes:
    """Bring a withdrawn annotation back."""
    body = _own(project, annotation, withdrawn=True)
    changed = body.model_copy(update={"withdrawn": False})
    return _revise(project, annotation, changed, f"restore {_title(project, body.label)}", Operation.RESTORE)


@at_once
def relabel(project: Project, annotation: str, label: str) -> Changes:
    """Tag an annotation otherwise. Fields that the other form has too, with the same type, keep their values."""
    body = _own(project, annotation)
    tagged = _label(project, label)
    kept = {name: value for name, value in body.fields.items() if _fits(project, body.label, tagged, name, value)}
    changed = body.model_copy(
        update={
            "label": label,
            "fields": {**_defaults(tagged), **kept},
            "scheme_version": project.scheme.version,
            "progress": Progress.DRAFT,
        }
    )
    return _revise(project, annotation, changed, f"retag as {_lower(tagged.title)}")


@at_once
def set_spans(project: Project, annotation: str, spans: Sequence[Span]) -> Changes:
    """Give an annotation other places: move an end, add a part, take a part away."""
    body = _own(project, annotation)
    opened = open_text(project, body.document)
    changed = body.model_copy(update={"spans": quote_spans(opened, list(spans))})
    return _revise(project, annotation, changed, _span_label(body, changed))


@at_once
def set_field(project: Project, annotation: str, name: str, value: FieldValue | None) -> Changes:
    """Say something of a field; None makes it untouched again.

    Raises:
        InvalidError: the form has no such field, or the value does not fit it.
    """
    body = _own(project, annotation)
    tagged = _label(project, body.label)
    field = _field(tagged, name)
    if value is not None:
        _check(tagged, name, value)
    fields = {key: held for key, held in body.fields.items() if key != name}
    if value is not None:
        fields[name] = value
    word = "clear" if value is None else "set"
    drafts.drop(project, annotation, name)
    return _revise(project, annotation, body.model_copy(update={"fields": fields}), f"{word} {_lower(field.title)}")


@at_once
def cite_span(project: Project, annotation: str, name: str, span: Span) -> Changes:
    """Support a field's value with words of the text. An untouched field takes what the words plainly say."""
    body = _own(project, annotation)
    opened = open_text(project, body.document)
    evidence = SpanEvidence(span=quote_spans(opened, [span])[0])
    field = _field(_label(project, body.label), name)
    words = value_from_words(project, opened.row, field, evidence.span)
    return _cite(project, annotation, name, evidence, words)


@at_once
def cite_annotation(project: Project, annotation: str, name: str, other: str) -> Changes:
    """Support a field's value with another annotation; a reference field that is untouched comes to point at it."""
    body = _own(project, annotation)
    target = annotation_body(project, other)
    if target.document != body.document or target.withdrawn or other == annotation:
        raise InvalidError("Evidence must be another annotation of the same document.")
    field = _field(_label(project, body.label), name)
    words = resolving.reference_value(field, other, target.label)
    return _cite(project, annotation, name, AnnotationEvidence(annotation=other), words)


@at_once
def uncite(project: Project, annotation: str, name: str, index: int) -> Changes:
    """Take away the evidence at `index` (from 0) of a field."""
    body = _own(project, annotation)
    value = body.fields.get(name)
    if value is None or not 0 <= index < len(value.evidence):
        raise NotFoundError("There is no such evidence.")
    evidence = tuple(item for place, item in enumerate(value.evidence) if place != index)
    return _with_field(project, annotation, body, name, value.model_copy(update={"evidence": evidence}))


@at_once
def set_progress(project: Project, annotation: str, progress: Progress) -> Changes:
    """Say that an annotation is done, or a draft again."""
    body = _own(project, annotation)
    word = "mark as done" if progress is Progress.DONE else "back to draft"
    return _revise(project, annotation, body.model_copy(update={"progress": progress}), word)


def problems(project: Project, annotation: str) -> list[validation.Problem]:
    """What is missing or wrong in an annotation's form."""
    body = annotation_body(project, annotation)
    label = project.scheme.label(body.label)
    if label is None:
        return [validation.Problem(None, f"The scheme has no label “{body.label}” any more.")]
    return resolving.problems(project, label, body.fields)


# --- the parts that the verbs share -------------------------------------------------------------------------------


def _cite(project: Project, annotation: str, name: str, evidence: Evidence, words: object) -> Changes:
    body = _own(project, annotation)
    held = body.fields.get(name)
    if held is None or held.state is not FieldState.STATED:
        held = FieldValue(state=FieldState.STATED)
    if evidence in held.evidence:
        return Changes()
    update: dict[str, object] = {"evidence": (*held.evidence, evidence)}
    if held.value is None and words is not None:
        update["value"] = words
    elif isinstance(words, list) and isinstance(held.value, list):
        items = cast("list[Any]", words)
        update["value"] = [*held.value, *(item for item in items if item not in held.value)]
    return _with_field(project, annotation, body, name, held.model_copy(update=update))


def _with_field(project: Project, annotation: str, body: Annotation, name: str, value: FieldValue) -> Changes:
    field = _field(_label(project, body.label), name)
    changed = body.model_copy(update={"fields": {**body.fields, name: value}})
    return _revise(project, annotation, changed, f"cite for {_lower(field.title)}")


def _revise(
    project: Project, annotation: str, body: Annotation, label: str, operation: Operation = Operation.REVISE
) -> Changes:
    draft = Draft(project, "annotate", label, focus=(body.document, annotation))
    draft.revise(Kind.ANNOTATION, annotation, body, operation)
    return draft.commit()


def _own(project: Project, annotation: str, *, withdrawn: bool = False) -> Annotation:
    """The annotation, if this person may change it.

    Raises:
        NotAllowedError: it is another's, and the person is no supervisor.
    """
    me = project.require()
    body = annotation_body(project, annotation)
    if body.author != me and Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("This annotation is another person's: only its author or a supervisor can change it.")
    ways.require_open(project, body.document)
    if body.withdrawn is not withdrawn:
        raise NotFoundError("This annotation was withdrawn." if body.withdrawn else "This annotation is not withdrawn.")
    return body


def _label(project: Project, name: str) -> Label:
    label = project.scheme.label(name)
    if label is None:
        known = ", ".join(label.name for label in project.scheme.labels)
        raise InvalidError(f"The scheme has no label “{name}”. It has: {known}.")
    return label


def _field(label: Label, name: str) -> FormField:
    field = label.field(name)
    if field is None:
        known = ", ".join(field.name for field in label.fields) or "none"
        raise InvalidError(f"The form of “{label.title}” has no field “{name}”. It has: {known}.")
    return field


def _check(label: Label, name: str, value: FieldValue) -> None:
    _field(label, name)
    if message := validation.check_field(label, name, value, is_date=resolving.date_problem):
        raise InvalidError(f"{label.title} · {name}: {message}.")


def _defaults(label: Label) -> dict[str, FieldValue]:
    return {
        field.name: FieldValue(state=FieldState.STATED, value=field.default)
        for field in label.fields
        if field.default is not None
    }


def _fits(project: Project, before: str, label: Label, name: str, value: FieldValue) -> bool:
    old = project.scheme.label(before)
    field = label.field(name)
    earlier = old.field(name) if old else None
    if field is None or earlier is None or field.type is not earlier.type:
        return False
    return validation.check_field(label, name, value, is_date=resolving.date_problem) is None


def _span_label(before: Annotation, after: Annotation) -> str:
    if len(after.spans) > len(before.spans):
        return "add a part"
    if len(after.spans) < len(before.spans):
        return "take a part away"
    words = sum(span.length for span in after.spans) - sum(span.length for span in before.spans)
    return "widen span" if words > 0 else "narrow span" if words < 0 else "move span"


def _title(project: Project, label: str) -> str:
    known = project.scheme.label(label)
    return _lower(known.title) if known else label


def _lower(title: str) -> str:
    """A title inside a phrase: "Due date" → "due date", but "EDTF" stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
