"""Backups that come by themselves: when one is due, which are kept, and what happens when one can't be made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.domain.errors import CancelledError, StorageError
from curator.services import (
    backup_list,
    backups,
    documents,
    exporting,
    identity,
    importing,
    reading,
    rotation,
    verifying,
)
from curator.services import project as projects
from curator.services.backup_list import Backup, Note
from curator.services.home import backup_folder
from curator.services.project import Project
from tests.support import projects as support

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def document(project: Project) -> str:
    return support.add_document(project)


def test_the_first_is_made_at_once_and_an_unchanged_project_gets_no_other(
    project: Project, document: str, clock: Clock
) -> None:
    made = rotation.rotate(project, clock=clock, opening=True)
    assert made
    assert made.note.checked == "fully"
    assert (made.note.documents, made.note.annotations) == (1, 0)
    for _ in range(50):
        clock.now += HOUR
        assert rotation.rotate(project, clock=clock) is None
        assert rotation.rotate(project, clock=clock, opening=True) is None
    assert len(backup_list.every()) == 1


def test_a_changed_project_gets_one_an_hour_and_one_on_opening(project: Project, document: str, clock: Clock) -> None:
    rotation.rotate(project, clock=clock)
    support.annotate(project, document)
    clock.now += timedelta(minutes=59)
    assert rotation.rotate(project, clock=clock) is None
    clock.now += timedelta(minutes=1)
    assert rotation.rotate(project, clock=clock)
    support.annotate(project, document)
    clock.now += timedelta(minutes=1)
    assert rotation.rotate(project, clock=clock) is None
    assert rotation.rotate(project, clock=clock, opening=True)
    assert len(backup_list.of(project.path, project.id)) == 3


def test_a_clock_that_was_set_back_keeps_nobody_from_a_backup(project: Project, document: str, clock: Clock) -> None:
    clock.now += 3650 * DAY
    rotation.rotate(project, clock=clock)
    support.annotate(project, document)
    clock.now = NOON
    assert rotation.rotate(project, clock=clock)


def test_each_backup_opens_and_is_in_order_with_the_counts_that_it_is_listed_with(
    project: Project, document: str, clock: Clock
) -> None:
    for number in range(4):
        support.annotate(project, document, number * 7, number * 7 + 5)
        rotation.rotate(project, clock=clock)
        clock.now += HOUR
    listed = backup_list.of(project.path, project.id)
    assert [each.note.annotations for each in listed] == [4, 3, 2, 1]
    for each in listed:
        assert verifying.verify(each.path) == []
        with projects.open_project(each.path, author=identity.me(), read_only=True) as opened:
            assert len(support.bodies(opened)) == each.note.annotations + 4


def test_a_large_project_is_verified_quickly_and_says_so(
    project: Project, document: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_THOROUGHLY", 2)
    made = rotation.rotate(project, clock=clock)
    assert made
    assert made.note.checked == "quickly"


def made_at(when: datetime, *, automatic: bool = True, before: str = "") -> Backup:
    at = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Backup(Path(at), 1, Note(at, "p", "/p", "s", "fully", automatic, before=before))


def test_all_of_a_day_are_kept_then_one_a_day_then_one_a_week_then_none() -> None:
    hourly = [made_at(NOON - number * HOUR) for number in range(24 * 400)]
    gone = {each.path for each in rotation.expired(hourly, NOON)}
    kept = [each.made for each in hourly if each.path not in gone]
    ages = [NOON - each for each in kept]
    assert len([age for age in ages if age <= DAY]) == 25
    assert len([age for age in ages if DAY < age <= 28 * DAY]) == 28
    assert len({each.date() for each in kept if DAY < NOON - each <= 28 * DAY}) == 28
    weekly = [each for each in kept if NOON - each > 28 * DAY]
    assert 48 <= len(weekly) <= 50
    assert len({each.isocalendar()[:2] for each in weekly}) == len(weekly)
    assert max(ages) <= 364 * DAY


def test_thinning_out_again_and_again_comes_to_the_same() -> None:
    there: list[Backup] = []
    now = NOON
    for number in range(24 * 60):
        now = NOON + number * HOUR
        there.append(made_at(now))
        gone = {each.path for each in rotation.expired(there, now)}
        there = [each for each in there if each.path not in gone]
    assert len([each for each in there if now - each.made <= DAY]) == 25
    days = {each.made.date() for each in there}
    assert len([day for day in days if (now.date() - day).days <= 27]) == 28


def test_the_newest_stays_however_old_it_is_and_so_does_what_was_asked_for() -> None:
    old = [made_at(NOON - 2000 * DAY), made_at(NOON - 2001 * DAY), made_at(NOON - 2002 * DAY, automatic=False)]
    assert rotation.expired(old, NOON) == [old[1]]


def test_copies_from_before_something_are_thinned_out_apart_from_the_others() -> None:
    own = [made_at(NOON - 2 * DAY - HOUR), made_at(NOON - 2 * DAY - 3 * HOUR)]
    before = [made_at(NOON - 2 * DAY - number * HOUR, before="receiving") for number in (0, 2, 4)]
    assert rotation.expired(own + before, NOON) == [own[1], *before[1:]]


def test_a_copy_from_before_something_is_verified_listed_and_thinned_out(
    project: Project, document: str, clock: Clock
) -> None:
    rotation.rotate(project, clock=clock)
    for _ in range(3):
        rotation.back_up_before(project, "receiving", clock=clock)
        clock.now += HOUR
    listed = backup_list.of(project.path, project.id)
    assert [each.note.before for each in listed] == ["receiving", "receiving", "receiving", ""]
    assert {each.note.checked for each in listed} == {"fully"}
    assert verifying.verify(listed[0].path) == []
    clock.now += 3 * DAY
    path = rotation.back_up_before(project, "receiving", clock=clock)
    assert [each.note.before for each in backup_list.of(project.path, project.id)] == ["receiving", "receiving", ""]
    assert backup_list.of(project.path, project.id)[0].path == path


def test_a_copy_of_a_large_project_from_before_something_is_not_taken_for_a_verified_one(
    project: Project, document: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotation.rotate(project, clock=clock)
    monkeypatch.setattr(backups, "_THOROUGHLY", 2)
    clock.now += HOUR
    rotation.back_up_before(project, "receiving", clock=clock)
    good = backup_list.newest_good(project.path, project.id)
    assert good
    assert good.note.before == ""


def test_the_rows_of_two_copies_of_a_project_do_not_thin_each_other_out(
    project: Project, document: str, clock: Clock
) -> None:
    rotation.rotate(project, clock=clock)
    copy = backups.backup(project, project.path.with_name("copy.curator"))
    with projects.open_project(copy, author=identity.me()) as second:
        clock.now += timedelta(minutes=1)
        assert rotation.rotate(second, clock=clock)
        clock.now += 100 * DAY
        support.annotate(second, document)
        rotation.rotate(second, clock=clock)
    assert len(backup_list.made_from(project.path)) == 1
    assert len(backup_list.of(project.path, project.id)) == 3


def test_a_folder_that_can_not_be_written_is_said_and_nothing_is_lost(
    project: Project, document: str, clock: Clock
) -> None:
    rotation.rotate(project, clock=clock)
    support.annotate(project, document)
    clock.now += HOUR
    folder = backup_folder()
    before = sorted(folder.iterdir())
    moved = folder.rename(folder.with_name("moved"))
    folder.write_text("a file in the place of the folder")
    with pytest.raises(StorageError):
        rotation.rotate(project, clock=clock)
    folder.unlink()
    moved.rename(folder)
    assert sorted(folder.iterdir()) == before
    support.annotate(project, document)
    assert rotation.rotate(project, clock=clock)


def test_a_backup_that_is_stopped_leaves_nothing(project: Project, document: str, clock: Clock) -> None:
    with pytest.raises(CancelledError):
        rotation.rotate(project, clock=clock, cancelled=lambda: True)
    assert list(backup_folder().iterdir()) == []


def test_a_damaged_project_gives_no_backup_that_counts(project: Project, document: str, clock: Clock) -> None:
    from tests.support import damage

    damage.execute(project.path, "UPDATE blob SET bytes = CAST(replace(bytes, 'Astana', 'Almaty') AS BLOB)")
    with pytest.raises(StorageError, match="not in order"):
        rotation.rotate(project, clock=clock)
    assert list(backup_folder().iterdir()) == []


def test_what_a_killed_process_left_goes_after_a_day(project: Project, document: str, clock: Clock) -> None:
    import os

    left = [backup_folder() / ".p-1.curator.x.new", backup_folder() / "p-2.curator.json"]
    for path in left:
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    fresh = backup_folder() / ".p-3.curator.x.new"
    fresh.write_bytes(b"x")
    os.utime(fresh, (NOON.timestamp(), NOON.timestamp()))
    rotation.rotate(project, clock=clock)
    assert not any(path.exists() for path in left)
    assert fresh.exists()


def test_a_backup_without_a_note_is_listed_as_not_verified(project: Project) -> None:
    (backup_folder() / "project-old.curator").write_bytes(b"x" * 100)
    (backup_folder() / "project-odd.curator").write_bytes(b"x" * 100)
    (backup_folder() / "project-odd.curator.json").write_bytes(b'{"made_at": 7}')
    listed = backup_list.of(project.path)
    assert [each.note.checked for each in listed] == ["", ""]
    assert backup_list.newest_good(project.path) is None


# --- before danger ----------------------------------------------------------------------------------------------------


def copies(project: Project) -> list[str]:
    """Before what the copies of a project were made, the newest first."""
    return [each.note.before for each in backup_list.made_from(project.path) if each.note.before]


def text(folder: Path, name: str) -> Path:
    path = folder / f"{name}.txt"
    path.write_text(f"The text {name}.")
    return path


def test_a_project_is_copied_before_an_import_and_once_for_several(
    project: Project, document: str, tmp_path: Path
) -> None:
    one, two, three = (text(tmp_path, name) for name in ("one", "two", "three"))
    importing.import_paths(project, [one])
    importing.import_paths(project, [two])
    assert copies(project) == ["import"]
    [copy] = backup_list.made_from(project.path)
    assert (copy.note.checked, copy.note.documents, verifying.verify(copy.path)) == ("fully", 1, [])
    support.annotate(project, document)
    importing.import_paths(project, [one, two])
    assert copies(project) == ["import"], "nothing new came in"
    importing.import_paths(project, [three])
    assert copies(project) == ["import", "import"]


def test_a_project_is_copied_before_a_data_set_comes_in(project: Project, document: str, tmp_path: Path) -> None:
    exporting.export(project, tmp_path / "set.json", everything=True)
    support.annotate(project, document)
    importing.import_paths(project, [tmp_path / "set.json"])
    assert copies(project) == ["import"]


def test_nothing_is_imported_where_no_copy_can_be_made(project: Project, document: str, tmp_path: Path) -> None:
    support.annotate(project, document)
    folder = backup_folder()
    folder.rmdir()
    folder.write_text("a file in the place of the folder")
    report = importing.import_paths(project, [text(tmp_path, "one")])
    assert [item.outcome for item in report.items] == ["refused"]
    assert reading.document_count(project) == 1


def test_a_project_is_copied_before_annotated_documents_are_taken_out(project: Project, document: str) -> None:
    others = [support.add_document(project, f"Text {number}.", f"T{number}") for number in range(3)]
    for each in (document, *others[:2]):
        support.annotate(project, each)
    documents.withdraw(project, others[2])
    assert copies(project) == [], "there was nothing in it to be lost"
    documents.withdraw(project, document)
    documents.withdraw(project, others[0])
    assert copies(project) == ["removal"]
    documents.describe(project, others[1], title="Another")
    documents.withdraw(project, others[1])
    assert copies(project) == ["removal", "removal"]


@pytest.mark.parametrize("act", ["import", "removal"])
def test_what_was_copied_before_can_be_restored(project: Project, document: str, tmp_path: Path, act: str) -> None:
    mark = support.annotate(project, document)
    if act == "import":
        importing.import_paths(project, [text(tmp_path, "one")])
    else:
        documents.withdraw(project, document)
    [copy] = backup_list.made_from(project.path)
    path, author = project.path, project.author
    project.close()
    backups.restore(path, copy.path, author=author)
    with projects.open_project(path, author=author) as restored:
        assert [row.id for row in reading.annotations(restored, document)] == [mark]
        assert reading.document_count(restored) == 1
        importing.import_paths(restored, [text(tmp_path, "other")])
        support.annotate(restored, document, 8, 12)
        importing.import_paths(restored, [text(tmp_path, "third")])
        assert copies(restored)[:1] == ["import"], "a copy of what was there before the restoring is none of this"
