"""The rows that an act wrote, and a plain sqlite3 connection that writes the same rows into a twin of the file."""

import sqlite3
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

Row = tuple[Any, ...]


class ActRows(NamedTuple):
    """Every row that adding or withdrawing one annotation writes."""

    changeset: Row
    revision: Row
    head: Row
    annotation: Row
    spans: list[Row]
    step: Row
    document: Row
    label_count: Row
    way: Row | None
    queue: Row | None


def of_last_act(conn: sqlite3.Connection) -> ActRows:
    """The rows of the newest changeset, which touched one annotation."""
    changeset = conn.execute("SELECT * FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
    revision = conn.execute("SELECT * FROM revision WHERE changeset = ?", changeset[:1]).fetchone()
    annotation = conn.execute("SELECT * FROM annotation WHERE id = ?", (revision[4],)).fetchone()
    return ActRows(
        changeset,
        revision,
        conn.execute("SELECT * FROM head WHERE subject = ?", (revision[4],)).fetchone(),
        annotation,
        conn.execute("SELECT * FROM span WHERE annotation = ?", annotation[:1]).fetchall(),
        conn.execute("SELECT * FROM step ORDER BY n DESC LIMIT 1").fetchone(),
        conn.execute("SELECT annotations, work, state, n FROM document WHERE n = ?", annotation[2:3]).fetchone(),
        conn.execute("SELECT * FROM label_count WHERE document = ? AND label = ?", annotation[2:4]).fetchone(),
        conn.execute("SELECT * FROM way WHERE document = ? AND annotator = ?", annotation[2:5:2]).fetchone(),
        conn.execute("SELECT * FROM queue WHERE annotation = ?", annotation[:1]).fetchone(),
    )


def plain(path: Path) -> sqlite3.Connection:
    """A connection that is as durable as the program's, and does nothing else."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16000"):
        conn.execute(f"PRAGMA {pragma}")
    return conn


class Twin:
    """A copy of the project that gets the same acts as bare rows."""

    def __init__(self, path: Path) -> None:
        self.conn = plain(path)
        self._words: dict[int, Row] = {}

    def add(self, rows: ActRows) -> float:
        """Write an annotation that was added; gives the seconds until it is on disk."""
        conn = self.conn
        start = perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        self._write_history(rows)
        insert(conn, "head", rows.head)
        insert(conn, "annotation", rows.annotation)
        for span in rows.spans:
            insert(conn, "span", span)
        words = (rows.annotation[0], *rows.annotation[8:10])
        conn.execute("INSERT INTO annotation_fts (rowid, quote, field_text) VALUES (?, ?, ?)", words)
        if rows.queue:
            insert(conn, "queue", rows.queue)
        self._write_counts(rows)
        conn.execute("COMMIT")
        self._words[rows.annotation[0]] = words
        return perf_counter() - start

    def withdraw(self, rows: ActRows) -> float:
        """Write the withdrawal of an annotation that `add` wrote; gives the seconds until it is on disk."""
        conn = self.conn
        number, ident = rows.annotation[:2]
        start = perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        self._write_history(rows)
        conn.execute("DELETE FROM head WHERE subject = ?", (ident,))
        insert(conn, "head", rows.head)
        conn.execute(
            "INSERT INTO annotation_fts (annotation_fts, rowid, quote, field_text) VALUES ('delete', ?, ?, ?)",
            self._words[number],
        )
        conn.execute("DELETE FROM span WHERE annotation = ?", (number,))
        conn.execute("DELETE FROM queue WHERE annotation = ?", (number,))
        conn.execute(
            "UPDATE annotation SET (state, quote, field_text, head, withdrawn) = (?, ?, ?, ?, ?) WHERE n = ?",
            (rows.annotation[5], *rows.annotation[8:], number),
        )
        self._write_counts(rows)
        conn.execute("COMMIT")
        return perf_counter() - start

    def _write_history(self, rows: ActRows) -> None:
        insert(self.conn, "changeset", rows.changeset)
        insert(self.conn, "revision", rows.revision)
        self.conn.execute("DELETE FROM tip")
        insert(self.conn, "tip", rows.changeset[1:2])
        insert(self.conn, "step", rows.step)

    def _write_counts(self, rows: ActRows) -> None:
        self.conn.execute("UPDATE document SET (annotations, work, state) = (?, ?, ?) WHERE n = ?", rows.document)
        self.conn.execute("INSERT OR REPLACE INTO label_count VALUES (?, ?, ?)", rows.label_count)
        if rows.way:
            self.conn.execute(f"INSERT OR REPLACE INTO way VALUES ({marks(rows.way)})", rows.way)


def insert(conn: sqlite3.Connection, table: str, row: Row) -> None:
    """Put one row in."""
    conn.execute(f"INSERT INTO {table} VALUES ({marks(row)})", row)


def marks(row: Row) -> str:
    """A question mark for each value."""
    return ", ".join("?" * len(row))
