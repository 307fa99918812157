"""What several people changed differently, and decisions that met a change."""

from typing import NamedTuple

import orjson

from curator.domain.review import decision_id
from curator.store.database import Store
from curator.store.lineage import Lineage


class Row(NamedTuple):
    """A subject with a conflict. `document` is where it belongs, or ""."""

    kind: str
    subject: str
    document: str


class Passed(NamedTuple):
    """A decision on an annotation that was changed apart from it: neither knew of the other."""

    annotation: str
    document: str
    verdict: str
    judged: str
    decision: str
    head: str


def rows(store: Store, document: str | None = None) -> list[Row]:
    """All subjects with a conflict, or those of one document."""
    found = store.query(
        "SELECT kind, subject, document FROM conflict WHERE ?1 IS NULL OR document = ?1 "
        "ORDER BY document, kind, subject",
        (document,),
    )
    return [Row(*row) for row in found]


def fields(store: Store, subject: str, kind: str) -> list[tuple[str, ...]]:
    """The registers of a subject that have several values."""
    row = store.one("SELECT fields FROM conflict WHERE subject = ? AND kind = ?", (subject, kind))
    return [tuple(register) for register in orjson.loads(row[0])] if row else []


def has(store: Store, subject: str, kind: str) -> bool:
    """Whether a subject has a conflict."""
    return store.one("SELECT 1 FROM conflict WHERE subject = ? AND kind = ?", (subject, kind)) is not None


def passed(store: Store, document: str | None = None) -> list[Passed]:
    """Decisions and changes of their annotations that were made apart from each other."""
    candidates = store.query(
        "SELECT annotation.id, document.id, verdict, revision FROM decision "
        "JOIN annotation ON annotation.id = decision.annotation JOIN document ON document.n = annotation.document "
        "WHERE NOT decision.withdrawn AND annotation.state IN ('draft', 'done') AND (?1 IS NULL OR document.id = ?1) "
        "ORDER BY document.id, annotation.id",
        (document,),
    )
    look = Lineage(store.conn) if candidates else None
    found: list[Passed] = []
    for annotation, of, verdict, judged in candidates:
        given, changed = _heads(store, decision_id(annotation)), _heads(store, annotation)
        found += [
            Passed(annotation, of, verdict, judged, decision, head)
            for decision, decided in given
            for head, made in changed
            if look and head != judged and not look.rests_on(decided, made) and not look.rests_on(made, decided)
        ]
    return found


def _heads(store: Store, subject: str) -> list[tuple[str, int]]:
    """(revision, number of its changeset) of each head."""
    rows = store.query(
        "SELECT revision, changeset FROM head JOIN revision ON revision.id = head.revision "
        "WHERE subject = ? ORDER BY 1",
        (subject,),
    )
    return [(revision, seq) for revision, seq in rows]
