"""A disk that fails when told to: SQLite through apsw, with a file system of our own underneath."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import apsw

T = TypeVar("T")
NAME = "curator-faulty"
IOERR, FULL = "disk I/O error", "database or disk is full"
_RAISED = {IOERR: apsw.IOError, FULL: apsw.FullError}


@dataclass
class Faults:
    """Lets the n-th write, sync or truncation from now on fail, once or from then on for good."""

    at: int = 0
    kind: str = IOERR
    lasting: bool = False
    seen: int = 0
    fired: int = 0
    log: list[str] = field(default_factory=list[str])

    def arm(self, at: int, kind: str, *, lasting: bool) -> None:
        self.at, self.kind, self.lasting = at, kind, lasting
        self.seen = self.fired = 0
        self.log.clear()

    def disarm(self) -> None:
        self.at = 0

    def point(self, what: str) -> None:
        self.seen += 1
        self.log.append(what)
        if self.at and (self.seen == self.at or (self.lasting and self.seen > self.at)):
            self.fired += 1
            raise _RAISED[self.kind](f"planned: {what} number {self.seen}")


faults = Faults()


class _File(apsw.VFSFile):
    def xWrite(self, data: bytes, offset: int) -> None:
        faults.point("write")
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        faults.point("sync")
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:
        faults.point("truncate")
        super().xTruncate(newsize)


class _Files(apsw.VFS):
    def __init__(self) -> None:
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        return _File("", name, flags)


_files: list[_Files] = []


class Cursor:
    """What the store asks of a cursor."""

    rowcount = -1

    def __init__(self, conn: apsw.Connection, cursor: apsw.Cursor) -> None:
        self._conn = conn
        self._cursor = cursor
        self.lastrowid = conn.last_insert_rowid()

    def fetchall(self) -> list[tuple[Any, ...]]:
        return _said(self._cursor.fetchall)

    def fetchone(self) -> tuple[Any, ...] | None:
        return _said(self._cursor.fetchone)

    def __iter__(self) -> "Cursor":
        return self

    def __next__(self) -> tuple[Any, ...]:
        return _said(lambda: next(self._cursor))


class Connection:
    """An apsw connection that looks to the store like one of the sqlite3 module."""

    def __init__(self, uri: str) -> None:
        if not _files:
            _files.append(_Files())
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._conn = _said(lambda: apsw.Connection(uri, flags=flags, vfs=NAME))

    @property
    def in_transaction(self) -> bool:
        return self._conn.in_transaction

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        return Cursor(self._conn, _said(lambda: self._conn.execute(sql, parameters)))

    def executemany(self, sql: str, rows: Iterable[Any]) -> Cursor:
        before = self._conn.total_changes()
        cursor = Cursor(self._conn, _said(lambda: self._conn.executemany(sql, rows)))
        cursor.rowcount = self._conn.total_changes() - before
        return cursor

    def create_function(self, name: str, arguments: int, function: Any, *, deterministic: bool = False) -> None:
        self._conn.create_scalar_function(name, function, arguments, deterministic=deterministic)

    def close(self) -> None:
        # SQLite closes whatever becomes of the last checkpoint, and the sqlite3 module says nothing of it either.
        with suppress(apsw.Error):
            self._conn.close()


def connect(uri: str) -> Any:
    """A connector for `open_project` whose disk does what `faults` says."""
    return Connection(uri)


def _said(act: Callable[[], T]) -> T:
    try:
        return act()
    except apsw.ConstraintError as error:
        raise sqlite3.IntegrityError(str(error)) from error
    except apsw.Error as error:
        text = next((words for words, kind in _RAISED.items() if isinstance(error, kind)), str(error))
        raise sqlite3.OperationalError(text) from error
