"""Finding subjects in the history: the root, the heads of one, ids by their beginning."""

from collections.abc import Iterable
from typing import Any

from curator.domain.history import Revision
from curator.store import journal
from curator.store.database import DamagedError, Store
from curator.store.rows import json_list


def root_id(store: Store) -> str:
    """The id of the first changeset, which is the project's.

    Raises:
        DamagedError: there is none.
    """
    row = store.one("SELECT id FROM changeset WHERE seq = 1")
    if row is None:
        raise DamagedError("The project has no history. Restore a backup.", place=str(store.path))
    return row[0]


def heads(store: Store, subject: str, kind: str) -> list[Revision]:
    """The head revisions of a subject, by id; [] where there is no such subject of that kind."""
    found = store.query("SELECT revision FROM head WHERE subject = ? AND kind = ? ORDER BY 1", (subject, kind))
    by_id = journal.revisions_by_id(store.conn, [row[0] for row in found])
    return [by_id[ident] for (ident,) in found]


def bodies(store: Store, ids: Iterable[str], kind: str) -> dict[str, dict[str, Any]]:
    """What those of these subjects say now that there are; withdrawn ones too."""
    found = journal.heads(store.conn, ids, kind)
    known = journal.revisions_by_id(store.conn, [several[0] for several in found.values()]) if found else {}
    return {
        subject: known[several[0]].content() if len(several) == 1 else journal.state_of(store.conn, subject, kind).body
        for subject, several in found.items()
    }


def with_several_heads(store: Store, ids: Iterable[str], kind: str) -> set[str]:
    """Those of these subjects that people changed apart from each other."""
    rows = store.query(
        "SELECT subject FROM head WHERE subject IN (SELECT value FROM json_each(?)) AND kind = ? "
        "GROUP BY subject HAVING count(*) > 1",
        (json_list(ids), kind),
    )
    return {row[0] for row in rows}


def beginning_with(store: Store, kind: str, beginning: str) -> list[str]:
    """Up to two ids of subjects of that kind which begin so."""
    rows = store.query(
        "SELECT DISTINCT subject_id FROM revision "
        "WHERE subject_id >= ? AND subject_id < ? AND subject_kind = ? LIMIT 2",
        (beginning, beginning + "\uffff", kind),
    )
    return [row[0] for row in rows]


def any_beginning_with(store: Store, beginning: str) -> list[str]:
    """Up to two ids of subjects of any kind which begin so."""
    rows = store.query(
        "SELECT DISTINCT subject_id FROM revision WHERE subject_id >= ? AND subject_id < ? LIMIT 2",
        (beginning, beginning + "\uffff"),
    )
    return [row[0] for row in rows]
