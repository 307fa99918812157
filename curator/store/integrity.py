"""Reading a file that may be damaged: row by row, so that one bad byte is named and does not hide the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from curator.domain.errors import CuratorError
from curator.store import journal, local, rebuild
from curator.store import twins as apart
from curator.store.database import UNREADABLE, Store
from curator.store.rows import json_list

_BEFORE_ALL = -(1 << 63)
_SENSELESS = (ValueError, LookupError, TypeError, AttributeError)
"""What Python says of bodies that lack what they must hold."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A changeset whose row can't be read as one."""

    seq: int
    id: str
    reason: str


def file_defects(store: Store) -> list[str]:
    """What SQLite itself finds wrong with the file; [] when nothing is."""
    try:
        found = [str(row[0]) for row in store.conn.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        rows = store.conn.execute("PRAGMA foreign_key_check").fetchall()
    except UNREADABLE as error:
        return [str(error)]
    return found + [f"row {row[1]} of “{row[0]}” refers to a row of “{row[2]}” that is not there" for row in rows]


def quick_defects(store: Store) -> list[str]:
    """What SQLite finds wrong without comparing indexes with their tables: a pass over the file, at its speed."""
    try:
        return [str(row[0]) for row in store.conn.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
    except UNREADABLE as error:
        return [str(error)]


def changesets(store: Store) -> Iterator[journal.Stored | Unreadable]:
    """Every changeset in the order of the file, or why it can't be read."""
    after = _BEFORE_ALL
    try:
        for stored in journal.changesets(store.conn, after):
            after = stored.seq
            yield stored
    except (*UNREADABLE, *_SENSELESS):
        yield from _one_by_one(store, after)


def _one_by_one(store: Store, after: int) -> Iterator[journal.Stored | Unreadable]:
    """Those behind one that can't be read, and what is the matter with it."""
    try:
        seqs = [row[0] for row in store.conn.execute("SELECT seq FROM changeset WHERE seq > ? ORDER BY seq", (after,))]
    except UNREADABLE as error:
        yield Unreadable(0, "", str(error))
        return
    for seq in seqs:
        try:
            yield journal.Stored(seq, journal.changeset_at(store.conn, seq))
        except (*UNREADABLE, *_SENSELESS) as error:
            yield Unreadable(seq, id_at(store, seq), str(error))


def id_at(store: Store, seq: int) -> str:
    """The id of the changeset of that number, or words that say which it is."""
    try:
        row = store.conn.execute("SELECT CAST(id AS BLOB) FROM changeset WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]).decode(errors="replace")  # bytes that are no text must not hide where they stand
    except (*UNREADABLE, TypeError):
        return f"number {seq}"


def count_changesets(store: Store) -> int:
    """How many changesets there are, as far as the file can say."""
    try:
        return store.conn.execute("SELECT count(*) FROM changeset").fetchone()[0]
    except UNREADABLE:
        return 0


def count_annotations(store: Store) -> int:
    """How many annotations the tables hold, as far as the file can say."""
    try:
        return store.conn.execute("SELECT count(*) FROM annotation").fetchone()[0]
    except UNREADABLE:
        return 0


def gaps(store: Store) -> list[tuple[str, int]]:
    """(table, number) of the numbers at which rows are missing or too many: they run from 1 without gaps."""
    found: list[tuple[str, int]] = []
    try:
        for table, sql in _GAPS.items():
            first, last, many = store.conn.execute(_ENDS.replace("rows", table)).fetchone()
            if many and (first, last) != (1, many):  # no number stands twice
                found += [(table, row[0]) for row in store.conn.execute(sql)]
    except UNREADABLE:
        return found  # which `file_defects` names
    return found


_ENDS = "SELECT min(seq), max(seq), count(*) FROM rows NOT INDEXED"
_GAPS = {
    table: "SELECT seq + 1 FROM (SELECT 0 AS seq UNION ALL SELECT seq FROM rows) AS one "
    "WHERE NOT EXISTS (SELECT 1 FROM rows WHERE seq = one.seq + 1) AND seq < (SELECT max(seq) FROM rows) "
    "UNION ALL SELECT seq FROM rows WHERE seq < 1".replace("rows", table)
    for table in ("changeset", "revision")
}


def displaced(store: Store) -> list[str]:
    """The ids of the changesets whose revisions do not follow those of the changesets before them, one by one."""
    found: list[int] = []
    last = 0
    try:
        for changeset, first, end, many in store.conn.execute(_PLACES):
            if (first, end) != (last + 1, last + many):
                found.append(changeset)
            last = end
    except UNREADABLE:
        pass  # which `file_defects` names
    return [id_at(store, seq) for seq in found]


_PLACES = "SELECT changeset, min(seq), max(seq), count(*) FROM revision GROUP BY changeset ORDER BY changeset"


def doubled(store: Store) -> list[str]:
    """The ids under which there are several revisions, whatever the index of them holds."""
    sql = "SELECT id FROM revision NOT INDEXED GROUP BY id HAVING count(*) > 1"
    try:
        return [str(row[0]) for row in store.conn.execute(sql)]
    except UNREADABLE:
        return []  # which `file_defects` names


def twins(store: Store) -> list[tuple[str, str, str, int]]:
    """(id, kind, subject, changeset) of the revisions that do not count since another has their id."""
    sql = (
        "SELECT id, subject_kind, subject_id, changeset FROM revision "
        "WHERE length(id) > ? AND typeof(id) = 'text' ORDER BY seq"
    )
    try:
        rows = store.conn.execute(sql, (apart.LENGTH,)).fetchall()
    except UNREADABLE:
        return []  # which `file_defects` names
    return [(apart.said(ident), kind, subject, changeset) for ident, kind, subject, changeset in rows]


def subject_before(store: Store, revision: str, changeset: int) -> tuple[str, str] | None:
    """(kind, id) of the subject of a revision, where that stands in a changeset before the one of that number."""
    sql = "SELECT id, subject_kind, subject_id FROM revision WHERE id = ? AND changeset < ?"
    try:
        row = store.conn.execute(sql, (revision, changeset)).fetchone()
    except UNREADABLE:
        return None
    return row[1:] if row and row[0] == revision else None


def blob(store: Store, digest: str) -> bytes | None:
    """The bytes of that name, or None where there are none that can be read."""
    try:
        data = journal.blob(store.conn, digest)
    except (*UNREADABLE, TypeError):
        return None
    # A damaged file may hold anything anywhere, whatever the tables were declared to hold.
    return data if isinstance(data, bytes) else None


def blobs(store: Store) -> Iterator[tuple[str, bytes | None]]:
    """Every blob by its name, one at a time; None where it can't be read."""
    try:
        names = [row[0] for row in store.conn.execute("SELECT sha256 FROM blob ORDER BY 1")]
    except UNREADABLE:
        return
    for name in names:
        yield name, blob(store, name)


def has_lost_its_log(store: Store) -> bool:
    """Of a file beside which no log was found: whether it was left with acts in one."""
    try:
        return local.get(store.conn, local.LOG) is not None
    except UNREADABLE:
        return False


def withheld(store: Store) -> frozenset[str]:
    """The SHA-256 of the bytes that were left out of the parcels that this copy is made of: no damage."""
    try:
        return frozenset(row[0] for row in store.conn.execute("SELECT sha256 FROM withheld"))
    except UNREADABLE:
        return frozenset()


@dataclass(frozen=True, slots=True)
class Replay:
    """What replaying gives: where the tables differ, and (revision, kind, subject, why, key) of the refused."""

    differences: list[rebuild.Difference]
    refused: list[tuple[str, str, str, str, str]]


def replay(store: Store) -> Replay:
    """Replay the history beside the tables: what they should hold, whatever somebody wrote into them."""
    beside = store.beside_it()
    try:
        whole = (stored.changeset for stored in journal.changesets(store.conn))
        rebuild.replayed(beside, whole, lambda digest: journal.blob(store.conn, digest))
        return Replay(rebuild.differences(store.conn, beside), beside.execute(rebuild.REFUSED).fetchall())
    except (*UNREADABLE, CuratorError, *_SENSELESS) as error:
        return Replay([rebuild.Difference("history", "", f"the history can't be replayed ({error})")], [])
    finally:
        beside.close()


# --- what the history says now ------------------------------------------------------------------------------------


def heads(store: Store, *kinds: str) -> Iterator[tuple[str, str, str, str]]:
    """(kind, subject, revision, body) of each head of these kinds, one at a time, in the order of the subjects."""
    rows = store.conn.execute(
        "SELECT kind, subject, revision, body FROM head JOIN revision ON revision.id = head.revision "
        "WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY subject, kind, revision",
        (json_list(kinds),),
    )
    yield from rows


def bodies(store: Store, kind: str) -> list[str]:
    """The bodies of all revisions of a kind, in the order of the file."""
    return [row[0] for row in store.query("SELECT body FROM revision WHERE subject_kind = ? ORDER BY seq", (kind,))]


def is_subject(store: Store, kind: str, ident: str) -> bool:
    """Whether there is a subject of that kind and id."""
    return store.one("SELECT 1 FROM head WHERE subject = ? AND kind = ? LIMIT 1", (ident, kind)) is not None


def state_of_annotation(store: Store, annotation: str) -> str:
    """The state in which the tables have an annotation; "" where they don't have it."""
    row = store.one("SELECT state FROM annotation WHERE id = ?", (annotation,))
    return row[0] if row else ""


def is_revision_of(store: Store, revision: str, subject: str) -> bool:
    """Whether a revision is one of a subject."""
    return store.one("SELECT 1 FROM revision WHERE id = ? AND subject_id = ?", (revision, subject)) is not None


def mixed_subjects(store: Store) -> list[tuple[str, str]]:
    """(id, kinds) of the ids under which there are subjects of several kinds."""
    return [(subject, kinds) for subject, kinds in store.query(_MIXED)]


_MIXED = """
SELECT subject_id, group_concat(DISTINCT subject_kind) FROM revision WHERE subject_id IN (
  SELECT subject FROM head GROUP BY subject HAVING min(kind) <> max(kind)
  UNION SELECT subject_id FROM refused JOIN revision ON revision.id = refused.revision
) GROUP BY subject_id HAVING count(DISTINCT subject_kind) > 1
"""
"""What counts has a head, so that few subjects have to be looked up."""
