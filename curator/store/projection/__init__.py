"""Projections: plain indexed tables of what the history says now, one module a kind of subject.

Each module takes the subjects of its kind that a changeset touched, all at once, so that one annotation and a
hundred thousand walk the same road. They never read a clock, an order or the machine: what they write is a
function of the set of revisions, and `rebuild` gets the same rows from the history alone.
"""

import sqlite3
from collections.abc import Sequence

from curator.domain.history import Kind
from curator.store.projection import (
    annotations,
    comments,
    conflicts,
    documents,
    entities,
    people,
    queue,
    reviews,
    ways,
)
from curator.store.projection.touched import Touched

__all__ = ["Touched", "project"]


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> None:
    """Bring the tables up to date with the new states of the touched subjects."""
    by_kind: dict[str, list[Touched]] = {}
    for subject in touched:
        by_kind.setdefault(subject.kind, []).append(subject)
    people.project(conn, by_kind.get(Kind.PERSON, []))
    entities.project(conn, by_kind.get(Kind.ENTITY, []))
    comments.project(conn, by_kind.get(Kind.COMMENT, []))
    changed = documents.project(conn, by_kind.get(Kind.DOCUMENT, []))
    decided = reviews.project_decisions(conn, by_kind.get(Kind.DECISION, []))
    changed |= reviews.project_submissions(conn, by_kind.get(Kind.SUBMISSION, []))
    moved = annotations.project(conn, by_kind.get(Kind.ANNOTATION, []))
    moved |= ways.project_assignments(conn, by_kind.get(Kind.ASSIGNMENT, []))
    moved |= ways.project_submissions(conn, by_kind.get(Kind.SUBMISSION, []))
    # Those that came with their decisions were given their state when their rows were written.
    written = {annotation.id for annotation in by_kind.get(Kind.ANNOTATION, [])}
    annotations.restate(conn, decided - written)
    moved |= ways.of_annotations(conn, decided - written)
    ways.restate(conn, moved)
    queue.project(conn, written)
    documents.restate(conn, changed | {document for document, _ in moved})
    conflicts.project(conn, touched)
