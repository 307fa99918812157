"""The journal: reading changesets, revisions and the states they give back from the file (`appending` writes them)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from curator.domain.history import Changeset, Revision, SubjectState, past_of, subject_state, without
from curator.store import twins
from curator.store.rows import json_list

_COLUMNS = "id, parents, replica, key, made_at, activity, software, blobs, signature"
NEWEST = 1 << 62
"""A number that no changeset is behind."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A changeset as it stands in the file, with its place there."""

    seq: int
    changeset: Changeset


def state_of(conn: sqlite3.Connection, subject: str, kind: str, last: int = NEWEST) -> SubjectState:
    """The state of a subject, from all of its revisions that count, up to those of the changeset numbered `last`.

    Those of another kind under the same id are another subject's: a comment can't be made part of a decision.
    """
    return subject_state(_counting(conn, subject, kind, last), made_at(conn, subject))


def state_upon(conn: sqlite3.Connection, subject: str, kind: str, revisions: Iterable[str]) -> SubjectState:
    """The state that some revisions of a subject gave together, whatever came after them."""
    return subject_state(past_of(_counting(conn, subject, kind), revisions), made_at(conn, subject))


def _counting(conn: sqlite3.Connection, subject: str, kind: str, last: int = NEWEST) -> list[Revision]:
    revisions = [revision for revision in revisions_of(conn, subject, last) if revision.subject_kind == kind]
    refused = {
        row[0]
        for row in conn.execute(
            "SELECT refused.revision FROM revision JOIN refused ON refused.revision = revision.id WHERE subject_id = ?",
            (subject,),
        )
    }
    return without(revisions, refused)


def revisions_of(conn: sqlite3.Connection, subject: str, last: int = NEWEST) -> list[Revision]:
    """All revisions of a subject in the order in which the file got them, those of one id told apart.

    Only those up to the changeset numbered `last`.
    """
    rows = conn.execute(
        "SELECT id, subject_kind, subject_id, parents, operation, body FROM revision "
        "WHERE subject_id = ? AND changeset <= ? ORDER BY seq",
        (subject, last),
    )
    return twins.told_apart(conn, [_revision(row) for row in rows])


def made_at(conn: sqlite3.Connection, subject: str) -> dict[str, str]:
    """When each revision of a subject was made, as its author's clock said."""
    return dict(
        conn.execute(
            "SELECT revision.id, made_at FROM revision JOIN changeset ON changeset.seq = changeset "
            "WHERE subject_id = ?",
            (subject,),
        )
    )


def heads(conn: sqlite3.Connection, subjects: Iterable[str], kind: str) -> dict[str, tuple[str, ...]]:
    """The heads of each of the subjects of a kind that has any."""
    rows = conn.execute(
        "SELECT subject, revision FROM head WHERE subject IN (SELECT value FROM json_each(?)) AND kind = ? "
        "ORDER BY 1, 2",
        (json_list(subjects), kind),
    )
    found: dict[str, list[str]] = {}
    for subject, revision in rows:
        found.setdefault(subject, []).append(revision)
    return {subject: tuple(revisions) for subject, revisions in found.items()}


def tips(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The changesets without children: the parents of the next one."""
    return tuple(row[0] for row in conn.execute("SELECT changeset FROM tip ORDER BY 1"))


def revisions_in(conn: sqlite3.Connection, changeset: int) -> list[Revision]:
    """The revisions of the changeset at that place, in its order."""
    rows = conn.execute(
        "SELECT id, subject_kind, subject_id, parents, operation, body FROM revision WHERE changeset = ? ORDER BY seq",
        (changeset,),
    )
    return twins.in_their_places(_revision(row) for row in rows)


def revisions_by_id(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Revision]:
    """The revisions of these ids."""
    rows = conn.execute(
        "SELECT id, subject_kind, subject_id, parents, operation, body FROM revision "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return {row[0]: _revision(row) for row in rows}


def changesets(conn: sqlite3.Connection, after: int = 0) -> Iterator[Stored]:
    """Every changeset in the order in which the file got them, one at a time."""
    rows = conn.execute(f"SELECT seq, {_COLUMNS} FROM changeset WHERE seq > ? ORDER BY seq", (after,))  # noqa: S608
    revisions = _Following(conn, after)
    for seq, *row in rows:
        yield Stored(seq, _changeset(row, revisions.of(seq)))


class _Following:
    """The revisions of one changeset after the other, in one pass over the file; looked up where it is out of order."""

    def __init__(self, conn: sqlite3.Connection, after: int) -> None:
        self._conn = conn
        self._rows = iter(
            conn.execute(
                "SELECT id, subject_kind, subject_id, parents, operation, body, changeset FROM revision "
                "WHERE seq > (SELECT coalesce(max(seq), 0) FROM revision WHERE changeset <= ?) ORDER BY seq",
                (after,),
            )
        )
        self._next = next(self._rows, None)
        self._in_order = True

    def of(self, changeset: int) -> list[Revision]:
        """Those of a changeset; to be asked for in order."""
        found: list[Revision] = []
        row = self._next
        while row and row[6] == changeset:
            found.append(_revision(row))
            row = next(self._rows, None)
        self._next = row
        if row and row[6] < changeset:
            self._in_order = False
        return twins.in_their_places(found) if self._in_order and found else revisions_in(self._conn, changeset)


def changeset_at(conn: sqlite3.Connection, seq: int) -> Changeset:
    """The changeset at one place of the file.

    Raises:
        ValueError: the row holds no changeset.
    """
    row = conn.execute(f"SELECT {_COLUMNS} FROM changeset WHERE seq = ?", (seq,)).fetchone()  # noqa: S608
    if row is None:
        raise ValueError(f"there is no changeset number {seq}")
    return _changeset(row, revisions_in(conn, seq))


def _changeset(row: Sequence[str], revisions: Iterable[Revision]) -> Changeset:
    ident, parents, replica, key, made, activity, software, blobs, signature = row
    return Changeset(
        id=ident,
        parents=ids_in(parents),
        replica=replica,
        key=key,
        made_at=made,
        activity=activity,
        software=software,
        revisions=tuple(revisions),
        blobs=ids_in(blobs),
        signature=signature,
    )


def changeset_of(conn: sqlite3.Connection, ident: str) -> Changeset | None:
    """The changeset of that id, or None where the file does not have it."""
    row = conn.execute("SELECT seq FROM changeset WHERE id = ?", (ident,)).fetchone()
    return changeset_at(conn, row[0]) if row else None


def blob(conn: sqlite3.Connection, digest: str) -> bytes | None:
    """The bytes of that SHA-256, or None where the file does not have them."""
    row = conn.execute("SELECT bytes FROM blob WHERE sha256 = ?", (digest,)).fetchone()
    return row[0] if row else None


def is_intact(digest: str, data: bytes) -> bool:
    """Whether bytes are still what their name says."""
    return sha256(data).hexdigest() == digest


def _revision(row: Sequence[Any]) -> Revision:
    """A revision, by the first six columns of a row."""
    parents = row[3]
    return Revision(row[0], row[1], row[2], ids_in(parents) if parents != "[]" else (), row[4], row[5].encode())


def ids_in(text: str) -> tuple[str, ...]:
    """Ids as the file keeps them."""
    return tuple(orjson.loads(text))
