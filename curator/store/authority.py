"""Who may do what: which revisions of a changeset do not count, and why.

A key holds a role in a changeset if a grant by a supervisor lies in the changeset's causal past. While everybody
builds on everything (one head, no forks) that past is all that the file holds; else it is walked. Nobody's clock
and no order of arrival comes into it.
"""

import sqlite3
from dataclasses import dataclass

import orjson

from curator.domain.history import Changeset, Kind, Revision
from curator.domain.people import Role
from curator.store.rows import json_list

_SUPERVISORS_ALONE = frozenset({Kind.PERSON, Kind.SCHEME, Kind.ASSIGNMENT, Kind.GUIDELINE, Kind.SETTING, Kind.DECISION})


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a key is, and what it may do, at one place in the history."""

    person: str | None
    roles: frozenset[str]

    @property
    def supervises(self) -> bool:
        """Whether the supervisor role is held."""
        return Role.SUPERVISOR in self.roles


def refusals(conn: sqlite3.Connection, changeset: Changeset) -> dict[str, str]:
    """The reasons by revision id for those that their author had no right to make."""
    if not changeset.parents:
        return {}
    standing = standing_in(conn, changeset)
    if standing.supervises:
        return {}
    if not standing.roles:
        return {revision.id: "its key holds no role in this project" for revision in changeset.revisions}
    reasons = ((revision.id, _refusal(conn, revision, standing)) for revision in changeset.revisions)
    return {ident: reason for ident, reason in reasons if reason}


def _refusal(conn: sqlite3.Connection, revision: Revision, standing: Standing) -> str | None:
    if _is_of_another_kind(conn, revision):
        return f"its subject is no {revision.subject_kind}"
    if revision.subject_kind in _SUPERVISORS_ALONE:
        return f"a {revision.subject_kind} needs a supervisor"
    if revision.subject_kind == Kind.ANNOTATION:
        if revision.content().get("author") != standing.person:
            return "the annotation names another author"
        authors = {_author(conn, parent) for parent in revision.parents}
        if authors - {standing.person, None}:
            return "the annotation is another's"
    if revision.subject_kind == Kind.DOCUMENT and revision.operation == "withdraw":
        return "withdrawing a document needs a supervisor"
    return None


def _is_of_another_kind(conn: sqlite3.Connection, revision: Revision) -> bool:
    row = conn.execute(
        "SELECT 1 FROM revision WHERE subject_id = ? AND subject_kind <> ?",
        (revision.subject_id, revision.subject_kind),
    ).fetchone()
    return row is not None


def _author(conn: sqlite3.Connection, revision: str) -> str | None:
    row = conn.execute("SELECT body ->> '$.author' FROM revision WHERE id = ?", (revision,)).fetchone()
    return row[0] if row else None


def standing_in(conn: sqlite3.Connection, changeset: Changeset) -> Standing:
    """What the key of a changeset may do in it."""
    others = conn.execute(
        "SELECT count(*) FROM tip WHERE changeset NOT IN (SELECT value FROM json_each(?))",
        (json_list(changeset.parents),),
    ).fetchone()[0]
    return (
        _standing_among(conn, changeset, _past(conn, changeset.parents))
        if others
        else standing_now(conn, changeset.key)
    )


def standing_now(conn: sqlite3.Connection, key: str) -> Standing:
    """What a key may do by all that the file holds."""
    row = conn.execute(
        "SELECT person.id, roles FROM person_key JOIN person ON person.id = person WHERE key = ? ORDER BY person.id",
        (key,),
    ).fetchone()
    return Standing(row[0], frozenset(orjson.loads(row[1]))) if row else Standing(None, frozenset())


def _past(conn: sqlite3.Connection, parents: tuple[str, ...]) -> set[str]:
    """Every changeset that these rest on, themselves included."""
    past: set[str] = set()
    waiting = list(parents)
    while waiting:
        ident = waiting.pop()
        if ident in past:
            continue
        past.add(ident)
        row = conn.execute("SELECT parents FROM changeset WHERE id = ?", (ident,)).fetchone()
        waiting.extend(orjson.loads(row[0]) if row else [])
    return past


def _standing_among(conn: sqlite3.Connection, changeset: Changeset, past: set[str]) -> Standing:
    """What the key may do by the latest words on its person among the changesets of `past`."""
    rows = conn.execute(
        "SELECT revision.id, subject_id, revision.parents, body, changeset.id FROM revision "
        "JOIN changeset ON changeset.seq = revision.changeset "
        "LEFT JOIN refused ON refused.revision = revision.id "
        "WHERE subject_kind = 'person' AND refused.revision IS NULL ORDER BY revision.seq"
    ).fetchall()
    known = [row for row in rows if row[4] in past]
    superseded = {parent for row in known for parent in orjson.loads(row[2])}
    for ident, person, _, body, _ in known:
        content = orjson.loads(body)
        if ident not in superseded and changeset.key in content.get("keys", ()):
            return Standing(person, frozenset(content.get("roles", ())))
    return Standing(None, frozenset())
