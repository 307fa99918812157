"""What an import has to know of the project: which ids and bytes are there already."""

from collections.abc import Iterable
from typing import NamedTuple

from curator.store.database import Store
from curator.store.rows import json_list


class Known(NamedTuple):
    """A document that is there already, with the hashes of its original bytes and of its text."""

    id: str
    title: str
    sha256: str
    text_sha256: str
    withdrawn: bool


class Work(NamedTuple):
    """A document's work so far: the digest of its annotations, and whether anybody gave it a state."""

    digest: int
    annotations: int
    given: bool


def documents(store: Store, of_bytes: Iterable[str] | None = None) -> list[Known]:
    """Every document, withdrawn ones too; only those whose original bytes have these hashes, where some are given."""
    chosen = "" if of_bytes is None else "WHERE sha256 IN (SELECT value FROM json_each(?)) "
    hashes = () if of_bytes is None else (json_list(of_bytes),)
    rows = store.query(
        f"SELECT id, title, sha256, text_sha256, withdrawn FROM document {chosen}ORDER BY n",  # noqa: S608 - the above
        hashes,
    )
    return [Known(a, b, c, d, bool(e)) for a, b, c, d, e in rows]


def same_bytes(store: Store, sha256: str, but: str) -> str | None:
    """The title of a live document, other than `but`, that was made from these bytes."""
    row = store.one("SELECT title FROM document WHERE sha256 = ? AND id <> ? AND NOT withdrawn", (sha256, but))
    return row[0] if row else None


def kinds(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """The kind of each of these subjects that is in the history."""
    rows = store.query(
        "SELECT DISTINCT subject_id, subject_kind FROM revision WHERE subject_id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return dict(rows)


def entities(store: Store) -> set[str]:
    """The ids of all entities."""
    return {row[0] for row in store.query("SELECT id FROM entity")}


def work(store: Store, document: str) -> Work:
    """The work on a document so far."""
    row = store.one(
        "SELECT CAST(work AS TEXT), annotations, EXISTS (SELECT 1 FROM submission WHERE document = document.id) "
        "FROM document WHERE id = ?",
        (document,),
    )
    return Work(int(row[0]), row[1], bool(row[2])) if row else Work(0, 0, given=False)


def has_annotations(store: Store) -> bool:
    """Whether the project has or ever had an annotation."""
    return store.one("SELECT 1 FROM annotation LIMIT 1") is not None
