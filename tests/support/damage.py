"""Changing a project file behind the program's back, as no verb would."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from curator.domain.history import Act, Changeset, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import new_id
from curator.services.identity import Author
from curator.services.project import Project, now
from curator.store import appending, journal


@contextmanager
def unguarded(path: Path) -> Generator[sqlite3.Connection]:
    """A connection on which the triggers that guard the history are gone for a while, and foreign keys are not kept."""
    conn = sqlite3.connect(path, isolation_level=None)
    guards = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        conn.execute(f"DROP TRIGGER {name}")
    try:
        yield conn
    finally:
        for _, sql in guards:
            conn.execute(sql)
        conn.close()


def execute(path: Path, sql: str, *parameters: Any) -> None:
    """One statement past the guards."""
    with unguarded(path) as conn:
        conn.execute(sql, parameters)


def revision(kind: Kind, subject: str, body: dict[str, Any], *parents: str) -> Revision:
    """A revision of one's own making."""
    operation = Operation.REVISE if parents else Operation.CREATE
    return Revision(new_id(), kind, subject, parents, operation, body_bytes(body))


def changeset(project: Project, author: Author, *revisions: Revision, **said: Any) -> Changeset:
    """A changeset upon all there is, signed by `author`; `said` replaces parts of it before or after signing."""
    parents = said.pop("parents", None) or journal.tips(project.store.conn)
    act = Act(parents, new_id(), said.pop("key", author.public_key), said.pop("made_at", now()), "annotate", "forged 1")
    return replace(seal(act, revisions, [], author.sign), **said)


def received(project: Project, *changesets: Changeset) -> None:
    """Write changesets as if they had been received, roles and all."""
    with project.store.atomic() as conn:
        for made in changesets:
            appending.append(conn, made, {})


def slipped_in(path: Path, made: Changeset) -> None:
    """Write a changeset's rows alone, as somebody with an SQLite shell would."""
    with unguarded(path) as conn:
        appending._write(conn, made)  # pyright: ignore[reportPrivateUsage]
