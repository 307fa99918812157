"""The journal: appending changesets and reading them back.

An append writes the history and every projection of the subjects it touches, in the transaction of its caller.
Nothing in the history is ever changed; triggers in the file refuse it as well.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

import orjson

from curator.domain.history import Changeset, Revision, SubjectState, subject_state
from curator.store import authority, projection
from curator.store.rows import json_list

_CHANGESET = (
    "INSERT INTO changeset (id, parents, replica, key, made_at, activity, software, blobs, signature) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REVISION = (
    "INSERT INTO revision (id, changeset, subject_kind, subject_id, parents, operation, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A changeset as it stands in the file, with its place there."""

    seq: int
    changeset: Changeset


def append(conn: sqlite3.Connection, changeset: Changeset, blobs: Mapping[str, bytes]) -> int:
    """Add a changeset, the bytes it brings and what they mean; gives its place. Needs an open transaction.

    The changeset must have been checked: hashes, signature, parents known. Who may do what is decided here, so that
    it is decided the same way whether the changeset was made here, received, or replayed in a rebuild.
    """
    for digest, data in blobs.items():
        conn.execute("INSERT OR IGNORE INTO blob (sha256, bytes) VALUES (?, ?)", (digest, data))
    seq = _write(conn, changeset)
    reasons = authority.refusals(conn, changeset)
    if reasons:
        conn.executemany("INSERT INTO refused (revision, reason) VALUES (?, ?)", sorted(reasons.items()))
    counting = [revision for revision in changeset.revisions if revision.id not in reasons]
    _move_tips(conn, changeset)
    projection.project(conn, _new_states(conn, counting))
    return seq


def _write(conn: sqlite3.Connection, changeset: Changeset) -> int:
    cursor = conn.execute(
        _CHANGESET,
        (
            changeset.id,
            _text(changeset.parents),
            changeset.replica,
            changeset.key,
            changeset.made_at,
            changeset.activity,
            changeset.software,
            _text(changeset.blobs),
            changeset.signature,
        ),
    )
    seq = cursor.lastrowid or 0
    conn.executemany(
        _REVISION,
        (
            (r.id, seq, r.subject_kind, r.subject_id, _text(r.parents), r.operation, r.body.decode())
            for r in changeset.revisions
        ),
    )
    return seq


def _move_tips(conn: sqlite3.Connection, changeset: Changeset) -> None:
    conn.executemany("DELETE FROM tip WHERE changeset = ?", ((parent,) for parent in changeset.parents))
    conn.execute("INSERT INTO tip (changeset) VALUES (?)", (changeset.id,))


def _new_states(conn: sqlite3.Connection, revisions: Iterable[Revision]) -> list[projection.Touched]:
    """The state of every touched subject after the revisions, which become its heads in place of their parents."""
    by_kind: dict[str, dict[str, list[Revision]]] = {}
    for revision in revisions:
        by_kind.setdefault(revision.subject_kind, {}).setdefault(revision.subject_id, []).append(revision)
    touched: list[projection.Touched] = []
    for kind, by_subject in by_kind.items():
        before = heads(conn, by_subject, kind)
        for subject, added in by_subject.items():
            old = before.get(subject, ())
            touched.append(projection.Touched(kind, subject, old, _state_after(conn, subject, old, added)))
    _move_heads(conn, touched)
    return touched


def _move_heads(conn: sqlite3.Connection, touched: list[projection.Touched]) -> None:
    gone = ((subject.id, subject.kind, head) for subject in touched for head in subject.heads_before)
    conn.executemany("DELETE FROM head WHERE subject = ? AND kind = ? AND revision = ?", gone)
    new = ((subject.id, subject.kind, head) for subject in touched for head in subject.state.heads)
    conn.executemany("INSERT INTO head (subject, kind, revision) VALUES (?, ?, ?)", new)


def _state_after(
    conn: sqlite3.Connection, subject: str, before: tuple[str, ...], added: list[Revision]
) -> SubjectState:
    """The usual case, one new revision upon the only head, needs nothing but that revision."""
    last = added[-1]
    if len(added) == 1 and before == last.parents:
        return SubjectState((last.id,), last.content(), {})
    chain = all(revision.parents == (earlier.id,) for earlier, revision in pairwise(added))
    if chain and set(before) == set(added[0].parents):
        return SubjectState((last.id,), last.content(), {})
    return state_of(conn, subject, last.subject_kind)


def state_of(conn: sqlite3.Connection, subject: str, kind: str) -> SubjectState:
    """The state of a subject, from all of its revisions that count.

    Those of another kind under the same id are another subject's: a comment can't be made part of a decision.
    """
    revisions = [revision for revision in revisions_of(conn, subject) if revision.subject_kind == kind]
    refused = {
        row[0]
        for row in conn.execute(
            "SELECT refused.revision FROM revision JOIN refused ON refused.revision = revision.id WHERE subject_id = ?",
            (subject,),
        )
    }
    return subject_state(without(revisions, refused), made_at(conn, subject))


def revisions_of(conn: sqlite3.Connection, subject: str) -> list[Revision]:
    """All revisions of a subject in the order in which the file got them."""
    rows = conn.execute(
        "SELECT id, subject_kind, subject_id, parents, operation, body FROM revision WHERE subject_id = ? ORDER BY seq",
        (subject,),
    )
    return [_revision(row) for row in rows]


def without(revisions: list[Revision], refused: set[str]) -> list[Revision]:
    """The revisions that count; the child of one that does not becomes the child of what that one was made from."""
    if not refused:
        return revisions
    parents = {revision.id: revision.parents for revision in revisions}

    def counting(ids: Iterable[str]) -> tuple[str, ...]:
        kept: dict[str, None] = {}
        waiting, seen = list(ids), set[str]()
        while waiting:
            parent = waiting.pop()
            if parent not in refused:
                kept[parent] = None
            elif parent not in seen:
                seen.add(parent)
                waiting += parents[parent]
        return tuple(sorted(kept))

    return [
        Revision(r.id, r.subject_kind, r.subject_id, counting(r.parents), r.operation, r.body)
        for r in revisions
        if r.id not in refused
    ]


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
    return [_revision(row) for row in rows]


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
    for (seq,) in conn.execute("SELECT seq FROM changeset WHERE seq > ? ORDER BY seq", (after,)):
        yield Stored(seq, changeset_at(conn, seq))


def changeset_at(conn: sqlite3.Connection, seq: int) -> Changeset:
    """The changeset at one place of the file.

    Raises:
        ValueError: the row holds no changeset.
    """
    row = conn.execute(
        "SELECT id, parents, replica, key, made_at, activity, software, blobs, signature FROM changeset WHERE seq = ?",
        (seq,),
    ).fetchone()
    if row is None:
        raise ValueError(f"there is no changeset number {seq}")
    ident, parents, replica, key, made, activity, software, blobs, signature = row
    return Changeset(
        id=ident,
        parents=_ids(parents),
        replica=replica,
        key=key,
        made_at=made,
        activity=activity,
        software=software,
        revisions=tuple(revisions_in(conn, seq)),
        blobs=_ids(blobs),
        signature=signature,
    )


def blob(conn: sqlite3.Connection, digest: str) -> bytes | None:
    """The bytes of that SHA-256, or None where the file does not have them."""
    row = conn.execute("SELECT bytes FROM blob WHERE sha256 = ?", (digest,)).fetchone()
    return row[0] if row else None


def is_intact(digest: str, data: bytes) -> bool:
    """Whether bytes are still what their name says."""
    return sha256(data).hexdigest() == digest


def _revision(row: tuple[str, str, str, str, str, str]) -> Revision:
    ident, kind, subject, parents, operation, body = row
    return Revision(ident, kind, subject, _ids(parents), operation, body.encode())


def _text(ids: tuple[str, ...]) -> str:
    return orjson.dumps(ids).decode() if ids else "[]"


def _ids(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))
