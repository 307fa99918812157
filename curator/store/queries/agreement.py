"""What agreement is computed from: who annotated which documents, and what they annotated there."""

from typing import NamedTuple

from curator.store.database import Store


class Worked(NamedTuple):
    """A document with the number of people who have live annotations in it."""

    n: int
    id: str
    title: str
    length: int
    authors: int


def worked_on(store: Store) -> list[Worked]:
    """The live documents that somebody annotated, by id."""
    rows = store.query(
        "SELECT document.n, document.id, title, length, count(DISTINCT author) FROM annotation "
        "JOIN document ON document.n = document WHERE NOT annotation.withdrawn AND NOT document.withdrawn "
        "GROUP BY document.n ORDER BY document.id"
    )
    return list(map(Worked._make, rows))


def bodies(store: Store, document: int) -> list[tuple[str, str]]:
    """(id, JSON of the head) of the live annotations of a document, by id."""
    rows = store.query(
        "SELECT annotation.id, body FROM annotation CROSS JOIN revision ON revision.id = head "
        "WHERE document = ? AND NOT withdrawn ORDER BY annotation.id",
        (document,),
    )
    return [(ident, body) for ident, body in rows]


def live_documents(store: Store) -> dict[str, Worked]:
    """All live documents by id, with no regard to who annotated them."""
    rows = store.query("SELECT n, id, title, length, 0 FROM document WHERE NOT withdrawn")
    return {row[1]: Worked._make(row) for row in rows}
