"""The people of a project: adding somebody by name, key and role, and taking roles away. Undo leaves people alone."""

from collections.abc import Sequence

import orjson

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind
from curator.domain.ids import is_sha256, is_uuid, new_id
from curator.domain.people import Person, Role
from curator.services import reading
from curator.services.acting import Draft, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.views import PersonRow
from curator.store import authority
from curator.store.queries import people as rows


def add(project: Project, name: str, key: str, role: Role, *, person: str | None = None) -> Changes:
    """Add a person, or give one more role to whoever holds that key. Needs a supervisor.

    Args:
        project: where.
        name: how the person is called here.
        key: their public key, in hexadecimal digits.
        role: what they may do.
        person: their own id, where it is known.

    Raises:
        InvalidError: it is no key, or the name is empty.
    """
    project.require(Role.SUPERVISOR)
    key = key.strip().lower()
    # The digits of an Ed25519 public key are as many as those of a SHA-256.
    if not is_sha256(key):
        raise InvalidError("A public key has 64 hexadecimal digits; `curator me` shows it.")
    name = name.strip()
    if not name or len(name) > 200:
        raise InvalidError("A person needs a name of at most 200 characters.")
    known = authority.standing_now(project.store.conn, key).person
    if known is not None:
        return _grant(project, known, role)
    if person is not None and (not is_uuid(person) or rows.name(project.store, person) is not None):
        raise InvalidError("This is no id for a new person: it is taken, or none at all.")
    draft = Draft(project, "people", f"add {name[:40]}", undoable=False)
    draft.create(Kind.PERSON, person or new_id(), Person(name=name, roles=(role,), keys=(key,)))
    return draft.commit()


def _grant(project: Project, person: str, role: Role) -> Changes:
    body = Person.model_validate(body_of(project, Kind.PERSON, person), strict=False)
    draft = Draft(project, "people", f"make {body.name[:40]} {role}", undoable=False)
    draft.revise(Kind.PERSON, person, body.model_copy(update={"roles": _with(body.roles, role)}))
    return draft.commit()


def _with(roles: Sequence[Role], role: Role) -> tuple[Role, ...]:
    return tuple(one for one in Role if one in roles or one is role)


def listed(project: Project) -> list[PersonRow]:
    """Everybody in the project, by name."""
    return reading.people(project)


def find(project: Project, given: str) -> str:
    """The id of the person whom a unique name, an id or the beginning of one names.

    Raises:
        NotFoundError: nobody, or more than one.
    """
    everybody = rows.people(project.store)
    named = [ident for ident, name, *_ in everybody if name.casefold() == given.strip().casefold()]
    found = named or [ident for ident, *_ in everybody if given and ident.startswith(given)]
    if len(found) == 1:
        return found[0]
    raise NotFoundError(f"{'More than one person' if found else 'Nobody'} in the project answers to “{given}”.")


def revoke(project: Project, person: str) -> Changes:
    """Take all roles from a person; what they made while they had them stays and counts.

    Raises:
        NotAllowedError: it is the last supervisor.
    """
    project.require(Role.SUPERVISOR)
    supervisors = [
        ident for ident, _, roles, *_ in rows.people(project.store) if Role.SUPERVISOR in orjson.loads(roles)
    ]
    if supervisors == [person]:
        raise NotAllowedError("The last supervisor of a project can't be taken out of it.")
    body = Person.model_validate(body_of(project, Kind.PERSON, person), strict=False)
    draft = Draft(project, "people", f"revoke {body.name[:40]}", undoable=False)
    draft.revise(Kind.PERSON, person, body.model_copy(update={"roles": ()}))
    return draft.commit()
