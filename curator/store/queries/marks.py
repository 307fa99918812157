"""The annotations of several people on one document, with as little of each as comparing them needs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from curator.store.database import Store
from curator.store.rows import json_list


class Columns(NamedTuple):
    """Live annotations, most often in document order: by start, end, label and id.

    `people` are places in the list of people that was asked for. `parts` are the (start, end) of those that have
    several, by their ids, in no order.
    """

    ids: list[str]
    starts: list[int]
    ends: list[int]
    labels: list[str]
    people: list[int]
    parts: dict[str, list[tuple[int, int]]]


# Nothing is asked for that the index `annotation_compared` does not hold: looking at every row takes thrice as long.
_MARKS = """
SELECT json_group_array(id), json_group_array(start), json_group_array("end"), json_group_array(label),
  json_group_array(CASE author {cases} END),
  (SELECT (SELECT count(*) FROM span WHERE span.document = n) > annotations FROM document WHERE id = ?1)
FROM annotation
WHERE document = (SELECT n FROM document WHERE id = ?1) AND NOT withdrawn AND author IN ({people})
"""

_PARTS = """
SELECT annotation.id, json_group_array(json_array(span.start, span."end"))
FROM span JOIN annotation ON annotation.n = span.annotation
WHERE span.document = (SELECT n FROM document WHERE id = ?)
GROUP BY span.annotation HAVING count(*) > 1
"""


def of_people(store: Store, document: str, people: Sequence[str]) -> Columns:
    """The live annotations of these people on a document.

    A column is one value, and all of them one row: a step of SQLite lets the window go on, and 20,000 steps let it in
    between 20,000 times. The columns of all are read faster than all of each one.
    """
    names = {place: f"?{place + 2}" for place in range(len(people))}
    cases = " ".join(f"WHEN {name} THEN {place}" for place, name in names.items())
    query = _MARKS.format(cases=cases, people=", ".join(names.values()))
    [(*columns, has_parts)] = store.query(query, (document, *people))
    parts = store.query(_PARTS, (document,)) if has_parts else ()
    ids, starts, ends, labels, owners = map(orjson.loads, columns)
    return Columns(ids, starts, ends, labels, owners, {ident: orjson.loads(written) for ident, written in parts})


def fields(store: Store, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What these annotations say of their fields, by their ids."""
    rows = store.query(
        "SELECT annotation.id, coalesce(body -> '$.fields', '{}') FROM annotation JOIN revision ON revision.id = head "
        "WHERE annotation.id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return {ident: orjson.loads(written) for ident, written in rows}


class Told(NamedTuple):
    """An annotation on which there is a decision that settles a match: its state, and its revision."""

    state: str
    head: str


def settled(store: Store, document: str) -> dict[str, Told]:
    """The live annotations of a document that are settled, by their ids."""
    if store.one("SELECT 1 FROM outcome LIMIT 1") is None:  # else every annotation is looked for in vain
        return {}
    rows = store.query(
        "SELECT id, state, head FROM annotation JOIN outcome ON outcome.annotation = id "
        "JOIN decision ON decision.annotation = id AND NOT decision.withdrawn "
        "WHERE document = (SELECT n FROM document WHERE id = ?) AND NOT annotation.withdrawn",
        (document,),
    )
    return {ident: Told(state, head) for ident, state, head in rows}
