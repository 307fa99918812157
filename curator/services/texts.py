"""The texts of documents, kept at hand while somebody works in them."""

from itertools import pairwise
from typing import NamedTuple

from curator.domain.errors import InvalidError, NotFoundError
from curator.domain.span import QuotedSpan, Span, quoted
from curator.services.project import Project
from curator.store.queries import documents


class OpenText(NamedTuple):
    """A document's row and its text."""

    row: documents.Row
    text: str


_KEPT = 3


def open_text(project: Project, document: str) -> OpenText:
    """A document and its text, whose hash is checked when it is read from the file.

    Raises:
        NotFoundError: there is no such document, or it was withdrawn.
        DamagedError: the text is not what it was when it was imported.
    """
    row = documents.row(project.store, document)
    if row is None:
        raise NotFoundError(f"There is no document {document} in the project.")
    kept = project.texts
    text = kept.pop(row.text_sha256, None)
    if text is None:
        text = project.text(row.text_sha256)
    kept[row.text_sha256] = text
    while len(kept) > _KEPT:
        del kept[next(iter(kept))]
    return OpenText(row, text)


def quote_spans(opened: OpenText, spans: list[Span]) -> tuple[QuotedSpan, ...]:
    """The parts of an annotation in document order, each with its words.

    Raises:
        InvalidError: a part reaches past the text, or two parts overlap.
    """
    if not spans:
        raise InvalidError("An annotation needs at least one span.", place=opened.row.title)
    ordered = sorted(spans)
    for one, other in pairwise(ordered):
        if one.overlaps(other):
            raise InvalidError(
                f"Two parts of an annotation can't overlap: {one.start}–{one.end} and {other.start}–{other.end}.",
                place=opened.row.title,
            )
    try:
        return tuple(quoted(opened.text, span.start, span.end) for span in ordered)
    except ValueError as error:
        raise InvalidError(f"{str(error).capitalize()}.", place=opened.row.title) from error
