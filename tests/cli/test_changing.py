"""Verbs that change what a project says: each is one act, and says what it did."""

from pathlib import Path
from typing import Any

from tests.cli.conftest import TEXT, Curator, Mark


def shown(done: Curator, project: Path) -> list[dict[str, Any]]:
    return done("show", project, "report.txt", "--json").json["annotations"]


def test_annotate_prints_the_new_id_and_what_is_still_missing(project: Path, done: Curator) -> None:
    ran = done("annotate", project, "report.txt", "--label", "commitment", "--start", "20", "--end", "40")
    [annotation] = shown(done, project)
    assert ran.lines == [annotation["id"]]
    assert "note: action: needed" in ran.err
    assert annotation["spans"][0]["exact"] == TEXT[20:40]


def test_annotate_answers_with_the_act(project: Path, done: Curator) -> None:
    made = done("annotate", project, "report.txt", "--label", "Actor", "--span", "0:6", "--json").json
    assert made["annotations"] == [made["annotation"]]
    assert made["problems"] == []
    assert len(made["changeset"]) == 64
    assert made["act"] == "add actor"


def test_annotate_takes_several_spans_and_puts_them_in_order(project: Path, done: Curator) -> None:
    done("annotate", project, "report.txt", "--label", "actor", "--span", "30:40", "--start", "0", "--end", "6")
    spans = shown(done, project)[0]["spans"]
    assert [(span["start"], span["end"]) for span in spans] == [(0, 6), (30, 40)]


def test_offsets_count_code_points(project: Path, mark: Mark, done: Curator) -> None:
    mark("by the end of 2020", "date", "--field", "value=2020-12-31")
    assert shown(done, project)[0]["spans"][0]["exact"] == "by the end of 2020"


def test_spans_that_are_none_are_refused_and_nothing_is_written(project: Path, curator: Curator, done: Curator) -> None:
    wrong_use = (
        [],
        ["--start", "3"],
        ["--end", "3"],
        ["--start", "x", "--end", "3"],
        ["--span", "six"],
        ["--span", "٣:٥"],
        ["--span", "0:6", "--cite", "role=six"],
        ["--span", "0:6", "--cite", "role"],
        ["--span", "0:6", "--field", "role"],
    )
    not_in_order = (
        ["--start", "3", "--end", "3"],
        ["--start", "5", "--end", "3"],
        ["--start", "-5", "--end", "3"],
        ["--start", "0", "--end", "100000"],
        ["--start", "0", "--end", str(10**30)],
        ["--span", "0:6", "--span", "5:9"],
    )
    for options in wrong_use:
        ran = curator("annotate", project, "report.txt", "--label", "actor", *options)
        assert (ran.status, ran.out) == (2, ""), options
        assert "Error: " in ran.err, options
    for options in not_in_order:
        ran = curator("annotate", project, "report.txt", "--label", "actor", *options)
        assert ran.status == 1, options
        assert ran.err.strip()
    assert shown(done, project) == []


def test_an_unknown_label_is_answered_with_those_there_are(project: Path, curator: Curator) -> None:
    ran = curator("annotate", project, "report.txt", "--label", "nope", "--span", "0:6")
    assert ran.status == 1
    assert "commitment" in ran.err
    assert curator("annotate", project, "report.txt", "--span", "0:6").status == 2


def test_withdraw_ends_an_annotation_once(project: Path, mark: Mark, curator: Curator, done: Curator) -> None:
    made = mark("Almaty")
    assert done("withdraw", project, made[:20], "--json").json["annotations"] == [made]
    assert shown(done, project) == []
    assert curator("withdraw", project, made).status == 1
    assert curator("withdraw", project, "ffffffff").status == 1
    assert curator("withdraw", project, "").status == 1


def test_undo_and_redo_walk_through_the_acts_and_say_when_there_are_no_more(
    project: Path, mark: Mark, curator: Curator, done: Curator
) -> None:
    mark("Almaty")
    assert "add actor" in done("undo", project).out
    assert shown(done, project) == []
    assert done("redo", project, "--json").json["act"] == "add actor"
    assert len(shown(done, project)) == 1
    ran = curator("redo", project)
    assert (ran.status, ran.out) == (1, "")
    ran = curator("redo", project, "--json")
    assert (ran.status, ran.json) == (1, None)
    steps = 0
    while curator("undo", project).status == 0:
        steps += 1
    assert steps == 3  # the annotation, the entity, the import


def test_describe_sets_and_takes_away(project: Path, curator: Curator, done: Curator) -> None:
    ran = done(
        "describe", project, "report.txt", "--title", "[i]-- Отчёт", "--language", "en", "--published", "2019-05"
    )
    assert ran.out == "Done: set title and language and publication date.\n"
    [row] = done("list", project, "--json").json
    assert (row["title"], row["language"], row["published"]) == ("[i]-- Отчёт", "en", "2019-05")
    assert done("show", project, "[i]-- Отчёт").lines[0] == "Title        [i]-- Отчёт"
    done("describe", project, "report.txt", "--language", "", "--url", "https://example.org/1")
    [row] = done("list", project, "--json").json
    assert (row["language"], row["url"]) == (None, "https://example.org/1")
    assert done("describe", project, "report.txt", "--language", "", "--json").json["changeset"] is None


def test_describe_refuses_what_is_none(project: Path, curator: Curator) -> None:
    assert curator("describe", project, "report.txt").status == 2
    ran = curator("describe", project, "report.txt", "--published", "tomorrow")
    assert ran.status == 1
    assert not ran.err.strip().endswith("..")
    assert curator("describe", project, "report.txt", "--title", " ").status == 1


def test_entities_are_added_by_name_and_kind(project: Path, curator: Curator, done: Curator) -> None:
    made = done("entities", project, "add", "--name", "Қасымова", "--kind", "person", "--json").json["entity"]
    assert made in {row["id"] for row in done("entities", project, "--json").json}
    assert curator("entities", project, "add", "--name", "x").status == 2
    assert curator("entities", project, "--name", "x").status == 2
    assert curator("entities", project, "remove").status == 2
    ran = curator("entities", project, "add", "--name", "x", "--kind", "dragon")
    assert ran.status == 1
    assert "person" in ran.err
