"""Copies of a project file through SQLite's backup API: consistent at any moment, which a copied file is not."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from curator.store.database import Store, connect, explained

Progress = Callable[[int, int, str], None]
_PAGES = 2000


def copy(store: Store, target: Path, progress: Progress = lambda *_: None) -> None:
    """Write a complete copy of an open project to `target`, which must not exist.

    Raises:
        StorageError: the target can't be written, or the disk is full; what was written of it is taken away.
    """
    conn = connect(f"file:{target}")
    try:
        store.conn.backup(conn, pages=_PAGES, progress=lambda _, left, all_: progress(all_ - left, all_, "Copying"))
        # A backup is read where nobody may write beside it, so that it must not need a write-ahead log.
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.close()
    except sqlite3.Error as error:
        conn.close()
        target.unlink(missing_ok=True)
        raise explained(error, target) from error
