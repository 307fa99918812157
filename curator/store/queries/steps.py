"""What others did to the subjects of an act after it: what undoing that act would take back."""

from typing import NamedTuple

from curator.domain.history import Kind
from curator.domain.review import decision_id
from curator.store.database import Store


class Step(NamedTuple):
    """An act of this copy: the place of its changeset, the key that signed it, and the replica that it works on now."""

    changeset: int
    key: str
    replica: str


class Later(NamedTuple):
    """A revision that somebody else made of something; `own` where it was by the same key all the same."""

    revision: str
    kind: str
    name: str | None
    own: bool
    activity: str


# The same person at another machine is another; so is a data set that was imported, which is no step of its own.
_LATER = """changeset.seq > ?1 AND (changeset.key <> ?2
  OR changeset.replica NOT IN (?3, (SELECT replica FROM changeset WHERE seq = ?1))
  OR (activity = 'import' AND NOT EXISTS (SELECT 1 FROM step WHERE step.changeset = changeset.seq)))"""
_REVISIONS = f"""SELECT revision.id, subject_kind,
  (SELECT min(name) FROM person_key JOIN person ON person.id = person WHERE key = changeset.key),
  changeset.key = ?2, activity FROM revision JOIN changeset ON changeset.seq = revision.changeset
  WHERE NOT EXISTS (SELECT 1 FROM refused WHERE refused.revision = revision.id) AND {_LATER}"""  # noqa: S608

_ABOUT = {
    Kind.ANNOTATION: """SELECT id FROM comment WHERE annotation = ?4 AND NOT withdrawn
      UNION ALL SELECT ?5 WHERE EXISTS (SELECT 1 FROM decision WHERE annotation = ?4 AND NOT withdrawn)
      UNION ALL SELECT annotation.id FROM reference JOIN annotation ON n = reference.annotation WHERE target = ?4""",
    Kind.DOCUMENT: """SELECT annotation.id FROM annotation JOIN document ON document.n = document
        WHERE document.id = ?4 AND NOT annotation.withdrawn
      UNION ALL SELECT id FROM comment WHERE document = ?4 AND NOT withdrawn
      UNION ALL SELECT subject_id FROM way JOIN document ON n = way.document JOIN revision ON revision.id = submitted
        WHERE document.id = ?4""",
    Kind.ENTITY: "SELECT annotation.id FROM reference JOIN annotation ON n = reference.annotation WHERE target = ?4",
    Kind.COMMENT: "SELECT id FROM comment WHERE thread = ?4 AND NOT withdrawn",
}
"""What speaks of a subject, by the subject's kind."""


def are_others(store: Store, step: Step) -> bool:
    """Whether anything by others came in after a step."""
    return store.one(f"SELECT 1 FROM changeset WHERE {_LATER} LIMIT 1", step) is not None  # noqa: S608


def of_subject(store: Store, step: Step, kind: str, subject: str) -> list[Later]:
    """What others made of a subject after a step, the newest first."""
    sql = f"{_REVISIONS} AND subject_kind = ?4 AND subject_id = ?5 ORDER BY revision.seq DESC"
    return [Later._make(row) for row in store.query(sql, (*step, kind, subject))]


def about(store: Store, step: Step, kind: str, subject: str) -> Later | None:
    """Something that others said of a subject, or built upon it, after a step."""
    among = _ABOUT.get(Kind(kind))
    if among is None:
        return None
    decision = (decision_id(subject),) if kind == Kind.ANNOTATION else ()
    row = store.one(f"{_REVISIONS} AND subject_id IN ({among}) LIMIT 1", (*step, subject, *decision))
    return Later._make(row) if row else None


def touches(store: Store, changeset: int) -> int:
    """How many revisions a changeset has."""
    row = store.one("SELECT count(*) FROM revision WHERE changeset = ?", (changeset,))
    return row[0] if row else 0
