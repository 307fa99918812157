"""The registry of entities."""

from collections.abc import Sequence

from curator.store.database import Store
from curator.store.queries.annotations import referring
from curator.store.rows import folded, json_list


def complete(store: Store, words: str, kinds: Sequence[str], limit: int) -> list[str]:
    """The ids of entities of these kinds whose names, aliases or identifiers hold the words; best beginnings first."""
    key = folded(words.strip())
    rows = store.query(
        "SELECT id FROM entity WHERE NOT withdrawn AND (?1 = '' OR instr(names, ?1)) "
        "AND (?2 = '[]' OR kind IN (SELECT value FROM json_each(?2))) "
        "ORDER BY instr(names, ?1) <> 1, length(name), name, n LIMIT ?3",
        (key, json_list(kinds), limit),
    )
    return [row[0] for row in rows]


def exactly(store: Store, words: str, kinds: Sequence[str]) -> list[str]:
    """The ids of entities of these kinds one of whose names is just these words."""
    rows = store.query(
        "SELECT id FROM entity WHERE NOT withdrawn "
        "AND instr(char(10) || names || char(10), char(10) || ?1 || char(10)) "
        "AND (?2 = '[]' OR kind IN (SELECT value FROM json_each(?2))) ORDER BY n LIMIT 2",
        (folded(words.strip()), json_list(kinds)),
    )
    return [row[0] for row in rows]


def names(store: Store, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(kind, name) of each of these entities."""
    rows = store.query(
        "SELECT id, kind, name FROM entity WHERE id IN (SELECT value FROM json_each(?))", (json_list(ids),)
    )
    return {ident: (kind, name) for ident, kind, name in rows}


def mentions(store: Store, entity: str, me: str | None) -> int:
    """How many live annotations point at an entity; `me` is whoever looks (`ways.SHOWN`)."""
    if me is not None:
        return len(referring(store, entity, me))
    row = store.one("SELECT count(DISTINCT annotation) FROM reference WHERE target = ?", (entity,))
    return row[0] if row else 0
