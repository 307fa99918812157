"""The disk is full at one of twenty sizes: the project stays whole, the person is told, and nothing half is left."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.services import backups, identity, unlocking, verifying
from curator.services import project as projects
from curator.services.home import backup_folder
from curator.services.importing import import_paths
from curator.sharing import passphrases
from tests.support import damage
from tests.support import projects as support
from tests.support.killable import Server

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits and fork are for POSIX")

SIZES = pytest.mark.parametrize("sizes", [5, pytest.param(20, marks=pytest.mark.torture)])
PASSPHRASE = "correct horse battery"
TOLD = 3


@pytest.fixture
def server(curator_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    identity.me()
    running = Server(curator_home)
    yield running
    running.close()


@pytest.fixture
def base(tmp_path: Path, server: Server) -> Path:
    """A closed project of half a megabyte in a folder of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "long.txt").write_text(support.TEXT * 500, encoding="utf-8")
    with support.new(folder, identity.me(), "base.curator") as project:
        support.annotate(project, support.add_document(project))
        import_paths(project, [tmp_path / "long.txt"], copy=False)
    return project.path


def said(path: Path) -> Any:
    with projects.open_project(path, author=identity.me(), read_only=True) as project:
        return support.bodies(project)


def on_a_full_disk(server: Server, base: Path, task: dict[str, Any], sizes: int) -> tuple[int, int]:
    """Do a task at each of the sizes; gives how often it was refused in words, and how often it was done."""
    whole = Path(shutil.copy(base, base.parent.parent / "whole.curator"))
    before = said(base)
    ends: list[int] = []
    for number in range(sizes):
        size = 2 * base.stat().st_size * number // (sizes - 1)
        ends.append(server.run({**task, "limit": size}))
        assert ends[-1] in (0, TOLD), f"{size} bytes"
        assert said(base) == before, f"{size} bytes"
        if ends[-1] == TOLD:
            assert base.read_bytes() == whole.read_bytes(), f"{size} bytes"
        left = [part.name for part in (*base.parent.iterdir(), *backup_folder().iterdir()) if ".new" in part.name]
        assert left == [], f"{size} bytes"
        for part in (*base.parent.iterdir(), *backup_folder().iterdir()):
            part.unlink()
        shutil.copy(whole, base)
    return ends.count(TOLD), ends.count(0)


@SIZES
def test_backing_up(server: Server, base: Path, sizes: int) -> None:
    refused, done = on_a_full_disk(server, base, {"do": "rotate", "path": str(base)}, sizes)
    assert refused > sizes // 4
    assert done > 0


@SIZES
def test_restoring(server: Server, base: Path, sizes: int) -> None:
    copy = base.parent.parent / "copy.curator"
    with projects.open_project(base, author=identity.me()) as project:
        backups.backup(project, copy)
    refused, done = on_a_full_disk(server, base, {"do": "restore", "path": str(base), "source": str(copy)}, sizes)
    assert refused > sizes // 4
    assert done > 0


@SIZES
def test_repairing(server: Server, base: Path, sizes: int) -> None:
    damage.execute(base, "UPDATE span SET start = start + 1")
    refused, done = on_a_full_disk(server, base, {"do": "fix", "path": str(base)}, sizes)
    assert refused > sizes // 4
    assert done > 0


@SIZES
def test_encrypting(server: Server, base: Path, sizes: int) -> None:
    task = {"do": "rekey", "path": str(base), "passphrase": PASSPHRASE}
    whole = base.read_bytes()
    ends: list[int] = []
    for number in range(sizes):
        size = 2 * len(whole) * number // (sizes - 1)
        ends.append(server.run({**task, "limit": size}))
        if ends[-1] == TOLD:
            assert base.read_bytes() == whole, f"{size} bytes"
        else:
            assert ends[-1] == 0
            unlocking.unlock(base, PASSPHRASE)
            assert verifying.verify(base) == []
        assert [part.name for part in base.parent.iterdir() if ".new" in part.name] == []
        base.write_bytes(whole)
    assert ends.count(TOLD) > sizes // 4
    assert ends.count(0) > 0
