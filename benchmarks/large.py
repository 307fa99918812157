"""D, 10,000 documents with 200,000 annotations, beside an empty and a small project, and beside bare FTS5."""

import sqlite3
from pathlib import Path

from benchmarks import corpus, workload
from benchmarks.measuring import Result, interleaved, timed
from benchmarks.rows import plain
from benchmarks.start import started
from benchmarks.window import Ours
from curator.services import identity, searching
from curator.services import project as projects

_SAME = 1.25
"""What counts as "as fast as in a small project"."""


def run(*, quick: bool) -> list[Result]:
    """Start, opening and search."""
    large, empty, small = (corpus.project(name) for name in ("D", "empty", "small"))
    memory: list[float] = []
    start = interleaved(lambda: started(large, memory), lambda: started(empty, []), 3 if quick else 7)
    return [
        Result("D: window ready, beside an empty project", *start, limit=2, peers="QualCoder's coding page 88 s"),
        Result("D: memory", max(memory), limit=300, unit="MB"),
        _opening(large, small, 10 if quick else 60),
        *_searching(large, 5 if quick else 20),
    ]


def _opening(large: Path, small: Path, repeat: int) -> Result:
    sides = [Ours(path) for path in (large, small)]
    rows = [0, 0]

    def open_next(side: int) -> float:
        rows[side] = (rows[side] + 1) % 18
        return sides[side].open(rows[side])

    pair = interleaved(lambda: open_next(0), lambda: open_next(1), repeat)
    for side in sides:
        side.window.close()
    return Result("D: open a document, beside a small project", *pair, limit=_SAME, peers="QualCoder 100 ms")


_BARE = "SELECT title, snippet(bare, 1, '', '', '…', 12) FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 100"


def _bare_index(large: Path) -> sqlite3.Connection:
    """The same titles and texts in a plain FTS5 table, which can show the words that it finds."""
    conn = plain(large)
    conn.execute("CREATE VIRTUAL TABLE temp.bare USING fts5 (title, text, tokenize='unicode61 remove_diacritics 2')")
    conn.execute(
        "INSERT INTO temp.bare SELECT title, CAST(bytes AS TEXT) FROM document JOIN blob ON blob.sha256 = text_sha256"
    )
    return conn


def _searching(large: Path, repeat: int) -> list[Result]:
    bare = _bare_index(large)
    common = " ".join(workload.single("A").text.split()[3:5])
    results: list[Result] = []
    with projects.open_project(large, author=identity.me(), read_only=True) as project:
        for name, query in (("a rare word", workload.RARE_WORD), ("a phrase", f'"{common}"')):
            pair = interleaved(
                timed(lambda query=query: searching.find(project, query)),
                timed(lambda query=query: bare.execute(_BARE, (query,)).fetchall()),
                repeat,
            )
            results.append(Result(f"D: search for {name}", *pair, limit=3, peers="QualCoder 421 ms"))
    bare.close()
    return results
