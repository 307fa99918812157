"""Reading a file that may be damaged: row by row, so that one bad byte is named and does not hide the rest."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from curator.domain.errors import CuratorError
from curator.domain.history import Changeset
from curator.store import database, journal, rebuild
from curator.store.database import Store


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A changeset whose row can't be read as one."""

    seq: int
    id: str
    reason: str


def file_defects(store: Store) -> list[str]:
    """What SQLite itself finds wrong with the file; [] when nothing is."""
    try:
        found = [str(row[0]) for row in store.conn.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        rows = store.conn.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found + [f"row {row[1]} of “{row[0]}” refers to a row of “{row[2]}” that is not there" for row in rows]


def changesets(store: Store) -> Iterator[Changeset | Unreadable]:
    """Every changeset in the order of the file, or why it can't be read."""
    try:
        seqs = [row[0] for row in store.conn.execute("SELECT seq FROM changeset ORDER BY seq")]
    except sqlite3.DatabaseError as error:
        yield Unreadable(0, "", str(error))
        return
    for seq in seqs:
        try:
            yield journal.changeset_at(store.conn, seq)
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            yield Unreadable(seq, _id_at(store, seq), str(error))


def _id_at(store: Store, seq: int) -> str:
    try:
        return str(store.conn.execute("SELECT id FROM changeset WHERE seq = ?", (seq,)).fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return f"number {seq}"


def count_changesets(store: Store) -> int:
    """How many changesets there are, as far as the file can say."""
    try:
        return store.conn.execute("SELECT count(*) FROM changeset").fetchone()[0]
    except sqlite3.DatabaseError:
        return 0


def blobs(store: Store) -> Iterator[tuple[str, bytes | None]]:
    """Every blob by its name, one at a time; None where it can't be read."""
    try:
        names = [row[0] for row in store.conn.execute("SELECT sha256 FROM blob ORDER BY 1")]
    except sqlite3.DatabaseError:
        return
    for name in names:
        try:
            yield name, journal.blob(store.conn, name)
        except sqlite3.DatabaseError:
            yield name, None


def projection_differences(store: Store) -> list[rebuild.Difference]:
    """Where the tables are not what the history gives, after replaying it beside them."""
    # "" is a temporary file that SQLite makes and takes away itself: a large project need not fit into memory.
    beside = database.connect("")
    try:
        whole = (stored.changeset for stored in journal.changesets(store.conn))
        rebuild.replayed(beside, whole, lambda digest: journal.blob(store.conn, digest))
        return rebuild.differences(store.conn, beside)
    except (sqlite3.DatabaseError, CuratorError, ValueError, KeyError, TypeError) as error:
        return [rebuild.Difference("history", "", f"the history can't be replayed ({error})")]
    finally:
        beside.close()


def refused(store: Store) -> list[tuple[str, str, str, str]]:
    """(revision, kind, subject, reason) of the revisions that their authors had no right to make."""
    rows = store.query(
        "SELECT refused.revision, subject_kind, subject_id, reason FROM refused "
        "JOIN revision ON revision.id = refused.revision ORDER BY seq"
    )
    return [(a, b, c, d) for a, b, c, d in rows]
