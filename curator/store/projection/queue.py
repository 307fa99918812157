"""The review queue: what annotations are filtered and ordered by in review, in one narrow table."""

import sqlite3
from collections.abc import Iterable

from curator.domain.review import CONFIDENCE
from curator.store.rows import json_list

_WRITE = """
INSERT OR REPLACE INTO queue (annotation, document, author, label, state, work, confidence, changed_at)
SELECT n, document, author, label, annotation.state,
  (SELECT way.state FROM way WHERE way.document = annotation.document AND way.annotator = author),
  coalesce(body ->> ?2, ''), made_at
FROM json_each(?1) JOIN annotation ON annotation.id = value JOIN revision ON revision.id = head
JOIN changeset ON changeset.seq = revision.changeset WHERE NOT withdrawn
"""
_GONE = """
DELETE FROM queue WHERE annotation IN
  (SELECT n FROM annotation JOIN json_each(?) ON annotation.id = value WHERE withdrawn)
"""
CONFIDENCE_PATH = f"$.fields.{CONFIDENCE}.value"
"""Where in the body of an annotation its author says how sure they are."""


def project(conn: sqlite3.Connection, annotations: Iterable[str]) -> None:
    """Write the rows of these annotations, whose own rows and ways have been written."""
    ids = json_list(annotations)
    if ids == "[]":
        return
    conn.execute(_WRITE, (ids, CONFIDENCE_PATH))
    conn.execute(_GONE, (ids,))
