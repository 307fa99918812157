"""Bodies that are annotations beyond doubt, told from their JSON values alone.

Most are plain, and the model takes several times as long to say so. What this look says "no" to is for the model to
judge; what it says "yes" to the model takes as well, and nothing in it is a number that history can't hold.
"""

from typing import Any, Final

from curator.domain.annotation import Annotation, FieldState, FieldValue, Progress
from curator.domain.span import QuotedSpan

_KEYS: Final = Annotation.model_fields.keys() - {"sources"}
_SPAN_KEYS: Final = QuotedSpan.model_fields.keys() | set[str]()
_FIELD_KEYS: Final = FieldValue.model_fields.keys() | set[str]()
_STATES: Final = tuple(map(str, FieldState))
_PROGRESS: Final = tuple(map(str, Progress))
_LONGEST_ID: Final = 100
_LARGEST: Final = 2**53


def is_plain(body: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether parsed JSON is the body of an annotation; False where only the model can say."""
    return (
        type(body) is dict
        and body.keys() == _KEYS
        and type(body["document"]) is str
        and 0 < len(body["document"]) <= _LONGEST_ID
        and type(body["text_sha256"]) is type(body["label"]) is type(body["author"]) is type(body["method"]) is str
        and type(body["scheme_version"]) is int
        and 1 <= body["scheme_version"] <= _LARGEST
        and body["progress"] in _PROGRESS
        and body["origin"] is None
        and type(body["withdrawn"]) is bool
        and _are_spans(body["spans"])
        and _are_fields(body["fields"])
    )


def _are_spans(spans: Any) -> bool:  # noqa: ANN401
    if type(spans) is not list or not spans:
        return False
    for span in spans:
        if type(span) is not dict or span.keys() != _SPAN_KEYS:
            return False
        start, end, exact = span["start"], span["end"], span["exact"]
        if not (type(start) is type(end) is int and 0 <= start < end <= _LARGEST):
            return False
        if not (type(exact) is type(span["prefix"]) is type(span["suffix"]) is str and exact):
            return False
    return True


def _are_fields(fields: Any) -> bool:  # noqa: ANN401
    if type(fields) is not dict:
        return False
    for field in fields.values():
        if type(field) is not dict or field.keys() != _FIELD_KEYS or field["state"] not in _STATES:
            return False
        value = field["value"]
        if not (value is None or type(value) is str or type(value) is bool) or not _is_evidence(field["evidence"]):
            return False
    return True


def _is_evidence(evidence: Any) -> bool:  # noqa: ANN401
    """Words of the text alone: evidence that points elsewhere is for the model."""
    return type(evidence) is list and all(
        type(item) is dict and item.keys() == {"span"} and _are_spans([item["span"]]) for item in evidence
    )
