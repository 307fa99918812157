"""The tables of a project file, as a list of migrations, and the comparison of a file with what it must hold.

A released migration is never edited: a change of the tables is a new step at the end of `MIGRATIONS`.
`user_version` is the number of steps that a file has been through.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from curator.store import filling, lineage
from curator.store.tables.comparing import COMPARING
from curator.store.tables.first import GUARDS, HISTORY, LOCAL, PROJECTIONS
from curator.store.tables.sharing import SHARING
from curator.store.tables.supervision import SUPERVISION

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x43555241
"""`CURA`: what makes an SQLite file a Curator project (bytes 68 to 71 of the file)."""


_MIGRATIONS_TABLES = ("_sqlite_migrations",)

PROJECTION_TABLES = {
    "tip": 1,
    "head": 3,
    "refused": 1,
    "person": 1,
    "person_key": 2,
    "document": 1,
    "annotation": 1,
    "span": 4,
    "reference": 3,
    "label_count": 2,
    "entity": 1,
    "decision": 1,
    "submission": 1,
    "way": 2,
    "queue": 1,
    "outcome": 1,
    "comment": 1,
    "run": 1,
    "statement": 5,
    "conflict": 2,
}
"""The tables that can be rebuilt from the history, with the number of their first columns that are the key."""


def _first_tables(conn: sqlite3.Connection) -> None:
    for statement in _statements(HISTORY + GUARDS + PROJECTIONS + LOCAL):
        conn.execute(statement)


def _supervision(conn: sqlite3.Connection, place: str = "") -> None:
    for statement in _statements(SUPERVISION):
        conn.execute(statement.replace("{place}", place))
    filling.fill_supervision(conn)


def _sharing_tables(conn: sqlite3.Connection, place: str = "") -> None:
    for statement in _statements(SHARING):
        if not (place and " ON revision " in statement):  # an index of the file's own table, which only saves time
            conn.execute(re.sub(r"^CREATE (TABLE|INDEX) ", rf"CREATE \1 {place}", statement))
    for seq, parents in conn.execute("SELECT seq, parents FROM changeset ORDER BY seq").fetchall():
        lineage.note(conn, seq, tuple(json.loads(parents)))


def _comparing_index(conn: sqlite3.Connection) -> None:
    for statement in _statements(COMPARING):
        conn.execute(statement)


def make_projections(conn: sqlite3.Connection) -> None:
    """Make the tables of `PROJECTION_TABLES` alone, with no index beside their keys."""
    for statement in _statements(PROJECTIONS + SUPERVISION.replace("{place}", "") + SHARING):
        made = re.match(r"\s*CREATE TABLE (\w+)", statement)
        if made and made[1] in PROJECTION_TABLES:
            conn.execute(statement)


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("first_tables", _first_tables),
    ("supervision", _supervision),
    ("sharing_tables", _sharing_tables),
    ("comparing_index", _comparing_index),
)
VERSION = len(MIGRATIONS)


def _statements(script: str) -> list[str]:
    """The statements of a script (a trigger's body holds semicolons of its own)."""
    found: list[str] = []
    pending = ""
    for part in script.split(";"):
        pending += part + ";"
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


def own_tables(conn: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of each table that is neither history nor made from it: what belongs to this copy of a project."""
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
    others = {"changeset", "revision", "blob", *PROJECTION_TABLES, *_MIGRATIONS_TABLES}
    own = [name for name in names if name not in others and not re.search(r"_fts(_\w+)?$|^sqlite_", name)]
    return {name: [column[1] for column in conn.execute(f"PRAGMA table_info({name})")] for name in own}


def migrate(conn: sqlite3.Connection) -> None:
    """Bring a project file to `VERSION`: each step and its record in one transaction (sqlite-utils' Migrations)."""
    # Imported here because it costs as much time as the whole window, and an up-to-date file has no use for it.
    from sqlite_utils import Database, Migrations

    migrations = Migrations("curator")
    for number, (name, step) in enumerate(MIGRATIONS, start=1):
        migrations(name=name)(_numbered(number, step))
    database = Database(conn, recursive_triggers=False, execute_plugins=False)
    migrations.apply(database)


def supplement(conn: sqlite3.Connection, version: int) -> None:
    """Give a connection that only reads an older file the tables which that lacks, in memory."""
    if version < 2:
        _supervision(conn, "temp.")
    if version < 3:
        _sharing_tables(conn, "temp.")


def _numbered(number: int, step: Callable[[sqlite3.Connection], None]) -> Callable[..., None]:
    def run(db: "Database") -> None:
        step(db.conn)
        db.conn.execute(f"PRAGMA user_version = {number:d}")

    run.__name__ = step.__name__
    return run


def differences(conn: sqlite3.Connection, version: int = VERSION) -> list[str]:
    """What the file's schema has too much, too little or other than that of a version, in words; [] when it is equal.

    A project file from elsewhere may hold views or triggers that do something else than they seem to
    (sqlite.org/security.html), so that nothing is read from a file before this has come out empty.
    """
    found, known = _objects(conn), _known(version)
    words = [f"{kind} “{name}” is missing" for kind, name in sorted(known.keys() - found.keys())]
    words += [f"{kind} “{name}” does not belong there" for kind, name in sorted(found.keys() - known.keys())]
    both = found.keys() & known.keys()
    return words + [
        f"{kind} “{name}” is another one" for kind, name in sorted(both) if found[kind, name] != known[kind, name]
    ]


@cache
def _known(version: int) -> dict[tuple[str, str], str]:
    conn = sqlite3.connect(":memory:")
    for _, step in MIGRATIONS[:version]:
        step(conn)
    objects = _objects(conn)
    conn.close()
    return objects


def _objects(conn: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Tables, indexes, triggers and views by kind and name, with their text.

    The text of FTS5's own tables depends on the version of SQLite that made them, that of the migrations' table on
    the version of sqlite-utils: neither can hold code, and their names are enough. A trigger on them could.
    """
    # As text, whatever a damaged file has in place of it.
    columns = ", ".join(f"CAST(coalesce({name}, '') AS TEXT)" for name in ("type", "name", "tbl_name", "sql"))
    rows = conn.execute(f"SELECT {columns} FROM sqlite_master").fetchall()  # noqa: S608 - the names above
    return {
        (kind, name): "" if kind == "table" and re.search(r"_fts_\w+$", table) else f"{table}: {' '.join(sql.split())}"
        for kind, name, table, sql in rows
        if kind not in ("table", "index") or table not in _MIGRATIONS_TABLES
    }
