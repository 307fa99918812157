"""`verify`, `backup` and `restore`."""

import shutil
from pathlib import Path

import pytest

from curator.sharing import passphrases
from curator.store import encryption
from tests.cli.conftest import Curator, Mark
from tests.support import damage


def test_verify_says_that_all_is_well(project: Path, done: Curator) -> None:
    assert "in order" in done("verify", project).out
    assert done("verify", project, "--json").json == {"in_order": True, "defects": [], "without_effect": []}


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


def test_a_repair_says_what_it_did_and_where_the_project_as_it_was_is(
    project: Path, mark: Mark, curator: Curator
) -> None:
    mark("Ministry of Culture", "organization")
    damage.execute(project, "UPDATE span SET start = start + 1")
    ran = curator("verify", project)
    assert ran.status == 1
    assert "curator verify --fix" in ran.err
    ran = curator("verify", project, "--fix")
    assert ran.status == 0
    assert "Repaired" in ran.out
    [kept] = project.parent.glob("my project-before-fix-*.curator")
    assert str(kept) in ran.out
    assert curator("verify", project).status == 0
    answer = curator("verify", project, "--fix", "--json").json
    assert answer == {"in_order": True, "repaired": [], "defects": [], "without_effect": [], "kept": None}


def test_what_can_not_be_repaired_is_named_with_the_backup_to_restore(project: Path, curator: Curator) -> None:
    backup = curator("backup", project).out.strip()
    damage.execute(project, "DELETE FROM changeset WHERE seq = 2")
    before = project.read_bytes()
    for words in (("verify", project), ("verify", project, "--fix")):
        ran = curator(*words)
        assert ran.status == 1
        assert f"curator restore '{project}' {backup}" in ran.err
    assert project.read_bytes() == before


@pytest.mark.parametrize("kept", [0, 60, 5000])
def test_a_damaged_project_names_the_newest_good_backup_and_the_command(
    project: Path, curator: Curator, kept: int
) -> None:
    backup = curator("backup", project).out.strip()
    project.write_bytes(project.read_bytes()[:kept])
    for words in (
        ("list", project),
        ("search", project, "Almaty"),
        ("export", project, "-o", project.parent / "x.json"),
    ):
        ran = curator(*words)
        assert ran.status == 1
        assert f"curator restore '{project}' {backup}" in ran.err
    assert curator("restore", project, backup).status == 0
    assert curator("list", project).status == 0


def test_backups_are_listed_newest_first_with_what_they_hold(
    tmp_path: Path, project: Path, mark: Mark, curator: Curator
) -> None:
    first = curator("backup", project).out.strip()
    mark("Almaty")
    second = curator("backup", project).out.strip()
    listed = curator("backups", project, "--json").json
    assert {entry["path"] for entry in listed} == {first, second}
    assert sorted(entry["annotations"] for entry in listed) == [0, 1]
    assert all(entry["checked"] == "fully" and not entry["automatic"] for entry in listed)
    lines = curator("backups", project).lines
    assert len(lines) == 2
    assert "verified fully" in lines[0]
    assert curator("backups", tmp_path / "another.curator").lines == []


# --- under a passphrase -------------------------------------------------------------------------------------------

SECRET = "correct horse battery"


@pytest.fixture
def with_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    monkeypatch.setenv("CURATOR_PROJECT_PASSPHRASE", SECRET)


def forget(path: Path) -> None:
    """As another run of the program."""
    salt = encryption.salt_of(path)
    assert salt
    encryption.forget(salt)


def test_an_encrypted_project_takes_its_passphrase_from_the_environment(
    tmp_path: Path, curator: Curator, with_passphrase: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, text = tmp_path / "secret.curator", tmp_path / "a.txt"
    text.write_text("Plughland is here. " * 50, encoding="utf-8")
    assert curator("new", path, "--encrypt").status == 0
    forget(path)
    assert curator("import", path, text).status == 0
    forget(path)
    assert len(curator("search", path, "Plughland", "--json").json) == 1
    assert b"Plughland" not in path.read_bytes()
    backup = Path(curator("backup", path).out.strip())
    assert b"Plughland" not in backup.read_bytes()
    monkeypatch.setenv("CURATOR_NEW_PROJECT_PASSPHRASE", "another passphrase")
    ran = curator("rekey", path)
    assert ran.status == 0
    assert "1 backup made before" in ran.err
    forget(path)
    ran = curator("list", path)
    assert ran.status == 1
    assert "not that of the project" in ran.err
    monkeypatch.setenv("CURATOR_PROJECT_PASSPHRASE", "another passphrase")
    assert curator("verify", path).status == 0


def test_without_a_passphrase_and_a_terminal_it_is_said_how_to_give_one(
    tmp_path: Path, curator: Curator, with_passphrase: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.curator"
    assert curator("new", path, "--encrypt").status == 0
    forget(path)
    monkeypatch.delenv("CURATOR_PROJECT_PASSPHRASE")
    before = path.read_bytes()
    for words in (("list", path), ("verify", path), ("verify", path, "--fix"), ("rekey", path), ("backup", path)):
        ran = curator(*words)
        assert ran.status == 1
        assert "CURATOR_PROJECT_PASSPHRASE" in ran.err
    assert path.read_bytes() == before
    assert curator("new", tmp_path / "other.curator", "--encrypt").status == 1
    assert not (tmp_path / "other.curator").exists()


def test_an_encrypted_project_takes_part_in_sharing(tmp_path: Path, curator: Curator, with_passphrase: None) -> None:
    path, parcel = tmp_path / "secret.curator", tmp_path / "all.parcel"
    (tmp_path / "shared").mkdir()
    assert curator("new", path, "--encrypt").status == 0
    shared = ("--folder", tmp_path / "shared")
    for words in (("hand-in", path, "-o", parcel), ("receive", path, parcel), ("exchange", path, *shared)):
        forget(path)
        ran = curator(*words)
        assert ran.status == 0, ran.err


def test_a_project_that_lies_open_is_encrypted_by_rekey(
    project: Path, curator: Curator, with_passphrase: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_NEW_PROJECT_PASSPHRASE", SECRET)
    shutil.copy(project, project.with_name("plain"))
    before = curator("list", project, "--json").json
    assert curator("rekey", project).status == 0
    assert b"Almaty" not in project.read_bytes()
    assert curator("list", project, "--json").json == before
    assert curator("verify", project).status == 0
