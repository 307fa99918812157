"""Project files under a passphrase: SQLCipher in SQLite's place, behind a connection that looks like sqlite3's.

Such a file begins with `MAGIC` and random bytes, which together are SQLCipher's salt; everything after them is
encrypted and authenticated page by page, the write-ahead log and journals as well. The keys of the files that this
process may open are held here, by salt, so that every connection to a file (and to its backups, which share its salt)
finds its own. Leaves to the services how a key comes from a passphrase.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from os import urandom
from pathlib import Path
from typing import Any, TypeVar, cast

from curator.domain.errors import StorageError

T = TypeVar("T")
Connect = Callable[[str], sqlite3.Connection]

MAGIC = b"CURAE1"
"""What an encrypted project begins with: how it is told from a file that is no project."""
SALT_SIZE = 16
KEY_SIZE = 32
_keys: dict[bytes, bytes] = {}


class MissingExtraError(StorageError):
    """What is needed for encrypted projects is not installed."""


class LockedError(StorageError):
    """The project lies under a passphrase that was not given yet."""


def new_salt() -> bytes:
    """A salt for a new file."""
    return MAGIC + urandom(SALT_SIZE - len(MAGIC))


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted project; None for any other file, or none."""
    try:
        with path.open("rb") as file:
            start = file.read(SALT_SIZE)
    except OSError:
        return None
    return start if is_salt(start) else None


def is_salt(start: bytes) -> bool:
    """Whether an encrypted project begins so."""
    return len(start) >= SALT_SIZE and start.startswith(MAGIC)


def hold(salt: bytes, key: bytes) -> None:
    """Let this process open the files of that salt."""
    _keys[salt] = key


def forget(salt: bytes) -> None:
    """Let nobody open the files of that salt any more, without the passphrase."""
    _keys.pop(salt, None)


def is_held(salt: bytes) -> bool:
    """Whether this process may open the files of that salt."""
    return salt in _keys


def require() -> None:
    """See that SQLCipher is there.

    Raises:
        MissingExtraError: it is not installed.
    """
    _library()


def connector(salt: bytes, key: bytes) -> Connect:
    """What opens files of that salt and key.

    Raises:
        MissingExtraError: SQLCipher is not installed.
    """
    _library()

    def connect(uri: str) -> sqlite3.Connection:
        return cast("sqlite3.Connection", _Connection(uri, salt, key))

    return connect


def held_connector(salt: bytes, path: Path) -> Connect:
    """What opens a file whose key is held.

    Raises:
        LockedError: it is not.
        MissingExtraError: SQLCipher is not installed.
    """
    _library()
    if salt not in _keys:
        raise LockedError("The project lies under a passphrase, which was not given.", place=str(path))
    return connector(salt, _keys[salt])


@cache
def _library() -> Any:  # noqa: ANN401 - a module without types
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise MissingExtraError(
            "This project is encrypted. To open encrypted projects, install what they need: "
            'pip install "curator[encryption]".'
        ) from error
    return dbapi2


def _said(act: Callable[[], T]) -> T:
    """Do it; SQLCipher's errors are not those of sqlite3, but have the same names."""
    try:
        return act()
    except _library().Error as error:
        raise _as_sqlite(error) from error


def _as_sqlite(error: Exception) -> sqlite3.Error:
    kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
    return cast("sqlite3.Error", kind(*error.args))


class _Cursor:
    """A cursor whose errors are sqlite3's."""

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401
        self._cursor = cursor

    def fetchall(self) -> list[Any]:
        return _said(self._cursor.fetchall)

    def fetchone(self) -> Any:  # noqa: ANN401
        return _said(self._cursor.fetchone)

    def __iter__(self) -> Iterator[Any]:
        try:
            yield from self._cursor
        except _library().Error as error:
            raise _as_sqlite(error) from error

    def __next__(self) -> Any:  # noqa: ANN401
        return _said(lambda: next(self._cursor))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._cursor, name)


class _Connection:
    """A connection of SQLCipher with what the store asks of one of sqlite3's."""

    def __init__(self, uri: str, salt: bytes, key: bytes) -> None:
        library = _library()
        self.raw = _said(lambda: library.connect(uri, uri=True, isolation_level=None, check_same_thread=False))
        self.execute("PRAGMA cipher_log_level = NONE")  # which goes to standard error
        self.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        self.execute("PRAGMA cipher_memory_security = OFF")  # locks pages one by one, at a tenth of the speed

    def execute(self, sql: str, parameters: Any = ()) -> _Cursor:  # noqa: ANN401
        return _Cursor(_said(lambda: self.raw.execute(sql, parameters)))

    def executemany(self, sql: str, rows: Iterable[Any]) -> _Cursor:
        return _Cursor(_said(lambda: self.raw.executemany(sql, rows)))

    def cursor(self) -> _Cursor:
        return _Cursor(self.raw.cursor())

    def backup(self, target: "_Connection", *, pages: int, progress: Callable[[int, int, int], object]) -> None:
        _said(lambda: self.raw.backup(target.raw, pages=pages, progress=progress))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.raw, name)
