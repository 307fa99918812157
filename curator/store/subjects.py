"""Finding subjects in the history: the root, the heads of one, ids by their beginning."""

from curator.domain.history import Revision
from curator.store import journal
from curator.store.database import DamagedError, Store


def root_id(store: Store) -> str:
    """The id of the first changeset, which is the project's.

    Raises:
        DamagedError: there is none.
    """
    row = store.one("SELECT id FROM changeset WHERE seq = 1")
    if row is None:
        raise DamagedError("The project has no history. Restore a backup.", place=str(store.path))
    return row[0]


def heads(store: Store, subject: str) -> list[Revision]:
    """The head revisions of a subject; [] where there is no such subject."""
    ids = [row[0] for row in store.query("SELECT revision FROM head WHERE subject = ? ORDER BY revision", (subject,))]
    return list(journal.revisions_by_id(store.conn, ids).values())


def beginning_with(store: Store, kind: str, beginning: str) -> list[str]:
    """Up to two ids of subjects of that kind which begin so."""
    rows = store.query(
        "SELECT DISTINCT subject_id FROM revision "
        "WHERE subject_id >= ? AND subject_id < ? AND subject_kind = ? LIMIT 2",
        (beginning, beginning + "\uffff", kind),
    )
    return [row[0] for row in rows]


def count_revisions(store: Store, subject: str) -> int:
    """How many revisions a subject has."""
    row = store.one("SELECT count(*) FROM revision WHERE subject_id = ?", (subject,))
    return row[0] if row else 0
