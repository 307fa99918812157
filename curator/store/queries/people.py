"""People and what they did."""

from typing import NamedTuple

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
