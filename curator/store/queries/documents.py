"""Documents as lists show them."""

from collections.abc import Sequence
from typing import NamedTuple

from curator.store.database import Store
from curator.store.rows import folded, json_list

_STATE = (
    "coalesce((SELECT way.state FROM way WHERE way.document = n AND annotator = ?{0} "
    "AND (assigned OR submitted <> '')), document.state)"
)
"""How far a document is to whoever looks: to an annotator, how far they are with it themselves."""
_CONFLICTS = "(SELECT count(*) FROM conflict WHERE conflict.document = document.id)"
_FOUND = (
    "FROM document WHERE NOT withdrawn AND text_sha256 NOT IN (SELECT sha256 FROM withheld) "  # noqa: S608
    f"AND (?1 = '[]' OR {_STATE.format(3)} IN (SELECT value FROM json_each(?1))) "
    "AND (?2 = '' OR instr(folded(title), ?2) OR instr(folded(file_name), ?2)) "
    "AND (NOT ?4 OR id IN (SELECT document FROM conflict))"
)
_LIST = (
    "SELECT n, id, title, language, published, url, file_name, sha256, text_sha256, length, "
    f"{_STATE.format(3)}, annotations, {_CONFLICTS} {_FOUND} ORDER BY title, n LIMIT ?5 OFFSET ?6"
)


_ROW = (
    "SELECT n, id, title, language, published, url, file_name, sha256, text_sha256, length, "  # noqa: S608
    f"{_STATE.format(2)}, annotations, {_CONFLICTS} FROM document WHERE id = ?1 AND NOT withdrawn"
)


class Row(NamedTuple):
    """A document's row; `annotations` counts those that are not withdrawn, `conflicts` subjects changed differently."""

    n: int
    id: str
    title: str
    language: str | None
    published: str | None
    url: str | None
    file_name: str
    sha256: str
    text_sha256: str
    length: int
    state: str
    annotations: int
    conflicts: int


def row(store: Store, document: str, me: str | None = None) -> Row | None:
    """The document of that id, unless it is withdrawn or there is none; its state as `me` has it (None: as a whole)."""
    found = store.one(_ROW, (document, me))
    return Row(*found) if found else None


class Chosen(NamedTuple):
    """Documents in these states (all, if none is given) with these words in the title or file name; `me` looks.

    `disputed` are those alone that have a conflict.
    """

    states: Sequence[str] = ()
    words: str = ""
    me: str | None = None
    disputed: bool = False

    @property
    def parameters(self) -> tuple[str, str, str | None, bool]:
        """What the queries take."""
        return json_list(self.states), folded(self.words), self.me, self.disputed


def page(store: Store, chosen: Chosen, limit: int, offset: int) -> list[Row]:
    """Documents by title."""
    return [Row(*values) for values in store.query(_LIST, (*chosen.parameters, limit, offset))]


def count(store: Store, chosen: Chosen) -> int:
    """How many `page` would give without a limit."""
    found = store.one(f"SELECT count(*) {_FOUND}", chosen.parameters)
    return found[0] if found else 0


def by_state(store: Store, me: str | None = None) -> dict[str, int]:
    """How many documents there are in each state."""
    rows = store.query(
        f"SELECT {_STATE.format(1)}, count(*) FROM document WHERE NOT withdrawn "  # noqa: S608
        "AND text_sha256 NOT IN (SELECT sha256 FROM withheld) GROUP BY 1",
        (me,),
    )
    return {state: number for state, number in rows}  # noqa: C416 - dict() loses the types


def annotations(store: Store) -> int:
    """How many annotations there are in all."""
    found = store.one("SELECT coalesce(sum(annotations), 0) FROM document WHERE NOT withdrawn")
    return found[0] if found else 0


def by_label(store: Store, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """The annotations of these documents by label."""
    found: dict[int, dict[str, int]] = {}
    rows = store.query(
        "SELECT document, label, count FROM label_count WHERE document IN (SELECT value FROM json_each(?))",
        (json_list(numbers),),
    )
    for document, label, number in rows:
        found.setdefault(document, {})[label] = number
    return found


def named(store: Store, name: str) -> list[str]:
    """Up to two ids of documents with that title or file name."""
    rows = store.query(
        "SELECT id FROM document WHERE NOT withdrawn AND (title = ?1 OR file_name = ?1) LIMIT 2", (name,)
    )
    return [values[0] for values in rows]
