"""Which changesets rest on which: a question that must not cost a walk through the whole history.

The graph is laid out in chains, along which each changeset is a child of the one before. What a changeset rests on is
then, for every chain, everything up to some place in it. Those places change only where a *run* begins: changesets
that stand one after the other in the file, each the only child's parent of the next, share them. A person who works
alone makes one run, and an exchange of parcels a few more.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from curator.store.rows import json_list

TABLE: Final = """
CREATE TABLE run (
  first INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL,
  at INTEGER NOT NULL,
  past TEXT NOT NULL
) STRICT;
CREATE INDEX run_chain ON run (chain, at);
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A run: the number of its first changeset, its chain, its place there, and what it rests on chain by chain."""

    first: int
    chain: int
    at: int
    past: Mapping[int, int]


def note(conn: sqlite3.Connection, seq: int, parents: tuple[str, ...]) -> None:
    """Lay out the changeset at `seq`, which has been written; nothing is to be done where it continues a run."""
    if len(parents) == 1:
        row = conn.execute("SELECT id FROM changeset WHERE seq = ?", (seq - 1,)).fetchone()
        if row == parents:
            return
    numbers = [
        row[0]
        for row in conn.execute(
            "SELECT seq FROM changeset WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq", (json_list(parents),)
        )
    ]
    past: dict[int, int] = {}
    ends: list[tuple[int, int]] = []
    for number in numbers:
        run = _run_of(conn, number)
        at = run.at + number - run.first
        if at == _end(conn, run.chain, seq):
            ends.append((run.chain, at + 1))
        for chain, place in {**run.past, run.chain: max(at, run.past.get(run.chain, -1))}.items():
            past[chain] = max(place, past.get(chain, -1))
    chain, at = min(ends, default=(_new_chain(conn), 0))
    kept = orjson.dumps({str(key): past[key] for key in sorted(past)}).decode()
    conn.execute("INSERT INTO run (first, chain, at, past) VALUES (?, ?, ?, ?)", (seq, chain, at, kept))


def _new_chain(conn: sqlite3.Connection) -> int:
    return conn.execute("SELECT coalesce(max(chain), -1) + 1 FROM run").fetchone()[0]


def _end(conn: sqlite3.Connection, chain: int, seq: int) -> int:
    """The last place of a chain before the changeset at `seq`."""
    first, at = conn.execute("SELECT first, at FROM run WHERE chain = ? ORDER BY at DESC LIMIT 1", (chain,)).fetchone()
    after = conn.execute("SELECT min(first) FROM run WHERE first > ?", (first,)).fetchone()[0]
    return at + (after or seq) - 1 - first


def _run_of(conn: sqlite3.Connection, seq: int) -> Run:
    return _read(
        conn.execute(
            "SELECT first, chain, at, past FROM run WHERE first <= ? ORDER BY first DESC LIMIT 1", (seq,)
        ).fetchone()
    )


def _read(row: tuple[int, int, int, str]) -> Run:
    first, chain, at, past = row
    return Run(first, chain, at, {int(key): place for key, place in orjson.loads(past).items()})


class Lineage:
    """The layout of a file as it is now, in memory. Changesets are named by their number in the file."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._runs: list[Run] = []
        self._firsts: list[int] = []
        self.follow(conn)

    def follow(self, conn: sqlite3.Connection) -> None:
        """Take in what has been written since."""
        known = self._firsts[-1] if self._firsts else 0
        for row in conn.execute("SELECT first, chain, at, past FROM run WHERE first > ? ORDER BY first", (known,)):
            self._runs.append(_read(row))
            self._firsts.append(row[0])

    def place(self, seq: int) -> tuple[int, int]:
        """(chain, place in it) of a changeset."""
        run = self._run(seq)
        return run.chain, run.at + seq - run.first

    def rests_on(self, seq: int, other: int) -> bool:
        """Whether `other` is the changeset itself or in its causal past."""
        chain, at = self.place(other)
        run = self._run(seq)
        if chain == run.chain:
            return at <= run.at + seq - run.first
        return at <= run.past.get(chain, -1)

    def size(self, seq: int) -> int:
        """How many changesets it rests on, itself included: the same on every replica."""
        run = self._run(seq)
        places = {**run.past, run.chain: run.at + seq - run.first}
        return sum(places.values()) + len(places)

    def reach(self, numbers: Iterable[int]) -> dict[int, int]:
        """How far along each chain these changesets and all that they rest on go."""
        found: dict[int, int] = {}
        for number in numbers:
            run = self._run(number)
            for chain, place in (*run.past.items(), self.place(number)):
                found[chain] = max(place, found.get(chain, -1))
        return found

    def not_in(self, replicas: Iterable[Iterable[int]], last: int) -> list[range]:
        """The numbers up to `last` of the changesets that not every replica has, which has these and their pasts."""
        reaches = [self.reach(numbers) for numbers in replicas]
        found: list[range] = []
        for run, end in zip(self._runs, [*self._firsts[1:], last + 1], strict=True):
            known = min(reach.get(run.chain, -1) for reach in reaches)
            start = max(run.first, run.first + known + 1 - run.at)
            if start < end:
                found.append(range(start, end))
        return found

    def last(self, numbers: Iterable[int]) -> list[int]:
        """Those on which no other of them rests."""
        ends: dict[int, int] = {}
        for number in sorted(numbers):
            chain = self.place(number)[0]
            if chain not in ends or self.place(ends[chain])[1] < self.place(number)[1]:
                ends[chain] = number
        found = sorted(ends.values())
        return [one for one in found if not any(one != other and self.rests_on(other, one) for other in found)]

    def _run(self, seq: int) -> Run:
        return self._runs[bisect_right(self._firsts, seq) - 1]


def numbers(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those of these changesets that are in the file."""
    rows = conn.execute("SELECT id, seq FROM changeset WHERE id IN (SELECT value FROM json_each(?))", (json_list(ids),))
    return dict(rows.fetchall())
