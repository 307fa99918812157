"""Comments: which threads there are, where, and whether each is resolved. What they say stays in the history."""

import sqlite3
from collections.abc import Sequence

from curator.domain.review import resolution_id
from curator.store.projection.touched import Touched


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> None:
    """Write the rows of these comments. An entry without a thread begins the one that bears its own id.

    What says that a thread is resolved has an id that derives from the thread's; others say nothing of that.
    """
    for comment in touched:
        body = comment.state.body
        thread = body.get("thread") or comment.id
        resolves = comment.id == resolution_id(thread)
        conn.execute(
            "INSERT OR REPLACE INTO comment (id, document, annotation, thread, author, resolved, withdrawn) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                comment.id,
                body["document"],
                body.get("annotation"),
                thread,
                body["by"],
                int(bool(body.get("resolved"))) if resolves else None,
                int(body.get("withdrawn", False)),
            ),
        )
