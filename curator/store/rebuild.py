"""Rebuilding the projections from the history alone, and comparing them with what the file holds."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curator.domain.history import Changeset
from curator.store import journal, schema

_TEXT_INDEXES = ("document_fts", "annotation_fts")


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of a projection that the history does not give, or gives otherwise."""

    table: str
    key: str
    what: str


def replayed(
    conn: sqlite3.Connection, changesets: Iterator[Changeset], blob: Callable[[str], bytes | None]
) -> sqlite3.Connection:
    """A database in memory (or a temporary file of SQLite's own) with the projections that the changesets give.

    Args:
        conn: a fresh connection to an empty database.
        changesets: the whole history in the order of the file.
        blob: gives bytes by their SHA-256; only those of texts are asked for.
    """
    for _, step in schema.MIGRATIONS:
        step(conn)
    conn.execute("BEGIN")
    for changeset in changesets:
        needed = {digest: data for digest in changeset.blobs if (data := blob(digest)) is not None}
        journal.append(conn, changeset, needed)
    conn.execute("COMMIT")
    return conn


def differences(stored: sqlite3.Connection, rebuilt: sqlite3.Connection, *, most: int = 1000) -> list[Difference]:
    """Where the stored projections are not what the history gives."""
    found: list[Difference] = []
    for table in schema.PROJECTION_TABLES:
        found += _compare(stored, rebuilt, table)
        if len(found) >= most:
            return found[:most]
    return found + _compare_indexes(stored, rebuilt)


def _compare(stored: sqlite3.Connection, rebuilt: sqlite3.Connection, table: str) -> list[Difference]:
    """Both sides row by row, sorted; tables are small beside the history and rows are compared whole."""
    ours, theirs = _rows(stored, table), _rows(rebuilt, table)
    wrong = [Difference(table, _key(row), "is not what the history says") for row in sorted(ours - theirs, key=repr)]
    known = {difference.key for difference in wrong}
    missing = sorted(theirs - ours, key=repr)
    return wrong + [Difference(table, _key(row), "is missing") for row in missing if _key(row) not in known]


def _rows(conn: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    if table not in schema.PROJECTION_TABLES:
        raise ValueError(table)
    return set(conn.execute(f"SELECT * FROM {table}"))  # noqa: S608 - one of the names above


def _key(row: tuple[object, ...]) -> str:
    """What names a row to people: the first id in it, else its first values."""
    ids = [value for value in row if isinstance(value, str) and len(value) in (36, 64)]
    return ids[0] if ids else " ".join(map(str, row[:4]))


def _compare_indexes(stored: sqlite3.Connection, rebuilt: sqlite3.Connection) -> list[Difference]:
    """The words of each index with the numbers of rows and places that hold them (sqlite.org/fts5.html §7)."""
    found: list[Difference] = []
    for table in _TEXT_INDEXES:
        ours, theirs = _vocabulary(stored, table), _vocabulary(rebuilt, table)
        if ours != theirs:
            words = sorted({word for word, *_ in ours ^ theirs})
            found.append(Difference(table, words[0], "the search index does not match the texts and values"))
    return found


def _vocabulary(conn: sqlite3.Connection, table: str) -> set[tuple[str, int, int]]:
    if table not in _TEXT_INDEXES:
        raise ValueError(table)
    conn.execute("DROP TABLE IF EXISTS temp.words")
    conn.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', '{table}', 'row')")
    rows = {(term, documents, count) for term, documents, count in conn.execute("SELECT * FROM temp.words")}
    conn.execute("DROP TABLE temp.words")
    return rows
