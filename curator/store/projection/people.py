"""People, their roles and their keys."""

import sqlite3
from collections.abc import Sequence

import orjson

from curator.store.projection.touched import Touched
from curator.store.trust import rights


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> None:
    """Write the rows of these people anew."""
    for person in touched:
        body = person.state.body
        given = rights(person.state)
        conn.execute(
            "INSERT OR REPLACE INTO person (id, name, roles, imported) VALUES (?, ?, ?, ?)",
            (person.id, body["name"], orjson.dumps(sorted(given.roles)).decode(), int(body.get("imported", False))),
        )
        conn.execute("DELETE FROM person_key WHERE person = ?", (person.id,))
        conn.executemany("INSERT INTO person_key (key, person) VALUES (?, ?)", ((key, person.id) for key in given.keys))
