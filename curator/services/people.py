"""The people of a project: adding somebody by name, key and role, listing, taking roles away."""

from curator.domain.errors import NotFoundError
from curator.domain.people import Role
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.views import PersonRow


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
    _ = project, name, key, role, person
    return Changes()


def listed(project: Project) -> list[PersonRow]:
    """Everybody in the project, by name."""
    _ = project
    return []


def find(project: Project, given: str) -> str:
    """The id of the person whom a unique name, an id or the beginning of one names."""
    _ = project, given
    raise NotFoundError("There is nothing of that id.")


def revoke(project: Project, person: str) -> Changes:
    """Take all roles from a person; what they made while they had them stays and counts."""
    _ = project, person
    return Changes()
