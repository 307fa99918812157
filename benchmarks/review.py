"""The review queue of D (10,000 documents with 200,000 annotations), and accepting 10,000 annotations in one act."""

import sqlite3
from pathlib import Path
from time import perf_counter

from benchmarks import adjudication, corpus
from benchmarks.measuring import Result, interleaved, timed
from benchmarks.rows import Row, marks, plain
from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState, Verdict
from curator.services import identity, queueing, reviewing
from curator.services import project as projects
from curator.services.project import Project
from curator.services.review_views import QueueFilter

_QUEUE_LIMIT = 100
"""Milliseconds for a page of 100 and the count."""
_MANY = 10_000
_NEW = ("changeset", "revision", "head", "decision", "step")
"""Tables that an acceptance adds rows to."""


def run(*, quick: bool) -> list[Result]:
    """Accepting many, then each filter of the queue."""
    path = corpus.copy(corpus.project("D"), "review")
    with projects.open_project(path, author=identity.me()) as project:
        results = [_accept_all(project, 1 if quick else 3)]
        results += _filters(project, 3 if quick else 10)
    return results + adjudication.run(quick=quick)


def _accept_all(project: Project, repeat: int) -> Result:
    """Each turn accepts 10,000 that were not decided, and writes just these rows into a twin of the file."""
    waiting = QueueFilter(states=(AnnotationState.DRAFT,), labels=("actor", "organization", "date"))
    twin = plain(_twin(project))
    written: list[dict[str, list[Row]]] = []

    def ours() -> float:
        ids = queueing.queue_ids(project, waiting)[:_MANY]
        start = perf_counter()
        reviewing.decide_many(project, ids, Verdict.ACCEPT)
        elapsed = perf_counter() - start
        written.append(_rows(project.store.conn))
        return elapsed

    def bare() -> float:
        return _write(twin, written[-1])

    ours()
    bare()
    times: tuple[list[float], list[float]] = [], []
    for _ in range(repeat):
        times[0].append(ours())
        times[1].append(bare())
    twin.close()
    middle = repeat // 2
    pair = (sorted(times[0])[middle] * 1000, sorted(times[1])[middle] * 1000)
    return Result("accept 10,000 annotations in one act", *pair, limit=3, peers="–")


def _twin(project: Project) -> Path:
    project.store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return corpus.copy(project.path, "review-twin")


def _rows(conn: sqlite3.Connection) -> dict[str, list[Row]]:
    """The rows that the newest changeset wrote, and what it changed in those of annotations."""
    seq, ident = conn.execute("SELECT seq, id FROM changeset ORDER BY seq DESC LIMIT 1").fetchone()
    mine = "SELECT subject_id FROM revision WHERE changeset = ?"
    judged = "SELECT body ->> '$.annotation' FROM revision WHERE changeset = ?"
    return {
        "changeset": conn.execute("SELECT * FROM changeset WHERE seq = ?", (seq,)).fetchall(),
        "revision": conn.execute("SELECT * FROM revision WHERE changeset = ?", (seq,)).fetchall(),
        "head": conn.execute(f"SELECT * FROM head WHERE subject IN ({mine})", (seq,)).fetchall(),
        "decision": conn.execute(f"SELECT * FROM decision WHERE annotation IN ({judged})", (seq,)).fetchall(),
        "step": conn.execute("SELECT * FROM step ORDER BY n DESC LIMIT 1").fetchall(),
        "state": conn.execute(f"SELECT state, n FROM annotation WHERE id IN ({judged})", (seq,)).fetchall(),
        "tip": [(ident,)],
    }


def _write(conn: sqlite3.Connection, rows: dict[str, list[Row]]) -> float:
    start = perf_counter()
    conn.execute("BEGIN IMMEDIATE")
    for table in _NEW:
        conn.executemany(f"INSERT INTO {table} VALUES ({marks(rows[table][0])})", rows[table])
    conn.executemany("UPDATE annotation SET state = ? WHERE n = ?", rows["state"])
    conn.executemany("UPDATE queue SET state = ? WHERE annotation = ?", rows["state"])
    conn.execute("DELETE FROM tip")
    conn.execute("INSERT INTO tip VALUES (?)", rows["tip"][0])
    conn.execute("COMMIT")
    return perf_counter() - start


def _filters(project: Project, repeat: int) -> list[Result]:
    me = project.me or ""
    last = queueing.queue(project, QueueFilter(newest_first=True), limit=1)[0].changed_at
    filters = {
        "everything": QueueFilter(),
        "state": QueueFilter(states=(AnnotationState.APPROVED, AnnotationState.RETURNED)),
        "work": QueueFilter(work=(DocumentState.IN_PROGRESS,)),
        "annotator": QueueFilter(annotators=(me,)),
        "label": QueueFilter(labels=("commitment",)),
        "confidence": QueueFilter(confidence=("low",)),
        "age": QueueFilter(before=last),
        "annotator, label and state": QueueFilter(
            annotators=(me,), labels=("date",), states=(AnnotationState.DRAFT,), newest_first=True
        ),
    }
    count = interleaved(timed(lambda: queueing.queue_counts(project)), lambda: 0.0, repeat)
    found = [Result("D: queue, what there is to filter by", count.ours, limit=_QUEUE_LIMIT, peers="–")]
    for name, wanted in filters.items():
        look = timed(lambda wanted=wanted: (queueing.queue(project, wanted), queueing.queue_count(project, wanted)))
        pair = interleaved(look, lambda: 0.0, repeat)
        found.append(Result(f"D: queue by {name}", pair.ours, limit=_QUEUE_LIMIT, peers="–"))
    return found
