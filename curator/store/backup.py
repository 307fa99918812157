"""Copies of a project file through SQLite's backup API: consistent at any moment, which a copied file is not."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

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
