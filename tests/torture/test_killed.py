"""kill -9 at any moment: what was acknowledged is there, and the file is in order."""

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from curator.domain.errors import CuratorError
from curator.services import annotating, backups, identity, verifying
from curator.services import project as projects
from tests.support import projects as support
from tests.support.killable import Pace, Server, Task, paces, stages

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are for POSIX")

_TRIALS_A_PROJECT = 10


@pytest.fixture
def server(curator_home: Path) -> Iterator[Server]:
    identity.me()
    running = Server(curator_home)
    yield running
    running.close()


@pytest.fixture
def base(tmp_path: Path, server: Server) -> tuple[Path, str]:
    """A closed project of the person that the server works as, and its document."""
    with support.new(tmp_path, identity.me(), "base.curator") as project:
        document = support.add_document(project)
    return project.path, document


def after(seconds: float) -> Callable[[], bool]:
    """Whether so much time has gone by."""
    end = monotonic() + seconds
    return lambda: monotonic() >= end


def after_first(log: Path, seconds: float) -> Callable[[], bool]:
    """Whether so much time has gone by since something was acknowledged, however slow the machine is."""
    began: list[float] = []

    def is_time() -> bool:
        if not began and log.exists() and log.stat().st_size:
            began.append(monotonic())
        return bool(began) and monotonic() >= began[0] + seconds

    return is_time


def acknowledged(log: Path) -> dict[str, str]:
    """What was said to be saved last of each annotation: "", the value of its field, or "undone"."""
    said: dict[str, str] = {}
    for line in log.read_text().splitlines() if log.exists() else ():
        ident, _, value = line.partition(" ")
        said[ident] = value
    return said


def missing(path: Path, log: Path) -> list[str]:
    """The annotations whose acknowledged state is not there. The one that was worked on last may be a step further."""
    said = acknowledged(log)
    lost: list[str] = []
    with projects.open_project(path, author=identity.me()) as project:
        assert not project.read_only
        for number, (ident, value) in enumerate(said.items(), start=1):
            try:
                fields = annotating.annotation_body(project, ident).fields
            except CuratorError:
                lost.append(ident)
                continue
            held = fields["action"].value if "action" in fields else ""
            if held != ("" if value == "undone" else value) and number < len(said):
                lost.append(ident)
    return lost


def trials(server: Server, base: tuple[Path, str], number: int, seed: int) -> tuple[int, int]:
    """Kill so many times; gives how many were killed and how many annotations had been acknowledged in all.

    Every other time is counted from the start, so that processes die while they open the project, too.
    """
    source, document = base
    chance = random.Random(seed)
    kills = total = 0
    path = source
    for trial in range(number):
        if trial % _TRIALS_A_PROJECT == 0:
            path = source.with_name(f"trial{trial}.curator")
            shutil.copy(source, path)
        log = path.with_name(f"log{trial}")
        task = {"do": "annotate", "path": str(path), "document": document, "acknowledged": str(log)}
        sign = signal.SIGTERM if trial % 5 == 4 else signal.SIGKILL
        moment = chance.uniform(0, 0.15)
        ended = server.run(task, kill_when=after_first(log, moment) if trial % 2 else after(moment), sign=sign)
        kills += ended == -sign
        assert missing(path, log) == [], f"trial {trial} lost what was acknowledged"
        assert verifying.verify(path) == [], f"trial {trial} left defects"
        total += len(acknowledged(log))
    return kills, total


def test_what_was_acknowledged_survives_being_killed(server: Server, base: tuple[Path, str]) -> None:
    kills, total = trials(server, base, 20, seed=1)
    assert kills == 20
    assert total >= 10


@pytest.mark.torture
def test_what_was_acknowledged_survives_being_killed_five_hundred_times(server: Server, base: tuple[Path, str]) -> None:
    kills, total = trials(server, base, 500, seed=random.randrange(10**9))
    print(f"\n{kills} processes killed, {total} annotations acknowledged, none lost")
    assert kills == 500


# --- killed at named stages ---------------------------------------------------------------------------------------


PACES = paces(5)


def killed(server: Server, task: Task, pace: Pace) -> Iterator[int]:
    return stages(lambda death: server.run({**task, **death}), pace)


@PACES
def test_creating_that_is_killed_leaves_nothing_or_a_whole_project(server: Server, tmp_path: Path, pace: Pace) -> None:
    path = tmp_path / "new" / "made.curator"
    path.parent.mkdir()
    died = 0
    for stage in killed(server, {"do": "create", "path": str(path)}, pace):
        died = stage
        if path.exists():
            assert verifying.verify(path) == [], f"stage {stage}"
            with projects.open_project(path, author=identity.me()) as project:
                assert project.name == "Made"
                assert not project.read_only
        for left in path.parent.iterdir():
            left.unlink()
    assert died > 5


@PACES
def test_a_backup_that_is_killed_leaves_the_project_alone_and_no_half_copy(
    server: Server, base: tuple[Path, str], pace: Pace
) -> None:
    path, _ = base
    target = path.with_name("copies") / "copy.curator"
    target.parent.mkdir()
    died = 0
    for stage in killed(server, {"do": "backup", "path": str(path), "target": str(target)}, pace):
        died = stage
        assert verifying.verify(path) == [], f"stage {stage}"
        if target.exists():
            assert verifying.verify(target) == [], f"stage {stage}"
            target.unlink()
    assert died > 5


@PACES
@pytest.mark.parametrize("crashed", [False, True], ids=["closed", "with-a-log"])
def test_restoring_that_is_killed_leaves_the_old_or_the_new_and_loses_neither(
    server: Server, base: tuple[Path, str], crashed: bool, pace: Pace
) -> None:
    path, document = base
    saved = path.with_name("saved.curator")
    with projects.open_project(path, author=identity.me()) as project:
        backups.backup(project, saved)
        new = set(support.bodies(project))
    if crashed:  # its write-ahead log holds what it was left with
        log = path.with_name("log")
        task = {"do": "annotate", "path": str(path), "document": document, "acknowledged": str(log)}
        server.run(task, kill_when=lambda: len(acknowledged(log)) > 3)
    else:
        with projects.open_project(path, author=identity.me()) as project:
            support.annotate(project, document)
    before = path.with_name("before")
    before.mkdir()
    parts = [part for part in path.parent.iterdir() if part.name.startswith("base.curator")]
    for part in parts:
        shutil.copy(part, before)
    with projects.open_project(
        shutil.copytree(before, path.with_name("look")) / path.name, author=identity.me()
    ) as look:
        old = set(support.bodies(look))
    assert old > new
    died = 0
    for stage in killed(server, {"do": "restore", "path": str(path), "source": str(saved)}, pace):
        died = stage
        with projects.open_project(path, author=identity.me()) as project:
            there = set(support.bodies(project))
        assert there in (old, new), f"stage {stage}"
        kept = list(path.parent.glob("base-before-restore-*.curator"))
        if there == new:
            assert kept, f"stage {stage}"
            with projects.open_project(kept[0], author=identity.me()) as project:
                assert set(support.bodies(project)) == old
        for file in path.parent.glob("*base*"):
            file.unlink()
        for file in before.iterdir():
            shutil.copy(file, path.parent)
    assert died > 8
