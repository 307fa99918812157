"""Projects to try the services on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curator.domain.history import Kind
from curator.domain.people import Person, Role
from curator.services import identity
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project
from curator.services.schemes import default_scheme

NewProject = Callable[[str], Project]


@pytest.fixture
def new_project(tmp_path: Path) -> Iterator[NewProject]:
    """Makes projects, whose only person is the one who sits here, and closes them in the end."""
    made: list[Project] = []

    def make(name: str) -> Project:
        path = tmp_path / f"{name}.curator"
        made.append(projects.create(path, name=name, scheme=default_scheme(), author=identity.me()))
        return made[-1]

    yield make
    for project in made:
        project.close()


@pytest.fixture
def project(new_project: NewProject) -> Project:
    """An empty project, in which the person who sits here is a supervisor."""
    return new_project("project")


@pytest.fixture
def as_annotator(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The same project, opened by somebody who is only an annotator in it."""
    monkeypatch.setenv("CURATOR_HOME", str(tmp_path / "other"))
    other = identity.me()
    draft = Draft(project, "people", "add a person", undoable=False)
    draft.create(Kind.PERSON, other.person_id, Person(name="Other", roles=(Role.ANNOTATOR,), keys=(other.public_key,)))
    draft.commit()
    path = project.path
    project.close()
    with projects.open_project(path, author=other) as opened:
        yield opened
