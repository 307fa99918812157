"""What this copy knows of others and keeps for later: what each replica has, and work that can't be applied yet.

None of it is history, and none of it a projection: a rebuild leaves it as it is.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import orjson

from curator.domain.history import Changeset, Kind
from curator.store import appending, journal, lineage, twins
from curator.store.authority import in_words
from curator.store.lineage import Lineage
from curator.store.projection.documents import index_text
from curator.store.rows import json_list


class Peer(NamedTuple):
    """Another replica: whose it is, and the changesets that it is known to have with all that they rest on."""

    replica: str
    key: str
    name: str
    tips: tuple[str, ...]
    heard_at: str


class Aside(NamedTuple):
    """A changeset that was received and not applied."""

    id: str
    key: str
    name: str
    parents: tuple[str, ...]
    line: bytes


# --- peers --------------------------------------------------------------------------------------------------------


def peers(conn: sqlite3.Connection, keys: Iterable[str] | None = None) -> list[Peer]:
    """The replicas that were heard of; those of these keys, where some are given."""
    rows = conn.execute(
        "SELECT replica, key, name, tips, heard_at FROM peer "
        "WHERE ?1 = 'null' OR key IN (SELECT value FROM json_each(?1)) ORDER BY 1",
        ("null" if keys is None else json_list(keys),),
    )
    return [Peer(a, b, c, tuple(orjson.loads(d)), e) for a, b, c, d, e in rows]


def hear(conn: sqlite3.Connection, peer: Peer) -> None:
    """Remember what a replica has. An old word after a newer one takes nothing away.

    Only a key that holds is believed, and of a replica only those of the person who spoke for it first: whoever
    speaks for another's replica would keep work from them.
    """
    if not key_holds(conn, peer.key):
        return
    before = next((one for one in peers(conn) if one.replica == peer.replica and key_holds(conn, one.key)), None)
    if before and not _are_of_one_person(conn, before.key, peer.key):
        return
    known = lineage.numbers(conn, {*(before.tips if before else ()), *peer.tips})
    by_number = {seq: ident for ident, seq in known.items()}
    tips = sorted(by_number[seq] for seq in Lineage(conn).last(by_number))
    conn.execute(
        "INSERT OR REPLACE INTO peer (replica, key, name, tips, heard_at) VALUES (?, ?, ?, ?, ?)",
        (peer.replica, peer.key, peer.name, orjson.dumps(tips).decode(), peer.heard_at),
    )


def unknown_to(conn: sqlite3.Connection, others: Iterable[Iterable[str]]) -> list[range]:
    """The numbers of the changesets that not all of these replicas have; of all changesets where there are none.

    Args:
        conn: the project.
        others: for each replica, changesets that it has with all that they rest on.
    """
    last = conn.execute("SELECT max(seq) FROM changeset").fetchone()[0] or 0
    known = [lineage.numbers(conn, tips).values() for tips in others]
    return Lineage(conn).not_in(known, last) if known else [range(1, last + 1)]


def all_rest_on(conn: sqlite3.Connection, tips: Iterable[str], wanted: Sequence[str]) -> bool:
    """Whether all of these changesets are among the tips and what those rest on."""
    found = lineage.numbers(conn, wanted)
    if len(found) < len(set(wanted)):
        return False
    look, ends = Lineage(conn), lineage.numbers(conn, tips).values()
    return all(any(look.rests_on(end, number) for end in ends) for number in found.values())


def first_outside(
    conn: sqlite3.Connection, key: str, parcels: Iterable[tuple[Sequence[str], Sequence[str]]]
) -> set[int]:
    """Of the changesets that a key signed and none of the parcels holds, the number of the first along each chain.

    Args:
        conn: the project.
        key: whose.
        parcels: the ends and the base of each: it holds what its ends rest on, without what its base does.
    """
    look = Lineage(conn)
    held: dict[int, list[tuple[int, int]]] = {}
    for ends, base in parcels:
        before = look.reach(lineage.numbers(conn, base).values())
        for line, last in look.reach(lineage.numbers(conn, ends).values()).items():
            held.setdefault(line, []).append((before.get(line, -1), last))
    found: dict[int, int] = {}
    for (seq,) in conn.execute("SELECT seq FROM changeset WHERE key = ? ORDER BY seq", (key,)):
        line, at = look.place(seq)
        if line not in found and not any(first < at <= last for first, last in held.get(line, ())):
            found[line] = seq
    return set(found.values())


def rest_on_any(conn: sqlite3.Connection, ends: Iterable[str], numbers: Iterable[int]) -> bool:
    """Whether any of these changesets, of those that are here, rests on one of these numbers."""
    look, wanted = Lineage(conn), list(numbers)
    return any(look.rests_on(end, one) for end in lineage.numbers(conn, ends).values() for one in wanted)


def brought_by(conn: sqlite3.Connection, numbers: Iterable[range]) -> Iterator[str]:
    """The SHA-256 of every blob that these changesets bring."""
    for part in numbers:
        rows = conn.execute(
            "SELECT DISTINCT value FROM changeset, json_each(blobs) WHERE seq >= ? AND seq < ? AND blobs <> '[]'",
            (part.start, part.stop),
        )
        yield from (row[0] for row in rows)


def blobs_of_documents(conn: sqlite3.Connection, documents: Iterable[str]) -> list[str]:
    """The SHA-256 of the texts and original bytes of these documents."""
    rows = conn.execute(
        "SELECT text_sha256, sha256 FROM document WHERE id IN (SELECT value FROM json_each(?))", (json_list(documents),)
    )
    return sorted({digest for row in rows for digest in row})


def subjects_in(conn: sqlite3.Connection, numbers: Iterable[range]) -> Iterator[str]:
    """The subjects that these changesets touch."""
    for part in numbers:
        rows = conn.execute(
            "SELECT DISTINCT subject_id FROM revision WHERE changeset >= ? AND changeset < ?", (part.start, part.stop)
        )
        yield from (row[0] for row in rows)


def subjects_by_kind(conn: sqlite3.Connection, numbers: Sequence[range]) -> dict[str, int]:
    """How many subjects of each kind these changesets touch; of documents, those that are live."""
    parts = orjson.dumps([[part.start, part.stop] for part in numbers]).decode()
    rows = conn.execute(
        "SELECT subject_kind, count(DISTINCT subject_id) FROM json_each(?) AS part JOIN revision "
        "ON changeset >= json_extract(part.value, '$[0]') AND changeset < json_extract(part.value, '$[1]') "
        "WHERE subject_kind <> 'document' OR subject_id IN (SELECT id FROM document WHERE NOT withdrawn) "
        "GROUP BY 1 ORDER BY 1",
        (parts,),
    )
    return dict(rows.fetchall())


# --- aside --------------------------------------------------------------------------------------------------------


def put_aside(conn: sqlite3.Connection, changeset: Changeset, line: bytes, name: str) -> None:
    """Keep a changeset for later. `name` is what its author calls themselves, or "" where somebody else brought it."""
    conn.execute(
        "INSERT OR IGNORE INTO aside (id, key, name, parents, line) VALUES (?, ?, ?, ?, ?)",
        (changeset.id, changeset.key, name, orjson.dumps(changeset.parents).decode(), line),
    )


def aside(conn: sqlite3.Connection) -> Iterator[Aside]:
    """What is kept aside, in the order in which it came."""
    for (n,) in conn.execute("SELECT n FROM aside ORDER BY n").fetchall():
        ident, key, name, parents, line = conn.execute(
            "SELECT id, key, name, parents, line FROM aside WHERE n = ?", (n,)
        ).fetchone()
        yield Aside(ident, key, name, tuple(orjson.loads(parents)), line)


def ids_aside(conn: sqlite3.Connection) -> set[str]:
    """The changesets that are kept aside."""
    return {row[0] for row in conn.execute("SELECT id FROM aside")}


def is_aside(conn: sqlite3.Connection, changeset: str) -> bool:
    """Whether a changeset is kept aside."""
    return conn.execute("SELECT 1 FROM aside WHERE id = ?", (changeset,)).fetchone() is not None


def line_aside(conn: sqlite3.Connection, changeset: str) -> bytes:
    """The line of a changeset that is kept aside."""
    return conn.execute("SELECT line FROM aside WHERE id = ?", (changeset,)).fetchone()[0]


def take_from_aside(conn: sqlite3.Connection, changeset: str) -> None:
    """It was applied, and need not be kept any more."""
    conn.execute("DELETE FROM aside WHERE id = ?", (changeset,))


def count_aside(conn: sqlite3.Connection) -> int:
    """How many changesets are kept aside."""
    return conn.execute("SELECT count(*) FROM aside").fetchone()[0]


def aside_by_key(conn: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """(key, what they call themselves or "", how many changesets) of the keys that nobody in the project has."""
    rows = conn.execute(
        "SELECT key, max(name), count(*) FROM aside WHERE key NOT IN (SELECT key FROM person_key) GROUP BY key "
        "ORDER BY key"
    )
    return [(key, name, count) for key, name, count in rows]


def missing(conn: sqlite3.Connection) -> list[str]:
    """The changesets that others build on and that are neither here nor aside."""
    rows = conn.execute(
        "SELECT DISTINCT value FROM aside, json_each(parents) WHERE value NOT IN (SELECT id FROM aside) "
        "AND NOT EXISTS (SELECT 1 FROM changeset WHERE id = value) ORDER BY 1"
    )
    return [row[0] for row in rows]


def last_aside(conn: sqlite3.Connection, key: str) -> list[str]:
    """The changesets of a key that are kept aside, and on which none other of them builds directly."""
    rows = conn.execute("SELECT id, parents FROM aside WHERE key = ?", (key,)).fetchall()
    parents = {parent for _, own in rows for parent in orjson.loads(own)}
    return sorted(ident for ident, _ in rows if ident not in parents)


# --- bytes that were left out ---------------------------------------------------------------------------------------


def lacking(conn: sqlite3.Connection, digests: Iterable[str]) -> set[str]:
    """Those of these bytes that are not here."""
    wanted = set(digests)
    rows = conn.execute(
        "SELECT sha256 FROM blob WHERE sha256 IN (SELECT value FROM json_each(?))", (json_list(wanted),)
    )
    return wanted - {row[0] for row in rows}


def note_withheld(conn: sqlite3.Connection, digests: Iterable[str]) -> None:
    """Remember which bytes of the history were left out, so that their absence is no damage."""
    conn.executemany(
        "INSERT OR IGNORE INTO withheld (sha256) VALUES (?)", ((one,) for one in sorted(lacking(conn, digests)))
    )


def bring(conn: sqlite3.Connection, digest: str, data: bytes) -> None:
    """Keep bytes that were not here; texts that had been left out can be searched from now on."""
    appending.keep_blobs(conn, [(digest, data)])
    if conn.execute("DELETE FROM withheld WHERE sha256 = ? RETURNING 1", (digest,)).fetchone():
        index_text(conn, digest)


def documents_of(conn: sqlite3.Connection, digests: Iterable[str]) -> list[tuple[str, str]]:
    """(kind, id) of the documents with these texts."""
    rows = conn.execute(
        "SELECT id FROM document WHERE text_sha256 IN (SELECT value FROM json_each(?)) ORDER BY 1",
        (json_list(digests),),
    )
    return [(Kind.DOCUMENT, row[0]) for row in rows]


def withheld(conn: sqlite3.Connection) -> set[str]:
    """The SHA-256 of the bytes that were left out."""
    return {row[0] for row in conn.execute("SELECT sha256 FROM withheld")}


# --- what a changeset needs -----------------------------------------------------------------------------------------


def key_is_known(conn: sqlite3.Connection, key: str) -> bool:
    """Whether somebody in the project has that key."""
    return conn.execute("SELECT 1 FROM person_key WHERE key = ?", (key,)).fetchone() is not None


def key_holds(conn: sqlite3.Connection, key: str) -> bool:
    """Whether somebody in the project has that key, and it was not revoked."""
    revoked = conn.execute("SELECT 1 FROM statement WHERE kind = 'revoked' AND about = ?", (key,)).fetchone()
    return revoked is None and key_is_known(conn, key)


def _are_of_one_person(conn: sqlite3.Connection, one: str, other: str) -> bool:
    rows = conn.execute(
        "SELECT 1 FROM person_key AS a JOIN person_key AS b ON a.person = b.person WHERE a.key = ? AND b.key = ?",
        (one, other),
    )
    return rows.fetchone() is not None


def has_changeset(conn: sqlite3.Connection, changeset: str) -> bool:
    """Whether a changeset is in the history."""
    return conn.execute("SELECT 1 FROM changeset WHERE id = ?", (changeset,)).fetchone() is not None


def unknown_documents(conn: sqlite3.Connection, changeset: Changeset) -> list[str]:
    """The documents that its annotations speak of and nobody has brought: whoever made it had them."""
    own = {one.subject_id for one in changeset.revisions if one.subject_kind == Kind.DOCUMENT}
    named = {str(one.content()["document"]) for one in changeset.revisions if one.subject_kind == Kind.ANNOTATION}
    wanted = sorted(named - own)
    if not wanted:
        return []
    rows = conn.execute(
        "SELECT DISTINCT subject_id FROM revision WHERE subject_id IN (SELECT value FROM json_each(?)) "
        "AND subject_kind = 'document'",
        (json_list(wanted),),
    )
    return sorted(set(wanted) - {row[0] for row in rows})


def foreign_parents(conn: sqlite3.Connection, changeset: Changeset, look: Lineage) -> str | None:
    """The first revision of a changeset that builds on one of another subject or outside its causal past, or None."""
    own: dict[str, tuple[str, str]] = {}
    outside: dict[str, tuple[str, str]] = {}
    for revision in changeset.revisions:
        subject = (revision.subject_kind, revision.subject_id)
        for parent in revision.parents:
            if parent in own:
                if own[parent] != subject:
                    return revision.id
            elif outside.setdefault(parent, subject) != subject:
                return revision.id
        if revision.id in own:
            return revision.id
        own[revision.id] = subject
    return _not_before(conn, changeset.parents, outside, look)


def _not_before(
    conn: sqlite3.Connection, parents: tuple[str, ...], wanted: Mapping[str, tuple[str, str]], look: Lineage
) -> str | None:
    if not wanted:
        return None
    look.follow(conn)
    past = tuple(lineage.numbers(conn, parents).values())
    rows = conn.execute(
        "SELECT id, changeset, subject_kind, subject_id FROM revision WHERE id IN (SELECT value FROM json_each(?))",
        (json_list(wanted),),
    )
    found = {
        twins.said(stored)
        for stored, seq, kind, subject in chain(rows, _twins_of(conn, wanted))
        if wanted[twins.said(stored)] == (kind, subject) and any(look.rests_on(one, seq) for one in past)
    }
    return next((ident for ident in wanted if ident not in found), None)


def _twins_of(conn: sqlite3.Connection, ids: Iterable[str]) -> Iterator[tuple[str, int, str, str]]:
    """The rows of revisions under these ids that do not count; a look at many only where there are any."""
    for ident in ids if twins.are_there(conn) else ():
        yield from conn.execute(
            "SELECT id, changeset, subject_kind, subject_id FROM revision WHERE id > ? || '#' AND id < ? || '$'",
            (ident, ident),
        )


def revision_id_used_again(conn: sqlite3.Connection, changeset: Changeset, look: Lineage) -> str | None:
    """A revision id of the changeset that one which it rests on has used already, or None."""
    rows = conn.execute(
        "SELECT id, changeset FROM revision WHERE id IN (SELECT value FROM json_each(?))",
        (json_list(revision.id for revision in changeset.revisions),),
    ).fetchall()
    if not rows:
        return None
    used = [*rows, *((twins.said(one), seq) for one, seq, _, _ in _twins_of(conn, [row[0] for row in rows]))]
    past = lineage.numbers(conn, changeset.parents).values()
    look.follow(conn)
    return next((ident for ident, seq in used if any(look.rests_on(one, seq) for one in past)), None)


def appended(conn: sqlite3.Connection) -> tuple[int, int]:
    """(changesets, revisions) that the history holds: their numbers have no gaps."""
    row = conn.execute("SELECT (SELECT max(seq) FROM changeset), (SELECT max(seq) FROM revision)").fetchone()
    return row[0] or 0, row[1] or 0


class Refused(NamedTuple):
    """A revision beyond its author's role: kept in the history, without any effect. `by` is a name, or a key."""

    kind: str
    subject: str
    reason: str
    by: str


class Disputed(NamedTuple):
    """A subject that several people changed differently. `document` is where it belongs, or ""."""

    kind: str
    subject: str
    document: str


def refused_since(conn: sqlite3.Connection, seq: int) -> list[Refused]:
    """The revisions that do not count in the changesets after that number."""
    rows = conn.execute(
        "SELECT subject_kind, subject_id, reason, changeset.key, "
        "coalesce((SELECT name FROM person JOIN person_key ON person = id WHERE person_key.key = changeset.key "
        "ORDER BY id), changeset.key) FROM revision "
        "JOIN refused ON refused.revision = revision.id JOIN changeset ON changeset.seq = revision.changeset "
        "WHERE revision.changeset > ? ORDER BY revision.seq",
        (seq,),
    )
    return [Refused(kind, subject, in_words(conn, why, key), by) for kind, subject, why, key, by in rows.fetchall()]


def disputed(conn: sqlite3.Connection) -> set[tuple[str, str]]:
    """(kind, id) of the subjects with a conflict."""
    return set(conn.execute("SELECT kind, subject FROM conflict").fetchall())


def new_conflicts(conn: sqlite3.Connection, before: set[tuple[str, str]]) -> list[Disputed]:
    """The subjects with a conflict that had none before."""
    rows = conn.execute("SELECT kind, subject, document FROM conflict ORDER BY 1, 2")
    return [Disputed(*row) for row in rows if (row[0], row[1]) not in before]


def changesets_in(conn: sqlite3.Connection, numbers: Iterable[range]) -> Iterator[Changeset]:
    """These changesets, one at a time."""
    for part in numbers:
        for seq in part:
            yield journal.changeset_at(conn, seq)
