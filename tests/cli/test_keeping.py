"""`verify`, `backup` and `restore`."""

from pathlib import Path

from tests.cli.conftest import Curator, Mark


def test_verify_says_that_all_is_well(project: Path, done: Curator) -> None:
    assert "in order" in done("verify", project).out
    assert done("verify", project, "--json").json == {"in_order": True, "defects": []}


def test_verify_names_what_was_changed_behind_its_back(project: Path, mark: Mark, curator: Curator) -> None:
    mark("Ministry of Culture", "organization")
    data = project.read_bytes()
    assert data.count(b"Almaty, 3 May") >= 1
    project.write_bytes(data.replace(b"Almaty, 3 May", b"Almaty, 4 May"))
    ran = curator("verify", project)
    assert ran.status == 1
    assert "changed bytes" in ran.err
    ran = curator("verify", project, "--json")
    assert ran.status == 1
    assert not ran.json["in_order"]
    assert {"kind", "place", "id", "message"} <= set(ran.json["defects"][0])


def test_verify_of_what_is_no_project_says_so(tmp_path: Path, curator: Curator) -> None:
    (tmp_path / "a.txt").write_text("no project" * 50, encoding="utf-8")
    for path in (tmp_path / "a.txt", tmp_path / "nothing.curator", tmp_path):
        ran = curator("verify", path)
        assert ran.status == 1
        assert ran.err.strip()


def test_a_backup_brings_a_project_back(tmp_path: Path, project: Path, mark: Mark, done: Curator) -> None:
    copy = tmp_path / "copy.curator"
    assert done("backup", project, "-o", copy).out.strip() == str(copy)
    mark("Almaty")
    answer = done("restore", project, copy, "--json").json
    assert done("list", project, "--json").json[0]["annotations"] == 0
    assert done("list", answer["kept"], "--json").json[0]["annotations"] == 1
    done("verify", project)


def test_a_backup_goes_into_the_persons_folder_unless_told_otherwise(
    curator_home: Path, project: Path, done: Curator
) -> None:
    path = Path(done("backup", project, "--json").json["backup"])
    assert path.is_relative_to(curator_home)
    assert "my-project" in path.name


def test_a_backup_takes_no_other_files_place_and_a_bad_one_is_not_restored(
    tmp_path: Path, project: Path, curator: Curator
) -> None:
    (tmp_path / "there.curator").write_bytes(b"precious")
    assert curator("backup", project, "-o", tmp_path / "there.curator").status == 1
    assert (tmp_path / "there.curator").read_bytes() == b"precious"
    before = project.read_bytes()
    assert curator("restore", project, tmp_path / "there.curator").status == 1
    assert curator("restore", project, tmp_path / "nothing.curator").status == 1
    assert project.read_bytes() == before
