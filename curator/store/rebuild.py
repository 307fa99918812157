"""Rebuilding the projections from the history alone, and comparing them with what the file holds."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from curator.domain.history import Changeset
from curator.store import appending, schema

_MANY = 2000
_TEXT_INDEXES = {"document_fts": "title", "annotation_fts": "quote"}
"""The search indexes, with the first of the two columns of each."""


_FOR_WINDOWS = (
    "annotation_compared",
    "annotation_place",
    "document_sha256",
    "document_state",
    "document_title",
    "queue_age",
    "queue_confidence",
    "reference_target",
    "way_annotator",
)
"""Indexes that only what is shown asks for: nothing that is replayed or compared does."""


REFUSED = (
    "SELECT refused.revision, subject_kind, subject_id, reason, key FROM refused "
    "JOIN revision ON revision.id = refused.revision JOIN changeset ON changeset.seq = revision.changeset "
    "ORDER BY revision.seq"
)
"""What does not count of a history, and why, in the order of the file."""


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
    for index in _FOR_WINDOWS:
        conn.execute(f"DROP INDEX {index}")
    conn.execute("BEGIN")
    writing = appending.Appending(conn)
    for changeset in changesets:
        appending.keep_blobs(conn, ((digest, data) for digest in changeset.blobs if (data := blob(digest)) is not None))
        writing.add(changeset)
    writing.finish()
    conn.execute("COMMIT")
    return conn


def differences(stored: sqlite3.Connection, rebuilt: sqlite3.Connection, *, most: int = 1000) -> list[Difference]:
    """Where the stored projections are not what the history gives: the first of them, up to `most`."""
    different = [table for table in schema.PROJECTION_TABLES if not _is_equal(stored, rebuilt, table)]
    every = chain.from_iterable(_compare(stored, rebuilt, table) for table in different)
    found = list(islice(every, most))
    return found if len(found) == most else found + _compare_indexes(stored, rebuilt)


def _is_equal(stored: sqlite3.Connection, rebuilt: sqlite3.Connection, table: str) -> bool:
    """Whether a table is the same on both sides: many rows at a time, which is what is to be expected."""
    return are_equal(rows(stored, table), rows(rebuilt, table))


def are_equal(ours: sqlite3.Cursor, theirs: sqlite3.Cursor) -> bool:
    """Whether two queries give the same rows in the same order."""
    while (mine := ours.fetchmany(_MANY)) == theirs.fetchmany(_MANY):
        if not mine:
            return True
    return False


def _compare(stored: sqlite3.Connection, rebuilt: sqlite3.Connection, table: str) -> Iterator[Difference]:
    """Walk along both sides in the order of their keys, so that a large table need not fit into memory."""
    width = schema.PROJECTION_TABLES[table]
    ours, theirs = iter(rows(stored, table)), iter(rows(rebuilt, table))
    mine, right = next(ours, None), next(theirs, None)
    while mine is not None or right is not None:
        before = right is None or (mine is not None and mine[:width] < right[:width])
        after = mine is None or (right is not None and mine[:width] > right[:width])
        if before and mine is not None:
            yield Difference(table, _key(mine), "is not in the history")
        elif after and right is not None:
            yield Difference(table, _key(right), "is missing")
        elif mine is not None and mine != right:
            yield Difference(table, _key(mine), "is not what the history says")
        mine = mine if after else next(ours, None)
        right = right if before else next(theirs, None)


def rows(conn: sqlite3.Connection, table: str, place: str = "") -> sqlite3.Cursor:
    """All rows of a projection in the order of their keys; `place` is the name of an attached file, with a dot."""
    order = ", ".join(str(column) for column in range(1, schema.PROJECTION_TABLES[table] + 1))
    return conn.execute(f"SELECT * FROM {place}{table} ORDER BY {order}")  # noqa: S608 - our own names


def _key(row: tuple[object, ...]) -> str:
    """What names a row to people: the first id in it, else its first values."""
    ids = [value for value in row if isinstance(value, str) and len(value) in (36, 64)]
    return ids[0] if ids else " ".join(map(str, row[:4]))


def _compare_indexes(stored: sqlite3.Connection, rebuilt: sqlite3.Connection) -> list[Difference]:
    """Every word with the rows and places that hold it (sqlite.org/fts5.html §7), in the order of the index."""
    found: list[Difference] = []
    for table in _TEXT_INDEXES:
        if not are_equal(_sums(stored, table), _sums(rebuilt, table)):
            pairs = zip_longest(_words(stored, table), _words(rebuilt, table))
            word = next((ours or theirs for ours, theirs in pairs if ours != theirs), ("",))
            found.append(Difference(table, str(word[0]), "the search index does not match the texts and values"))
            del pairs  # whose cursors would keep the tables from going
        for conn in (stored, rebuilt):
            conn.execute("DROP TABLE temp.words")
    return found


def _sums(conn: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    """Of every word, how often it stands where, as sums that no other places are likely to give.

    The words come in their order, so that grouping by them alone sorts nothing; the sums tell the columns apart.
    """
    _look_into(conn, table)
    first = _TEXT_INDEXES[table]
    return conn.execute(
        "SELECT term, count(*), sum(col = ?1), "
        "sum((doc * 2654435761 + offset * 40503 + (col = ?1) * 2246822519) & 4294967295), "
        "sum((doc * offset + doc * (1 + (col = ?1))) & 4294967295) FROM temp.words GROUP BY term",
        (first,),
    )


def _words(conn: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    _look_into(conn, table)
    return conn.execute("SELECT * FROM temp.words")


def _look_into(conn: sqlite3.Connection, table: str) -> None:
    if table not in _TEXT_INDEXES:
        raise ValueError(table)
    conn.execute("DROP TABLE IF EXISTS temp.words")
    conn.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', '{table}', 'instance')")
