"""What people call things by on a command line: names, ids, and the beginnings of ids."""

from collections.abc import Sequence

from curator.domain.errors import NotFoundError
from curator.domain.history import Kind
from curator.services.project import Project, find
from curator.services.reading import find_document
from curator.store import subjects
from curator.store.queries import documents, entities

_SHORTEST = 8


def find_entity(project: Project, given: str, kinds: Sequence[str] = ()) -> str:
    """The id of the entity that a unique name or alias, an id or a unique id beginning names.

    Raises:
        NotFoundError: none, or more than one.
    """
    named = entities.exactly(project.store, given, kinds) if given.strip() else []
    if len(named) == 1:
        return named[0]
    if named:
        raise NotFoundError(f"More than one entity is called “{given}”. Give the id, or its beginning.")
    try:
        return find(project.store, Kind.ENTITY, given)
    except NotFoundError as error:
        wanted = f" of the kind {' or '.join(kinds)}" if kinds else ""
        raise NotFoundError(f"No entity{wanted} has the name or the id “{given}”.") from error


def find_subject(project: Project, given: str) -> str:
    """The id of the annotation, document or entity that an id, an id beginning, a title or a name names.

    Raises:
        NotFoundError: none, or more than one.
    """
    if documents.named(project.store, given):
        return find_document(project, given)
    if entities.exactly(project.store, given, ()):
        return find_entity(project, given)
    kinds = (Kind.ANNOTATION, Kind.DOCUMENT, Kind.ENTITY)
    found = [ident for kind in kinds for ident in subjects.beginning_with(project.store, kind, given) if given]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"More than one id begins with “{given}”.")
    raise NotFoundError(f"No annotation, document or entity has the id or the name “{given}”.")


def short_id(project: Project, ident: str) -> str:
    """The shortest beginning of at least eight characters that no other subject's id has."""
    for length in range(_SHORTEST, len(ident)):
        if len(subjects.any_beginning_with(project.store, ident[:length])) == 1:
            return ident[:length]
    return ident
