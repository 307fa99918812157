"""A supervisor and annotators on one machine, who take turns with one project file."""

from pathlib import Path

from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.services import assigning, reviewing, submitting
from curator.services import people as persons
from curator.services import project as projects
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.reasons import Why
from tests.support import projects as support

WHY = Why("wrong_span", "the comma is not part of it")


class Team:
    """Who is in the project, and the project as the one at the keyboard has it open."""

    def __init__(self, folder: Path, *annotators: str) -> None:
        self.authors: dict[str, Author] = {name: support.author(name) for name in ("Boss", *annotators)}
        self.project = support.new(folder, self.authors["Boss"])
        self.path = self.project.path
        self.document = support.add_document(self.project)
        for name in annotators:
            persons.add(self.project, name, self.authors[name].public_key, (Role.ANNOTATOR,))

    def as_(self, name: str) -> Project:
        """The project as this person opens it."""
        if self.project.author is not self.authors[name]:
            self.project.close()
            self.project = projects.open_project(self.path, author=self.authors[name])
        return self.project

    def id(self, name: str) -> str:
        """A person's id in the project."""
        return persons.find_person(self.project, name)

    def assign(self, *names: str, due: str | None = None) -> None:
        """Give the document to these people."""
        project = self.as_("Boss")
        assigning.assign(project, [self.document], [self.id(name) for name in names], due=due)

    def annotate(self, name: str, start: int = 0, end: int = 6, label: str = "actor") -> str:
        """Somebody's annotation; gives its id."""
        return support.annotate(self.as_(name), self.document, start, end, label)

    def submit(self, name: str, note: str = "") -> None:
        """Somebody hands in."""
        submitting.submit(self.as_(name), self.document, note=note)

    def decide(self, annotation: str, verdict: Verdict, why: Why = WHY) -> None:
        """The supervisor's word on an annotation."""
        reviewing.decide(self.as_("Boss"), annotation, verdict, reason=why)

    def send_back(self, name: str) -> None:
        """The supervisor returns somebody's work."""
        reviewing.send_back(self.as_("Boss"), self.document, self.id(name), reason=WHY)

    def approve(self, name: str) -> None:
        """The supervisor approves somebody's work, and what is not decided in it."""
        reviewing.approve(self.as_("Boss"), self.document, self.id(name), accept_rest=True)

    def close(self) -> None:
        """Close the project."""
        self.project.close()
