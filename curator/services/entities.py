"""The registry of entities: adding, changing, taking out."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from curator.domain.entity import Entity
from curator.domain.errors import InvalidError, NotAllowedError
from curator.domain.history import Kind, Operation
from curator.domain.ids import bound_id
from curator.domain.people import Role
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.store.queries import people


def add(
    project: Project,
    *,
    kind: str,
    name: str,
    aliases: Sequence[str] = (),
    identifiers: Mapping[str, str] | None = None,
) -> Changes:
    """Add an entity; `changes.entities` holds its id.

    Raises:
        InvalidError: the name or the kind is empty or too long.
    """
    me = project.require()
    try:
        body = Entity(kind=kind, name=name.strip(), aliases=tuple(aliases), identifiers=dict(identifiers or {}))
    except ValidationError as error:
        raise InvalidError("An entity needs a kind and a name of at most 500 characters.") from error
    draft = Draft(project, "annotate", f"add entity {body.name[:40]}")
    draft.create(Kind.ENTITY, bound_id(me), body)
    return draft.commit()


@at_once
def revise(project: Project, entity: str, body: Entity) -> Changes:
    """Change the kind, name, aliases or identifiers of an entity, and so what all values that name it say.

    Raises:
        NotAllowedError: the person is no supervisor.
    """
    project.require(Role.SUPERVISOR)
    draft = Draft(project, "annotate", f"change entity {body.name[:40]}")
    draft.revise(Kind.ENTITY, entity, body)
    return draft.commit()


@at_once
def withdraw(project: Project, entity: str) -> Changes:
    """Take an entity out of the registry; values that name it keep it.

    Raises:
        NotAllowedError: somebody else added it, and the person is no supervisor.
    """
    added_by = next(iter(people.makers(project.store, entity).values()), None)
    if Role.SUPERVISOR not in project.roles and added_by and added_by.person != project.me:
        raise NotAllowedError("Somebody else added this entity: taking it out needs a supervisor.")
    body = body_of(project, Kind.ENTITY, entity)
    draft = Draft(project, "annotate", f"withdraw entity {body['name'][:40]}")
    draft.revise(Kind.ENTITY, entity, {**body, "withdrawn": True}, Operation.WITHDRAW)
    return draft.commit()
