"""A project in which a supervisor, who sits here, and an annotator said different things."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curator.domain.people import Role
from curator.services import annotating, people, sharing
from curator.services import project as projects
from curator.services.project import Project
from tests.support import projects as support
from tests.support.replicas import give, handed

TEXT = support.TEXT


@dataclass
class Pair:
    """Sara's project and Ann's copy of it, both open; `document` is in both."""

    sara: Project
    ann: Project
    document: str

    def mark(self, start: int = 8, end: int = 20, label: str = "commitment") -> str:
        """An annotation of Ann's that both have."""
        made = support.annotate(self.ann, self.document, start, end, label)
        give(self.ann, self.sara)
        give(self.sara, self.ann)
        return made

    def differ(self, *fields: str, mark: str = "") -> str:
        """An annotation whose fields Sara and Ann set differently, Ann last; Sara holds both values."""
        mark = mark or self.mark()
        for field in fields or ("action",):
            annotating.set_field(self.sara, mark, field, support.said(f"{field} of Sara"))
            annotating.set_field(self.ann, mark, field, support.said(f"{field} of Ann"))
        give(self.ann, self.sara)
        return mark


@contextmanager
def pair(folder: Path) -> Generator[Pair]:
    """Both copies, closed in the end; Sara sits at this computer."""
    ann, sara = support.author("Ann"), support.author("Sara")
    first = support.new(folder, sara, "sara.curator")
    document = support.add_document(first)
    people.add(first, "Ann", ann.public_key, [Role.ANNOTATOR])
    sharing.receive_new(folder / "ann.curator", handed(first), author=ann)
    second = projects.open_project(folder / "ann.curator", author=ann)
    made = Pair(first, second, document)
    yield made
    made.sara.close()
    made.ann.close()
