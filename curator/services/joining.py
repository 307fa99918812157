"""Somebody joins a project, or comes with another key; the work of theirs that waits for it is applied then."""

from dataclasses import dataclass

from curator.domain.people import Role
from curator.services import people, receiving
from curator.services.changes import Changes
from curator.services.project import Project


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whose key this is: of the `person` of that id, or of somebody new with a name and roles.

    `admit` lets work count that they signed before.
    """

    key: str
    name: str = ""
    roles: tuple[Role, ...] = (Role.ANNOTATOR,)
    person: str | None = None
    admit: bool = False


def join(project: Project, newcomer: Newcomer) -> list[Changes]:
    """Take somebody's key into the project, then what waits for it; what each act changed.

    Raises:
        InvalidError: this is no key, somebody in the project has it already, or the name is empty.
        NotAllowedError: this needs a supervisor.
    """
    earlier = people.waiting_work(project, newcomer.key) if newcomer.admit else []
    if newcomer.person is None:
        done = [people.add(project, newcomer.name, newcomer.key, newcomer.roles, admit=earlier)]
    else:
        done = [people.add_key(project, newcomer.person, newcomer.key)]
        if earlier:
            done.append(people.admit(project, newcomer.person, earlier))
    done.append(receiving.apply_waiting(project))
    return [changes for changes in done if not changes.empty]
