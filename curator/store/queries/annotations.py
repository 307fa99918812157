"""Annotations as lists show them."""

from typing import NamedTuple

from curator.store.database import Store
from curator.store.rows import folded, json_list


class Row(NamedTuple):
    """An annotation's row, with the body of its head as JSON."""

    id: str
    label: str
    start: int
    end: int
    quote: str
    state: str
    body: str


def page(store: Store, document: int, label: str | None, limit: int, offset: int) -> list[Row]:
    """The annotations of a document in document order."""
    rows = store.query(
        'SELECT annotation.id, label, start, "end", quote, state, body FROM annotation '
        "JOIN revision ON revision.id = head "
        "WHERE document = ?1 AND NOT withdrawn AND (?2 IS NULL OR label = ?2) ORDER BY start, n LIMIT ?3 OFFSET ?4",
        (document, label, limit, offset),
    )
    return list(map(Row._make, rows))


def placed(store: Store, annotation: str) -> tuple[str, str, str, bool] | None:
    """(document id, label, state, withdrawn) of an annotation."""
    row = store.one(
        "SELECT document.id, label, annotation.state, annotation.withdrawn FROM annotation "
        "JOIN document ON document.n = document WHERE annotation.id = ?",
        (annotation,),
    )
    return (row[0], row[1], row[2], bool(row[3])) if row else None


def quotes(store: Store, ids: list[str]) -> dict[str, tuple[str, str]]:
    """(label, quote) of each of these annotations that is not withdrawn."""
    rows = store.query(
        "SELECT id, label, quote FROM annotation WHERE id IN (SELECT value FROM json_each(?)) AND NOT withdrawn",
        (json_list(ids),),
    )
    return {ident: (label, quote) for ident, label, quote in rows}


def candidates(store: Store, document: int, labels: list[str], words: str, near: int) -> list[tuple[str, str, str]]:
    """(id, label, quote) of the annotations of these labels with these words in the quote; the 50 nearest."""
    rows = store.query(
        "SELECT id, label, quote FROM annotation WHERE document = ?1 AND NOT withdrawn "
        "AND (?2 = '[]' OR label IN (SELECT value FROM json_each(?2))) "
        "AND (?3 = '' OR instr(folded(quote), ?3)) ORDER BY abs(start - ?4), n LIMIT 50",
        (document, json_list(labels), folded(words), near),
    )
    return [(ident, label, quote) for ident, label, quote in rows]


def exactly_at(store: Store, document: int, start: int, end: int) -> list[tuple[str, str]]:
    """(id, label) of the annotations that cover exactly `[start, end)`."""
    rows = store.query(
        'SELECT id, label FROM annotation WHERE document = ? AND start = ? AND "end" = ? AND NOT withdrawn ORDER BY n',
        (document, start, end),
    )
    return [(ident, label) for ident, label in rows]


def referring(store: Store, target: str) -> list[str]:
    """The ids of the live annotations that point at an annotation or an entity."""
    rows = store.query(
        "SELECT DISTINCT annotation.id FROM reference JOIN annotation ON n = annotation WHERE target = ?", (target,)
    )
    return [row[0] for row in rows]


def decision(store: Store, annotation: str) -> tuple[str, str] | None:
    """(revision, verdict) of the decision on an annotation."""
    row = store.one("SELECT revision, verdict FROM decision WHERE annotation = ? AND NOT withdrawn", (annotation,))
    return (row[0], row[1]) if row else None
