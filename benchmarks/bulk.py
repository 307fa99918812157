"""A data set of 100,000 annotations in and out, beside the bare rows."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from benchmarks import corpus, workload
from benchmarks.measuring import Result, interleaved, program, timed
from benchmarks.rows import Row, marks, plain
from curator.services import exporting, identity, importing
from curator.services import project as projects
from curator.services.schemes import default_scheme
from curator.store import database, schema

_MARKS = 100
_LENGTH = 10_000
_FIRST = ("changeset", "document", "annotation")
"""Tables that others refer to."""


def run(*, quick: bool) -> list[Result]:
    """Import, its memory, and export."""
    annotations = 20_000 if quick else 100_000
    source = _project(annotations)
    data_set = _data_set(source)
    half = _data_set(_project(annotations // 2))
    return [
        _import(data_set, annotations, 1 if quick else 3),
        _memory(half, data_set, annotations),
        *_export(source, annotations, 3 if quick else 5),
    ]


def _project(annotations: int) -> Path:
    path = corpus.BUILD / f"bulk-{annotations}.curator"
    if not path.exists():
        corpus.make(path, workload.many(annotations // _MARKS, length=_LENGTH, marks=_MARKS))
    return path


def _data_set(source: Path) -> Path:
    target = source.with_suffix(".jsonl")
    if not target.exists():
        with projects.open_project(source, author=identity.me()) as project:
            exporting.export(project, target, everything=True)
    return target


# --- import -----------------------------------------------------------------------------------------------------


def _import(data_set: Path, annotations: int, repeat: int) -> Result:
    target = corpus.BUILD / "imported.curator"
    import_into(target, data_set)
    rows = _all_rows(target)
    bare = interleaved(lambda: import_into(target, data_set), lambda: _insert_rows(rows), repeat)
    return Result(
        f"import {annotations:,} annotations (.jsonl)",
        *bare,
        limit=8,
        peers="Label Studio 1,746 texts/s",
    )


def import_into(target: Path, data_set: Path) -> float:
    """Import a data set into a new project; gives the seconds that the import took."""
    forget(target)
    with projects.create(target, name="bulk", scheme=default_scheme(), author=identity.me()) as project:
        start = perf_counter()
        report = importing.import_paths(project, [data_set])
        elapsed = perf_counter() - start
    if report.changes is None or report.count("refused"):
        raise RuntimeError(f"the data set was not imported: {report.items[:3]}")
    return elapsed


def forget(path: Path) -> None:
    """Remove a project with all that lies beside it."""
    for old in (path, *path.parent.glob(f"{path.name}-*")):
        old.unlink(missing_ok=True)


def _all_rows(path: Path) -> dict[str, list[Row]]:
    """Every row of a project, those of the full-text indexes too, in the order in which tables need each other."""
    conn = plain(path)
    tables = ("changeset", "revision", "blob", *schema.PROJECTION_TABLES)
    rows = {table: _select(conn, table) for table in sorted(tables, key=lambda name: name not in _FIRST)}
    rows["document_fts"] = conn.execute(
        "SELECT n, title, CAST(bytes AS TEXT) FROM document JOIN blob ON blob.sha256 = text_sha256 ORDER BY n"
    ).fetchall()
    rows["annotation_fts"] = conn.execute("SELECT n, quote, field_text FROM annotation ORDER BY n").fetchall()
    conn.close()
    return rows


def _select(conn: sqlite3.Connection, table: str) -> list[Row]:
    return conn.execute(f"SELECT * FROM {table}").fetchall()


def _insert_rows(rows: dict[str, list[Row]]) -> float:
    """All rows with `executemany` into an empty file with the same tables and indexes, in one transaction."""
    target = corpus.BUILD / "bare.curator"
    forget(target)
    database.create(target).close()
    conn = plain(target)
    start = perf_counter()
    conn.execute("BEGIN")
    for table, values in rows.items():
        names = {"document_fts": "(rowid, title, text)", "annotation_fts": "(rowid, quote, field_text)"}.get(table, "")
        if values:
            conn.executemany(f"INSERT INTO {table} {names} VALUES ({marks(values[0])})", values)
    conn.execute("COMMIT")
    elapsed = perf_counter() - start
    conn.close()
    return elapsed


def _memory(half: Path, whole: Path, annotations: int) -> Result:
    """Memory must not grow with the file: twice the annotations beside once."""
    taken = [program("import_data_set", str(path)).said["memory"] for path in (whole, half)]
    return Result(
        f"memory: import {annotations:,} beside {annotations // 2:,}", *taken, limit=1.15, unit="MB", peers="–"
    )


# --- export -----------------------------------------------------------------------------------------------------


def _export(source: Path, annotations: int, repeat: int) -> Iterable[Result]:
    with projects.open_project(source, author=identity.me()) as project:
        for kind in ("jsonl", "json"):
            target = corpus.BUILD / f"export.{kind}"
            ours = timed(lambda target=target: exporting.export(project, target, everything=True))
            pair = interleaved(ours, timed(lambda: _dump(source, corpus.BUILD / "export.bare")), repeat)
            peers = "Label Studio 2.2 s for 20,000"
            yield Result(f"export {annotations:,} annotations (.{kind})", *pair, limit=3, peers=peers)


_EXPORTED = (
    "SELECT annotation.id, state, revision.id, made_at, key, body FROM annotation "
    "JOIN revision ON revision.id = head JOIN changeset ON changeset.seq = revision.changeset "
    "WHERE document = ? AND NOT withdrawn ORDER BY start, n"
)


def _dump(source: Path, target: Path) -> None:
    """The same rows read and dumped, a document a line, without a look at what is in them."""
    conn = plain(source)
    with target.open("wb") as file:
        documents = conn.execute("SELECT n, id, title, state, text_sha256 FROM document ORDER BY title, n").fetchall()
        for number, ident, title, state, digest in documents:
            text = conn.execute("SELECT bytes FROM blob WHERE sha256 = ?", (digest,)).fetchone()[0].decode()
            annotations: list[dict[str, Any]] = [
                {"id": one, "state": at, "head": head, "made_at": made, "key": key, **orjson.loads(body)}
                for one, at, head, made, key, body in conn.execute(_EXPORTED, (number,))
            ]
            line = {"id": ident, "title": title, "state": state, "text": text, "annotations": annotations}
            file.write(orjson.dumps(line, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    conn.close()
