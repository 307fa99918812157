"""kill -9 at each stage of what keeps projects sound: the project is the old or the new one, and doing it again ends
as if nothing had been."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest

from curator.services import backup_list, identity, unlocking, verifying
from curator.services import project as projects
from curator.services.home import backup_folder
from curator.sharing import passphrases
from tests.support import damage
from tests.support import projects as support
from tests.support.killable import Pace, Server, Task, paces, stages

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are for POSIX")

PACES = paces(4)
TRIALS = pytest.mark.parametrize("trials", [3, pytest.param(20, marks=pytest.mark.torture)])
OLD, NEW = "correct horse battery", "another passphrase"


@pytest.fixture
def server(curator_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    identity.me()
    running = Server(curator_home)
    yield running
    running.close()


class Base:
    """A closed project in a folder of its own, put back before each trial."""

    def __init__(self, folder: Path) -> None:
        with support.new(folder, identity.me(), "base.curator") as project:
            document = support.add_document(project)
            for start in range(20):
                support.annotate(project, document, start * 4, start * 4 + 4)
            self.said = support.bodies(project)
        self.path = project.path
        self.whole = folder.parent / "whole.curator"
        self.keep()

    def keep(self) -> None:
        """Come back to what is there now."""
        shutil.copy(self.path, self.whole)

    def put_back(self) -> None:
        for part in self.path.parent.iterdir():
            part.unlink()
        shutil.copy(self.whole, self.path)

    def says_the_same(self) -> bool:
        with projects.open_project(self.path, author=identity.me(), read_only=True) as project:
            return support.bodies(project) == self.said


@pytest.fixture
def base(tmp_path: Path, server: Server) -> Base:
    folder = tmp_path / "work"
    folder.mkdir()
    return Base(folder)


def killed(server: Server, task: Task, pace: Pace) -> Iterator[int]:
    stage = 0
    for stage in stages(lambda death: server.run({**task, **death}), pace):
        yield stage
    assert stage > 5


def killed_at_random(server: Server, task: Task, trials: int) -> Iterator[int]:
    """Run a task and kill it after a while, so many times."""
    chance = random.Random(trials)
    for trial in range(trials):
        server.run(task, kill_when=after(chance.uniform(0, 0.25)))
        yield trial


def after(seconds: float) -> Callable[[], bool]:
    end = monotonic() + seconds
    return lambda: monotonic() >= end


def leftovers(base: Base) -> list[str]:
    """What lies there beside the project, its lock and copies that were put aside."""
    return [part.name for part in base.path.parent.iterdir() if part.name.endswith((".new", "-wal", "-shm"))]


# --- fix ----------------------------------------------------------------------------------------------------------


def check_fix(server: Server, base: Base, task: Task, deaths: Iterator[int]) -> None:
    for death in deaths:
        found = verifying.verify(base.path)
        assert {defect.kind for defect in found} <= {"stale table"}, f"death {death}"
        assert base.says_the_same()
        assert server.run(task) == 0
        assert verifying.verify(base.path) == [], f"death {death}"
        assert base.says_the_same()
        base.put_back()


@PACES
def test_repairing_killed_at_a_stage(server: Server, base: Base, pace: Pace) -> None:
    damage.execute(base.path, "UPDATE span SET start = start + 1")
    base.keep()
    task = {"do": "fix", "path": str(base.path)}
    check_fix(server, base, task, killed(server, task, pace))


@TRIALS
def test_repairing_killed_at_any_moment(server: Server, base: Base, trials: int) -> None:
    damage.execute(base.path, "UPDATE span SET start = start + 1")
    base.keep()
    task = {"do": "fix", "path": str(base.path)}
    check_fix(server, base, task, killed_at_random(server, task, trials))


# --- rekey --------------------------------------------------------------------------------------------------------


def check_rekey(server: Server, base: Base, task: Task, deaths: Iterator[int]) -> None:
    for death in deaths:
        open_with_either(base)
        assert verifying.verify(base.path) == [], f"death {death}"
        assert base.says_the_same(), f"death {death}"
        old = OLD if unlocks(base.path, OLD) else NEW
        assert server.run({**task, "old": old}) == 0
        assert unlocks(base.path, NEW)
        assert verifying.verify(base.path) == []
        assert base.says_the_same()
        base.put_back()


def open_with_either(base: Base) -> None:
    assert any([unlocks(base.path, OLD), unlocks(base.path, NEW), not unlocking.is_encrypted(base.path)])


def unlocks(path: Path, passphrase: str) -> bool:
    try:
        unlocking.unlock(path, passphrase)
    except unlocking.WrongPassphraseError:
        return False
    return unlocking.is_encrypted(path)


ENCRYPTED = pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "open"])


@PACES
@ENCRYPTED
def test_rekeying_killed_at_a_stage(server: Server, base: Base, pace: Pace, encrypted: bool) -> None:
    task = rekeying(server, base, encrypted=encrypted)
    check_rekey(server, base, task, killed(server, task, pace))


@TRIALS
@ENCRYPTED
def test_rekeying_killed_at_any_moment(server: Server, base: Base, trials: int, encrypted: bool) -> None:
    task = rekeying(server, base, encrypted=encrypted)
    check_rekey(server, base, task, killed_at_random(server, task, trials))


def rekeying(server: Server, base: Base, *, encrypted: bool) -> Task:
    if encrypted:
        assert server.run({"do": "rekey", "path": str(base.path), "passphrase": OLD}) == 0
        base.keep()
    return {"do": "rekey", "path": str(base.path), "passphrase": NEW, "old": OLD}


# --- rotating backups ---------------------------------------------------------------------------------------------


def check_rotation(server: Server, base: Base, task: Task, deaths: Iterator[int]) -> None:
    before = base.path.read_bytes()
    for death in deaths:
        assert base.path.read_bytes() == before, f"death {death}"
        for backup in backup_list.every():
            assert backup.note.checked == "fully"
            assert verifying.verify(backup.path) == [], f"death {death}"
        assert server.run(task) == 0
        [backup] = backup_list.every()
        assert verifying.verify(backup.path) == []
        for part in backup_folder().iterdir():
            part.unlink()


@PACES
def test_rotating_killed_at_a_stage(server: Server, base: Base, pace: Pace) -> None:
    task = {"do": "rotate", "path": str(base.path), "watch": str(backup_folder())}
    check_rotation(server, base, task, killed(server, task, pace))


@TRIALS
def test_rotating_killed_at_any_moment(server: Server, base: Base, trials: int) -> None:
    task = {"do": "rotate", "path": str(base.path)}
    check_rotation(server, base, task, killed_at_random(server, task, trials))
