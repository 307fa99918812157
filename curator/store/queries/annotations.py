"""Annotations as lists show them."""

from typing import NamedTuple

from curator.store.database import Store
from curator.store.queries.ways import SHOWN
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


_PAGE = (
    'SELECT annotation.id, label, start, "end", quote, state, body FROM annotation '  # noqa: S608 - no words of anybody's
    "JOIN revision ON revision.id = head WHERE document = ?1 AND NOT withdrawn AND (?2 IS NULL OR label = ?2) "
    f"AND {SHOWN.format(3)} ORDER BY start, n LIMIT ?4 OFFSET ?5"
)


def page(store: Store, document: int, me: str | None, label: str | None, *, rows: tuple[int, int]) -> list[Row]:
    """The annotations of a document in document order: at most the first of `rows`, from the second on.

    `me` is whoever looks (`ways.SHOWN`).
    """
    found = store.query(_PAGE, (document, label, me, *rows))
    return list(map(Row._make, found))


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


class Near(NamedTuple):
    """What candidates are looked for by: labels (all, if none are named), words of the quote, a place to be near."""

    labels: list[str]
    words: str
    place: int


def candidates(store: Store, document: int, me: str | None, near: Near) -> list[str]:
    """The ids of the annotations of these labels with these words in the quote; the 50 nearest."""
    rows = store.query(
        "SELECT id FROM annotation WHERE document = ?1 AND NOT withdrawn "  # noqa: S608
        "AND (?2 = '[]' OR label IN (SELECT value FROM json_each(?2))) "
        f"AND (?3 = '' OR instr(folded(quote), ?3)) AND {SHOWN.format(5)} ORDER BY abs(start - ?4), n LIMIT 50",
        (document, json_list(near.labels), folded(near.words), near.place, me),
    )
    return [row[0] for row in rows]


def exactly_at(store: Store, document: int, me: str | None, start: int, end: int) -> list[tuple[str, str]]:
    """(id, label) of the annotations that cover exactly `[start, end)`."""
    rows = store.query(
        'SELECT id, label FROM annotation WHERE document = ?1 AND start = ?2 AND "end" = ?3 AND NOT withdrawn '  # noqa: S608
        f"AND {SHOWN.format(4)} ORDER BY n",
        (document, start, end, me),
    )
    return [(ident, label) for ident, label in rows]


def referring(store: Store, target: str, me: str | None) -> list[str]:
    """The ids of the live annotations that point at an annotation or an entity."""
    rows = store.query(
        "SELECT DISTINCT annotation.id FROM reference JOIN annotation ON n = reference.annotation "  # noqa: S608
        f"WHERE target = ?1 AND {SHOWN.format(2)}",
        (target, me),
    )
    return [row[0] for row in rows]


def by_label(store: Store, document: int, author: str) -> dict[str, int]:
    """An author's live annotations of a document by label."""
    rows = store.query(
        "SELECT label, count(*) FROM annotation WHERE document = ? AND author = ? AND NOT withdrawn GROUP BY label",
        (document, author),
    )
    return dict(rows)


def decision(store: Store, annotation: str) -> tuple[str, str] | None:
    """(revision, verdict) of the decision on an annotation."""
    row = store.one("SELECT revision, verdict FROM decision WHERE annotation = ? AND NOT withdrawn", (annotation,))
    return (row[0], row[1]) if row else None
