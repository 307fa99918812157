"""Documents as lists show them."""

from collections.abc import Sequence
from typing import NamedTuple

from curator.store.database import Store
from curator.store.rows import folded, json_list

_ROW = (
    "SELECT n, id, title, language, published, url, file_name, sha256, text_sha256, length, state, annotations, "
    "(SELECT count(*) FROM conflict WHERE conflict.document = document.id) "
    "FROM document WHERE id = ? AND NOT withdrawn"
)
_LIST = (
    "SELECT n, id, title, language, published, url, file_name, sha256, text_sha256, length, state, annotations, "
    "(SELECT count(*) FROM conflict WHERE conflict.document = document.id) "
    "FROM document WHERE NOT withdrawn "
    "AND text_sha256 NOT IN (SELECT sha256 FROM withheld) "
    "AND (?1 = '[]' OR state IN (SELECT value FROM json_each(?1))) "
    "AND (?2 = '' OR instr(folded(title), ?2) OR instr(folded(file_name), ?2)) ORDER BY title, n LIMIT ?3 OFFSET ?4"
)


class Row(NamedTuple):
    """A document's row; `annotations` counts those that are not withdrawn, `conflicts` subjects changed differently."""

    n: int
    id: str
    title: str
    language: str | None
    published: str | None
    url: str | None
    file_name: str
    sha256: str
    text_sha256: str
    length: int
    state: str
    annotations: int
    conflicts: int


def row(store: Store, document: str) -> Row | None:
    """The document of that id, unless it is withdrawn or there is none."""
    found = store.one(_ROW, (document,))
    return Row(*found) if found else None


def page(store: Store, states: Sequence[str], words: str, limit: int, offset: int) -> list[Row]:
    """Documents in these states (all, if none is given) with these words in the title or file name, by title."""
    found = store.query(_LIST, (json_list(states), folded(words), limit, offset))
    return [Row(*values) for values in found]


def count(store: Store, states: Sequence[str], words: str) -> int:
    """How many `page` would give without a limit."""
    found = store.one(
        "SELECT count(*) FROM document WHERE NOT withdrawn AND text_sha256 NOT IN (SELECT sha256 FROM withheld) "
        "AND (?1 = '[]' OR state IN (SELECT value FROM json_each(?1))) "
        "AND (?2 = '' OR instr(folded(title), ?2) OR instr(folded(file_name), ?2))",
        (json_list(states), folded(words)),
    )
    return found[0] if found else 0


def by_state(store: Store) -> dict[str, int]:
    """How many documents there are in each state."""
    rows = store.query(
        "SELECT state, count(*) FROM document WHERE NOT withdrawn "
        "AND text_sha256 NOT IN (SELECT sha256 FROM withheld) GROUP BY state"
    )
    return {state: number for state, number in rows}  # noqa: C416 - dict() loses the types


def annotations(store: Store) -> int:
    """How many annotations there are in all."""
    found = store.one("SELECT coalesce(sum(annotations), 0) FROM document WHERE NOT withdrawn")
    return found[0] if found else 0


def by_label(store: Store, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """The annotations of these documents by label."""
    found: dict[int, dict[str, int]] = {}
    rows = store.query(
        "SELECT document, label, count FROM label_count WHERE document IN (SELECT value FROM json_each(?))",
        (json_list(numbers),),
    )
    for document, label, number in rows:
        found.setdefault(document, {})[label] = number
    return found


def named(store: Store, name: str) -> list[str]:
    """Up to two ids of documents with that title or file name."""
    rows = store.query(
        "SELECT id FROM document WHERE NOT withdrawn AND (title = ?1 OR file_name = ?1) LIMIT 2", (name,)
    )
    return [values[0] for values in rows]
