"""Several people with copies of one project, who hand parcels to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from curator.domain.history import Changeset
from curator.domain.people import Role
from curator.services import people, reading, sharing
from curator.services import project as projects
from curator.services.project import Project
from curator.services.receiving_report import Report
from curator.sharing import parcel
from curator.sharing.parcel import Manifest, Sender
from curator.sharing.parcel_writing import Writer
from curator.store import state
from tests.support import projects as support

_numbers = count()


@dataclass
class Team:
    """A supervisor and two annotators, each with a replica; all three hold the same to begin with."""

    folder: Path
    supervisor: Project
    ann: Project
    ben: Project

    @property
    def all(self) -> list[Project]:
        return [self.supervisor, self.ann, self.ben]

    def close(self) -> None:
        for project in self.all:
            project.close()


def team(folder: Path, documents: int = 1) -> Team:
    """A team whose project has some documents."""
    boss = support.author("Sara")
    others = [support.author("Ann"), support.author("Ben")]
    supervisor = support.new(folder, boss, "supervisor.curator")
    for number in range(documents):
        support.add_document(supervisor, f"{support.TEXT}Number {number}.\n", title=f"Report {number}")
    for person in others:
        people.add(supervisor, person.name, person.public_key, [Role.ANNOTATOR])
    parcel = handed(supervisor)
    opened: list[Project] = []
    for person in others:
        path = folder / f"{person.name.lower()}.curator"
        sharing.receive_new(path, parcel, author=person)
        opened.append(projects.open_project(path, author=person))
    return Team(folder, supervisor, *opened)


def document(project: Project) -> str:
    """The id of a project's first document."""
    return reading.documents(project)[0].id


def handed(project: Project, **options: object) -> Path:
    """A new parcel of a project."""
    target = project.path.with_name(f"parcel{next(_numbers)}.parcel")
    sharing.hand_in(project, target, **options)  # pyright: ignore[reportArgumentType]
    return target


def carrying(
    project: Project, target: Path, *changesets: Changeset, texts: Mapping[str, bytes] | None = None, **claims: object
) -> Path:
    """A parcel of one's own making with these changesets alone, whether the project has them or not.

    `texts` are bytes by their SHA-256; `claims` are parts of the manifest that say something else than what is true.
    """
    with target.open("wb") as file:
        writer = Writer(file)
        writer.put_changesets(changesets)
        writer.put_blobs(sorted((texts or {}).items()))
        writer.finish(lambda written: _manifest(project, written).model_copy(update=claims), project.author.sign)
    return target


def _manifest(project: Project, written: Writer) -> Manifest:
    return Manifest(
        project=project.id,
        project_name=project.name,
        sender=Sender(key=project.author.public_key, name=project.author.name, replica=project.replica),
        made_at=projects.now(),
        software="forged 1",
        tips=("0" * 64,),
        base=tuple(sorted(written.base)),
        ends=tuple(sorted(written.ends)),
        changesets=written.changesets,
        revisions=written.revisions,
        blobs=written.blobs,
        changesets_sha256=written.hash_of(parcel.CHANGESETS),
        blobs_sha256=written.hash_of(parcel.BLOBS),
        state="0" * 64,
    )


def give(source: Project, target: Project, **options: object) -> Report:
    """Hand in from one replica, receive in another."""
    return sharing.receive(target, handed(source, **options))


def exchange_all(*projects_: Project) -> None:
    """Everybody gives everything to everybody, so that all hold the same."""
    for source in projects_:
        for target in projects_:
            if source is not target:
                give(source, target)
    for source in projects_:
        for target in projects_:
            if source is not target:
                give(source, target)


def state_of(project: Project) -> str:
    """The digest of all that a project says."""
    return state.whole(project.store.conn)
