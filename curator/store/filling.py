"""Filling the tables of a newer version from what an older file holds, when it is migrated."""

import sqlite3

from curator.domain.history import work_digest

_QUEUE = """
INSERT INTO queue (annotation, document, author, label, state, work, confidence, changed_at)
SELECT n, document, author, label, annotation.state,
  (SELECT state FROM way WHERE way.document = annotation.document AND way.annotator = author),
  coalesce(body ->> '$.fields.confidence.value', ''), made_at
FROM annotation JOIN revision ON revision.id = head JOIN changeset ON changeset.seq = revision.changeset
WHERE NOT withdrawn
"""
_WAY = """
INSERT INTO way (document, annotator, state, annotations, work, assigned, in_review, submitted, empty, verdict,
  judged, judged_work) VALUES (?, ?, 'in_progress', ?, ?, 0, 0, '', 0, '', '', '')
"""


def fill_supervision(conn: sqlite3.Connection) -> None:
    """The ways of annotators and the review queue, from the annotations. Older files hold nothing else of them."""
    heads: dict[tuple[int, str], list[str]] = {}
    found: dict[tuple[int, str], set[int]] = {}
    rows = conn.execute(
        "SELECT document, author, n, revision FROM annotation JOIN head ON subject = annotation.id "
        "AND kind = 'annotation' WHERE NOT withdrawn"
    )
    for document, author, number, head in rows:
        heads.setdefault((document, author), []).append(head)
        found.setdefault((document, author), set()).add(number)
    ways = ((*way, len(found[way]), work_digest(heads[way])) for way in heads)
    conn.executemany(_WAY, ways)
    conn.execute(_QUEUE)
