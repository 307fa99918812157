"""The review queue: filters over one narrow table.

Any filter is one walk, in the order of age, along an index that holds all that filters ask for: 200,000 annotations
in some 30 ms where none fits, and a page of those that fit as soon as there is one. An index for each thing to filter
by would be faster only where little fits, and have to be kept up to date by every decision.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from curator.store.database import Store


class Chosen(NamedTuple):
    """Which annotations to show; () and None are no condition."""

    states: Sequence[str] = ()
    work: Sequence[str] = ()
    authors: Sequence[str] = ()
    labels: Sequence[str] = ()
    confidence: Sequence[str] = ()
    before: str | None = None
    document: str | None = None
    newest_first: bool = False


class Row(NamedTuple):
    """An annotation that waits (or does not)."""

    annotation: str
    document: str
    title: str
    label: str
    quote: str
    start: int
    end: int
    author: str
    name: str | None
    state: str
    work: str
    confidence: str
    changed_at: str


_COLUMNS = (
    'annotation.id, document.id, title, queue.label, quote, start, "end", queue.author, person.name, queue.state, '
    "queue.work, confidence, changed_at"
)


def page(store: Store, chosen: Chosen, limit: int, offset: int) -> list[Row]:
    """Annotations by age. Only those of the page are looked up elsewhere."""
    where, parameters = _where(chosen)
    order = "changed_at DESC, annotation DESC" if chosen.newest_first else "changed_at, annotation"
    outer = order.replace("annotation", "queue.annotation")
    rows = store.query(
        f"SELECT {_COLUMNS} FROM (SELECT * FROM queue {where} ORDER BY {order} LIMIT ? OFFSET ?) AS queue "  # noqa: S608 - no words of anybody's in it
        "JOIN annotation ON annotation.n = queue.annotation JOIN document ON document.n = queue.document "
        f"LEFT JOIN person ON person.id = queue.author ORDER BY {outer}",
        (*parameters, limit, offset),
    )
    return list(map(Row._make, rows))


def count(store: Store, chosen: Chosen) -> int:
    """How many `page` would give without a limit."""
    where, parameters = _where(chosen)
    row = store.one(f"SELECT count(*) FROM queue {where}", parameters)  # noqa: S608
    return row[0] if row else 0


def ids(store: Store, chosen: Chosen) -> list[str]:
    """The ids of all of them, by age."""
    where, parameters = _where(chosen)
    rows = store.query(
        f"SELECT id FROM (SELECT annotation AS number, changed_at FROM queue {where}) JOIN annotation ON n = number "  # noqa: S608
        "ORDER BY changed_at, number",
        parameters,
    )
    return [row[0] for row in rows]


def _where(chosen: Chosen) -> tuple[str, tuple[Any, ...]]:
    """The conditions that were given; a condition on everything would keep SQLite from the index of another."""
    parts: list[str] = []
    parameters: list[Any] = []
    lists = {
        "work": chosen.work,
        "state": chosen.states,
        "author": chosen.authors,
        "label": chosen.labels,
        "confidence": chosen.confidence,
    }
    for column, values in lists.items():
        if values:
            parts.append(f"{column} IN ({', '.join('?' * len(values))})")
            parameters += values
    if chosen.before is not None:
        parts.append("changed_at < ?")
        parameters.append(chosen.before)
    if chosen.document is not None:
        parts.append("document = (SELECT n FROM document WHERE id = ?)")
        parameters.append(chosen.document)
    return ("WHERE " + " AND ".join(parts) if parts else "", tuple(parameters))


def states_of_submitted(store: Store) -> dict[str, int]:
    """How many annotations of submitted work are in each state."""
    return dict(store.query("SELECT state, count(*) FROM queue WHERE work = 'submitted' GROUP BY state"))


def by_author(store: Store) -> dict[str, int]:
    """How many annotations each author has."""
    return dict(store.query("SELECT annotator, sum(annotations) FROM way WHERE annotations GROUP BY annotator"))


def by_label(store: Store) -> dict[str, int]:
    """How many annotations have each label."""
    return dict(store.query("SELECT label, sum(count) FROM label_count GROUP BY label"))


def by_confidence(store: Store) -> dict[str, int]:
    """How many annotations have each confidence, of those that have one."""
    return dict(store.query("SELECT confidence, count(*) FROM queue WHERE confidence <> '' GROUP BY confidence"))
