"""Changesets of one's own making, and what they come to in every order."""

import itertools
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curator.domain.history import Changeset, Kind, Revision, body_bytes
from curator.services import project as projects
from curator.services import sharing, verifying
from curator.services.identity import Author
from curator.services.project import Project
from curator.store import journal, rebuild, state
from tests.support import damage
from tests.support import projects as support
from tests.support.replicas import Team, carrying, handed, state_of

_numbers = itertools.count()


def entity(name: str, ident: str, *parents: str, subject: str = "one") -> Revision:
    body = body_bytes({"kind": "state", "name": name})
    return Revision(ident, Kind.ENTITY, subject, parents, "revise" if parents else "create", body)


@dataclass
class Signed:
    """Changesets of one's own making upon all that everybody had to begin with, or upon others of them."""

    team: Team
    tips: tuple[str, ...]

    def by(self, author: Author, *revisions: Revision, upon: tuple[Changeset, ...] = (), **said: str) -> Changeset:
        parents = tuple(one.id for one in upon) or self.tips
        return damage.changeset(self.team.supervisor, author, *revisions, parents=parents, **said)


def comes_to(three: Team, base: Path, made: list[Changeset], order: tuple[int, ...]) -> Project:
    """A replica that got these changesets in that order, each in a parcel of its own; what rests on others waits."""
    path = three.folder / f"order{next(_numbers)}.curator"
    sharing.receive_new(path, base, author=three.supervisor.author)
    project = projects.open_project(path, author=three.supervisor.author)
    for number in order:
        sharing.receive(project, carrying(three.ann, path.with_suffix(".parcel"), made[number]))
    return project


def every_order(three: Team, made: list[Changeset], sample: int = 24, base: Path | None = None) -> Project:
    """What they come to in every order, or in so many, which is the same; gives one of the replicas."""
    base = base or handed(three.supervisor)
    orders = list(itertools.permutations(range(len(made))))
    some = random.Random(5).sample(orders, min(sample, len(orders)))
    found = [comes_to(three, base, made, order) for order in some]
    assert len({state_of(one) for one in found}) == 1
    for one in found:
        assert not [defect for defect in verifying.verify(one) if defect.damage]
    for one in found[1:]:
        one.close()
    return found[0]


def after_others(made: list[Changeset]) -> Iterator[tuple[Changeset, ...]]:
    """Every order of these changesets in which none stands before one that it was made upon."""
    ids = {one.id for one in made}
    for order in itertools.permutations(made):
        done: set[str] = set()
        if all(ids.intersection(one.parents) <= done and not done.add(one.id) for one in order):
            yield order


def replayed_states(project: Project, before: int, made: list[Changeset]) -> set[str]:
    """What the changesets come to in every order, upon the first of a project."""
    first, blob = signed_in(project)[:before], partial(journal.blob, project.store.conn)
    found: set[str] = set()
    for order in after_others(made):
        with closing(project.store.beside_it()) as conn:
            found.add(state.whole(rebuild.replayed(conn, iter([*first, *order]), blob)))
    return found


def names(project: Project) -> dict[str, list[str]]:
    return {
        subject: sorted(body["name"] for body in bodies)
        for (kind, subject), bodies in support.bodies(project).items()
        if kind == Kind.ENTITY
    }


def signed_in(project: Project) -> list[Changeset]:
    return [stored.changeset for stored in journal.changesets(project.store.conn)]


def last(project: Project) -> Changeset:
    return signed_in(project)[-1]
