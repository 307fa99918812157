"""Bodies that are annotations beyond doubt, told from their JSON values alone.

Most are plain, and the model takes several times as long to say so. What this look says "no" to is for the model to
judge; what it says "yes" to the model takes as well, and nothing in it is a number that history can't hold.
"""

from typing import Any, Final

from curator.domain.annotation import Annotation, FieldState, FieldValue, Progress
from curator.domain.span import QuotedSpan

_KEYS: Final = frozenset(Annotation.model_fields) - {"sources"}
_SPAN_KEYS: Final = frozenset(QuotedSpan.model_fields)
_FIELD_KEYS: Final = frozenset(FieldValue.model_fields)
_STATES: Final = tuple(map(str, FieldState))
_PROGRESS: Final = tuple(map(str, Progress))
_SIMPLE: Final = (str, type(None), bool)
"""The values that need no second look: of the others some are numbers, or hold some."""
_LONGEST_ID: Final = 100
_LARGEST: Final = 2**53


def is_plain(body: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether parsed JSON is the body of an annotation; False where only the model can say."""
    return (
        body.__class__ is dict
        and body.keys() == _KEYS
        and body["document"].__class__ is body["text_sha256"].__class__ is str
        and body["label"].__class__ is body["author"].__class__ is body["method"].__class__ is str
        and 0 < len(body["document"]) <= _LONGEST_ID
        and body["scheme_version"].__class__ is int
        and 1 <= body["scheme_version"] <= _LARGEST
        and body["progress"] in _PROGRESS
        and body["origin"] is None
        and body["withdrawn"].__class__ is bool
        and _are_spans(body["spans"])
        and _are_fields(body["fields"])
    )


def _are_spans(spans: Any) -> bool:  # noqa: ANN401
    return spans.__class__ is list and len(spans) > 0 and all(map(_is_span, spans))


def _is_span(span: Any) -> bool:  # noqa: ANN401
    return (
        span.__class__ is dict
        and span.keys() == _SPAN_KEYS
        and span["start"].__class__ is span["end"].__class__ is int
        and 0 <= span["start"] < span["end"] <= _LARGEST
        and span["exact"].__class__ is span["prefix"].__class__ is span["suffix"].__class__ is str
        and len(span["exact"]) > 0
    )


def _are_fields(fields: Any) -> bool:  # noqa: ANN401
    return fields.__class__ is dict and all(map(_is_field, fields.values()))


def _is_field(field: Any) -> bool:  # noqa: ANN401
    return (
        field.__class__ is dict
        and field.keys() == _FIELD_KEYS
        and field["state"] in _STATES
        and field["value"].__class__ in _SIMPLE
        and field["evidence"].__class__ is list
        and all(map(_is_quote, field["evidence"]))
    )


def _is_quote(evidence: Any) -> bool:  # noqa: ANN401
    """Words of the text: evidence that points elsewhere is for the model."""
    return evidence.__class__ is dict and evidence.keys() == {"span"} and _is_span(evidence["span"])
