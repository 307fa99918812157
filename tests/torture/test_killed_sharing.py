"""kill -9 while handing in and receiving: done again, it ends as if nothing had happened."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.services import identity, sharing, verifying
from curator.services import project as projects
from tests.support import projects as support
from tests.support.killable import Pace, Server, paces, stages
from tests.support.replicas import state_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are for POSIX")
PACES = paces(9)


@pytest.fixture
def server(curator_home: Path) -> Iterator[Server]:
    identity.me()
    running = Server(curator_home)
    yield running
    running.close()


@pytest.fixture
def pair(tmp_path: Path, server: Server) -> tuple[Path, Path]:
    """A project, and one made of its parcel that has more in it; both of the person that the server works as."""
    folder = tmp_path / "pair"
    folder.mkdir()
    with support.new(folder, identity.me(), "one.curator") as one:
        document = support.add_document(one)
        sharing.hand_in(one, folder / "base.parcel")
    sharing.receive_new(folder / "two.curator", folder / "base.parcel", author=identity.me())
    with projects.open_project(folder / "two.curator", author=identity.me()) as two:
        for start in range(0, 50, 5):
            support.annotate(two, document, start, start + 3)
    return folder / "one.curator", folder / "two.curator"


def place(folder: Path, source: Path) -> Path:
    """A fresh folder with a copy of a project in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Path(shutil.copy(source, folder / source.name))


@PACES
def test_handing_in_that_is_killed_leaves_no_half_parcel(
    server: Server, pair: tuple[Path, Path], tmp_path: Path, pace: Pace
) -> None:
    one, two = pair
    target = tmp_path / "place" / "p.parcel"
    died = 0

    def run(death: dict[str, Any]) -> int:
        path = place(target.parent, two)
        return server.run({"do": "hand_in", "path": str(path), "target": str(target), **death})

    for stage in stages(run, pace):
        died = stage
        if target.exists():
            with projects.open_project(place(tmp_path / "check", one), author=identity.me()) as project:
                assert sharing.receive(project, target).new == 10
        assert verifying.verify(target.parent / two.name) == []
    assert died > 2


@PACES
def test_receiving_that_is_killed_leaves_the_old_or_the_new_and_goes_on_when_done_again(
    server: Server, pair: tuple[Path, Path], tmp_path: Path, pace: Pace
) -> None:
    one, two = pair
    parcel = tmp_path / "p.parcel"
    with projects.open_project(two, author=identity.me()) as project:
        sharing.hand_in(project, parcel)
        new = state_of(project)
    with projects.open_project(one, author=identity.me()) as project:
        old = state_of(project)
    path = tmp_path / "place" / one.name
    died = 0

    def run(death: dict[str, Any]) -> int:
        place(path.parent, one)
        return server.run({"do": "receive", "path": str(path), "parcel": str(parcel), **death})

    for stage in stages(run, pace):
        died = stage
        with projects.open_project(path, author=identity.me()) as project:
            assert state_of(project) in (old, new), f"stage {stage}"
            sharing.receive(project, parcel)
            assert state_of(project) == new
        assert verifying.verify(path) == []
    assert died > 5


@PACES
def test_making_a_project_of_a_parcel_that_is_killed_leaves_nothing_or_all(
    server: Server, pair: tuple[Path, Path], tmp_path: Path, pace: Pace
) -> None:
    _, two = pair
    parcel = tmp_path / "p.parcel"
    with projects.open_project(two, author=identity.me()) as project:
        sharing.hand_in(project, parcel)
        new = state_of(project)
    path = tmp_path / "place" / "made.curator"

    def run(death: dict[str, Any]) -> int:
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        return server.run({"do": "receive_new", "path": str(path), "parcel": str(parcel), **death})

    for stage in stages(run, pace):
        if path.exists():
            with projects.open_project(path, author=identity.me(), read_only=True) as project:
                assert state_of(project) == new, f"stage {stage}"


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is for POSIX")
def test_a_full_disk_while_receiving_leaves_the_project_as_it_was(
    server: Server, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    one, two = pair
    parcel = tmp_path / "p.parcel"
    with projects.open_project(two, author=identity.me()) as project:
        sharing.hand_in(project, parcel)
        new = state_of(project)
    with projects.open_project(one, author=identity.me()) as project:
        old = state_of(project)
    size = one.stat().st_size
    for number in range(20):
        path = place(tmp_path / "place", one)
        task = {"do": "receive", "path": str(path), "parcel": str(parcel), "limit": 4096 + size * number // 8}
        ended = server.run(task)
        assert ended in (0, 3)
        with projects.open_project(path, author=identity.me()) as project:
            assert state_of(project) == (new if ended == 0 else old)
        assert verifying.verify(path) == []
