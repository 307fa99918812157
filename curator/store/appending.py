"""Appending to the journal: the history and every projection of the subjects it touches, in one transaction.

Nothing in the history is ever changed; triggers in the file refuse it as well.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

import orjson

from curator.domain.history import Changeset, Kind, Revision, SubjectState
from curator.store import authority, journal, lineage, projection, schema, trust, twins

_CHANGESET = (
    "INSERT INTO changeset (id, parents, replica, key, made_at, activity, software, blobs, signature) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_REVISION = (
    "INSERT OR IGNORE INTO revision (id, changeset, subject_kind, subject_id, parents, operation, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_BATCH = 1000
"""How many revisions are written before what they mean is."""


def append(conn: sqlite3.Connection, changeset: Changeset, blobs: Mapping[str, bytes]) -> int:
    """Add a changeset, the bytes it brings and what they mean; gives its place. Needs an open transaction.

    The changeset must have been checked: hashes, signature, parents known. Who may do what is decided here, so that
    it is decided the same way whether the changeset was made here, received, or replayed in a rebuild.
    """
    keep_blobs(conn, blobs.items())
    appending = Appending(conn)
    seq = appending.add(changeset)
    appending.finish()
    return seq


def keep_blobs(conn: sqlite3.Connection, blobs: Iterable[tuple[str, bytes]]) -> None:
    """Keep bytes under their SHA-256."""
    conn.executemany("INSERT OR IGNORE INTO blob (sha256, bytes) VALUES (?, ?)", blobs)


class Appending:
    """Many changesets one after the other, in an open transaction; what they mean is written for some at a time.

    The blobs that they need must have been kept before. `finish` must be called in the end.
    """

    def __init__(self, conn: sqlite3.Connection, *, kinds: Collection[str] | None = None) -> None:
        """Begin; `kinds` are those of the subjects whose tables are written, None for all."""
        self._conn = conn
        self._kinds = kinds
        self._judge = authority.Judge(conn)
        self._last = (0, "")
        self._counting: list[Revision] = []
        self._added: list[str] = []
        self._people: list[bytes] = []
        self._refused: set[tuple[str, str]] = set()
        self._twins = twins.are_there(conn)
        self._anew = False
        self.made: set[tuple[str, str]] = set()
        self.changed: set[tuple[str, str]] = set()

    def add(self, changeset: Changeset) -> int:
        """Write a changeset, and judge it; gives its place."""
        seq, written = _write(self._conn, changeset)
        self._note(seq, changeset)
        apart = twins.of_changeset(self._conn, seq) if written < len(changeset.revisions) else set[str]()
        if apart:
            self._twins = True
            twins.settle(self._conn, seq, changeset)
            self._anew = True  # what was said of such an id is to be looked at again, too
        self._anew |= self._judge.overrules(changeset, seq)
        if self._anew:  # where an id has come to stand for something else, all that is written of it is wrong
            self.changed.update((one.subject_kind, one.subject_id) for one in changeset.revisions)
        else:
            self.judge(seq, changeset, apart)
        return seq

    def follow(self, seq: int, changeset: Changeset) -> Collection[str]:
        """Take in a changeset that stands in the file as the next one; gives the revisions that do not count."""
        self._note(seq, changeset)
        return self.judge(seq, changeset)

    def _note(self, seq: int, changeset: Changeset) -> None:
        if (seq - 1, *changeset.parents) != self._last:  # else it continues a run
            lineage.note(self._conn, seq, changeset.parents)
        self._added.append(changeset.id)
        self._people += [one.body for one in changeset.revisions if one.subject_kind == Kind.PERSON]

    def judge(self, seq: int, changeset: Changeset, apart: Collection[str] = ()) -> Collection[str]:
        """Say which revisions of a changeset that has been written count; gives those that do not.

        Of the ids `apart` something else counts.
        """
        reasons = self._judge.refusals(changeset, seq)
        refused = sorted((ident, reason) for ident, reason in reasons.items() if ident not in apart)
        if refused:
            self._conn.executemany("INSERT INTO refused (revision, reason) VALUES (?, ?)", refused)
            self._refused.update((one.subject_kind, one.subject_id) for one in changeset.revisions)
        self._judge.tips.difference_update(changeset.parents)
        self._judge.tips.add(changeset.id)
        self._last = (seq, changeset.id)
        kinds, gone = self._kinds, {*reasons, *apart}
        self._counting += [
            one for one in changeset.revisions if one.id not in gone and (kinds is None or one.subject_kind in kinds)
        ]
        people = any(revision.subject_kind == Kind.PERSON for revision in changeset.revisions)
        if people or len(self._counting) >= _BATCH:
            self.flush()
        if people:
            self._judge.forget_people()
        return gone

    def flush(self) -> None:
        """Write what the revisions since the last time mean, and which changesets have no children now."""
        _write_tips(self._conn, self._judge.tips)
        touched = _new_states(self._conn, self._counting, self._last[0], told_apart=self._twins)
        for subject in touched:
            (self.changed if subject.heads_before else self.made).add((subject.kind, subject.id))
        projection.project(self._conn, touched)
        self._counting.clear()

    def finish(self) -> bool:
        """Write what is left; gives whether everything was judged anew.

        It is where somebody's key was revoked or work admitted, and where an id came to stand for something else.
        """
        if not self._anew:
            self.flush()
        anew = self.settle() or self._anew
        if anew:
            judge_anew(self._conn)
            self.changed |= self._refused
            self._last = (0, "")
        self._judge, self._anew = authority.Judge(self._conn), False
        self._counting.clear()
        return anew

    def settle(self) -> bool:
        """Write the statements in force; whether all has to be judged anew.

        It has where they change who may do what, and where one of them names a changeset that was added: what that
        rests on was judged while it was not there.
        """
        if not self._anew and not trust.concerns(self._conn, self._added, self._people):
            return False
        return trust.settle(self._conn) or trust.names(self._conn, self._added)


def judge_anew(conn: sqlite3.Connection) -> None:
    """Judge the whole history by the statements in force, and write all that it means anew.

    What has not been judged yet counts as little as what was refused: neither when others are judged nor in the state
    of a subject. Else a subject would keep what is refused only later.
    """
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table in schema.PROJECTION_TABLES.keys() - {"run", "statement"}:
        conn.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the names of the schema
    for index in ("document_fts", "annotation_fts"):
        conn.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")  # noqa: S608 - one of these two
    conn.execute(
        "INSERT INTO refused (revision, reason) SELECT id, iif(length(id) > ?, ?, 'not judged yet') FROM revision",
        (twins.LENGTH, twins.REASON),
    )
    appending, apart = Appending(conn), twins.by_changeset(conn)
    for stored in journal.changesets(conn):
        own = apart.get(stored.seq, ())
        judged = ((revision.id,) for revision in stored.changeset.revisions if revision.id not in own)
        conn.executemany("DELETE FROM refused WHERE revision = ?", judged)
        appending.judge(stored.seq, stored.changeset, own)
    appending.flush()


def _write(conn: sqlite3.Connection, changeset: Changeset) -> tuple[int, int]:
    """Write the rows of a changeset; gives its place, and how many of its revisions have an id that was free."""
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
    written = conn.executemany(_REVISION, (_row(seq, revision) for revision in changeset.revisions)).rowcount
    if written < len(changeset.revisions):  # once more, so that they stand in their order
        twins.take_back(conn, seq)
        conn.executemany(_REVISION.replace(" OR IGNORE", ""), _named_rows(conn, seq, changeset))
    return seq, written


def _row(seq: int, revision: Revision) -> tuple[str | int, ...]:
    parents = _text(revision.parents)
    body = revision.body.decode()
    return revision.id, seq, revision.subject_kind, revision.subject_id, parents, revision.operation, body


def _named_rows(conn: sqlite3.Connection, seq: int, changeset: Changeset) -> list[tuple[str | int, ...]]:
    """The rows of a changeset in its order, under other names those whose ids other revisions have."""
    taken = set(journal.revisions_by_id(conn, (revision.id for revision in changeset.revisions)))
    rows: list[tuple[str | int, ...]] = []
    for place, revision in enumerate(changeset.revisions):
        is_twin = revision.id in taken
        taken.add(revision.id)
        own = replace(revision, id=twins.name(revision.id, changeset.id, place)) if is_twin else revision
        rows.append(_row(seq, own))
    return rows


def _write_tips(conn: sqlite3.Connection, ids: Collection[str]) -> None:
    before = frozenset(journal.tips(conn))
    conn.executemany("DELETE FROM tip WHERE changeset = ?", ((ident,) for ident in before.difference(ids)))
    conn.executemany("INSERT INTO tip (changeset) VALUES (?)", ((ident,) for ident in set(ids) - before))


def _new_states(
    conn: sqlite3.Connection, revisions: Iterable[Revision], last: int, *, told_apart: bool
) -> list[projection.Touched]:
    """The state of every touched subject after the revisions, which become its heads in place of their parents.

    `last` is the number of the last changeset that has been judged: what stands behind it says nothing yet.
    """
    by_kind: dict[str, dict[str, list[Revision]]] = {}
    for revision in revisions:
        by_kind.setdefault(revision.subject_kind, {}).setdefault(revision.subject_id, []).append(revision)
    touched: list[projection.Touched] = []
    for kind, by_subject in by_kind.items():
        before = journal.heads(conn, by_subject, kind)
        for subject, added in by_subject.items():
            old = before.get(subject, ())
            state = journal.state_of(conn, subject, kind, last) if told_apart else _state_after(conn, old, added, last)
            touched.append(projection.Touched(kind, subject, old, state))
    _move_heads(conn, touched)
    return touched


def _move_heads(conn: sqlite3.Connection, touched: list[projection.Touched]) -> None:
    # In the order of the table, along which writing is quicker than all over it.
    gone = sorted((subject.id, subject.kind, head) for subject in touched for head in subject.heads_before)
    conn.executemany("DELETE FROM head WHERE subject = ? AND kind = ? AND revision = ?", gone)
    new = sorted((subject.id, subject.kind, head) for subject in touched for head in subject.state.heads)
    conn.executemany("INSERT INTO head (subject, kind, revision) VALUES (?, ?, ?)", new)


def _state_after(conn: sqlite3.Connection, before: tuple[str, ...], added: list[Revision], last: int) -> SubjectState:
    """The usual case, one new revision upon the only head, needs nothing but that revision."""
    newest = added[-1]
    if len(added) == 1 and before == newest.parents:
        return SubjectState((newest.id,), newest.content(), {})
    chain = all(revision.parents == (earlier.id,) for earlier, revision in pairwise(added))
    if chain and set(before) == set(added[0].parents):
        return SubjectState((newest.id,), newest.content(), {})
    return journal.state_of(conn, newest.subject_id, newest.subject_kind, last)


def _text(ids: tuple[str, ...]) -> str:
    return orjson.dumps(ids).decode() if ids else "[]"
