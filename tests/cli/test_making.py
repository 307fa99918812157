"""`new`, `import` and `export`: what they do, what they print, how they end."""

import json
from pathlib import Path

from tests.cli.conftest import ROOT, TEXT, Curator, Mark


def test_new_makes_a_project_called_like_its_file(tmp_path: Path, done: Curator) -> None:
    ran = done("new", tmp_path / "Мой проект.curator")
    assert "Мой проект" in ran.out
    assert (tmp_path / "Мой проект.curator").is_file()


def test_a_project_without_an_ending_gets_the_one_that_dialogs_show(tmp_path: Path, done: Curator) -> None:
    made = done("new", tmp_path / "Мой проект", "--json").json
    assert (Path(made["path"]).name, made["name"]) == ("Мой проект.curator", "Мой проект")
    assert Path(done("new", tmp_path / "other.db", "--json").json["path"]).name == "other.db"


def test_new_answers_with_what_it_made(tmp_path: Path, done: Curator) -> None:
    path = tmp_path / "p.curator"
    made = done("new", path, "--name", "[bold]Pledges[/bold]", "--json").json
    assert made["path"] == str(path)
    assert made["name"] == "[bold]Pledges[/bold]"
    assert made["scheme"]["version"] == 1
    assert made["supervisor"] == done("me", "--json").json["id"]


def test_new_never_takes_the_place_of_a_file(project: Path, curator: Curator) -> None:
    before = project.read_bytes()
    ran = curator("new", project)
    assert ran.status == 1
    assert "already" in ran.err
    assert project.read_bytes() == before


def test_new_takes_a_scheme_from_a_file_and_refuses_what_is_none(
    tmp_path: Path, curator: Curator, done: Curator
) -> None:
    default = json.loads((ROOT / "resources/schemes/commitments.json").read_text(encoding="utf-8"))
    scheme = tmp_path / "scheme.json"
    scheme.write_text(json.dumps({**default, "name": "Ours", "version": 3}), encoding="utf-8")
    made = done("new", tmp_path / "p.curator", "--scheme", scheme, "--json").json
    assert made["scheme"] == {"name": "Ours", "version": 3}

    scheme.write_text('{"name": "Ours"}', encoding="utf-8")
    ran = curator("new", tmp_path / "q.curator", "--scheme", scheme)
    assert ran.status == 1
    assert "scheme" in ran.err
    assert not (tmp_path / "q.curator").exists()


def test_new_says_that_there_is_no_such_folder(tmp_path: Path, curator: Curator) -> None:
    assert curator("new", tmp_path / "nowhere" / "p.curator").status == 1


def test_import_takes_a_folder_and_says_what_came_of_each_file(tmp_path: Path, project: Path, curator: Curator) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("One text.\n", encoding="utf-8")
    (folder / "b.md").write_text("# Another\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "again.txt").write_text(TEXT, encoding="utf-8")
    ran = curator("import", project, folder)
    assert ran.status == 1
    assert "2 files imported, 1 there already, 1 skipped, 1 refused." in ran.lines
    assert f"imported: {folder / 'a.txt'}" in ran.lines
    assert "empty.txt" in ran.err
    assert "empty.txt" not in ran.out


def test_import_answers_with_one_report_even_when_files_were_refused(
    tmp_path: Path, project: Path, curator: Curator
) -> None:
    (tmp_path / "a.txt").write_text("One text.\n", encoding="utf-8")
    ran = curator("import", project, tmp_path / "a.txt", tmp_path / "nothing.txt", "--json")
    assert ran.status == 1
    report = ran.json
    assert (report["imported"], report["refused"], report["cancelled"]) == (1, 1, False)
    assert [item["outcome"] for item in report["items"]] == ["refused", "imported"] or [
        item["outcome"] for item in report["items"]
    ] == ["imported", "refused"]
    assert report["changeset"]
    assert report["saved_at"].endswith("Z")


def test_import_reads_the_encoding_it_is_told(tmp_path: Path, project: Path, done: Curator) -> None:
    words = "Министр обещал помощь к концу года.\n"
    (tmp_path / "old.txt").write_bytes(words.encode("koi8-r"))
    ran = done("import", project, tmp_path / "old.txt", "--encoding", "koi8-r")
    assert "koi8" in ran.out
    assert done("show", project, "old.txt", "--text").out == words


def test_import_refuses_an_unknown_format(project: Path, curator: Curator) -> None:
    ran = curator("import", project, project.parent / "report.txt", "--format", "wav")
    assert ran.status == 1
    assert "wav" in ran.err


def test_export_writes_approved_annotations_alone_unless_told_otherwise(
    tmp_path: Path, project: Path, mark: Mark, done: Curator
) -> None:
    mark("Ministry of Culture", "organization")
    ran = done("export", project, "-o", tmp_path / "approved.json")
    assert "--all" in ran.err
    assert done("export", project, "-o", tmp_path / "all.json", "--all", "--json").json["annotations"] == 1
    documents = json.loads((tmp_path / "all.json").read_bytes())["documents"]
    assert documents[0]["annotations"][0]["spans"][0]["exact"] == "Ministry of Culture"


def test_export_goes_by_the_name_or_by_the_format(tmp_path: Path, project: Path, curator: Curator) -> None:
    assert curator("export", project, "-o", tmp_path / "out.xyz").status == 1
    assert curator("export", project, "-o", tmp_path / "out.xyz", "--format", "jsonl", "--all").status == 0
    assert curator("export", project, "-o", tmp_path / "o.json", "--format", "text").status == 1
    assert curator("export", project).status == 2


def test_export_never_takes_the_place_of_the_project(project: Path, curator: Curator) -> None:
    ran = curator("export", project, "-o", project, "--format", "json")
    assert ran.status == 1
    assert curator("verify", project).status == 0


def test_a_project_in_a_folder_that_is_missing_names_the_folder(tmp_path: Path, curator: Curator) -> None:
    ran = curator("new", tmp_path / "missing" / "a.curator")
    assert ran.status == 1
    assert ran.err.strip() == f"{tmp_path / 'missing'}: There is no such folder to make the project in."


def test_a_doubtful_encoding_is_said_once(tmp_path: Path, project: Path, done: Curator) -> None:
    text = tmp_path / "old.txt"
    text.write_bytes("Привет, мир. Это проверка кодировки, которую программа должна узнать.".encode("cp1251"))
    assert done("import", project, text).out.count("--encoding") == 1
