"""Documents: what the list shows, the state of the work on each, and the index of their texts."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from curator.domain.document import DocumentState
from curator.store.projection.touched import Touched
from curator.store.rows import json_list

_AFTER_CHANGE = {
    DocumentState.APPROVED: DocumentState.SUBMITTED,
    DocumentState.SUBMITTED: DocumentState.IN_PROGRESS,
    DocumentState.RETURNED: DocumentState.IN_PROGRESS,
}
"""What becomes of a state when the work it was given for has changed since."""


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[int]:
    """Write the rows of these documents and index their texts; gives the numbers of the documents."""
    numbers: set[int] = set()
    for document in touched:
        row = conn.execute(
            "SELECT n, title, text_sha256, withdrawn FROM document WHERE id = ?", (document.id,)
        ).fetchone()
        numbers.add(_insert(conn, document) if row is None else _update(conn, document, row))
    return numbers


def _insert(conn: sqlite3.Connection, document: Touched) -> int:
    cursor = conn.execute(
        "INSERT INTO document (id, title, language, published, url, file_name, sha256, text_sha256, length, withdrawn, "
        "state, annotations, work) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 0, 0)",
        (document.id, *_values(document.state.body)),
    )
    number = cursor.lastrowid or 0
    if not document.state.body.get("withdrawn"):
        _index(conn, number, document.state.body["title"], document.state.body["text_sha256"])
    return number


def _update(conn: sqlite3.Connection, document: Touched, before: tuple[int, str, str, int]) -> int:
    number, title, text_sha256, withdrawn = before
    body = document.state.body
    conn.execute(
        "UPDATE document SET (title, language, published, url, file_name, sha256, text_sha256, length, withdrawn) "
        "= (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE n = ?",
        (*_values(body), number),
    )
    now = bool(body.get("withdrawn"))
    if (title, text_sha256, bool(withdrawn)) != (body["title"], body["text_sha256"], now):
        if not withdrawn:
            _index(conn, number, title, text_sha256, remove=True)
        if not now:
            _index(conn, number, body["title"], body["text_sha256"])
    return number


def _values(body: dict[str, Any]) -> tuple[Any, ...]:
    return (
        body["title"],
        body.get("language"),
        body.get("published"),
        body.get("url"),
        body["source"]["file_name"],
        body["source"]["sha256"],
        body["text_sha256"],
        body["length"],
        int(body.get("withdrawn", False)),
    )


def _index(conn: sqlite3.Connection, number: int, title: str, text_sha256: str, *, remove: bool = False) -> None:
    """Add a text to the index or take it out, in NFC so that both forms of a letter find each other.

    The index keeps no copy of the text, so that taking out needs the text again (sqlite.org/fts5.html §4.4.1).
    A text that was left out of the parcel that brought the document is indexed when it comes.
    """
    row = conn.execute("SELECT bytes FROM blob WHERE sha256 = ?", (text_sha256,)).fetchone()
    if row is None:
        return
    values = (number, unicodedata.normalize("NFC", title), unicodedata.normalize("NFC", row[0].decode()))
    if remove:
        conn.execute("INSERT INTO document_fts (document_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)", values)
    else:
        conn.execute("INSERT INTO document_fts (rowid, title, text) VALUES (?, ?, ?)", values)


def index_text(conn: sqlite3.Connection, text_sha256: str) -> None:
    """Index a text that came after its documents."""
    rows = conn.execute("SELECT n, title FROM document WHERE text_sha256 = ? AND NOT withdrawn", (text_sha256,))
    for number, title in rows.fetchall():
        _index(conn, number, title, text_sha256)


def restate(conn: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Work out the state of these documents anew."""
    updates: list[tuple[str, int]] = []
    wanted = json_list(numbers)
    ways = _ways(conn, wanted)
    rows = conn.execute(
        "SELECT n, document.state, annotations, CAST(document.work AS TEXT), submission.state, submission.work "
        "FROM document LEFT JOIN submission ON submission.document = document.id "
        "WHERE n IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    for number, state, annotations, work, given, given_for in rows:
        together = _together(ways[number]) if number in ways else None
        now = together or _state(annotations, given, unchanged=work == given_for)
        if now != state:
            updates.append((now, number))
    conn.executemany("UPDATE document SET state = ? WHERE n = ?", updates)


def _ways(conn: sqlite3.Connection, numbers: str) -> dict[int, set[str]]:
    """How far those are who have something to submit: whom a document is assigned to, or who submitted it."""
    found: dict[int, set[str]] = {}
    rows = conn.execute(
        "SELECT document, state FROM way WHERE document IN (SELECT value FROM json_each(?)) "
        "AND (assigned OR submitted <> '')",
        (numbers,),
    )
    for document, state in rows:
        found.setdefault(document, set()).add(state)
    return found


def _together(states: set[str]) -> str:
    """What a document is while its annotators are at different places of the way: whatever asks most of somebody."""
    if len(states) == 1:
        return next(iter(states))
    if DocumentState.RETURNED in states:
        return DocumentState.RETURNED
    if states <= {DocumentState.SUBMITTED, DocumentState.APPROVED}:
        return DocumentState.SUBMITTED
    return DocumentState.IN_PROGRESS


def _state(annotations: int, given: str | None, *, unchanged: bool) -> str:
    if given is not None and unchanged:
        return given
    if given is not None and (after := _AFTER_CHANGE.get(DocumentState(given))):
        return after
    return DocumentState.IN_PROGRESS if annotations else DocumentState.NEW
