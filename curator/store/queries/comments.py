"""Threads of comments, and what of the history is news to somebody."""

from typing import NamedTuple

from curator.store.database import Store
from curator.store.queries.ways import OPEN, SHOWN

_BY = """body ->> '$.by' = ?{0} OR EXISTS (SELECT 1 FROM person AS speaker, json_each(speaker.roles)
  WHERE speaker.id = body ->> '$.by' AND value = 'supervisor')"""
_SAID = f"({_BY} OR {OPEN})"
"""Whether the annotator of parameter {0} may read a comment on the document numbered {1}.

What other annotators say gives away what they made of it, so that it is hidden as long as that is.
"""


class Entry(NamedTuple):
    """An entry of a thread, or what says whether it is resolved (`resolved` is not None)."""

    id: str
    document: str
    annotation: str | None
    thread: str
    author: str
    name: str | None
    resolved: bool | None
    body: str


def entries(store: Store, document: str, me: str | None) -> list[Entry]:
    """All that was said on a document, in the order in which it came; `me` is None for who sees everything."""
    rows = store.query(
        "SELECT comment.id, comment.document, comment.annotation, thread, body ->> '$.by', person.name, resolved, body "  # noqa: S608
        "FROM comment JOIN head ON subject = comment.id AND kind = 'comment' "
        "JOIN revision ON revision.id = head.revision LEFT JOIN person ON person.id = body ->> '$.by' "
        "LEFT JOIN annotation ON annotation.id = comment.annotation "
        "JOIN document AS about ON about.id = comment.document "
        f"WHERE comment.document = ?1 AND NOT comment.withdrawn AND (annotation.id IS NULL OR {SHOWN.format(2)}) "
        f"AND (?2 IS NULL OR {_SAID.format(2, 'about.n')}) "
        "GROUP BY comment.id ORDER BY min(body ->> '$.at'), comment.id",
        (document, me),
    )
    return [Entry._make(row) for row in rows]


class Happened(NamedTuple):
    """Something that another did to a person's own work."""

    revision: str
    kind: str
    document: str
    title: str
    annotation: str | None
    quote: str | None
    name: str | None
    made_at: str
    body: str
    seen: bool


_HAPPENED = f"""
WITH mine AS (
  SELECT annotation.id, annotation.n, annotation.document AS about, head, quote, document.id AS document, title
  FROM annotation JOIN document ON document.n = annotation.document
  WHERE author = ?1 AND NOT annotation.withdrawn AND NOT document.withdrawn AND (?2 IS NULL OR document.id = ?2)
), found AS (
  SELECT head AS revision, document, title, id AS annotation, quote FROM mine
  UNION ALL
  SELECT head.revision, document, title, mine.id, quote FROM json_each(?3) AS pair JOIN mine ON mine.id = pair.key
    JOIN head ON head.subject = pair.value AND head.kind = 'decision'
  UNION ALL
  SELECT head.revision, mine.document, title, mine.id, quote FROM comment JOIN mine ON mine.id = comment.annotation
    JOIN head ON subject = comment.id AND head.kind = 'comment' JOIN revision ON revision.id = head.revision
    WHERE NOT comment.withdrawn AND {_SAID.format(1, "mine.about")}
  UNION ALL
  SELECT head.revision, document.id, title, NULL, NULL FROM json_each(?4) AS pair
    JOIN document ON document.id = pair.key AND (?2 IS NULL OR document.id = ?2)
    JOIN head ON head.subject = pair.value AND head.kind = 'submission'
)
SELECT revision.id, subject_kind, document, title, annotation, quote,
  (SELECT min(name) FROM person_key JOIN person ON person.id = person WHERE key = changeset.key),
  made_at, body, EXISTS (SELECT 1 FROM seen WHERE seen.revision = revision.id) AS was_seen
FROM found CROSS JOIN revision ON revision.id = found.revision
CROSS JOIN changeset ON changeset.seq = revision.changeset
WHERE changeset.key NOT IN (SELECT key FROM person_key WHERE person = ?1) AND activity <> 'import'
AND (?5 OR NOT was_seen)
ORDER BY revision.seq DESC LIMIT ?6
"""  # noqa: S608 - of the above


class Wanted(NamedTuple):
    """Whose news: decisions by annotation, and judgements by document, as JSON objects of derived ids."""

    person: str
    document: str | None
    decisions: str
    judgements: str
    seen_too: bool


def happened(store: Store, wanted: Wanted, limit: int) -> list[Happened]:
    """What others did, the newest first."""
    parameters = (
        wanted.person,
        wanted.document,
        wanted.decisions,
        wanted.judgements,
        int(wanted.seen_too),
        limit,
    )
    return [Happened._make(row)._replace(seen=bool(row[-1])) for row in store.query(_HAPPENED, parameters)]


def decided_of(store: Store, author: str) -> list[str]:
    """The ids of a person's annotations."""
    return [row[0] for row in store.query("SELECT id FROM annotation WHERE author = ?", (author,))]


def judged_of(store: Store, annotator: str) -> list[str]:
    """The ids of the documents that a supervisor judged a person's submission of."""
    rows = store.query(
        "SELECT id FROM way JOIN document ON n = way.document WHERE annotator = ? AND verdict <> ''", (annotator,)
    )
    return [row[0] for row in rows]
