"""The tables of sharing: the lineage of changesets, statements on keys, conflicts, and what parcels brought."""

from typing import Final

from curator.store import lineage

SHARING: Final = f"""{lineage.TABLE}
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
