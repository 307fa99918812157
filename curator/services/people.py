"""The people of a project: adding somebody by name, key and roles, and taking roles away. Undo leaves people alone."""

from collections.abc import Sequence

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind
from curator.domain.ids import derived_id, is_sha256
from curator.domain.people import Person, Role
from curator.services import reading
from curator.services.acting import Draft, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.store import authority


def find_person(project: Project, given: str) -> str:
    """The id of the person that a unique name, a fingerprint, an id or a unique id beginning names.

    Raises:
        NotFoundError: none, or more than one.
    """
    everybody = reading.people(project)
    exact = [one.id for one in everybody if given in (one.id, one.name, one.fingerprint)]
    found = exact or [one.id for one in everybody if given and one.id.startswith(given)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"More than one person is called “{given}”. Give the id or the fingerprint.")
    raise NotFoundError(f"Nobody in the project has the name, the id or the key “{given}”.")


def add(project: Project, name: str, key: str, roles: Sequence[Role] = (Role.ANNOTATOR,)) -> Changes:
    """Make somebody one of the project's people. Two people of one name stay two: the key tells them apart.

    Raises:
        InvalidError: this is no key, somebody in the project has it already, or the name is empty.
        NotAllowedError: this needs a supervisor.
    """
    project.require(Role.SUPERVISOR)
    public, called = key.strip().lower(), name.strip()
    # The digits of an Ed25519 public key are as many as those of a SHA-256.
    if not is_sha256(public):
        raise InvalidError("A public key has 64 hexadecimal digits; `curator me` shows it.")
    if authority.standing_now(project.store.conn, public).person is not None:
        raise InvalidError("Somebody in the project has this key already.")
    if not called or len(called) > 200:
        raise InvalidError("A person needs a name of at most 200 characters.")
    draft = Draft(project, "people", f"add {called}", undoable=False)
    body = Person(name=called, roles=tuple(roles), keys=(public,))
    draft.create(Kind.PERSON, derived_id(Kind.PERSON, public), body)
    return draft.commit()


def set_roles(project: Project, person: str, roles: Sequence[Role]) -> Changes:
    """Say what somebody may do from now on; () for nothing. What they did before stays.

    Raises:
        NotAllowedError: nobody could change anything of this any more.
    """
    project.require(Role.SUPERVISOR)
    others = [one.id for one in reading.people(project) if Role.SUPERVISOR in one.roles and one.id != person]
    if Role.SUPERVISOR not in roles and not others:
        raise NotAllowedError("A project needs a supervisor, and this is its last.")
    body = Person.model_validate(body_of(project, Kind.PERSON, person), strict=False)
    draft = Draft(project, "people", f"set the roles of {body.name}", undoable=False)
    draft.revise(Kind.PERSON, person, body.model_copy(update={"roles": tuple(roles)}))
    return draft.commit()


def revoke(project: Project, person: str) -> Changes:
    """Take all roles from a person; what they made while they had them stays and counts."""
    return set_roles(project, person, ())
