"""Two revisions under one id, which no honest program makes: of such twins one counts, the same on every replica.

Neither can be turned away, since each replica may have got another of them first. The one whose id is bound to its
author's key counts, else that of who made the project, else that of the changeset with the lower id; it stands in the
file under the id itself. Another stands there as `ID#CHANGESET#PLACE`, its place being that within its changeset, and
never counts, and neither does what was said of it (decision record 0041).
"""

import sqlite3
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from curator.domain.history import Changeset, Kind, Revision
from curator.domain.ids import is_bound
from curator.store.lineage import Lineage
from curator.store.rows import json_list

REASON: Final = "another revision has its id"
LENGTH: Final = 36
"""Of an id: what is longer in the column is the name of a twin that does not count."""


def name(revision: str, changeset: str, place: int) -> str:
    """Under what a twin stands in the file."""
    return f"{revision}#{changeset}#{place}"


def said(stored: str) -> str:
    """The id that a revision has in its changeset."""
    return stored.partition("#")[0]


def in_their_places(revisions: Iterable[Revision]) -> list[Revision]:
    """The revisions of a changeset in its order and with its ids, from the rows of the file."""
    found: list[Revision] = []
    twins: list[tuple[int, Revision]] = []
    for one in revisions:
        if len(one.id) > LENGTH:
            twins.append((int(one.id.rpartition("#")[2]), replace(one, id=said(one.id))))
        else:
            found.append(one)
    for place, one in sorted(twins, key=lambda twin: twin[0]):
        found.insert(place, one)
    return found


def of_changeset(conn: sqlite3.Connection, seq: int) -> set[str]:
    """The ids of those revisions of a changeset that are not the ones which count."""
    rows = conn.execute("SELECT id FROM revision WHERE changeset = ? AND length(id) > ?", (seq, LENGTH))
    return {said(row[0]) for row in rows}


def by_changeset(conn: sqlite3.Connection) -> dict[int, set[str]]:
    """The same for every changeset that has any."""
    found: dict[int, set[str]] = {}
    for changeset, ident in conn.execute("SELECT changeset, id FROM revision WHERE length(id) > ?", (LENGTH,)):
        found.setdefault(changeset, set()).add(said(ident))
    return found


def are_there(conn: sqlite3.Connection) -> bool:
    """Whether there are any in the file."""
    row = conn.execute("SELECT EXISTS (SELECT 1 FROM refused WHERE length(revision) > ?)", (LENGTH,)).fetchone()
    return bool(row[0])


def settle(conn: sqlite3.Connection, seq: int, changeset: Changeset) -> None:
    """Let those of a new changeset that are to count take the id."""
    names: dict[str, str] = {}
    rank = _ranking(conn)
    for place, one in enumerate(changeset.revisions):  # the first of those that share an id within it takes the id
        names.setdefault(one.id, name(one.id, changeset.id, place))
    for ident in sorted(of_changeset(conn, seq)):
        other, key, number = conn.execute(
            "SELECT changeset.id, key, changeset.seq FROM revision JOIN changeset ON changeset.seq = changeset "
            "WHERE revision.id = ?",
            (ident,),
        ).fetchone()
        if number != seq and rank(ident, changeset.key, changeset.id) < rank(ident, key, other):
            _rename(conn, [(ident, name(ident, other, _place(conn, ident, number))), (names[ident], ident)])
    conn.execute(
        "INSERT INTO refused (revision, reason) SELECT id, ? FROM revision WHERE changeset = ? AND length(id) > ?",
        (REASON, seq, LENGTH),
    )


def _ranking(conn: sqlite3.Connection) -> Callable[[str, str, str], tuple[bool, bool, str]]:
    """What gives the rank of a twin by its id, key and changeset; the first counts."""
    maker = conn.execute("SELECT key FROM changeset WHERE seq = 1").fetchone()[0]
    return lambda ident, key, changeset: (not is_bound(ident, key), key != maker, changeset)


def _place(conn: sqlite3.Connection, ident: str, seq: int) -> int:
    """The place of a revision within its changeset."""
    rows = conn.execute("SELECT id FROM revision WHERE changeset = ? ORDER BY seq", (seq,)).fetchall()
    stand_ins = [Revision(row[0], "", "", (), "", b"") for row in rows]
    return [one.id for one in in_their_places(stand_ins)].index(ident)


def _rename(conn: sqlite3.Connection, names: Sequence[tuple[str, str]]) -> None:
    """Give rows other names: the one change in the history that is none, since what was signed is told the same."""
    with _unguarded(conn, "revision_keeps_update"):
        for before, after in names:
            conn.execute("UPDATE revision SET id = ? WHERE id = ?", (after, before))


def take_back(conn: sqlite3.Connection, seq: int) -> None:
    """Take out what has just been written of a changeset, to write it under other names."""
    with _unguarded(conn, "revision_keeps_delete"):
        conn.execute("DELETE FROM revision WHERE changeset = ?", (seq,))


@contextmanager
def _unguarded(conn: sqlite3.Connection, name: str) -> Generator[None]:
    guard = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    conn.execute(f"DROP TRIGGER {name}")
    yield
    conn.execute(guard)


def told_apart(conn: sqlite3.Connection, revisions: list[Revision]) -> list[Revision]:
    """The revisions of a subject, each resting on those twins that its author knew, by their names in the file."""
    twins: dict[str, list[str]] = {}
    for one in revisions:
        if len(one.id) > LENGTH:
            twins.setdefault(said(one.id), []).append(one.id)
    if not twins:
        return revisions
    known = {one.id for one in revisions}
    look, seqs = Lineage(conn), _changesets_of(conn, revisions)

    def meant(one: Revision, parent: str) -> list[str]:
        named = [other for other in (parent, *twins[parent]) if other in known and other != one.id]
        return [other for other in named if look.rests_on(seqs[one.id], seqs[other])]

    def parents(one: Revision) -> tuple[str, ...]:
        return tuple(sorted({name for each in one.parents for name in (meant(one, each) if each in twins else [each])}))

    return [replace(one, parents=parents(one)) for one in revisions]


def _changesets_of(conn: sqlite3.Connection, revisions: Iterable[Revision]) -> dict[str, int]:
    return {
        one.id: conn.execute("SELECT changeset FROM revision WHERE id = ?", (one.id,)).fetchone()[0]
        for one in revisions
    }


# --- what was said of them ------------------------------------------------------------------------------------------


def holders(conn: sqlite3.Connection) -> dict[str, int]:
    """The ids that several revisions have, with the changeset of the one that counts."""
    rows = conn.execute(
        "SELECT id, changeset FROM revision WHERE id IN "
        "(SELECT substr(revision, 1, ?1) FROM refused WHERE length(revision) > ?1)",
        (LENGTH,),
    )
    return dict(rows.fetchall())


def is_said_of(conn: sqlite3.Connection, revision: Revision, ids: Collection[str]) -> bool:
    """Whether a decision, or a word on work, is said of revisions of these ids: it names one, or they are that work."""
    if revision.subject_kind not in (Kind.DECISION, Kind.SUBMISSION):
        return False
    body = revision.content()
    return not _named(body).isdisjoint(ids) or (
        revision.subject_kind == Kind.SUBMISSION and _are_its_work(conn, body, ids)
    )


def _named(body: dict[str, Any]) -> set[str]:
    """The revisions that a decision or a word on a submission names."""
    parts = [body, *body.get("fields", {}).values(), *body.get("sources", ())]
    return {str(part.get("revision")) for part in parts}.union((body.get("judged") or "").split())


def _are_its_work(conn: sqlite3.Connection, body: dict[str, Any], ids: Iterable[str]) -> bool:
    """Whether there are annotations among them of the document, and of the annotator where it speaks of one."""
    row = conn.execute(
        "SELECT 1 FROM revision WHERE id IN (SELECT value FROM json_each(?1)) AND subject_kind = 'annotation' "
        "AND body ->> '$.document' = ?2 AND (?3 IS NULL OR body ->> '$.author' = ?3) LIMIT 1",
        (json_list(ids), body.get("document"), body.get("annotator")),
    )
    return row.fetchone() is not None
