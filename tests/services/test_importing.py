import os
from pathlib import Path

import pytest

from curator.domain.errors import InvalidError, NotAllowedError
from curator.services import identity, importing, reading, undoing, verifying
from curator.services import project as projects
from curator.services.importing_texts import GROUP_FILES
from curator.services.project import Project
from tests.exchange import made_datasets as made


def put(folder: Path, name: str, text: str = "Text.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_is_walked_by_name_and_what_is_for_machines_is_counted(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    for name in ("b.txt", "a/c.md", "a/d", "._b.txt", ".DS_Store", "Thumbs.db", "~$b.docx", "desktop.ini"):
        put(folder, name, name)
    put(folder, ".git/config")
    put(folder, "p.curator-wal")
    report = importing.import_paths(project, [folder])
    taken = [item.path.relative_to(folder).as_posix() for item in report.items if item.outcome == "imported"]
    assert taken == ["b.txt", "a/c.md", "a/d"]
    assert (report.count("skipped"), report.count("refused")) == (6, 0)


def test_texts_and_data_sets_come_in_together(project: Project, tmp_path: Path) -> None:
    put(tmp_path / "in", "a.txt")
    made.write_json(tmp_path / "in" / "b.json", made.rich())
    put(tmp_path / "in", "c.json", "{}")
    report = importing.import_paths(project, [tmp_path / "in"])
    assert [item.outcome for item in report.items] == ["imported", "imported", "refused"]
    assert "not a Curator data set" in report.items[2].message
    assert reading.counts(project).documents == 4


def test_a_format_that_is_said_overrules_the_name(project: Project, tmp_path: Path) -> None:
    path = put(tmp_path, "a.json", '{"a": 1}')
    assert importing.import_paths(project, [path], format="text").count("imported") == 1
    with pytest.raises(InvalidError, match="no format “brat”"):
        importing.import_paths(project, [path], format="brat")


def test_progress_goes_from_nothing_to_the_whole(project: Project, tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    paths = [put(tmp_path, f"{number}.txt", f"Text {number}.") for number in range(3)]
    paths.append(made.write_lines(tmp_path / "x.jsonl", made.rich()))
    importing.import_paths(project, paths, progress=lambda *now: said.append(now))
    total = sum(path.stat().st_size for path in paths)
    assert [done for done, _, _ in said] == sorted(done for done, _, _ in said)
    assert said[0] == (0, total, "0.txt")
    assert said[-1][:2] == (total, total)


def test_a_cancel_between_files_keeps_what_is_in_and_says_so(project: Project, tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{number}.txt", f"Text {number}.") for number in range(5)]
    answers = iter([False, False, True])
    report = importing.import_paths(project, paths, cancelled=lambda: next(answers))
    assert report.cancelled
    assert report.count("imported") == reading.document_count(project) == 2


def test_many_files_go_in_in_groups_and_are_no_step_of_undo(project: Project, tmp_path: Path) -> None:
    for number in range(GROUP_FILES * 2 + 3):
        put(tmp_path / "many", f"{number:03}.txt", f"Text {number}.")
    report = importing.import_paths(project, [tmp_path / "many"])
    assert report.count("imported") == reading.document_count(project) == GROUP_FILES * 2 + 3
    assert report.changes is not None
    assert len(report.changes.documents) == GROUP_FILES * 2 + 3
    assert undoing.state(project).undo_label is None
    assert verifying.verify(project) == []


def test_what_is_no_file_is_refused_without_waiting_for_it(project: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    report = importing.import_paths(project, [tmp_path / "pipe.txt", Path("/dev/null"), Path("a\0b")])
    assert [item.outcome for item in report.items] == ["refused"] * 3


def test_names_that_are_no_utf8_do_no_harm(project: Project, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    path.write_bytes(b"---\n***")
    report = importing.import_paths(project, [path])
    assert report.count("imported") == 1
    assert reading.documents(project)[0].title == "??"


def test_a_project_open_read_only_takes_nothing(project: Project, tmp_path: Path) -> None:
    reader = projects.open_project(project.path, author=identity.me(), read_only=True)
    with reader, pytest.raises(NotAllowedError):
        importing.import_paths(reader, [put(tmp_path, "a.txt")])
