"""What an export reads: documents in a stable order, and all of a document's annotations with who made them."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from curator.store.database import Store
from curator.store.queries.ways import SHOWN
from curator.store.rows import json_list


class Row(NamedTuple):
    """A document to export; `body` is the JSON of its head."""

    n: int
    id: str
    state: str
    body: str


class Current(NamedTuple):
    """An annotation as it is now: its head with who made it when. `first` is whether the head is its only revision."""

    id: str
    state: str
    head: str
    body: str
    first: bool
    made_at: str
    key: str


class Beginning(NamedTuple):
    """How an annotation with several revisions began, and how many of them count."""

    made_at: str
    key: str
    revisions: int


class Choice(NamedTuple):
    """What goes out: annotations in these states, of these authors, settled by adjudication; () is no condition.

    `me` is whoever exports (`ways.SHOWN`). `merged` is whether those go out too that another one stands for.
    """

    states: Sequence[str] = ()
    authors: Sequence[str] = ()
    adjudicated: bool = False
    me: str | None = None
    merged: bool = False
    everything: bool = False

    @property
    def parameters(self) -> tuple[str, str, int, str | None, int]:
        """What `_CHOSEN` takes from ?2 on."""
        return json_list(self.states), json_list(self.authors), int(self.adjudicated), self.me, int(self.merged)


_CHOSEN = (
    "(?2 = '[]' OR annotation.state IN (SELECT value FROM json_each(?2))) "  # noqa: S608 - words of this module alone
    "AND (?3 = '[]' OR annotation.author IN (SELECT value FROM json_each(?3))) "
    "AND (NOT ?4 OR EXISTS (SELECT 1 FROM outcome WHERE outcome.annotation = annotation.id)) "
    f"AND {SHOWN.format(5)} "
    "AND (?6 OR annotation.state <> 'approved' OR NOT EXISTS "
    "(SELECT 1 FROM outcome WHERE outcome.annotation = annotation.id AND merged_into IS NOT NULL))"
)


def documents(store: Store, choice: Choice) -> list[tuple[int, str]]:
    """(number, id) of the live documents by id: those with something chosen, and approved ones that hold nothing."""
    return _live(store, choice, "NOT IN")


def without_texts(store: Store, choice: Choice) -> int:
    """How many documents would go out as well if this copy had their texts."""
    return len(_live(store, choice, "IN"))


def _live(store: Store, choice: Choice, withheld: Literal["IN", "NOT IN"]) -> list[tuple[int, str]]:
    rows = store.query(
        f"SELECT n, id FROM document WHERE NOT withdrawn AND text_sha256 {withheld} (SELECT sha256 FROM withheld) "  # noqa: S608
        "AND (?1 = 'all' OR (?1 = 'approved' AND state = 'approved') "
        "OR EXISTS (SELECT 1 FROM annotation WHERE annotation.document = document.n AND NOT annotation.withdrawn "
        f"AND {_CHOSEN})) ORDER BY id",
        (_whole(choice), *choice.parameters),
    )
    return [(number, ident) for number, ident in rows]


def _whole(choice: Choice) -> str:
    """Which documents go out whatever is in them."""
    if choice.everything:
        return "all"
    plain = tuple(choice.states) == ("approved",) and not choice.authors and not choice.adjudicated
    return "approved" if plain else "none"


def document(store: Store, number: int) -> Row | None:
    """A document with the body of its head; of several heads, any one."""
    row = store.one(
        "SELECT n, document.id, state, body FROM document JOIN head ON subject = document.id AND kind = 'document' "
        "JOIN revision ON revision.id = head.revision WHERE n = ?",
        (number,),
    )
    return Row._make(row) if row else None


def annotations(store: Store, number: int, choice: Choice) -> list[Current]:
    """The chosen annotations of a document, in no order: a sort would carry the bodies along."""
    rows = store.query(
        "SELECT annotation.id, annotation.state, head, body, revision.parents = '[]', made_at, key FROM annotation "  # noqa: S608
        "CROSS JOIN revision ON revision.id = head CROSS JOIN changeset ON changeset.seq = revision.changeset "
        f"WHERE document = ?1 AND NOT withdrawn AND {_CHOSEN}",
        (number, *choice.parameters),
    )
    return list(map(Current._make, rows))


def heads(store: Store, annotations: Iterable[str]) -> dict[str, tuple[str, str]]:
    """(head, author) of each of these annotations that is not withdrawn."""
    rows = store.query(
        "SELECT id, head, author FROM annotation WHERE id IN (SELECT value FROM json_each(?)) AND NOT withdrawn",
        (json_list(annotations),),
    )
    return {ident: (head, author) for ident, head, author in rows}


def is_doubly_assigned(store: Store, number: int) -> bool:
    """Whether a document is assigned to several annotators."""
    row = store.one("SELECT count(*) > 1 FROM way WHERE document = ? AND assigned", (number,))
    return bool(row and row[0])


def beginnings(store: Store, annotations: Iterable[str]) -> dict[str, Beginning]:
    """How these annotations began."""
    rows = store.query(
        "SELECT subject_id, min(revision.seq), made_at, key, count(*) FROM revision "
        "CROSS JOIN changeset ON changeset.seq = revision.changeset "
        "WHERE subject_id IN (SELECT value FROM json_each(?)) AND subject_kind = 'annotation' "
        "AND NOT EXISTS (SELECT 1 FROM refused WHERE refused.revision = revision.id) GROUP BY subject_id",
        (json_list(annotations),),
    )
    return {ident: Beginning(made_at, key, count) for ident, _, made_at, key, count in rows}


def has_any(store: Store, kind: str) -> bool:
    """Whether there is any subject of a kind."""
    return store.one("SELECT 1 FROM head WHERE kind = ? LIMIT 1", (kind,)) is not None


def bodies(store: Store, kind: str, subjects: Iterable[str]) -> dict[str, str]:
    """The bodies (JSON) of the heads of these subjects."""
    rows = store.query(
        "SELECT subject, body FROM head JOIN revision ON revision.id = head.revision "
        "WHERE subject IN (SELECT value FROM json_each(?)) AND kind = ?",
        (json_list(subjects), kind),
    )
    return dict(rows)


def disputed(store: Store) -> set[str]:
    """The subjects with several heads: what they say must be computed from all of their revisions."""
    return {row[0] for row in store.query("SELECT subject FROM head GROUP BY subject, kind HAVING count(*) > 1")}


def conflicting(store: Store) -> set[str]:
    """The subjects that several people changed differently, and nobody has resolved."""
    return {row[0] for row in store.query("SELECT subject FROM conflict")}


def left_out(store: Store, choice: Choice) -> int:
    """How many annotations and entities exported annotations point at that are in the project and not exported."""
    row = store.one(
        "WITH going AS (SELECT annotation.n, annotation.id FROM annotation JOIN document ON document.n = document "  # noqa: S608
        f"WHERE NOT annotation.withdrawn AND NOT document.withdrawn AND ?1 IS NULL AND {_CHOSEN}) "
        "SELECT count(DISTINCT target) FROM reference JOIN going ON going.n = reference.annotation "
        "WHERE (EXISTS (SELECT 1 FROM annotation WHERE id = target) OR "
        "EXISTS (SELECT 1 FROM entity WHERE id = target AND withdrawn)) "
        "AND target NOT IN (SELECT id FROM going)",
        (None, *choice.parameters),
    )
    return row[0] if row else 0


def entities(store: Store) -> list[str]:
    """The ids of the live entities, sorted."""
    return [row[0] for row in store.query("SELECT id FROM entity WHERE NOT withdrawn ORDER BY id")]


def people(store: Store) -> list[tuple[str, str, str, bool]]:
    """(id, name, roles as JSON, imported) of everybody, by id."""
    rows = store.query("SELECT id, name, roles, imported FROM person ORDER BY id")
    return [(ident, name, roles, bool(imported)) for ident, name, roles, imported in rows]


def people_of_keys(store: Store) -> dict[str, str]:
    """The person of each key, as `authority` has it."""
    return dict(store.query("SELECT key, min(person) FROM person_key GROUP BY key"))
