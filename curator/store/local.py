"""What belongs to this copy of the project alone: its replica id, who has it open, undo steps and unfinished typing."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

LOG = "log"
"""Kept while acts lie in the write-ahead log that the file itself may not hold yet."""
UNDO_ACTIVITIES = ("undo", "redo")


def get(conn: sqlite3.Connection, key: str) -> str | None:
    """A value of this copy."""
    row = conn.execute("SELECT value FROM local WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def put(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value of this copy."""
    conn.execute("INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)", (key, value))


def drop(conn: sqlite3.Connection, key: str) -> None:
    """Forget a value of this copy."""
    conn.execute("DELETE FROM local WHERE key = ?", (key,))


@dataclass(frozen=True, slots=True)
class Step:
    """An act that can be undone, or one that was and can be redone."""

    n: int
    changeset: int
    label: str


def add_step(conn: sqlite3.Connection, changeset: int, label: str, key: str) -> None:
    """A new act can be undone; what had been undone before it can no longer be redone."""
    conn.execute("DELETE FROM step WHERE undone AND (SELECT key FROM changeset WHERE seq = step.changeset) = ?", (key,))
    conn.execute("INSERT INTO step (changeset, label, undone) VALUES (?, ?, 0)", (changeset, label))


def next_undo(conn: sqlite3.Connection, key: str) -> Step | None:
    """The newest act by this key that is not undone."""
    return _step(
        conn.execute(
            "SELECT n, step.changeset, label FROM step JOIN changeset ON seq = step.changeset "
            "WHERE NOT undone AND key = ? ORDER BY n DESC LIMIT 1",
            (key,),
        ).fetchone()
    )


def next_redo(conn: sqlite3.Connection, key: str) -> Step | None:
    """The oldest act by this key that is undone."""
    return _step(
        conn.execute(
            "SELECT n, step.changeset, label FROM step JOIN changeset ON seq = step.changeset "
            "WHERE undone AND key = ? ORDER BY n LIMIT 1",
            (key,),
        ).fetchone()
    )


def _step(row: tuple[int, int, str] | None) -> Step | None:
    return Step(*row) if row else None


def mark_step(conn: sqlite3.Connection, n: int, *, undone: bool) -> None:
    """Say whether a step is undone."""
    conn.execute("UPDATE step SET undone = ? WHERE n = ?", (int(undone), n))


def drop_step(conn: sqlite3.Connection, n: int) -> None:
    """Forget a step; what it did stays."""
    conn.execute("DELETE FROM step WHERE n = ?", (n,))


def keep_draft(conn: sqlite3.Connection, annotation: str, field: str, text: str) -> None:
    """Keep what somebody is typing into a field."""
    conn.execute("INSERT OR REPLACE INTO draft (annotation, field, text) VALUES (?, ?, ?)", (annotation, field, text))


def drop_draft(conn: sqlite3.Connection, annotation: str, field: str) -> None:
    """Forget what somebody was typing."""
    conn.execute("DELETE FROM draft WHERE annotation = ? AND field = ?", (annotation, field))


def drafts(conn: sqlite3.Connection, annotation: str) -> dict[str, str]:
    """The unfinished typing of one annotation's form, by field."""
    return dict(conn.execute("SELECT field, text FROM draft WHERE annotation = ?", (annotation,)).fetchall())


def every_draft(conn: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """The unfinished typing of all forms, by annotation and field."""
    found: dict[str, dict[str, str]] = {}
    for annotation, field, text in conn.execute("SELECT annotation, field, text FROM draft ORDER BY 1, 2"):
        found.setdefault(annotation, {})[field] = text
    return found


def mark_seen(conn: sqlite3.Connection, revisions: Iterable[str]) -> None:
    """Remember which revisions a person has been shown."""
    conn.executemany("INSERT OR IGNORE INTO seen (revision) VALUES (?)", ((revision,) for revision in revisions))
