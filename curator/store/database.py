"""Opening a project file, and the one transaction that every write goes through."""

import sqlite3
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from curator.domain.errors import CuratorError, StorageError
from curator.store import encryption, schema
from curator.store.rows import folded

Connect = Callable[[str], sqlite3.Connection]

_SQLITE_HEADER = b"SQLite format 3\x00"
_LARGEST_VALUE = 1 << 30
MEASURES = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)


UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file may raise; sqlite3 decodes even SQLite's own messages, which quote the file."""
RESTORE = "Restore a backup: curator restore PROJECT BACKUP."


class DamagedError(StorageError):
    """The file is a project but cannot be trusted as it is: damaged, or holding what does not belong there."""


class NotAProjectError(StorageError):
    """The file is something else than a Curator project."""


class NewerError(StorageError):
    """The file was written by a newer version of the program."""


def connect(uri: str) -> sqlite3.Connection:
    """The connection that the program uses; tests hand in another to make writes fail."""
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)


class Store:
    """An open project file.

    Every change goes through `atomic`; there is no other way to write. One thread uses a store at a time; should two
    threads write all the same, one waits for the other rather than becoming part of its transaction.
    """

    def __init__(self, conn: sqlite3.Connection, path: Path, *, read_only: bool, beside: Connect = connect) -> None:
        """Keep the connection; `beside` opens copies of the file, under the same key where it has one."""
        self.conn = conn
        self.path = path
        self.read_only = read_only
        self.beside = beside
        self._writing = threading.RLock()
        self._version: int | None = None

    @contextmanager
    def atomic(self) -> Generator[sqlite3.Connection]:
        """All or nothing, and on disk when it ends. `with conn:` would not be: sqlite3 commits DDL and more by itself.

        Inside another `atomic` it is a part of that one: on disk when the outer one ends, and if it fails, undone by
        itself even where the outer one goes on.

        Raises:
            StorageError: the disk is full, or the file can't be written. Nothing was changed.
        """
        if self.read_only:
            raise StorageError("The project is open read-only, so nothing can be changed in it.", place=self.path.name)
        with self._writing:
            begin, end, back = _PART if self.conn.in_transaction else _WHOLE
            try:
                self.conn.execute(begin)
                yield self.conn
                self.conn.execute(end)
            except BaseException as error:
                self._roll_back(back)
                if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.ProgrammingError):
                    raise explained(error, self.path) from error
                raise

    def _roll_back(self, statements: tuple[str, ...]) -> None:
        try:
            for statement in statements:
                if self.conn.in_transaction:
                    self.conn.execute(statement)
        except sqlite3.Error:  # the transaction has ended by itself, as it does on a full disk
            return

    @contextmanager
    def snapshot(self) -> Generator[sqlite3.Connection]:
        """Several reads of one and the same state."""
        self.conn.execute("BEGIN")
        try:
            yield self.conn
        finally:
            self.conn.execute("ROLLBACK")

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            DamagedError: the file can't be read.
        """
        try:
            return self.conn.execute(sql, parameters).fetchall()
        except UNREADABLE as error:
            raise explained(error, self.path) from error

    def one(self, sql: str, parameters: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        rows = self.query(sql, parameters)
        return rows[0] if rows else None

    @property
    def in_transaction(self) -> bool:
        """Whether an `atomic` is open."""
        return self.conn.in_transaction

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since this was asked last; the first time it counts as if it had."""
        row = self.one("PRAGMA data_version")
        before, self._version = self._version, row[0] if row else None
        return before != self._version

    def carry_over(self) -> None:
        """Write what is in the write-ahead log into the file itself, as far as no reader keeps it there."""
        try:
            self.conn.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    def beside_it(self) -> sqlite3.Connection:
        """An empty database in a temporary file that SQLite makes and takes away itself, encrypted where this one is.

        What is put there need not fit into memory.
        """
        conn = self.beside("")
        for measure in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -64000"):
            conn.execute(measure)
        return conn

    def attach_to(self, conn: sqlite3.Connection) -> None:
        """Attach this file to another connection as `history`, to be read alone."""
        conn.execute("PRAGMA trusted_schema = OFF")
        conn.execute("ATTACH ? AS history", (uri(self.path, "ro"),))
        conn.execute("PRAGMA history.cache_size = -16000")

    def close(self) -> None:
        """Close the file; the last to close it brings the write-ahead log home."""
        self.conn.close()


_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_PART = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))

_ENVIRONMENT = (
    ("full", "The disk is full: free some space and try again."),
    ("readonly", "The file or its folder can't be written."),
    ("unable to open", "The file or its folder can't be opened for writing."),
    ("locked", "Another program is writing to the project: try again."),
    ("busy", "Another program is writing to the project: try again."),
    ("I/O", "The disk reported an error while reading or writing."),
)


def explained(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> CuratorError:
    """An SQLite error in words that say what to do."""
    text = "what it holds is no text" if isinstance(error, UnicodeDecodeError) else str(error)
    for sign, words in _ENVIRONMENT:
        if sign in text:
            return StorageError(f"{words} Nothing was changed.", place=path.name)
    if isinstance(error, sqlite3.OperationalError) and "no such" in text:
        return DamagedError(f"The project file lacks something that it must hold ({text}).", place=path.name)
    if isinstance(error, sqlite3.IntegrityError):
        return StorageError(f"The project file refused the change ({text}). Nothing was changed.", place=path.name)
    return DamagedError(f"The project file is damaged ({text}). {RESTORE}", place=path.name)


@contextmanager
def trusting(path: Path) -> Generator[None]:
    """Read what the program itself wrote: what turns out not to have its form was damaged.

    Raises:
        DamagedError: it has not; or SQLite can't read it.
    """
    try:
        yield
    except UNREADABLE as error:
        raise explained(error, path) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise DamagedError(
            f"The project file is damaged ({type(error).__name__}). {RESTORE}",
            place=path.name,
        ) from error


def create(path: Path, *, connector: Connect = connect) -> Store:
    """A new, empty project file in WAL mode.

    Raises:
        StorageError: there is something at `path` already, or it can't be written.
    """
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    try:
        conn = connector(uri(path, "rwc"))
        try:
            conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            conn.execute("PRAGMA journal_mode = WAL")
            _prepare(conn)
            schema.migrate(conn)
        except BaseException:
            conn.close()
            raise
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return Store(conn, path, read_only=False, beside=connector)


def connector_for(path: Path) -> Connect:
    """What opens a file: the library itself, or SQLCipher with the key that the file lies under.

    Raises:
        LockedError: its passphrase was not given yet.
        MissingExtraError: what encrypted projects need is not installed.
    """
    salt = encryption.salt_of(path)
    return encryption.held_connector(salt, path) if salt else connect


def open_store(path: Path, *, read_only: bool, connector: Connect | None = None) -> Store:
    """An existing project file, after its header and its schema have been found to be what they must be.

    Raises:
        NotAProjectError: no file, an empty one, or one of another kind.
        NewerError: a newer program wrote it; it is left untouched.
        DamagedError: the schema or the file is not in order.
        LockedError: it is encrypted, and its passphrase was not given yet.
    """
    check_header(path)
    beside = connector_for(path)
    connector = connector or beside
    try:
        if not read_only and has_log(path):
            # Whoever opens for writing brings the log home on closing. A file not in order is to stay as it is.
            with closing(_connect(path, connector)) as conn:
                _check(conn, path)
        conn = _connect(path, connector) if read_only else connector(uri(path, "rw"))
        try:
            version = _check(conn, path)
            if read_only:
                schema.supplement(conn, version)
            else:
                _make_writable(conn, version)
        except BaseException:
            conn.close()
            raise
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise explained(error, path) from error
    return Store(conn, path, read_only=read_only, beside=beside)


def is_older(path: Path, connector: Connect | None = None) -> bool:
    """Whether a project file is to be migrated when it is opened for writing."""
    with path.open("rb") as file:
        header = file.read(100)
    if not encryption.is_salt(header):
        return int.from_bytes(header[60:64], "big") < schema.VERSION
    try:
        with closing(_connect(path, connector or connector_for(path))) as conn:
            return conn.execute("PRAGMA user_version").fetchone()[0] < schema.VERSION
    except UNREADABLE as error:
        raise explained(error, path) from error


def opens(path: Path, connector: Connect) -> bool:
    """Whether the first page of a file can be read: of an encrypted one, whether the connector has its key."""
    try:
        with closing(connector(uri(path, "ro") + "&immutable=1")) as conn:
            conn.execute("PRAGMA schema_version").fetchone()
    except UNREADABLE:
        return False
    return True


def _check(conn: sqlite3.Connection, path: Path) -> int:
    """Check that a file holds what it must, and nothing else, before anything is read; gives its `user_version`."""
    _prepare(conn)
    if conn.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise NotAProjectError("This is a database of another program, not a Curator project.", place=str(path))
    # The header on disk may be older than what the write-ahead log holds.
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    _check_version(version, path)
    if found := schema.differences(conn, version):
        raise DamagedError(
            f"The project file does not have the tables it must have: {'; '.join(found[:3])}. Nothing was read.",
            place=path.name,
        )
    return version


def _make_writable(conn: sqlite3.Connection, version: int) -> None:
    """A restored backup has no write-ahead log, and an older file lacks the newer tables."""
    conn.execute("PRAGMA journal_mode = WAL")
    if version < schema.VERSION:
        schema.migrate(conn)


def bring_log_home(path: Path) -> None:
    """Write what is in the write-ahead log into the file itself, and empty the log.

    Raises:
        StorageError: somebody is reading the project, or it can't be written.
    """
    try:
        with closing(connector_for(path)(uri(path, "rw"))) as conn:
            conn.execute("PRAGMA busy_timeout = 2000")
            busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise explained(error, path) from error
    if busy:
        raise StorageError("Another window is reading the project. Close it first.", place=str(path))


def has_log(path: Path) -> bool:
    """Whether there is something in the write-ahead log: whoever only read the file leaves an empty one."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _connect(path: Path, connector: Connect) -> sqlite3.Connection:
    """A connection for reading alone."""
    conn = connector(uri(path, "ro"))
    try:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A folder that can't be written has no place for the shared memory of WAL. With no log beside it the file
        # is complete in itself and nobody can be writing to it.
        conn.close()
        if has_log(path):
            raise
        conn = connector(uri(path, "ro") + "&immutable=1")
    return conn


def _prepare(conn: sqlite3.Connection) -> None:
    for measure in MEASURES:
        conn.execute(measure)
    conn.execute("PRAGMA synchronous = FULL")
    # SQLite's own lower() knows ASCII alone.
    conn.create_function("folded", 1, folded, deterministic=True)
    if hasattr(conn, "setlimit"):
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)


def uri(path: Path, mode: str) -> str:
    """What SQLite opens a file by, whatever signs its name holds; `mode` is `ro`, `rw` or `rwc`."""
    return f"file:{quote(bytes(path.absolute()))}?mode={mode}"


def check_header(path: Path) -> None:
    """Look at the first 100 bytes alone (sqlite.org/fileformat.html §1.3); those of an encrypted project say no more.

    Raises:
        NotAProjectError: no file, an empty one, or one of another kind.
        NewerError: a newer program wrote it.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise NotAProjectError("There is no such file.", place=str(path)) from error
    except OSError as error:
        raise StorageError(f"The file can't be read ({error.strerror}).", place=str(path)) from error
    if len(header) == 100 and encryption.is_salt(header):
        return
    if len(header) < 100 or not header.startswith(_SQLITE_HEADER):
        raise NotAProjectError("This is not a Curator project.", place=str(path))
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise NotAProjectError("This is a database of another program, not a Curator project.", place=str(path))
    _check_version(int.from_bytes(header[60:64], "big"), path)


def _check_version(version: int, path: Path) -> None:
    if version < 1:
        raise NotAProjectError("This is a Curator project that was never finished: it is empty.", place=str(path))
    if version > schema.VERSION:
        raise NewerError(
            f"The project was written by a newer Curator (file version {version}, this program knows up to "
            f"{schema.VERSION}). It was left as it is; update Curator to open it.",
            place=str(path),
        )
