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


class Placed(NamedTuple):
    """The same for a list: the registers with several values, the document's title, an annotation's label and words."""

    of: Row
    fields: tuple[tuple[str, ...], ...]
    document_title: str | None
    label: str | None
    quote: str | None


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


def about(store: Store, subject: str, kind: str | None = None) -> list[Row]:
    """The conflicts of one subject: of that kind, if one is given."""
    found = store.query(
        "SELECT kind, subject, document FROM conflict WHERE subject = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY 1",
        (subject, kind),
    )
    return [Row(*row) for row in found]


def placed(store: Store) -> list[Placed]:
    """All subjects with a conflict by document and place in it, but for documents whose text is not here."""
    found = store.query(
        "SELECT conflict.kind, subject, conflict.document, fields, title, label, quote FROM conflict "
        "LEFT JOIN document ON document.id = conflict.document "
        "LEFT JOIN annotation ON conflict.kind = 'annotation' AND annotation.id = subject "
        "WHERE text_sha256 IS NULL OR text_sha256 NOT IN (SELECT sha256 FROM withheld) "
        "ORDER BY title IS NULL, title, conflict.document, start, conflict.kind, subject"
    )
    return [Placed(Row(*row[:3]), _registers(row[3]), *row[4:]) for row in found]


def documents(store: Store) -> int:
    """How many documents have a conflict."""
    row = store.one(
        "SELECT count(*) FROM document WHERE id IN (SELECT document FROM conflict) AND NOT withdrawn "
        "AND text_sha256 NOT IN (SELECT sha256 FROM withheld)"
    )
    return row[0] if row else 0


def own(store: Store, document: int, author: str) -> int:
    """How many of an author's annotations of a document have a conflict."""
    row = store.one(
        "SELECT count(*) FROM annotation JOIN conflict ON subject = annotation.id AND kind = 'annotation' "
        "WHERE annotation.document = ? AND author = ?",
        (document, author),
    )
    return row[0] if row else 0


def fields(store: Store, subject: str, kind: str) -> list[tuple[str, ...]]:
    """The registers of a subject that have several values."""
    row = store.one("SELECT fields FROM conflict WHERE subject = ? AND kind = ?", (subject, kind))
    return list(_registers(row[0])) if row else []


def _registers(text: str) -> tuple[tuple[str, ...], ...]:
    registers: list[list[str]] = orjson.loads(text)
    return tuple(tuple(register) for register in registers)


def has(store: Store, subject: str, kind: str) -> bool:
    """Whether a subject has a conflict."""
    return store.one("SELECT 1 FROM conflict WHERE subject = ? AND kind = ?", (subject, kind)) is not None


def passed(store: Store, document: str | None = None) -> list[Passed]:
    """Decisions and changes of their annotations that were made apart from each other."""
    candidates = store.query(
        "SELECT annotation.id, document.id, verdict, revision FROM decision "
        "JOIN annotation ON annotation.id = decision.annotation JOIN document ON document.n = annotation.document "
        "WHERE NOT decision.withdrawn AND annotation.state IN ('draft', 'done') AND (?1 IS NULL OR document.id = ?1) "
        "AND NOT annotation.withdrawn AND NOT document.withdrawn "
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
