"""The tables of the first version: the history, what is made from it, and what belongs to this copy alone."""

from typing import Final

HISTORY: Final = """
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

GUARDS: Final = "".join(
    f"CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;\n"
    for table in ("changeset", "revision", "blob")
    for verb in ("update", "delete")
)

PROJECTIONS: Final = """
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

LOCAL: Final = """
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
