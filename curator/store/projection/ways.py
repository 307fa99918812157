"""How far each annotator is with each document: assignments, submissions, and a supervisor's word on these.

A row stands for as long as there is something to say: live annotations, an assignment or a submission.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curator.domain.document import DocumentState
from curator.domain.review import JUDGED_STATES, assignment_id, submission_subject
from curator.store.projection.reviews import is_disputed
from curator.store.projection.touched import Touched
from curator.store.rows import json_list

Way = tuple[int, str]
"""The number of a document and the id of an annotator."""

_MASK = 0x7FFF_FFFF_FFFF_FFFF
_NEW = (
    "INSERT OR IGNORE INTO way (document, annotator, state, annotations, work, assigned, in_review, submitted, "
    "empty, verdict, judged, judged_work) VALUES (?, ?, 'new', 0, 0, 0, 0, '', 0, '', '', '')"
)


def count(conn: sqlite3.Connection, efforts: Mapping[Way, tuple[int, int]]) -> None:
    """Add to how many live annotations each annotator has in each document, and to the digest of their heads."""
    conn.executemany(_NEW, efforts)
    for way, (annotations, work) in efforts.items():
        before = conn.execute("SELECT work FROM way WHERE document = ? AND annotator = ?", way).fetchone()[0]
        conn.execute(
            "UPDATE way SET annotations = annotations + ?, work = ? WHERE document = ? AND annotator = ?",
            (annotations, (before + work) & _MASK, *way),
        )


def project_assignments(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[Way]:
    """Write who has which document; gives the ways that this is about.

    An assignment whose id does not derive from what it says is none: there is one for each document and annotator.
    """
    numbers = _numbers(conn, touched)
    found: set[Way] = set()
    for assignment in touched:
        body = assignment.state.body
        if assignment.id != assignment_id(body["document"], body["annotator"]) or body["document"] not in numbers:
            continue
        way = numbers[body["document"]], body["annotator"]
        live = not body.get("withdrawn")
        found.add(way)
        conn.execute(_NEW, way)
        conn.execute(
            "UPDATE way SET (assigned, due, in_review) = (?, ?, ?) WHERE document = ? AND annotator = ?",
            (int(live), body.get("due") if live else None, int(live and body.get("in_review", False)), *way),
        )
    return found


def project_submissions(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[Way]:
    """Write what annotators submitted and what was said of it; gives the ways that this is about."""
    numbers = _numbers(conn, touched)
    found: set[Way] = set()
    for submission in touched:
        body = submission.state.body
        annotator = body.get("annotator")
        subject = submission_subject(body["document"], annotator, body["state"])
        if annotator is None or submission.id != subject or body["document"] not in numbers:
            continue
        way = numbers[body["document"]], annotator
        found.add(way)
        conn.execute(_NEW, way)
        if body["state"] in JUDGED_STATES:
            _judge(conn, way, submission)
        else:
            _submit(conn, way, submission)
    return found


def _submit(conn: sqlite3.Connection, way: Way, submission: Touched) -> None:
    """Several heads are several submissions at once: a word on one of them is none on both."""
    body = submission.state.body
    live = not body.get("withdrawn")
    revision = " ".join(submission.state.heads) if live else ""
    conn.execute(
        "UPDATE way SET (submitted, submitted_at, empty) = (?, ?, ?) WHERE document = ? AND annotator = ?",
        (revision, body.get("at") if live else None, int(live and body.get("nothing", False)), *way),
    )


def _judge(conn: sqlite3.Connection, way: Way, judgement: Touched) -> None:
    body = judgement.state.body
    live = not body.get("withdrawn") and not is_disputed(judgement)
    values = (body["state"], body.get("judged") or "", body["work"]) if live else ("", "", "")
    conn.execute(
        "UPDATE way SET (verdict, judged, judged_work) = (?, ?, ?) WHERE document = ? AND annotator = ?",
        (*values, *way),
    )


def _numbers(conn: sqlite3.Connection, touched: Sequence[Touched]) -> dict[str, int]:
    documents = {subject.state.body["document"] for subject in touched}
    return dict(
        conn.execute("SELECT id, n FROM document WHERE id IN (SELECT value FROM json_each(?))", (json_list(documents),))
    )


class _Row(NamedTuple):
    state: str
    annotations: int
    work: str
    assigned: int
    submitted: str
    verdict: str
    judged: str
    judged_work: str


_SELECT = (
    "SELECT state, annotations, CAST(work AS TEXT), assigned, submitted, verdict, judged, judged_work FROM way "
    "WHERE document = ? AND annotator = ?"
)


_UNDECIDED = (
    "SELECT 1 FROM annotation WHERE document = ? AND author = ? AND NOT withdrawn "
    "AND state IN ('draft', 'done') LIMIT 1"
)


def of_annotations(conn: sqlite3.Connection, annotations: Iterable[str]) -> set[Way]:
    """The ways that these annotations are part of."""
    rows = conn.execute(
        "SELECT document, author FROM annotation WHERE id IN (SELECT value FROM json_each(?))",
        (json_list(annotations),),
    )
    return set(rows)


def restate(conn: sqlite3.Connection, ways: Iterable[Way]) -> None:
    """Work out the state of these ways anew, and tell the review queue; rows that say nothing any more go."""
    for way in ways:
        found = conn.execute(_SELECT, way).fetchone()
        if found is None:
            continue
        row = _Row._make(found)
        if not (row.annotations or row.assigned or row.submitted or row.verdict):
            conn.execute("DELETE FROM way WHERE document = ? AND annotator = ?", way)
        elif (state := _state(conn, way, row)) != row.state:
            conn.execute("UPDATE way SET state = ? WHERE document = ? AND annotator = ?", (state, *way))
            conn.execute("UPDATE queue SET work = ? WHERE document = ? AND author = ?", (state, *way))


def _state(conn: sqlite3.Connection, way: Way, row: _Row) -> DocumentState:
    """What its row says; but work in which something is not decided is not approved.

    Its digest is a sum, for which other revisions can be found that give it, too.
    """
    state = state_of(row)
    if state != DocumentState.APPROVED:
        return state
    undecided = conn.execute(_UNDECIDED, way).fetchone() is not None
    return DocumentState.SUBMITTED if undecided else state


def state_of(row: _Row) -> DocumentState:
    """What was submitted stays so until a supervisor says otherwise of just that; an approval holds for that work."""
    if not row.submitted:
        return DocumentState.IN_PROGRESS if row.annotations else DocumentState.NEW
    if row.judged != row.submitted:
        return DocumentState.SUBMITTED
    if row.verdict == DocumentState.APPROVED and row.work != row.judged_work:
        return DocumentState.SUBMITTED
    return DocumentState(row.verdict)
