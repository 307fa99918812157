"""Entities, and the folded names that completion looks through."""

import sqlite3
from collections.abc import Sequence

from curator.store.projection.touched import Touched
from curator.store.rows import folded


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> None:
    """Write the rows of these entities anew; an entity keeps its number."""
    conn.executemany(
        "INSERT INTO entity (id, kind, name, names, withdrawn) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, names = excluded.names, "
        "withdrawn = excluded.withdrawn",
        (_row(entity) for entity in touched),
    )


def _row(entity: Touched) -> tuple[str, str, str, str, int]:
    body = entity.state.body
    names = [body["name"], *body.get("aliases", []), *body.get("identifiers", {}).values()]
    return entity.id, body["kind"], body["name"], folded("\n".join(names)), int(body.get("withdrawn", False))
