"""Whether what a data set says holds: texts against their hashes, quotes against texts, values against the scheme.

Pure checks over values whose shape is right already. Nothing moves: a quote that stands elsewhere than the file says
is refused with both texts. Leaves to the services what the project knows.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Any, cast

from curator.domain.errors import InvalidError
from curator.domain.scheme import FormField, Label
from curator.domain.span import CONTEXT
from curator.domain.value_models import form_model, shown
from curator.exchange.dataset import Annotation, AnnotationEvidence, DocumentHead, QuotedSpan
from curator.exchange.refusing import shortened
from curator.text.decoding import check_storable

IsDate = Callable[[str], str | None]


def named(document: DocumentHead) -> str:
    """How a document is called in a report."""
    return f"document {document['id']} “{shortened(document['title'])}”"


def text_problem(document: DocumentHead) -> str | None:
    """Why the text can't be taken, or None."""
    text = document["text"]
    try:
        check_storable(text)
    except InvalidError as error:
        return error.message
    digest = sha256(text.encode()).hexdigest()
    if digest != document["text_sha256"]:
        return f"its text_sha256 is {document['text_sha256'][:12]}…, but its text has {digest[:12]}…"
    return None


def quote_problem(text: str, annotation: Annotation) -> str | None:
    """Why the places of an annotation are not what they say, or None.

    Parts of the annotation are put into document order, and context that is shorter or longer than `CONTEXT` and
    agrees with the text is brought to that length.
    """
    spans = annotation["spans"]
    for span in spans:
        if problem := _span_problem(text, span):
            return problem
    for name, field in annotation["fields"].items():
        for item in field["evidence"]:
            if "span" in item and (problem := _span_problem(text, item["span"])):
                return f"evidence of “{name}”: {problem}"
    return _overlap(spans) if len(spans) > 1 else None


def _span_problem(text: str, span: QuotedSpan) -> str | None:
    start, end = span["start"], span["end"]
    exact = text[start:end]
    if exact != span["exact"] or start >= end:
        return _wrong_place(text, span)
    before, after = text[start - CONTEXT if start > CONTEXT else 0 : start], text[end : end + CONTEXT]
    if span["prefix"] == before and span["suffix"] == after:
        return None
    prefix, suffix = span["prefix"], span["suffix"]
    if text[max(0, start - len(prefix)) : start] != prefix:
        return f"{start}–{end}: “{shortened(prefix)}” is said to stand before it, but “{before}” does"
    if not text.startswith(suffix, end):
        return f"{start}–{end}: “{shortened(suffix)}” is said to stand after it, but “{after}” does"
    span["prefix"], span["suffix"] = before, after
    return None


def _wrong_place(text: str, span: QuotedSpan) -> str:
    start, end = span["start"], span["end"]
    if start >= end:
        return f"{start}–{end}: a span must end after it starts"
    if end > len(text):
        return f"{start}–{end}: the text ends at {len(text)}; the file quotes “{shortened(span['exact'])}”"
    found = shortened(text[start:end])
    return f"{start}–{end}: the file quotes “{shortened(span['exact'])}”, but the text there is “{found}”"


def _overlap(spans: list[QuotedSpan]) -> str | None:
    """Put parts into document order; parts that overlap each other make no annotation."""
    spans.sort(key=lambda span: (span["start"], span["end"]))
    for one, other in pairwise(spans):
        if other["start"] < one["end"]:
            return f"its parts {one['start']}–{one['end']} and {other['start']}–{other['end']} overlap"
    return None


def form_problem(annotation: Annotation, labels: Mapping[str, Label], is_date: IsDate) -> str | None:
    """Why label and values do not fit the scheme, or None. What is missing or dangling is no reason to refuse.

    Args:
        annotation: what to check.
        labels: those of the scheme by name.
        is_date: says what is wrong with an EDTF date.
    """
    label = labels.get(annotation["label"])
    if label is None:
        known = ", ".join(labels)
        return f"the scheme has no label “{shortened(annotation['label'])}”; it has {known}"
    model = form_model(label)
    fields = annotation["fields"]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in model.fields:
            known = ", ".join(model.fields) or "none"
            return f"the form of “{label.title}” has no field “{shortened(name)}”; it has {known}"
        if field["value"] is not None:
            values[name] = field["value"]
            if field["state"] != "stated":
                return f"“{name}” is {field['state'].replace('_', ' ')}, and yet has the value {shown(field['value'])}"
    wrong = model.refusals(values)
    for name in wrong:
        return f"“{name}” {wrong[name]}"
    return _date_problem(model.dates, values, is_date)


def _date_problem(dates: tuple[str, ...], values: dict[str, Any], is_date: IsDate) -> str | None:
    for name in dates:
        value = values.get(name)
        if isinstance(value, str) and (problem := is_date(value)):
            return f"“{name}” {problem}"
    return None


def targets(annotation: Annotation, label: Label) -> Iterator[str]:
    """The ids of all annotations and entities that an annotation points at; its values must fit the label."""
    fields = annotation["fields"]
    for field in fields.values():
        for item in field["evidence"]:
            if "annotation" in item:
                yield item["annotation"]
    for form in form_model(label).pointers:
        if form.name in fields and (value := fields[form.name]["value"]) is not None:
            yield from _pointed_at(form, value)


def _pointed_at(form: FormField, value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    if form.type == "entity":
        yield value
    elif form.type != "date":
        for item in cast("list[AnnotationEvidence]", value):
            yield item["annotation"]
    elif isinstance(value, dict):
        yield cast("AnnotationEvidence", value)["annotation"]
