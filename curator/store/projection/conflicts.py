"""What several people said differently of one subject, so that lists can count it per document."""

import sqlite3
from collections.abc import Sequence

import orjson

from curator.domain.history import Kind
from curator.store.projection.touched import Touched


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> None:
    """Write which of these subjects have a conflict, and in which of their registers."""
    conn.executemany(
        "DELETE FROM conflict WHERE subject = ? AND kind = ?",
        ((one.id, one.kind) for one in touched if len(one.heads_before) > 1),
    )
    conn.executemany(
        "INSERT INTO conflict (subject, kind, document, fields) VALUES (?, ?, ?, ?)",
        ((one.id, one.kind, _document(conn, one), _fields(one)) for one in touched if one.state.conflicts),
    )


def _fields(subject: Touched) -> str:
    return orjson.dumps(sorted(subject.state.conflicts)).decode()


def _document(conn: sqlite3.Connection, subject: Touched) -> str:
    """The document that a subject belongs to, or ""."""
    if subject.kind == Kind.DOCUMENT:
        return subject.id
    body = subject.state.body
    if isinstance(body.get("document"), str):
        return body["document"]
    row = conn.execute(
        "SELECT document.id FROM annotation JOIN document ON document.n = document WHERE annotation.id = ?",
        (str(body.get("annotation")),),
    ).fetchone()
    return row[0] if row else ""
