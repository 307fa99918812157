"""Decisions on annotations, and the states that documents were given."""

import sqlite3
from collections.abc import Sequence

from curator.domain.review import decision_id
from curator.store.projection.touched import Touched


def project_decisions(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[str]:
    """Write the rows of these decisions; gives the ids of the annotations they speak of.

    A decision whose id does not derive from its annotation's is none: there is one decision an annotation.
    """
    sound = [decision for decision in touched if decision.id == decision_id(decision.state.body["annotation"])]
    conn.executemany(
        "INSERT OR REPLACE INTO decision (annotation, revision, verdict, withdrawn) VALUES (?, ?, ?, ?)",
        (
            (
                decision.state.body["annotation"],
                decision.state.body["revision"],
                decision.state.body["verdict"],
                int(decision.state.body.get("withdrawn", False) or _is_disputed(decision)),
            )
            for decision in sound
        ),
    )
    return {decision.state.body["annotation"] for decision in sound}


def _is_disputed(decision: Touched) -> bool:
    """Whether supervisors differ on it: nobody's clock decides between them, and until somebody does none counts."""
    return not {("verdict",), ("revision",)}.isdisjoint(decision.state.conflicts)


def project_submissions(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[int]:
    """Write the rows of these submissions; gives the numbers of their documents."""
    numbers: set[int] = set()
    for submission in touched:
        body = submission.state.body
        document = body["document"]
        conn.execute("DELETE FROM submission WHERE document = ?", (document,))
        if not body.get("withdrawn"):
            conn.execute(
                "INSERT INTO submission (document, state, work) VALUES (?, ?, ?)",
                (document, body["state"], body["work"]),
            )
        numbers.update(row[0] for row in conn.execute("SELECT n FROM document WHERE id = ?", (document,)))
    return numbers
