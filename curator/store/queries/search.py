"""Full-text search over texts, quotes and values."""

import re
import unicodedata
from typing import NamedTuple

from curator.store.database import Store
from curator.store.queries.ways import SHOWN

_WORDS = re.compile(r"[\w']+")


def expression(query: str) -> str:
    """What people typed as an FTS5 expression: all words must occur, the last may be a beginning, "..." is a phrase.

    Every word is quoted, so that nothing in it can be an operator.
    """
    folded = unicodedata.normalize("NFC", query)
    phrases = re.findall(r'"([^"]+)"', folded)
    rest = re.sub(r'"[^"]*"?', " ", folded)
    parts = [f'"{" ".join(_WORDS.findall(phrase))}"' for phrase in phrases if _WORDS.search(phrase)]
    words = [word for found in _WORDS.findall(rest) if (word := found.replace("'", " ").strip())]
    parts += [f'"{word}"' for word in words]
    if words and not rest.endswith(" "):
        parts[-1] += "*"
    return " ".join(parts)


class TextHit(NamedTuple):
    """A document that a search found. `data` is its text in UTF-8, as the file has it now."""

    document: str
    title: str
    data: bytes


def texts(store: Store, match: str, limit: int) -> list[TextHit]:
    """The documents whose titles or texts an FTS5 expression finds, best first."""
    rows = store.query(
        "SELECT id, title, bytes FROM (SELECT rowid AS found, rank FROM document_fts "
        "WHERE document_fts MATCH ? ORDER BY rank) JOIN document ON n = found JOIN blob ON blob.sha256 = text_sha256 "
        "WHERE NOT withdrawn ORDER BY rank LIMIT ?",
        (match, limit),
    )
    return list(map(TextHit._make, rows))


class AnnotationHit(NamedTuple):
    """An annotation that a search found, with the document's id and title."""

    annotation: str
    document: str
    title: str
    start: int
    end: int
    quote: str
    values: str


def annotations(store: Store, match: str, me: str | None, limit: int) -> list[AnnotationHit]:
    """The annotations whose quotes or values an FTS5 expression finds, best first; `me` looks (`ways.SHOWN`)."""
    rows = store.query(
        'SELECT annotation.id, document.id, document.title, start, "end", annotation.quote, annotation.field_text '  # noqa: S608
        "FROM annotation_fts JOIN annotation ON annotation.n = annotation_fts.rowid "
        "JOIN document ON document.n = annotation.document "
        "WHERE annotation_fts MATCH ?1 AND NOT annotation.withdrawn AND NOT document.withdrawn "
        f"AND {SHOWN.format(2)} ORDER BY rank LIMIT ?3",
        (match, me, limit),
    )
    return list(map(AnnotationHit._make, rows))
