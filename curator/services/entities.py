"""The registry of entities: adding, changing, taking out."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from curator.domain.entity import Entity
from curator.domain.errors import InvalidError
from curator.domain.history import Kind, Operation
from curator.domain.ids import new_id
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project


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
    project.require()
    try:
        body = Entity(kind=kind, name=name.strip(), aliases=tuple(aliases), identifiers=dict(identifiers or {}))
    except ValidationError as error:
        raise InvalidError("An entity needs a kind and a name of at most 500 characters.") from error
    draft = Draft(project, "annotate", f"add entity {body.name[:40]}")
    draft.create(Kind.ENTITY, new_id(), body)
    return draft.commit()


@at_once
def revise(project: Project, entity: str, body: Entity) -> Changes:
    """Change the kind, name, aliases or identifiers of an entity."""
    project.require()
    draft = Draft(project, "annotate", f"change entity {body.name[:40]}")
    draft.revise(Kind.ENTITY, entity, body)
    return draft.commit()


@at_once
def withdraw(project: Project, entity: str) -> Changes:
    """Take an entity out of the registry; values that name it keep it."""
    body = body_of(project, Kind.ENTITY, entity)
    draft = Draft(project, "annotate", f"withdraw entity {body['name'][:40]}")
    draft.revise(Kind.ENTITY, entity, {**body, "withdrawn": True}, Operation.WITHDRAW)
    return draft.commit()
