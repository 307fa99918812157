"""Copies of a project file through SQLite's backup API: consistent at any moment, which a copied file is not."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from curator.store import journal, local
from curator.store.database import Connect, Store, explained, uri

Progress = Callable[[int, int, str], object]
_PAGES = 2000


def copy(
    store: Store,
    target: Path,
    progress: Progress = lambda _done, _all, _what: None,
    *,
    connector: Connect | None = None,
) -> None:
    """Write a complete copy of an open project to `target`, which must not exist; it is on disk when this returns.

    The copy of an encrypted project is encrypted: under the same key, or the one of `connector`.

    Raises:
        StorageError: the target can't be written, or the disk is full; what was written of it is taken away.
    """

    def report(_status: int, left: int, every: int) -> None:
        progress(every - left, every, "Copying")

    try:
        conn = (connector or store.beside)(uri(target, "rwc"))
        try:
            store.conn.backup(conn, pages=_PAGES, progress=report)
            local.drop(conn, local.LOG)
            conn.commit()
            # A backup is read where nobody may write beside it, so that it must not need a write-ahead log.
            conn.execute("PRAGMA journal_mode = DELETE")
        finally:
            conn.close()
    except BaseException as error:
        for ending in ("", "-journal", "-wal", "-shm"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise explained(error, target) from error
        raise


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project holds, in numbers; `state` is a digest of what its history has come to."""

    changesets: int
    revisions: int
    documents: int
    annotations: int
    state: str


def contents(store: Store) -> Contents:
    """Count what a project holds."""
    row = store.one(
        "SELECT (SELECT count(*) FROM changeset), (SELECT count(*) FROM revision), "
        "(SELECT count(*) FROM document WHERE NOT withdrawn), (SELECT coalesce(sum(count), 0) FROM label_count)"
    )
    changesets, revisions, documents, annotations = row or (0, 0, 0, 0)
    return Contents(changesets, revisions, documents, annotations, state(store))


def state(store: Store) -> str:
    """A digest of what the history has come to: the same as long as nothing was added to it."""
    return _digest(journal.tips(store.conn))


def _digest(tips: Iterable[str]) -> str:
    return sha256(" ".join(tips).encode()).hexdigest()


_OTHER_THAN = {
    "import": "SELECT 1 FROM changeset WHERE seq > ? AND activity <> 'import' LIMIT 1",
    "removal": "SELECT 1 FROM revision WHERE changeset > ? "
    "AND NOT (subject_kind = 'document' AND operation = 'withdraw') LIMIT 1",
}


def precedes(store: Store, act: str, held: str, changesets: int) -> bool:
    """Whether a copy with the state `held` and so many changesets is of before a series of such acts alone.

    The series is all that came since; `act` is `import` or `removal`.
    """
    row = store.one("SELECT parents FROM changeset WHERE seq = ?", (changesets + 1,))
    came_to = _digest(journal.ids_in(row[0])) if row else state(store)
    return came_to == held and store.one(_OTHER_THAN[act], (changesets,)) is None


def is_without_documents(store: Store) -> bool:
    """Whether there never was a document."""
    return store.one("SELECT 1 FROM document LIMIT 1") is None
