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

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x43555241
"""`CURA`: what makes an SQLite file a Curator project (bytes 68 to 71 of the file)."""

_HISTORY = """
CREATE TABLE changeset (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  parents TEXT NOT NULL,
  replica TEXT NOT NULL,
  key TEXT NOT NULL,
  made_at TEXT NOT NULL,
  activity TEXT NOT NULL,
  software TEXT NOT NULL,
  blobs TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
CREATE TABLE revision (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  changeset INTEGER NOT NULL REFERENCES changeset (seq),
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  parents TEXT NOT NULL,
  operation TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX revision_subject ON revision (subject_id, seq);
CREATE INDEX revision_changeset ON revision (changeset);
CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
"""

_GUARDS = "".join(
    f"CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;\n"
    for table in ("changeset", "revision", "blob")
    for verb in ("update", "delete")
)

PROJECTIONS = """
CREATE TABLE tip (changeset TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE head (
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision TEXT NOT NULL,
  PRIMARY KEY (subject, kind, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE refused (
  revision TEXT PRIMARY KEY,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  imported INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE person_key (
  key TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE document (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  language TEXT,
  published TEXT,
  url TEXT,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  state TEXT NOT NULL,
  annotations INTEGER NOT NULL,
  work INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL
) STRICT;
CREATE INDEX document_state ON document (withdrawn, state);
CREATE INDEX document_title ON document (withdrawn, title, n);
CREATE INDEX document_sha256 ON document (sha256);
CREATE TABLE annotation (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES document (n),
  label TEXT NOT NULL,
  author TEXT NOT NULL,
  state TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  field_text TEXT NOT NULL,
  head TEXT NOT NULL,
  withdrawn INTEGER NOT NULL
) STRICT;
CREATE INDEX annotation_place ON annotation (document, start, n);
CREATE TABLE span (
  document INTEGER NOT NULL,
  size INTEGER NOT NULL,
  start INTEGER NOT NULL,
  annotation INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (document, size, start, annotation)
) STRICT, WITHOUT ROWID;
CREATE INDEX span_annotation ON span (annotation);
CREATE TABLE reference (
  annotation INTEGER NOT NULL,
  target TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (annotation, target, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_target ON reference (target);
CREATE TABLE label_count (
  document INTEGER NOT NULL,
  label TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (document, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  names TEXT NOT NULL,
  withdrawn INTEGER NOT NULL
) STRICT;
CREATE TABLE decision (
  annotation TEXT PRIMARY KEY,
  revision TEXT NOT NULL,
  verdict TEXT NOT NULL,
  withdrawn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE submission (
  document TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  work TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE document_fts USING fts5 (
  title, text, content='', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE annotation_fts USING fts5 (
  quote, field_text, content='annotation', content_rowid='n', tokenize='unicode61 remove_diacritics 2'
);
"""

_SUPERVISION = """
CREATE TABLE {place}way (
  document INTEGER NOT NULL,
  annotator TEXT NOT NULL,
  state TEXT NOT NULL,
  annotations INTEGER NOT NULL,
  work INTEGER NOT NULL,
  assigned INTEGER NOT NULL,
  due TEXT,
  in_review INTEGER NOT NULL,
  submitted TEXT NOT NULL,
  submitted_at TEXT,
  empty INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  judged TEXT NOT NULL,
  judged_work TEXT NOT NULL,
  PRIMARY KEY (document, annotator)
) STRICT, WITHOUT ROWID;
CREATE INDEX {place}way_annotator ON way (annotator, state);
CREATE TABLE {place}queue (
  annotation INTEGER PRIMARY KEY,
  document INTEGER NOT NULL,
  author TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  work TEXT NOT NULL,
  confidence TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX {place}queue_document ON queue (document, author);
CREATE INDEX {place}queue_age ON queue (changed_at, annotation, work, state, author, label, confidence, document);
CREATE INDEX {place}queue_confidence ON queue (confidence) WHERE confidence <> '';
CREATE TABLE {place}outcome (
  annotation TEXT PRIMARY KEY,
  outcome TEXT NOT NULL,
  merged_into TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE {place}comment (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  annotation TEXT,
  thread TEXT NOT NULL,
  author TEXT NOT NULL,
  resolved INTEGER,
  withdrawn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {place}comment_document ON comment (document, thread);
CREATE INDEX {place}comment_annotation ON comment (annotation) WHERE annotation IS NOT NULL;
CREATE TABLE {place}seen (
  revision TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""

_LOCAL = """
CREATE TABLE local (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE step (
  n INTEGER PRIMARY KEY,
  changeset INTEGER NOT NULL REFERENCES changeset (seq),
  label TEXT NOT NULL,
  undone INTEGER NOT NULL
) STRICT;
CREATE INDEX step_undone ON step (n) WHERE undone;
CREATE TABLE draft (
  annotation TEXT NOT NULL,
  field TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (annotation, field)
) STRICT, WITHOUT ROWID;
"""

_SHARING = f"""{lineage.TABLE}
CREATE INDEX revision_person ON revision (subject_id) WHERE subject_kind = 'person';
CREATE TABLE statement (
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  person TEXT NOT NULL,
  said TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (kind, about, person, said, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE conflict (
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  document TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (subject, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_document ON conflict (document);
CREATE TABLE peer (
  replica TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  tips TEXT NOT NULL,
  heard_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE aside (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  parents TEXT NOT NULL,
  line BLOB NOT NULL
) STRICT;
CREATE INDEX aside_key ON aside (key);
CREATE TABLE withheld (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

# All that comparing several people's work needs of an annotation, in the order in which it is compared.
_COMPARING = """
CREATE INDEX annotation_compared ON annotation (document, start, "end", label, id, author, withdrawn);
"""

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
    for statement in _statements(_HISTORY + _GUARDS + PROJECTIONS + _LOCAL):
        conn.execute(statement)


def _supervision(conn: sqlite3.Connection, place: str = "") -> None:
    for statement in _statements(_SUPERVISION):
        conn.execute(statement.replace("{place}", place))
    filling.fill_supervision(conn)


def _sharing_tables(conn: sqlite3.Connection, place: str = "") -> None:
    for statement in _statements(_SHARING):
        if not (place and " ON revision " in statement):  # an index of the file's own table, which only saves time
            conn.execute(re.sub(r"^CREATE (TABLE|INDEX) ", rf"CREATE \1 {place}", statement))
    for seq, parents in conn.execute("SELECT seq, parents FROM changeset ORDER BY seq").fetchall():
        lineage.note(conn, seq, tuple(json.loads(parents)))


def _comparing_index(conn: sqlite3.Connection) -> None:
    for statement in _statements(_COMPARING):
        conn.execute(statement)


def make_projections(conn: sqlite3.Connection) -> None:
    """Make the tables of `PROJECTION_TABLES` alone, with no index beside their keys."""
    for statement in _statements(PROJECTIONS + _SUPERVISION.replace("{place}", "") + _SHARING):
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
