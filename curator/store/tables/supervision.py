"""The tables of supervision: how far each annotator is, the queue, outcomes, comments, and what was seen.

`{place}` is `temp.` where they are made in memory, for a file that is only read.
"""

from typing import Final

SUPERVISION: Final = """
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
