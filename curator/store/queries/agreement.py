"""What agreement is computed from: who annotated which documents, and what they annotated there."""

from typing import NamedTuple

from curator.store.database import Store


class Worked(NamedTuple):
    """A document with the number of people who have live annotations in it, or stated that there is nothing."""

    n: int
    id: str
    title: str
    length: int
    people: int


def worked_on(store: Store) -> list[Worked]:
    """The live documents that somebody annotated, or stated that there is nothing to annotate in, by id."""
    rows = store.query(
        "SELECT document.n, document.id, title, length, count(DISTINCT person) FROM ("
        "SELECT document, author AS person FROM annotation WHERE NOT withdrawn "
        "UNION ALL SELECT document, annotator FROM way WHERE empty) AS work "
        "JOIN document ON document.n = work.document WHERE NOT document.withdrawn "
        "GROUP BY document.n ORDER BY document.id"
    )
    return list(map(Worked._make, rows))


def found_nothing(store: Store, document: int) -> list[str]:
    """The ids of those who stated that there is nothing to annotate in a document."""
    rows = store.query("SELECT annotator FROM way WHERE document = ? AND empty ORDER BY annotator", (document,))
    return [annotator for (annotator,) in rows]


def bodies(store: Store, document: int) -> list[tuple[str, str]]:
    """(id, JSON of the head) of the live annotations of a document, by id."""
    rows = store.query(
        "SELECT annotation.id, body FROM annotation CROSS JOIN revision ON revision.id = head "
        "WHERE document = ? AND NOT withdrawn ORDER BY annotation.id",
        (document,),
    )
    return [(ident, body) for ident, body in rows]
