"""A file that still opens though the write-ahead log beside it is gone: said, and only then."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.cli import main
from curator.services import backups, identity, reading, rekeying, sharing, unlocking, verifying
from curator.services import project as projects
from curator.services.project import Project
from curator.sharing import passphrases
from tests.support import projects as support


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Project]:
    """A project that is open, and in which something was done."""
    with support.new(tmp_path, identity.me()) as project:
        document = support.add_document(project)
        support.annotate(project, document)
        yield project


def copied(project: Project, folder: Path, *endings: str) -> Path:
    """The file as a file manager copies it while the project is open, with what lies beside it, or without."""
    folder.mkdir()
    for ending in ("", *endings):
        shutil.copy(f"{project.path}{ending}", folder)
    return folder / project.path.name


def lost(path: Path) -> bool:
    with projects.open_project(path, author=identity.me(), read_only=True) as opened:
        said = opened.log_lost
    assert said == ("lost log" in {defect.kind for defect in verifying.verify(path)})
    return said


def test_a_file_that_was_copied_without_its_log_says_so_until_it_was_worked_in(left: Project, tmp_path: Path) -> None:
    path = copied(left, tmp_path / "without")
    assert lost(path)
    with projects.open_project(path, author=identity.me()) as opened:
        assert opened.log_lost
        support.annotate(opened, reading.documents(opened)[0].id)
    assert not lost(path)


def test_a_file_with_its_log_and_one_that_was_closed_say_nothing(left: Project, tmp_path: Path) -> None:
    path = copied(left, tmp_path / "with", "-wal")
    assert not lost(path)
    with projects.open_project(path, author=identity.me()) as opened:
        assert not opened.log_lost
        assert reading.counts(opened).annotations == 1
    assert not lost(path)
    left.close()
    assert not lost(left.path)


def test_a_copy_that_the_program_makes_needs_no_log(
    left: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not lost(backups.backup(left))
    left.close()
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    rekeying.rekey(left.path, "correct horse battery")
    unlocking.unlock(left.path, "correct horse battery")
    assert not lost(left.path)


def test_what_came_in_a_parcel_leaves_its_mark_as_well(left: Project, tmp_path: Path) -> None:
    parcel = tmp_path / "p.parcel"
    sharing.hand_in(left, parcel)
    sharing.receive_new(tmp_path / "two.curator", parcel, author=identity.me())
    with projects.open_project(tmp_path / "two.curator", author=identity.me()) as two:
        support.annotate(left, reading.documents(left)[0].id, 8, 12)
        sharing.hand_in(left, parcel)
        sharing.receive(two, parcel)
        assert lost(copied(two, tmp_path / "without"))


def test_the_command_line_says_it(left: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copied(left, tmp_path / "without")
    assert main(["list", os.fspath(path)]) == 0
    assert "may be missing" in capsys.readouterr().err
    assert main(["verify", os.fspath(path)]) == 1
    assert "lost log" in capsys.readouterr().err
