"""Verbs that show something: for people, for pipes, for programs."""

from pathlib import Path

from curator.services import identity
from curator.services import project as projects
from tests.cli.conftest import TEXT, Curator, Mark


def test_list_has_a_line_of_cells_for_each_document(project: Path, mark: Mark, done: Curator) -> None:
    mark("Almaty")
    [line] = done("list", project).lines
    cells = line.split("\t")
    assert cells[2:] == ["in progress", "1", "", "", "report.txt"]
    [row] = done("list", project, "--json").json
    assert row["id"] == cells[0]
    assert row["by_label"] == {"actor": 1}


def test_an_empty_project_lists_nothing(tmp_path: Path, done: Curator) -> None:
    done("new", tmp_path / "p.curator")
    assert done("list", tmp_path / "p.curator").out == ""
    assert done("list", tmp_path / "p.curator", "--json").json == []


def test_show_finds_a_document_by_id_beginning_title_and_file_name(project: Path, done: Curator) -> None:
    [row] = done("list", project, "--json").json
    for name in (row["id"], row["id"][:6], row["title"], "report.txt"):
        assert done("show", project, name, "--json").json["id"] == row["id"]


def test_show_answers_with_the_text_and_whole_annotations(project: Path, mark: Mark, done: Curator) -> None:
    made = mark("Ministry of Culture", "organization", "--field", "entity=MoC")
    shown = done("show", project, "report.txt", "--json").json
    assert shown["text"] == TEXT
    [annotation] = shown["annotations"]
    assert annotation["id"] == made
    assert annotation["spans"][0]["exact"] == "Ministry of Culture"
    assert annotation["fields"]["entity"]["state"] == "stated"
    assert annotation["state"] == annotation["progress"] == "draft"
    assert annotation["problems"][0]["severity"] == "warning"


def test_show_prints_the_text_to_the_byte(project: Path, done: Curator) -> None:
    assert done("show", project, "report.txt", "--text").out == TEXT
    assert done("show", project, "report.txt", "--text", "--json").json["text"] == TEXT


def test_show_says_that_there_is_no_such_document(project: Path, curator: Curator) -> None:
    ran = curator("show", project, "nothing")
    assert (ran.status, ran.out) == (1, "")
    assert "nothing" in ran.err


def test_a_name_that_two_documents_have_is_refused(tmp_path: Path, project: Path, curator: Curator) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "report.txt").write_text("Another report.", encoding="utf-8")
    assert curator("import", project, folder).status == 0
    ran = curator("show", project, "report.txt")
    assert ran.status == 1
    assert "More than one" in ran.err


def test_search_finds_texts_quotes_and_entities(project: Path, mark: Mark, done: Curator) -> None:
    made = mark("Ministry of Culture", "organization", "--field", "entity=MoC")
    hits = done("search", project, "ministry", "of", "cult", "--json").json
    assert {"text", "quote", "entity"} == {hit["kind"] for hit in hits}
    assert {hit["annotation_id"] for hit in hits} == {None, made}
    place = hits[0]["span"]
    assert TEXT[place["start"] : place["end"]].casefold().startswith("ministry")
    assert "\t" in done("search", project, "Қасымова").out


def test_search_takes_any_words_for_words(project: Path, done: Curator) -> None:
    for query in ('"', "'", "*", "NEAR(", "a OR", "--", "\u202e", "ни чего такого", "Almaty AND", "almaty^", "title:x"):
        assert isinstance(done("search", project, "--json", "--", query).json, list)
    assert done("search", project, "nosuchword").out == ""


def test_history_names_every_change(project: Path, mark: Mark, done: Curator) -> None:
    made = mark("Almaty")
    done("withdraw", project, made)
    done("undo", project)
    entries = done("history", project, made, "--json").json
    assert [entry["operation"] for entry in entries] == ["restore", "withdraw", "create"]
    assert entries[0]["person_name"] == done("me", "--json").json["name"]
    assert done("history", project, made[:13]).lines[0].endswith("Undo: Restored")


def test_history_is_of_documents_and_entities_too(project: Path, mark: Mark, curator: Curator) -> None:
    mark("Almaty")
    for name in ("report.txt", "MoC", "Ministry of Culture"):
        assert curator("history", project, name).status == 0
    assert curator("history", project, "nobody").status == 1
    assert "More than one" in curator("history", project, "01").err


def test_people_and_entities_are_listed(project: Path, done: Curator) -> None:
    [person] = done("people", project, "--json").json
    assert person["roles"] == ["annotator", "supervisor"]
    assert person["fingerprint"] == done("me", "--json").json["fingerprint"]
    assert "annotator, supervisor" in done("people", project).out
    [entity] = done("entities", project, "--json").json
    assert (entity["name"], entity["aliases"], entity["mentions"]) == ("Ministry of Culture", ["MoC"], 0)
    assert "government body\t0\tMinistry of Culture\tMoC" in done("entities", project).out


def test_formats_says_what_each_keeps_and_loses(done: Curator) -> None:
    found = {one["name"]: one for one in done("formats", "--json").json}
    assert found["json"]["writes"]
    assert not found["text"]["writes"]
    assert "keeps:" in done("formats").out


def test_looking_works_while_a_window_has_the_project_and_changing_says_who_has_it(
    tmp_path: Path, project: Path, mark: Mark, curator: Curator
) -> None:
    made = mark("Almaty")
    with projects.open_project(project, author=identity.me()) as held:
        assert not held.read_only
        looking = (
            ("list", project),
            ("show", project, "report.txt"),
            ("search", project, "Almaty"),
            ("history", project, made),
            ("people", project),
            ("entities", project),
            ("verify", project),
            ("export", project, "-o", tmp_path / "out.json"),
            ("backup", project, "-o", tmp_path / "copy.curator"),
        )
        for words in looking:
            assert curator(*words).status == 0, words
        changing = (
            ("import", project, tmp_path / "report.txt"),
            ("annotate", project, "report.txt", "--label", "actor", "--span", "0:6"),
            ("withdraw", project, made),
            ("describe", project, "report.txt", "--title", "x"),
            ("undo", project),
            ("redo", project),
            ("entities", project, "add", "--name", "x", "--kind", "person"),
            ("restore", project, tmp_path / "copy.curator"),
        )
        for words in changing:
            ran = curator(*words)
            assert ran.status == 1, words
            assert "open" in ran.err
            assert ran.out == ""
