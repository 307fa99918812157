"""A damaged project: what can be read is shown, the newest good backup is named, and its file is never written."""

import hashlib
import shutil
import sqlite3
from pathlib import Path
from time import monotonic

import pytest

from curator.domain.errors import CuratorError, NotAllowedError
from curator.services import backups, identity, mending, reading, rescuing, verifying
from curator.services import project as projects
from curator.services.home import data_folder
from curator.services.project import Project
from tests.support import damage, ruin
from tests.support import projects as support

_PATIENCE = 5.0


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A closed project with three documents and thirty annotations."""
    with support.new(tmp_path, identity.me()) as made:
        for number in range(3):
            document = support.add_document(made, f"{support.TEXT}\n{number} more", f"Report {number}")
            for start in range(10):
                support.annotate(made, document, start * 5, start * 5 + 5)
    return made


def print_of(path: Path) -> tuple[str, int]:
    """What tells whether a file was written."""
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def opened(path: Path) -> str:
    """What comes of opening a project, as window and command line do: "open", "rescued" or "refused"."""
    try:
        projects.open_project(path, author=identity.me(), read_only=True).close()
    except CuratorError as error:
        if not rescuing.is_damaged(error, path):
            return "refused"
    else:
        return "open"
    try:
        with rescuing.rescue(path, author=identity.me()) as rescued:
            assert rescued.read_only
            for row in reading.documents(rescued):
                reading.document(rescued, row.id)
    except CuratorError:
        return "refused"
    return "rescued"


def test_what_can_be_read_of_a_damaged_project_is_shown_and_can_not_be_changed(project: Project) -> None:
    damage.execute(project.path, "DROP TABLE annotation_fts")
    before = print_of(project.path)
    with rescuing.rescue(project.path, author=identity.me()) as rescued:
        assert [row.title for row in reading.documents(rescued)] == ["Report 0", "Report 1", "Report 2"]
        assert rescued.salvaged.whole
        assert rescued.origin == project.path
        with pytest.raises(NotAllowedError, match="damaged"):
            support.annotate(rescued, next(iter(reading.documents(rescued))).id)
        with rescued.reader() as second:
            assert len(list(reading.documents(second))) == 3
        folder = rescued.path.parent
        assert folder.is_relative_to(data_folder())
    assert not folder.exists()
    assert print_of(project.path) == before


def test_what_was_lost_is_said(project: Project) -> None:
    damage.execute(project.path, "UPDATE revision SET body = CAST(x'ff' AS TEXT) WHERE changeset = 9")
    damage.execute(project.path, "DROP TABLE annotation_fts")
    with rescuing.rescue(project.path, author=identity.me()) as rescued:
        assert len(rescued.salvaged.lost) == 1
        assert rescued.salvaged.changesets > 30


@pytest.mark.parametrize("kept", [0, 50, 4096, 40_000])
def test_a_truncated_project_is_known_by_its_backups(project: Project, kept: int) -> None:
    with projects.open_project(project.path, author=identity.me()) as whole:
        backup = backups.backup(whole)
    project.path.write_bytes(project.path.read_bytes()[:kept])
    before = print_of(project.path)
    with pytest.raises(CuratorError, match="curator restore") as caught, rescuing.advised(project.path):
        projects.open_project(project.path, author=identity.me())
    assert str(backup) in caught.value.message
    assert print_of(project.path) == before


def test_a_lost_write_ahead_log_leaves_a_project_that_opens_or_is_rescued(project: Project, tmp_path: Path) -> None:
    with projects.open_project(project.path, author=identity.me()) as whole:
        support.annotate(whole, next(iter(reading.documents(whole))).id, 60, 66)
        assert project.path.with_name(f"{project.path.name}-wal").stat().st_size
        copy = Path(shutil.copy(project.path, tmp_path / "copy.curator"))  # without its log
    before = print_of(copy)
    assert opened(copy) in ("open", "rescued")
    assert print_of(copy) == before


@pytest.mark.parametrize("value", ["x'6173696465'", "NULL", "7", "x'ff'"])
@pytest.mark.parametrize("column", ["type", "name", "tbl_name", "sql"])
def test_a_table_of_tables_that_holds_no_text_is_damage(project: Project, column: str, value: str) -> None:
    conn = sqlite3.connect(project.path, isolation_level=None)
    conn.execute("PRAGMA writable_schema = ON")
    conn.execute(f"UPDATE sqlite_master SET {column} = {value} WHERE name = 'submission'")
    conn.close()
    before = print_of(project.path)
    assert opened(project.path) in ("open", "rescued", "refused")
    verifying.verify(project.path)
    assert print_of(project.path) == before


def test_what_is_no_project_and_never_was_is_not_called_damaged(tmp_path: Path) -> None:
    letter = tmp_path / "letter.curator"
    letter.write_text("no project" * 100)
    assert opened(letter) == "refused"
    with pytest.raises(CuratorError) as caught, rescuing.advised(letter):
        projects.open_project(letter, author=identity.me())
    assert "restore" not in caught.value.message


def survey(project: Project, seeds: range) -> dict[str, int]:
    """Open so many ruined copies; gives how many came to what."""
    came_to: dict[str, int] = {}
    for seed in seeds:
        copy = ruin.ruined(project.path, project.path.with_name(f"ruin{seed}.curator"), seed)
        before, began = print_of(copy), monotonic()
        outcome = opened(copy)
        assert monotonic() - began < _PATIENCE, f"seed {seed}"
        try:
            verifying.verify(copy)
        except CuratorError:
            assert outcome == "refused", f"seed {seed}"
        assert monotonic() - began < 2 * _PATIENCE, f"seed {seed}"
        assert print_of(copy) == before, f"seed {seed}: {outcome}"
        came_to[outcome] = came_to.get(outcome, 0) + 1
        for part in copy.parent.glob(f"{copy.name}*"):
            part.unlink()
    return came_to


def test_ruined_copies_open_are_rescued_or_refused_in_time_and_are_never_written(project: Project) -> None:
    came_to = survey(project, range(48))
    assert set(came_to) <= {"open", "rescued", "refused"}
    assert came_to["rescued"] >= 5


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_two_thousand_ruined_copies(project: Project) -> None:
    print(f"\n{survey(project, range(1000, 3000))}")


def mended(project: Project, seeds: range) -> dict[str, int]:
    """Repair so many ruined copies: afterwards each says the same and is in order, or is as it was.

    What may be left, and must be named, are texts that can't be read any more and that no backup holds.
    """
    with projects.open_project(project.path, author=identity.me(), read_only=True) as whole:
        all_of_it = support.bodies(whole)
    came_to: dict[str, int] = {}
    for seed in seeds:
        copy = ruin.ruined(project.path, project.path.with_name(f"ruin{seed}.curator"), seed)
        before = print_of(copy)
        done = None
        try:
            done = mending.fix(copy)
            outcome = "repaired" if done.kept else "left"
        except CuratorError:
            outcome = "refused"
        if done and done.kept:
            assert set(verifying.verify(copy)) == set(done.left), f"seed {seed}"
            assert {defect.kind for defect in done.left} <= {"missing bytes", "changed bytes"}, f"seed {seed}"
            with projects.open_project(copy, author=identity.me()) as opened:
                assert support.bodies(opened) == all_of_it, f"seed {seed}"
        else:
            assert print_of(copy) == before, f"seed {seed}"
        came_to[outcome] = came_to.get(outcome, 0) + 1
    return came_to


def test_ruined_copies_are_repaired_wholly_or_left_as_they_were(project: Project) -> None:
    came_to = mended(project, range(100, 140))
    assert came_to.get("repaired", 0) >= 3


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_thousand_ruined_copies_are_repaired_wholly_or_left_as_they_were(project: Project) -> None:
    print(f"\n{mended(project, range(5000, 6000))}")
