"""Who may do what: which revisions of a changeset do not count, and why.

A key holds a role in a changeset if a grant by a supervisor lies in the changeset's causal past. While everybody
builds on everything (one head, no forks) that past is all that the file holds; else `lineage` knows it. Revocations
are what does not go by the past alone: `trust` has them. Nobody's clock and no order of arrival comes into it.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson

from curator.domain.document import DocumentState
from curator.domain.history import Changeset, Kind, Revision
from curator.store import trust
from curator.store.lineage import Lineage
from curator.store.rows import json_list
from curator.store.trust import NOBODY, Standing, Trust

_VERDICTS = (DocumentState.APPROVED, DocumentState.RETURNED)
_SUPERVISORS_ALONE = frozenset({Kind.PERSON, Kind.SCHEME, Kind.ASSIGNMENT, Kind.GUIDELINE, Kind.SETTING, Kind.DECISION})


NO_ROLE: Final = "its key holds no role in this project"


class Judge:
    """Judges changesets in the order in which they were written, and keeps what it has looked up between them."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._trust: Trust | None = None

    def refusals(self, changeset: Changeset, seq: int) -> dict[str, str]:
        """The reasons by revision id for those that their author had no right to make."""
        conn = self._conn
        if _is_root(conn, changeset):
            return {}
        past = self._past_unless_all(changeset, seq)
        standing = standing_now(conn, changeset.key) if past is None else self._look().standing(changeset.key, seq)
        if standing.supervises:
            return {}
        if not standing.roles:
            return {revision.id: NO_ROLE for revision in changeset.revisions}
        place = _Place(conn, changeset.id, past, standing)
        reasons = ((revision.id, _refusal(place, revision)) for revision in changeset.revisions)
        return {ident: reason for ident, reason in reasons if reason}

    def forget_people(self) -> None:
        """People have changed: look at them again when somebody is judged next."""
        self._trust = None

    def _look(self) -> Trust:
        if self._trust is None:
            self._trust = Trust(self._conn, trust.statements(self._conn))
        return self._trust

    def _past_unless_all(self, changeset: Changeset, seq: int) -> "_Past | None":
        """What a changeset rests on, or None where that is everything there is and nobody's key was revoked."""
        others = self._conn.execute(
            "SELECT EXISTS (SELECT 1 FROM tip WHERE changeset NOT IN (SELECT value FROM json_each(?))) "
            "OR EXISTS (SELECT 1 FROM statement)",
            (json_list(changeset.parents),),
        ).fetchone()[0]
        if not others:
            return None
        known = self._look().lineage
        known.follow(self._conn)
        return _Past(self._conn, known, seq)


class _Past:
    """What the changeset at one place rests on."""

    def __init__(self, conn: sqlite3.Connection, known: Lineage, seq: int) -> None:
        self._conn = conn
        self._lineage = known
        self._seq = seq

    def __contains__(self, changeset: str) -> bool:
        row = self._conn.execute("SELECT seq FROM changeset WHERE id = ?", (changeset,)).fetchone()
        return row is not None and row[0] != self._seq and self._lineage.rests_on(self._seq, row[0])


def _is_root(conn: sqlite3.Connection, changeset: Changeset) -> bool:
    """Whether this is the first changeset of the file, in which everything is allowed; another root is nobody's."""
    return conn.execute("SELECT id FROM changeset ORDER BY seq LIMIT 1").fetchone() == (changeset.id,)


@dataclass(frozen=True, slots=True)
class _Place:
    """A changeset in the file, what it rests on (None for all there is), and who made it."""

    conn: sqlite3.Connection
    changeset: str
    past: _Past | None
    standing: Standing

    def earlier(self, revision: Revision, key: str) -> set[str]:
        """What the earlier revisions of the subject that count say under a key of their bodies."""
        rows = self.conn.execute(
            "SELECT changeset.id, body ->> ? FROM revision JOIN changeset ON changeset.seq = revision.changeset "
            "LEFT JOIN refused ON refused.revision = revision.id "
            "WHERE subject_id = ? AND subject_kind = ? AND refused.revision IS NULL",
            (f"$.{key}", revision.subject_id, revision.subject_kind),
        ).fetchall()
        return {said for ident, said in rows if ident != self.changeset and (self.past is None or ident in self.past)}


def _refusal(place: _Place, revision: Revision) -> str | None:
    if revision.subject_kind in _SUPERVISORS_ALONE:
        return f"a {revision.subject_kind} needs a supervisor"
    check = _CHECKS.get(revision.subject_kind)
    return check(place, revision) if check else None


def _annotation_refusal(place: _Place, revision: Revision) -> str | None:
    if revision.content().get("author") != place.standing.person:
        return "the annotation names another author"
    if place.earlier(revision, "author") - {place.standing.person}:
        return "the annotation is another's"
    return None


def _document_refusal(place: _Place, revision: Revision) -> str | None:
    body = revision.content()
    if body.get("withdrawn"):
        return "withdrawing a document needs a supervisor"
    if place.earlier(revision, "text_sha256") - {body.get("text_sha256")}:
        return "the text of a document can't be changed"
    return None


def _submission_refusal(place: _Place, revision: Revision) -> str | None:
    _ = place
    if revision.content().get("state") in _VERDICTS:
        return "approving or returning a document needs a supervisor"
    return None


_CHECKS: dict[str, Callable[[_Place, Revision], str | None]] = {
    Kind.ANNOTATION: _annotation_refusal,
    Kind.DOCUMENT: _document_refusal,
    Kind.SUBMISSION: _submission_refusal,
}


def standing_now(conn: sqlite3.Connection, key: str) -> Standing:
    """What a key may do by all that the file holds."""
    row = conn.execute(
        "SELECT person.id, roles FROM person_key JOIN person ON person.id = person WHERE key = ? ORDER BY person.id",
        (key,),
    ).fetchone()
    if row is None:
        return NOBODY
    revoked = conn.execute("SELECT 1 FROM statement WHERE kind = 'revoked' AND about = ?", (key,)).fetchone()
    return Standing(row[0], frozenset(() if revoked else orjson.loads(row[1])))
