"""Copying a project into a new file from one that may be damaged: its history row by row, and what is its own.

Everything else in a project is made from its history, so that the new file's tables and indexes are in order whatever
became of the old one's. The old file is only read: of its tables those of the history and of this copy alone, and
neither its indexes nor its triggers.
"""

import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from curator.domain.errors import CuratorError
from curator.domain.history import Changeset, Revision
from curator.domain.ids import is_sha256
from curator.store import appending, database, journal, schema, twins
from curator.store.database import UNREADABLE, Store

_HISTORY = ("changeset", "revision", "blob")
_COLUMNS: Final = {
    "changeset": "seq, id, parents, replica, key, made_at, activity, software, blobs, signature",
    "revision": "seq, changeset, id, subject_kind, subject_id, parents, operation, body",
    "blob": "rowid, sha256, bytes",
}
_STEPS_OVER: Final = 5000
"""So many numbers are tried one by one behind a row that can't be read."""
_A_LOT: Final = 100_000
_PATIENCE: Final = 20_000_000
"""Steps of SQLite's machine without a row, after which a statement on a damaged file is stopped (some seconds)."""
_SHORTENED: Final = "PRAGMA writable_schema = ON"
"""Without it SQLite reads nothing of a file that is shorter than it says; nothing can be written all the same."""
_Row = tuple[Any, ...]
_SENSELESS = (ValueError, LookupError, TypeError, AttributeError)

IsSound = Callable[[Changeset], bool]
Tell = Callable[[int, int], object]


class Elsewhere(Protocol):
    """Where to look for what is damaged: what is given is what was signed, or has that hash."""

    def changeset(self, ident: str, /) -> Changeset | None:
        """The changeset of that id."""
        ...

    def changeset_at(self, seq: int, among: Collection[str], /) -> Changeset | None:
        """The changeset of that number, if it is one of those."""
        ...

    def blob(self, digest: str, /) -> bytes | None:
        """The bytes of that name."""
        ...


class Nowhere:
    """There is nowhere to look."""

    def changeset(self, _ident: str, /) -> Changeset | None:
        """None."""
        return None

    def changeset_at(self, _seq: int, _among: Collection[str], /) -> Changeset | None:
        """None."""
        return None

    def blob(self, _digest: str, /) -> bytes | None:
        """None."""
        return None


@dataclass(slots=True)
class Salvaged:
    """What came over, and what did not: (id or number, why) of changesets, the names of bytes, tables."""

    changesets: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    lost_blobs: list[str] = field(default_factory=list[str])
    from_elsewhere: list[str] = field(default_factory=list[str])

    @property
    def whole(self) -> bool:
        """Whether no changeset was lost. Whether bytes are missing that should be there is for `verify` to say."""
        return not self.lost


def _text(data: bytes) -> str:
    """What a column of text holds: bytes that are no text must not hide the rest of their row, nor pass as sound."""
    return data.decode(errors="replace")


class Source:
    """A project file, perhaps a damaged one, read as far as it can be."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._steps = 0
        conn.text_factory = _text
        conn.set_progress_handler(self._is_endless, _A_LOT)

    def _is_endless(self) -> bool:
        """Whether to stop a statement: on a file whose pages point at each other it may never come to its end."""
        self._steps += _A_LOT
        return self._steps > _PATIENCE

    def has_history(self) -> bool:
        """Whether there are tables of the history at all; views and virtual tables of their names are none."""
        rows = self._conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
        return set(_HISTORY) <= {row[0] for row in rows}

    def count(self) -> int:
        """How many changesets there seem to be."""
        try:
            return self._conn.execute("SELECT max(seq) FROM changeset").fetchone()[0] or 0
        except UNREADABLE:
            return 0

    def changesets(self) -> Iterator[tuple[int, str, Changeset | None]]:
        """Every changeset by its number and id in the order of the file; None for one that can't be read."""
        revisions = _Ahead(self._rows("revision"))
        for seq, row in self._rows("changeset"):
            mine = [each for each in revisions.up_to(seq) if each]
            ident = row[1] if row and isinstance(row[1], str) else ""
            yield seq, ident, _changeset(row, mine) if row else None

    def again(self, seq: int) -> Changeset | None:
        """The changeset of that number through the indexes: where its revisions do not lie together."""
        self._steps = 0
        try:
            return journal.changeset_at(self._conn, seq)
        except (*UNREADABLE, *_SENSELESS):
            return None

    def missing(self) -> set[str]:
        """The ids of changesets that others rest on, or that are the newest, and that no row that can be read has."""
        there, named = set[str](), self.tips()
        for _, row in self._rows("changeset"):
            with suppress(*_SENSELESS):
                there.add(row[1] if row else "")
                named.update(journal.ids_in(row[2]) if row else ())
        return set(filter(is_sha256, named - there))

    def project(self) -> str:
        """The id of the project, "" where the file does not tell it."""
        try:
            row = self._conn.execute("SELECT id FROM changeset ORDER BY seq LIMIT 1").fetchone()
        except UNREADABLE:
            return ""
        return row[0] if row and isinstance(row[0], str) and is_sha256(row[0]) else ""

    def tips(self) -> set[str]:
        """The ids of the newest changesets, as far as the file can say."""
        return {row[0] for row in self.own_rows("tip", "changeset")}

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """All bytes that can be read, with their names."""
        for _, row in self._rows("blob"):
            if row and isinstance(row[1], str) and isinstance(row[2], bytes):
                yield row[1], row[2]

    def blob(self, digest: str) -> bytes | None:
        """The bytes of that name."""
        self._steps = 0
        try:
            data = journal.blob(self._conn, digest)
        except UNREADABLE:
            return None
        return data if isinstance(data, bytes) else None

    def own_rows(self, table: str, columns: str) -> list[_Row]:
        """The rows of a table of this copy alone, as far as they can be read."""
        rows: list[_Row] = []
        with suppress(*UNREADABLE):
            rows.extend(self._conn.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608 - from our own schema
        return rows

    def _rows(self, table: str) -> Iterator[tuple[int, _Row | None]]:
        """Every row by its number; None where some can't be read, up to the next that can."""
        after = 0
        while True:
            try:
                for row in self._from(table, after):
                    after = row[0]
                    yield after, row
                return
            except UNREADABLE:
                row = self._next(table, after)
            for number in range(after + 1, row[0] if row else after + 2):
                yield number, None
            if row is None:
                return
            after = row[0]
            yield after, row

    def _from(self, table: str, after: int) -> Iterator[_Row]:
        """The rows of greater numbers, as long as they come in order; pages that point at each other have none."""
        number = _COLUMNS[table].partition(",")[0]
        many = f"SELECT {_COLUMNS[table]} FROM {table} NOT INDEXED WHERE {number} > ? ORDER BY {number}"  # noqa: S608
        self._steps = 0
        for row in self._conn.execute(many, (after,)):
            self._steps = 0
            if row[0] <= after:
                raise sqlite3.DatabaseError("rows are out of order")
            after = row[0]
            yield row

    def _next(self, table: str, after: int) -> _Row | None:
        """The next row that can be read by its number."""
        number = _COLUMNS[table].partition(",")[0]
        one = f"SELECT {_COLUMNS[table]} FROM {table} NOT INDEXED WHERE {number} = ?"  # noqa: S608 - from above
        for candidate in range(after + 1, after + _STEPS_OVER):
            self._steps = 0
            try:
                if row := self._conn.execute(one, (candidate,)).fetchone():
                    return row
            except UNREADABLE:
                continue
        return None


class _Ahead:
    """Revisions in the order of the file, handed out changeset by changeset."""

    def __init__(self, rows: Iterator[tuple[int, _Row | None]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def up_to(self, changeset: int) -> Iterator[_Row | None]:
        """Those of a changeset; those of earlier ones, which nobody asked for, are left out."""
        while self._next is not None:
            row = self._next[1]
            if row is not None and isinstance(row[1], int):
                if row[1] > changeset:
                    return
                if row[1] == changeset:
                    yield row
            self._next = next(self._rows, None)


def _changeset(row: _Row, revisions: list[_Row]) -> Changeset | None:
    try:
        _, ident, parents, replica, key, made_at, activity, software, blobs, signature = row
        return Changeset(
            id=ident,
            parents=journal.ids_in(parents),
            replica=replica,
            key=key,
            made_at=made_at,
            activity=activity,
            software=software,
            revisions=tuple(twins.in_their_places(_revision(each) for each in revisions)),
            blobs=journal.ids_in(blobs),
            signature=signature,
        )
    except _SENSELESS:
        return None


def _revision(row: _Row) -> Revision:
    _, _, ident, kind, subject, parents, operation, body = row
    return Revision(ident, kind, subject, journal.ids_in(parents), operation, body.encode())


@contextmanager
def reading(path: Path) -> Generator[Source]:
    """A file to be read as far as it can be; nobody else may be writing to it.

    Raises:
        CuratorError: SQLite can't read anything of it.
    """
    conn = database.connector_for(path)(database.uri(path, "ro"))
    with closing(conn):
        try:
            for measure in (_SHORTENED, *database.MEASURES):
                conn.execute(measure)
            source = Source(conn)
            if not source.has_history():
                raise database.DamagedError("The tables of the project's history are not there.", place=path.name)
        except UNREADABLE as error:
            raise database.explained(error, path) from error
        yield source


def project_at(path: Path) -> str:
    """The id of the project in a file that may be damaged; "" where that can't be told."""
    try:
        with reading(path) as source:
            return source.project()
    except CuratorError:
        return ""


def keep_as_they_are(target: Store, source: Source, digests: Iterable[str]) -> None:
    """Take over bytes that are not what their names stand for: they are all that there is of them."""
    with target.atomic() as conn:
        for digest in digests:
            if (data := source.blob(digest)) is not None:
                conn.execute("INSERT OR IGNORE INTO blob (sha256, bytes) VALUES (?, ?)", (digest, data))


def into(
    target: Store,
    source: Source,
    *,
    is_sound: IsSound,
    elsewhere: Elsewhere,
    tell: Tell = lambda _done, _all: None,
) -> Salvaged:
    """Fill a new, empty project file from an old one.

    Args:
        target: the new file.
        source: the old one.
        is_sound: whether a changeset is what was signed.
        elsewhere: where to look for what is not.
        tell: is told how far it is: (done, all).
    """
    work = _Work(target, source, is_sound, elsewhere)
    total = source.count()
    with target.atomic() as conn:
        _own_tables(conn, source)  # for what appending has to know of this copy; steps come when their acts are there
        for seq, ident, found in source.changesets():
            tell(work.done.changesets, total)
            work.mind_the_gap(seq)
            if changeset := work.sound(seq, ident, found):
                work.append(changeset)
        work.go_on()
        for digest, data in source.blobs():
            work.keep(conn, digest, data)
        work.look_for_the_newest()
        _own_tables(conn, source)
    return work.done


@dataclass
class _Work:
    target: Store
    source: Source
    is_sound: IsSound
    elsewhere: Elsewhere
    done: Salvaged = field(default_factory=Salvaged)
    number: int = 0
    is_torn: bool = False

    def mind_the_gap(self, seq: int) -> None:
        """Rows of a page that was emptied are missed by nobody but the next one's number."""
        if seq > self.number + 1:
            self.done.lost.append((f"number {self.number + 1}", "it is not there"))
        self.number = max(self.number, seq)

    def look_for_the_newest(self) -> None:
        """Those at the end are missed by the table of the newest changesets alone."""
        for ident in sorted(filter(is_sha256, self.source.tips())):
            if not self._is_here(ident):
                self.done.lost.append((ident, "it is not there"))

    def sound(self, seq: int, ident: str, found: Changeset | None) -> Changeset | None:
        """A changeset as it was signed, from here or elsewhere."""
        self.is_torn = False
        if found and self.is_sound(found):
            return found
        again = self.source.again(seq)
        if again and self.is_sound(again):
            return again
        self.is_torn = not ident
        other = (self.elsewhere.changeset(ident) if ident else None) or self.elsewhere.changeset_at(seq, self._missing)
        if other:
            self.done.from_elsewhere.append(other.id)
            return other
        self.done.lost.append((ident or f"number {seq}", "it is not what was signed" if found else "it can't be read"))
        return None

    @cached_property
    def _missing(self) -> set[str]:
        """The ids of all changesets that should be here and are not, as far as this file and the others tell them."""
        found, open_ = set[str](), sorted(self.source.missing())
        while open_:
            ident = open_.pop()
            other = None if ident in found or self._is_here(ident) else self.elsewhere.changeset(ident)
            if other:
                found.add(ident)
                open_ += other.parents
        return found

    def _is_here(self, ident: str) -> bool:
        return self.target.one("SELECT 1 FROM changeset WHERE id = ?", (ident,)) is not None

    def go_on(self) -> None:
        """Behind a last row that can't be read there may have been more of them."""
        while self.is_torn and (other := self.elsewhere.changeset_at(self.number + 1, self._missing)):
            self.number += 1
            self.done.from_elsewhere.append(other.id)
            self.append(other)

    def keep(self, conn: sqlite3.Connection, digest: str, data: bytes) -> None:
        """Keep bytes of the old file under their name, where they or those of elsewhere are what it stands for."""
        found = data if journal.is_intact(digest, data) else self.elsewhere.blob(digest)
        if found is not None:
            conn.execute("INSERT OR IGNORE INTO blob (sha256, bytes) VALUES (?, ?)", (digest, found))
        elif digest not in self.done.lost_blobs:
            self.done.lost_blobs.append(digest)

    def append(self, changeset: Changeset) -> None:
        """Add one changeset, unless what it builds upon was lost."""
        blobs = {digest: self._blob(digest) for digest in changeset.blobs}
        try:
            with self.target.atomic() as conn:
                appending.append(conn, changeset, {digest: data for digest, data in blobs.items() if data is not None})
            self.done.changesets += 1
            self.done.lost_blobs += [digest for digest, data in blobs.items() if data is None]
        except (CuratorError, sqlite3.Error, *_SENSELESS) as error:
            self.done.lost.append((changeset.id, f"it does not fit what is there ({type(error).__name__})"))

    def _blob(self, digest: str) -> bytes | None:
        data = self.source.blob(digest)
        return data if data is not None and journal.is_intact(digest, data) else self.elsewhere.blob(digest)


def _own_tables(conn: sqlite3.Connection, source: Source) -> None:
    """What belongs to this copy alone: its rows come over as far as they fit the history that is there."""
    for table, columns in schema.own_tables(conn).items():
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        put = f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - from our own schema
        for row in source.own_rows(table, names):
            try:
                conn.execute(put, row)
            except sqlite3.IntegrityError:
                continue
