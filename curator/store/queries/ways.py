"""How far annotators are with documents, and what that hides from them."""

from collections.abc import Sequence
from typing import NamedTuple

from curator.store.database import Store
from curator.store.rows import json_list


class Way(NamedTuple):
    """One annotator's way with one document. `submitted` is the revision (several: not one) of the submission."""

    document: str
    title: str
    annotator: str
    name: str | None
    state: str
    assigned: bool
    due: str | None
    in_review: bool
    annotations: int
    undecided: int
    work: str
    submitted: str
    submitted_at: str | None
    empty: bool
    verdict: str
    judged: str


_SELECT = (
    "SELECT document.id, title, annotator, person.name, way.state, assigned, due, in_review, way.annotations, "
    "(SELECT count(*) FROM queue WHERE queue.document = way.document AND author = annotator "
    "AND queue.state IN ('draft', 'done')), CAST(way.work AS TEXT), submitted, submitted_at, empty, verdict, judged "
    "FROM way JOIN document ON n = way.document LEFT JOIN person ON person.id = annotator "
)
_WHERE = (
    "WHERE NOT document.withdrawn AND (?1 IS NULL OR document.id = ?1) "
    "AND (?2 = '[]' OR annotator IN (SELECT value FROM json_each(?2))) "
    "AND (?3 = '[]' OR way.state IN (SELECT value FROM json_each(?3))) "
    # A third that a supervisor made in adjudication is nobody's work on the document.
    "AND (assigned OR submitted <> '' OR way.annotations = 0 OR EXISTS (SELECT 1 FROM annotation "
    "JOIN revision ON revision.id = head WHERE annotation.document = way.document AND author = annotator "
    "AND NOT annotation.withdrawn AND json_array_length(coalesce(body -> '$.sources', '[]')) = 0)) "
    "AND (?4 IS NULL OR (due < ?4 AND way.state NOT IN ('submitted', 'approved'))) "
    "ORDER BY title, n, person.name, annotator LIMIT ?5 OFFSET ?6"
)

OPEN = """((SELECT count(*) FROM way WHERE way.document = {1} AND assigned) < 2
  OR EXISTS (SELECT 1 FROM way WHERE way.document = {1} AND annotator = ?{0}
    AND (way.state = 'approved' OR (in_review AND way.state = 'submitted')))
  OR EXISTS (SELECT 1 FROM document AS whole WHERE whole.n = {1} AND whole.state = 'approved'))"""
"""Whether the annotator of parameter {0} may see what others made of the document numbered {1}."""

SHOWN = "(?{0} IS NULL OR annotation.author = ?{0} OR " + OPEN.replace("{1}", "annotation.document") + ")"
"""Whether the person of parameter {0} may see an annotation: None is a supervisor, who sees everything.

What is assigned to several is blind: they see their own until it is in review (or all of it is approved).
"""


class Chosen(NamedTuple):
    """Which ways to list; None and () are no condition. `due_before` leaves those out that are submitted."""

    document: str | None = None
    annotators: Sequence[str] = ()
    states: Sequence[str] = ()
    due_before: str | None = None


def page(store: Store, chosen: Chosen, limit: int, offset: int) -> list[Way]:
    """Ways by title and name."""
    annotators, states = json_list(chosen.annotators), json_list(chosen.states)
    parameters = (chosen.document, annotators, states, chosen.due_before, limit, offset)
    return [_way(row) for row in store.query(_SELECT + _WHERE, parameters)]


def one(store: Store, document: str, annotator: str) -> Way | None:
    """One annotator's way with one document, once there is anything to say of it."""
    row = store.one(_SELECT + "WHERE document.id = ? AND annotator = ?", (document, annotator))
    return _way(row) if row else None


def _way(row: tuple[object, ...]) -> Way:
    found = Way._make(row)
    return found._replace(assigned=bool(found.assigned), in_review=bool(found.in_review), empty=bool(found.empty))


def is_blind(store: Store, document: int, person: str) -> bool:
    """Whether a person sees only their own annotations of a document."""
    shown = SHOWN.format(1)
    row = store.one(
        f"SELECT 1 FROM (SELECT ?2 AS document, NULL AS author) AS annotation WHERE {shown}",  # noqa: S608 - the above
        (person, document),
    )
    return row is None


def approved(store: Store) -> set[tuple[str, str]]:
    """(document, annotator) of all work that is approved."""
    rows = store.query("SELECT id, annotator FROM way JOIN document ON n = way.document WHERE way.state = 'approved'")
    return {(document, annotator) for document, annotator in rows}


def approved_in_vain(store: Store) -> list[tuple[str, str, str, str | None, str]]:
    """(document, title, annotator, name, state) of work that was approved as it is not any more."""
    return store.query(
        "SELECT document.id, title, annotator, person.name, way.state FROM way JOIN document ON n = way.document "
        "LEFT JOIN person ON person.id = annotator "
        "WHERE verdict = 'approved' AND way.state <> 'approved' AND NOT document.withdrawn ORDER BY title, 1, 4, 3"
    )


def is_in_review(store: Store, document: int) -> bool:
    """Whether anything that is submitted of a document was taken to review."""
    sql = "SELECT 1 FROM way WHERE document = ? AND in_review AND state = 'submitted' LIMIT 1"
    return store.one(sql, (document,)) is not None


def assigned(store: Store, document: str) -> list[str]:
    """The ids of those whom a document is assigned to."""
    rows = store.query(
        "SELECT annotator FROM way JOIN document ON n = way.document WHERE id = ? AND assigned ORDER BY 1", (document,)
    )
    return [row[0] for row in rows]


def loads(store: Store, people: Sequence[str]) -> dict[str, int]:
    """How many documents each of these people has been assigned."""
    rows = store.query(
        "SELECT annotator, count(*) FROM way WHERE assigned AND annotator IN (SELECT value FROM json_each(?)) "
        "GROUP BY annotator",
        (json_list(people),),
    )
    return dict.fromkeys(people, 0) | dict(rows)


def of_author(store: Store, document: str, author: str) -> list[tuple[str, str, str]]:
    """(id, head, state) of an author's live annotations of a document, in document order."""
    rows = store.query(
        "SELECT annotation.id, head, annotation.state FROM annotation JOIN document ON document.n = document "
        "WHERE document.id = ? AND author = ? AND NOT annotation.withdrawn ORDER BY start, annotation.n",
        (document, author),
    )
    return [(ident, head, state) for ident, head, state in rows]


def changed_after(store: Store, document: str, author: str, revision: str) -> list[tuple[str, str | None, str]]:
    """(quote, name, operation) of what was done to an author's annotations after a revision came into this copy."""
    rows = store.query(
        "SELECT quote, (SELECT min(name) FROM person_key JOIN person ON person.id = person WHERE key = changeset.key), "
        "operation FROM annotation JOIN revision ON subject_id = annotation.id AND subject_kind = 'annotation' "
        "JOIN changeset ON changeset.seq = revision.changeset "
        "WHERE document = (SELECT n FROM document WHERE id = ?) AND author = ? "
        "AND revision.seq > (SELECT seq FROM revision WHERE id = ?) "
        "AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.revision = revision.id) ORDER BY revision.seq LIMIT 100",
        (document, author, revision),
    )
    return [(quote, name, operation) for quote, name, operation in rows]


def labels(store: Store, annotations: Sequence[str]) -> dict[str, str]:
    """The label of each of these annotations that is there already."""
    rows = store.query(
        "SELECT id, label FROM annotation WHERE id IN (SELECT value FROM json_each(?))", (json_list(annotations),)
    )
    return dict(rows)
