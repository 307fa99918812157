"""Digests of what the tables say now: two replicas with the same changesets have the same, byte for byte.

Numbers that a file gives its rows in the order in which it got them are left out; ids stand in their place.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, Final

import orjson

from curator.store.rows import json_list

_ALL: Final = (
    "SELECT changeset FROM tip ORDER BY 1",
    "SELECT kind, subject, revision FROM head ORDER BY 1, 2, 3",
    "SELECT revision, reason FROM refused ORDER BY 1",
    "SELECT id, name, roles, imported FROM person ORDER BY 1",
    "SELECT key, person FROM person_key ORDER BY 1, 2",
    (
        "SELECT id, title, language, published, url, file_name, sha256, text_sha256, length, state, annotations, "
        "CAST(work AS TEXT), withdrawn FROM document ORDER BY 1"
    ),
    (
        'SELECT annotation.id, document.id, label, author, annotation.state, start, "end", quote, field_text, head, '
        "annotation.withdrawn FROM annotation JOIN document ON document.n = document ORDER BY 1"
    ),
    (
        'SELECT annotation.id, size, span.start, span."end" FROM span JOIN annotation ON n = annotation '
        "ORDER BY 1, 2, 3, 4"
    ),
    "SELECT annotation.id, target, field FROM reference JOIN annotation ON n = annotation ORDER BY 1, 2, 3",
    "SELECT document.id, label, count FROM label_count JOIN document ON n = document ORDER BY 1, 2",
    "SELECT id, kind, name, names, withdrawn FROM entity ORDER BY 1",
    "SELECT annotation, revision, verdict, withdrawn FROM decision ORDER BY 1",
    "SELECT document, state, work FROM submission ORDER BY 1",
    "SELECT kind, about, person, said, source FROM statement ORDER BY 1, 2, 3, 4, 5",
    "SELECT kind, subject, document, fields FROM conflict ORDER BY 1, 2",
)
_TOUCHED: Final = (
    "SELECT kind, subject, revision FROM head WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3",
    (
        "SELECT id, title, text_sha256, state, annotations, CAST(work AS TEXT), withdrawn FROM document "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    ),
    (
        'SELECT id, label, author, state, start, "end", quote, field_text, head, withdrawn FROM annotation '
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    ),
    "SELECT id, name, roles FROM person WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1",
    "SELECT kind, subject, fields FROM conflict WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
)
_PART: Final = 2000


def whole(conn: sqlite3.Connection) -> str:
    """The digest of everything that the tables say."""
    digest = sha256()
    for query in _ALL:
        _take(digest, conn.execute(query))
    return digest.hexdigest()


def of_subjects(conn: sqlite3.Connection, subjects: Iterable[str]) -> str:
    """The digest of what the tables say of these subjects, in time that goes with their number."""
    digest = sha256()
    ordered = iter(sorted(set(subjects)))
    while part := list(islice(ordered, _PART)):
        for query in _TOUCHED:
            _take(digest, conn.execute(query, (json_list(part),)))
    return digest.hexdigest()


def _take(digest: Any, rows: Iterator[tuple[Any, ...]]) -> None:  # noqa: ANN401 - hashlib names no type
    for row in rows:
        digest.update(orjson.dumps(row))
        digest.update(b"\n")
    digest.update(b"\n")
