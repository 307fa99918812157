"""Receiving and handing in large parcels, beside the bare rows and the bare signature checks.

`CURATOR_BENCH_FULL=1` takes the sizes of the promise: 100,000 revisions into a project of 1,000,000.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from nacl.signing import VerifyKey

from benchmarks import corpus
from benchmarks.bulk import forget
from benchmarks.measuring import Pair, Result, program
from benchmarks.rows import Row, marks, plain
from curator.domain.history import Act, Changeset, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import new_id
from curator.services import identity, sharing
from curator.services import project as projects
from curator.services.project import Project, now
from curator.services.schemes import default_scheme
from curator.store import appending, journal

_A_CHANGESET = 5
_TEXT = "The Republic undertakes to adopt the Code of Conduct by 2045. " * 2000


class Sizes(NamedTuple):
    """How many revisions the project has, and how many the parcel."""

    project: int
    parcel: int


def run(*, quick: bool) -> list[Result]:
    """Receive, its memory and how it grows, and hand-in."""
    sizes = Sizes(1_000_000, 100_000) if os.environ.get("CURATOR_BENCH_FULL") else Sizes(100_000, 20_000)
    sizes = Sizes(10_000, 4_000) if quick else sizes
    base = _project(sizes.project)
    small = _project(sizes.project // 10)
    whole, half = _parcel(base, sizes.parcel), _parcel(base, sizes.parcel // 2)
    name = f"{sizes.parcel:,} revisions"
    received = _receive(base, whole)
    halved = _receive(base, half)
    into_small = _receive(small, _parcel(small, sizes.parcel))
    memory = program("receive_parcel", str(corpus.copy(base, "memory")), str(whole)).said["memory"]
    return [
        Result(f"receive {name} into {sizes.project:,}", received.wall, _bare(base, received.rows), limit=8),
        Result(f"receive {name} beside half of them (CPU)", received.cpu, halved.cpu, limit=2.6),
        Result(
            f"receive {name} into {sizes.project:,} beside {sizes.project // 10:,} (CPU)",
            received.cpu,
            into_small.cpu,
            limit=1.3,
        ),
        Result(f"memory: receive {name}", memory, limit=300, unit="MB"),
        Result(f"hand in {name}", *_hand_in(base, whole), limit=8),
    ]


def _project(revisions: int) -> Path:
    path = corpus.BUILD / f"sharing-{revisions}.curator"
    if not path.exists():
        partial = path.with_name(f"making-{path.name}")
        forget(partial)
        with projects.create(partial, name="bench", scheme=default_scheme(), author=identity.me()) as opened:
            _fill(opened, revisions)
        partial.replace(path)
    return path


def _fill(project: Project, revisions: int) -> None:
    """Annotations in changesets of a few revisions each, a document for every thousand."""
    data = _TEXT.encode()
    digest = sha256(data).hexdigest()
    with project.store.atomic() as conn:
        appending.keep_blobs(conn, [(digest, data)])
        writing = appending.Appending(conn)
        tips = journal.tips(conn)
        for number in range(revisions // _A_CHANGESET):
            made = _changeset(project, tips, digest, number)
            writing.add(made)
            tips = (made.id,)
        writing.finish()


def _changeset(project: Project, tips: tuple[str, ...], digest: str, number: int) -> Changeset:
    document = f"document-{number // 200}"
    revisions: list[Revision] = []
    if number % 200 == 0 or (number == 0 and not project.store.one("SELECT 1 FROM document")):
        document = f"document-{new_id()}"
        project.texts["document"] = document
        revisions.append(_revision(Kind.DOCUMENT, document, _document(digest)))
    document = project.texts["document"]
    while len(revisions) < _A_CHANGESET:
        start = (number * 37 + len(revisions) * 11) % 100_000
        revisions.append(_revision(Kind.ANNOTATION, new_id(), _annotation(project, document, digest, start)))
    act = Act(tips, project.replica, project.author.public_key, now(), "annotate", "bench")
    return seal(act, revisions, [digest] if revisions[0].subject_kind == Kind.DOCUMENT else [], project.author.sign)


def _revision(kind: Kind, subject: str, body: dict[str, object]) -> Revision:
    return Revision(new_id(), kind, subject, (), Operation.CREATE, body_bytes(body))


def _document(digest: str) -> dict[str, object]:
    source = {"file_name": "t.txt", "media_type": "text/plain", "sha256": digest, "encoding": "utf-8"}
    extraction = {"reader": "text", "version": "1", "encoding": "utf-8", "notes": []}
    return {
        "title": "Text",
        "source": source,
        "text_sha256": digest,
        "length": len(_TEXT),
        "extraction": extraction,
        "withdrawn": False,
    }


def _annotation(project: Project, document: str, digest: str, start: int) -> dict[str, object]:
    quote = {
        "start": start,
        "end": start + 12,
        "exact": _TEXT[start : start + 12],
        "prefix": _TEXT[max(0, start - 32) : start],
        "suffix": _TEXT[start + 12 : start + 44],
    }
    return {
        "document": document,
        "text_sha256": digest,
        "label": "actor",
        "author": project.me,
        "scheme_version": 1,
        "spans": [quote],
        "fields": {"role": {"state": "stated", "value": "Minister of Foreign Affairs", "evidence": []}},
        "progress": "draft",
        "method": "manual",
        "origin": None,
        "withdrawn": False,
    }


def _parcel(base: Path, revisions: int) -> Path:
    """A parcel with so many revisions that a copy of the project has made apart from it."""
    target = corpus.BUILD / f"{base.stem}-{revisions}.parcel"
    if not target.exists():
        with projects.open_project(corpus.copy(base, "other"), author=identity.me()) as other:
            with other.store.atomic() as conn:
                conn.execute(
                    "INSERT OR REPLACE INTO peer (replica, key, name, tips, heard_at) "
                    "SELECT 'base', ?, 'base', json_array(changeset), '' FROM tip",
                    (other.author.public_key,),
                )
            _fill(other, revisions)
            sharing.hand_in(other, target, to=other.author.public_key)
    return target


class _Received(NamedTuple):
    """Milliseconds that receiving took, without the copy that is made before, and the rows that it wrote."""

    wall: float
    cpu: float
    rows: dict[str, list[Row]]


def _receive(base: Path, parcel: Path) -> _Received:
    target = corpus.copy(base, "receiving")
    with projects.open_project(target, author=identity.me()) as project:
        project.store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        start, busy = perf_counter(), process_time()
        sharing.receive(project, parcel, copy=False)
        elapsed, worked = perf_counter() - start, process_time() - busy
    with _attached(target, base) as conn:
        return _Received(elapsed * 1000, worked * 1000, _new_rows(conn))


class _attached:  # noqa: N801 - reads as a function
    def __init__(self, target: Path, base: Path) -> None:
        self._conn = plain(target)
        self._conn.execute("ATTACH ? AS old", (str(base),))

    def __enter__(self) -> sqlite3.Connection:
        return self._conn

    def __exit__(self, *_: object) -> None:
        self._conn.close()


_NUMBERED = {"changeset": "seq", "revision": "seq", "document": "n", "annotation": "n"}


def _new_rows(conn: sqlite3.Connection) -> dict[str, list[Row]]:
    """What the receiving added, table by table."""
    rows = {
        table: conn.execute(
            f"SELECT * FROM {table} WHERE {number} > (SELECT coalesce(max({number}), 0) FROM old.{table})"
        ).fetchall()
        for table, number in _NUMBERED.items()
    }
    first = "(SELECT coalesce(max(n), 0) FROM old.annotation)"
    rows["head"] = conn.execute(
        "SELECT head.* FROM revision JOIN head ON head.subject = subject_id AND head.revision = revision.id "
        "WHERE seq > (SELECT max(seq) FROM old.revision)"
    ).fetchall()
    rows["span"] = conn.execute(f"SELECT * FROM span WHERE annotation > {first}").fetchall()
    words = conn.execute(f"SELECT n, quote, field_text FROM annotation WHERE n > {first}")
    rows["annotation_fts (rowid, quote, field_text)"] = words.fetchall()
    return rows


def _bare(base: Path, rows: dict[str, list[Row]]) -> float:
    """The same rows with `executemany`, and the same signatures checked, in milliseconds."""
    conn = plain(corpus.copy(base, "bare"))
    start = perf_counter()
    for row in rows["changeset"]:
        VerifyKey(bytes.fromhex(row[4])).verify(bytes.fromhex(row[1]), bytes.fromhex(row[9]))
    conn.execute("BEGIN")
    for table, values in rows.items():
        if values:
            conn.executemany(f"INSERT INTO {table} VALUES ({marks(values[0])})", values)
    conn.execute("COMMIT")
    elapsed = perf_counter() - start
    conn.close()
    return elapsed * 1000


def _hand_in(base: Path, parcel: Path) -> Pair:
    """Writing the parcel, beside reading the bare rows of it, hashing and packing them."""
    target = corpus.copy(base, "receiving")
    with projects.open_project(target, author=identity.me()) as project:
        sharing.receive(project, parcel)
        first = project.store.query("SELECT changeset.id FROM changeset WHERE seq = (SELECT max(seq) FROM changeset)")
        with project.store.atomic() as conn:
            last = _count(base)
            tip = conn.execute("SELECT id FROM changeset WHERE seq = ?", (last,)).fetchone()[0]
            conn.execute(
                "INSERT OR REPLACE INTO peer VALUES ('base', ?, 'base', json_array(?), '')",
                (project.author.public_key, tip),
            )
            conn.execute("DELETE FROM peer WHERE replica <> 'base'")
        start = perf_counter()
        made = sharing.hand_in(project, corpus.BUILD / "again.parcel", to=project.author.public_key)
        elapsed = perf_counter() - start
        if not first or made.revisions == 0:
            raise RuntimeError("nothing was handed in")
    start = perf_counter()
    digest, packing = sha256(), zlib.compressobj(2)
    for line in _lines(target, last):
        digest.update(line)
        packing.compress(line)
    packing.flush()
    return Pair(elapsed * 1000, (perf_counter() - start) * 1000)


def _count(path: Path) -> int:
    conn = plain(path)
    count = conn.execute("SELECT max(seq) FROM changeset").fetchone()[0]
    conn.close()
    return count


def _lines(path: Path, after: int) -> Iterator[bytes]:
    conn = plain(path)
    for row in conn.execute("SELECT * FROM changeset WHERE seq > ?", (after,)):
        yield repr(row).encode()
    for row in conn.execute("SELECT * FROM revision WHERE changeset > ?", (after,)):
        yield repr(row).encode()
    conn.close()
