"""Decisions on annotations, and the states that documents were given."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from curator.domain.review import decision_id
from curator.store.projection.touched import Touched
from curator.store.rows import json_list


def project_decisions(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[str]:
    """Write the rows of these decisions; gives the ids of the annotations they speak of.

    A decision whose id does not derive from its annotation's is none: there is one decision an annotation. One that
    speaks of fields alone gives the annotation no state.
    """
    sound = [decision for decision in touched if decision.id == decision_id(decision.state.body["annotation"])]
    bodies = [decision.state.body for decision in sound]
    silent = [body for body in bodies if body["verdict"] is None]
    conn.executemany("DELETE FROM decision WHERE annotation = ?", ((body["annotation"],) for body in silent))
    conn.executemany(
        "INSERT OR REPLACE INTO decision (annotation, revision, verdict, withdrawn) VALUES (?, ?, ?, ?)",
        sorted(_row(decision) for decision in sound if decision.state.body["verdict"] is not None),
    )
    _project_outcomes(conn, bodies)
    return {body["annotation"] for body in bodies}


def _row(decision: Touched) -> tuple[str, str, str, int]:
    body = decision.state.body
    withdrawn = body.get("withdrawn", False) or is_disputed(decision)
    return body["annotation"], body["revision"], body["verdict"], int(withdrawn)


def _project_outcomes(conn: sqlite3.Connection, bodies: Sequence[dict[str, Any]]) -> None:
    conn.execute(
        "DELETE FROM outcome WHERE annotation IN (SELECT value FROM json_each(?))",
        (json_list(body["annotation"] for body in bodies),),
    )
    conn.executemany(
        "INSERT INTO outcome (annotation, outcome, merged_into) VALUES (?, ?, ?)",
        (
            (body["annotation"], body["outcome"], body.get("merged_into"))
            for body in bodies
            if body.get("outcome") and not body.get("withdrawn")
        ),
    )


_JUDGING = frozenset({("verdict",), ("revision",), ("state",), ("judged",), ("work",)})


def is_disputed(word: Touched) -> bool:
    """Whether supervisors differ on it: nobody's clock decides between them, and until somebody does none counts."""
    return bool(word.state.conflicts) and not _JUDGING.isdisjoint(word.state.conflicts)


def project_submissions(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[int]:
    """Write the states that documents were given as a whole; gives the numbers of their documents."""
    numbers: set[int] = set()
    for submission in touched:
        body = submission.state.body
        document = body["document"]
        if body.get("annotator") is not None:
            continue
        conn.execute("DELETE FROM submission WHERE document = ?", (document,))
        if not body.get("withdrawn") and not is_disputed(submission):
            conn.execute(
                "INSERT INTO submission (document, state, work) VALUES (?, ?, ?)",
                (document, body["state"], body["work"]),
            )
        numbers.update(row[0] for row in conn.execute("SELECT n FROM document WHERE id = ?", (document,)))
    return numbers
