"""People and what they did."""

from typing import NamedTuple

import orjson

from curator.domain.history import Kind
from curator.domain.people import Person
from curator.store import journal, lineage
from curator.store.database import Store


class Made(NamedTuple):
    """Who made a revision, when and with what; `person` is None for a key that nobody in the project holds."""

    revision: str
    changeset: str
    made_at: str
    activity: str
    software: str
    person: str | None
    name: str | None
    refused: str | None


def people(store: Store) -> list[tuple[str, str, str, int, str | None]]:
    """(id, name, roles as JSON, imported, first key) of everybody, by name."""
    rows = store.query(
        "SELECT id, name, roles, imported, (SELECT min(key) FROM person_key WHERE person = id) FROM person "
        "ORDER BY name, id"
    )
    return [(a, b, c, d, e) for a, b, c, d, e in rows]


def name(store: Store, person: str) -> str | None:
    """The name of a person."""
    row = store.one("SELECT name FROM person WHERE id = ?", (person,))
    return row[0] if row else None


def body(store: Store, person: str) -> Person:
    """What is known of a person; of what is disputed, what is shown first."""
    return Person.model_validate_json(orjson.dumps(journal.state_of(store.conn, person, Kind.PERSON).body))


def holder(store: Store, key: str) -> str | None:
    """The name of the person who has that key."""
    row = store.one("SELECT name FROM person JOIN person_key ON person = id WHERE key = ? ORDER BY id", (key,))
    return row[0] if row else None


def last_changesets(store: Store, key: str) -> list[str]:
    """The changesets that a key signed and on which no other of its own rests."""
    known: dict[int, str] = dict(store.query("SELECT seq, id FROM changeset WHERE key = ?", (key,)))
    return sorted(known[seq] for seq in lineage.Lineage(store.conn).last(known))


def refused_changesets(store: Store, key: str) -> int:
    """How many changesets that a key signed hold something that does not count."""
    row = store.one(
        "SELECT count(DISTINCT changeset.seq) FROM changeset JOIN revision ON changeset = changeset.seq "
        "JOIN refused ON refused.revision = revision.id WHERE key = ?",
        (key,),
    )
    return row[0] if row else 0


def makers(store: Store, subject: str) -> dict[str, Made]:
    """Who made each revision of a subject."""
    rows = store.query(
        "SELECT revision.id, changeset.id, made_at, activity, software, person.id, person.name, refused.reason "
        "FROM revision JOIN changeset ON changeset.seq = revision.changeset "
        "LEFT JOIN person_key ON person_key.key = changeset.key LEFT JOIN person ON person.id = person_key.person "
        "LEFT JOIN refused ON refused.revision = revision.id WHERE subject_id = ? ORDER BY revision.seq",
        (subject,),
    )
    return {row[0]: Made._make(row) for row in rows}


def maker(store: Store, revision: str) -> Made | None:
    """Who made a revision."""
    row = store.one(
        "SELECT revision.id, changeset.id, made_at, activity, software, person.id, person.name, NULL "
        "FROM revision JOIN changeset ON changeset.seq = revision.changeset "
        "LEFT JOIN person_key ON person_key.key = changeset.key LEFT JOIN person ON person.id = person_key.person "
        "WHERE revision.id = ?",
        (revision,),
    )
    return Made._make(row) if row else None
