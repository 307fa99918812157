"""The people of a project: who is in it, with which keys and roles; adding somebody, a lost key, work from before.

Adding a person is their public key, signed by a supervisor. Two people read its fingerprint to each other first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.people import Person, Role
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.sharing.keys import fingerprint, is_public_key
from curator.store import authority, sharing, subjects
from curator.store.queries import people as rows


@dataclass(frozen=True, slots=True)
class Key:
    """A person's key. A revoked one signs nothing any more; what it signed before stays."""

    public: str
    fingerprint: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person of the project; `imported` ones came in with a data set and can sign nothing."""

    id: str
    name: str
    roles: tuple[Role, ...]
    keys: tuple[Key, ...]
    imported: bool

    @property
    def active(self) -> bool:
        """Whether they hold a key that still signs."""
        return any(not key.revoked for key in self.keys)


_SEND: Final = (
    "You can look at everything and change nothing. If this is a new computer, or your key was lost, send the "
    "project's supervisor the key that “People and your key” shows, to be added to you; or bring your old key along."
)


def list_people(project: Project) -> list[PersonEntry]:
    """Everybody in the project, by name."""
    return [_entry(project, ident) for ident, *_ in rows.people(project.store)]


def key_is_strange(project: Project) -> str:
    """What to say to somebody whose key does not count here, though they seem to belong here; "" where all is well."""
    if found := authority.revocation(project.store.conn, project.author.public_key):
        return f"Your key was revoked by {found.by} on {found.at[:10]}. {_SEND}"
    name = project.author.name.casefold()
    if project.me is None and any(one.name.casefold() == name and one.active for one in list_people(project)):
        return f"This project knows “{project.author.name}”, but not the key that you have here. {_SEND}"
    return ""


def _entry(project: Project, person: str) -> PersonEntry:
    body = rows.body(project.store, person)
    keys = tuple(Key(key, fingerprint(key), key in body.revoked) for key in body.keys)
    return PersonEntry(person, body.name, body.roles, keys, body.imported)


def find_person(project: Project, given: str) -> str:
    """The id of the person that a unique name, a key or its fingerprint, an id or a unique id beginning names.

    Raises:
        NotFoundError: none, or more than one.
    """
    everybody = list_people(project)
    exact = [one.id for one in everybody if given in (one.id, one.name, *_signs(one))]
    found = exact or [one.id for one in everybody if given and one.id.startswith(given)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"More than one person is called “{given}”. Give the id, the key or its fingerprint.")
    raise NotFoundError(f"Nobody in the project has the name, the id or the key “{given}”.")


def _signs(person: PersonEntry) -> list[str]:
    return [sign for key in person.keys for sign in (key.public, key.fingerprint)]


@at_once
def add(
    project: Project, name: str, key: str, roles: Sequence[Role] = (Role.ANNOTATOR,), *, admit: Sequence[str] = ()
) -> Changes:
    """Make somebody one of the project's people. Two people of one name stay two: the key tells them apart.

    Args:
        project: the project.
        name: how the others call them.
        key: their public key in hexadecimal digits.
        roles: what they may do.
        admit: changesets that they made before, which are to count from now on with all that they rest on.

    Raises:
        InvalidError: this is no key, somebody in the project has it already, or the name is empty.
        NotAllowedError: this needs a supervisor.
    """
    project.require(Role.SUPERVISOR)
    public = _new_key(project, key)
    body = Person(name=_name(name), roles=tuple(roles), keys=(public,), admitted=dict.fromkeys(admit, tuple(roles)))
    draft = Draft(project, "people", f"add {body.name}", undoable=False)
    draft.create(Kind.PERSON, derived_id(Kind.PERSON, public), body)
    return draft.commit()


def waiting_work(project: Project, key: str) -> list[str]:
    """The last changesets of a key that are kept aside: what `add` can admit."""
    return sharing.last_aside(project.store.conn, "".join(key.split()).lower())


@at_once
def add_key(project: Project, person: str, key: str) -> Changes:
    """Give somebody one more key: a new one after a loss, or that of another computer.

    Raises:
        InvalidError: this is no key, or somebody in the project has it already.
    """
    project.require(Role.SUPERVISOR)
    public = _new_key(project, key)
    body = _body(project, person)
    return _revised(project, person, body, f"add a key of {body.name}", keys=(*body.keys, public))


@at_once
def rename(project: Project, person: str, name: str) -> Changes:
    """Call somebody otherwise in this project. Who they are does not change: that is their keys.

    Raises:
        InvalidError: the name is empty or too long.
        NotAllowedError: this needs a supervisor, as everything about people does, one's own name as well.
    """
    project.require(Role.SUPERVISOR)
    body, called = _body(project, person), _name(name)
    return _revised(project, person, body, f"rename {body.name} to {called}", name=called)


@at_once
def set_roles(project: Project, person: str, roles: Sequence[Role]) -> Changes:
    """Say what somebody may do from now on; () for nothing. What they did before stays.

    Raises:
        NotAllowedError: nobody could change anything of this any more.
    """
    project.require(Role.SUPERVISOR)
    if Role.SUPERVISOR not in roles:
        _keep_a_supervisor(project, person, ())
    body = _body(project, person)
    return _revised(project, person, body, f"set the roles of {body.name}", roles=tuple(roles))


@at_once
def revoke(project: Project, person: str, key: str | None = None, *, stays: Sequence[str] | None = None) -> Changes:
    """Let a key (all keys of the person, where none is named) count no longer: it was lost, or they have left.

    Args:
        project: the project.
        person: the id of whose key it is.
        key: the public key.
        stays: the last changesets of the key that stay valid with all they rest on; those known here, if not given.
            Whatever else the key signed counts on no replica, unless `admit` says otherwise.

    Raises:
        NotAllowedError: nobody could change anything of this any more.
    """
    project.require(Role.SUPERVISOR)
    body = _body(project, person)
    keys = [key] if key else [one for one in body.keys if one not in body.revoked]
    if not set(keys) <= set(body.keys):
        raise NotFoundError(f"{body.name} has no such key.")
    _keep_a_supervisor(project, person, tuple(one for one in body.keys if one not in (*keys, *body.revoked)))
    valid = {one: tuple(stays if stays is not None else rows.last_changesets(project.store, one)) for one in keys}
    return _revised(project, person, body, f"revoke the key of {body.name}", revoked={**body.revoked, **valid})


@at_once
def admit(project: Project, person: str, changesets: Sequence[str], roles: Sequence[Role] | None = None) -> Changes:
    """Let work of a person count that did not: signed before they were added, or after their key was revoked."""
    project.require(Role.SUPERVISOR)
    body = _body(project, person)
    given = tuple(body.roles if roles is None else roles)
    admitted = {**body.admitted, **dict.fromkeys(changesets, given)}
    return _revised(project, person, body, f"admit work of {body.name}", admitted=admitted)


def late_work(project: Project, key: str) -> int:
    """How many acts that a key signed do not count, because it was revoked before they arrived, or held no role."""
    return rows.refused_changesets(project.store, key)


@at_once
def admit_late(project: Project, person: str, key: str) -> Changes:
    """Let all count that a revoked key signed and that is known here; what comes later still does not."""
    return admit(project, person, rows.last_changesets(project.store, key))


def _revised(project: Project, person: str, body: Person, label: str, **values: Any) -> Changes:  # noqa: ANN401
    draft = Draft(project, "people", label, undoable=False)
    draft.revise(Kind.PERSON, person, body.model_copy(update=values))
    return draft.commit()


def _body(project: Project, person: str) -> Person:
    content: Mapping[str, Any] = body_of(project, Kind.PERSON, person)
    return Person.model_validate(content, strict=False)


def _name(name: str) -> str:
    if not name.strip() or len(name.strip()) > 200:
        raise InvalidError("A person needs a name of up to 200 characters.")
    return name.strip()


def _new_key(project: Project, key: str) -> str:
    public = "".join(key.split()).lower()
    if not is_public_key(public):
        raise InvalidError("This is no public key: it has 64 hexadecimal digits, as `curator me` prints it.")
    holder = rows.holder(project.store, public)
    if holder or subjects.heads(project.store, derived_id(Kind.PERSON, public), Kind.PERSON):
        raise InvalidError(f"This key is that of {holder or 'somebody'} in the project already.")
    return public


def _keep_a_supervisor(project: Project, person: str, remaining: tuple[str, ...]) -> None:
    others = [one for one in list_people(project) if Role.SUPERVISOR in one.roles and one.active and one.id != person]
    if not others and not remaining:
        raise NotAllowedError("Nobody would be left who supervises the project. Add another supervisor first.")
