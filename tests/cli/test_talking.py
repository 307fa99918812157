"""Comments, guidelines and reasons from a shell."""

from pathlib import Path

from tests.cli.conftest import Curator, Mark


def test_a_thread_begins_is_answered_and_resolved(project: Path, mark: Mark, curator: Curator, done: Curator) -> None:
    made = mark("Almaty")
    done("comments", project, "report.txt", "--add", "Is this all?")
    done(
        "comments",
        project,
        "report.txt",
        "--add",
        "A place?\nOr a state?",
        "--annotation",
        made[:20],
        "--field",
        "role",
    )
    [whole, on_field] = done("comments", project, "report.txt", "--json").json
    assert (whole["annotation"], on_field["annotation"], on_field["field"]) == (None, made, "role")
    done("comments", project, "report.txt", "--thread", on_field["id"][:20], "--add", "A place.")
    done("comments", project, "report.txt", "--thread", on_field["id"], "--resolve")
    [thread] = done("comments", project, "report.txt", "--annotation", made, "--json").json
    assert (thread["resolved"], [entry["text"] for entry in thread["entries"]]) == (
        True,
        ["A place?\nOr a state?", "A place."],
    )
    lines = done("comments", project, "report.txt").lines
    assert [line.split("\t")[1] for line in lines] == ["open", "resolved", "resolved"]
    done("comments", project, "report.txt", "--thread", on_field["id"], "--reopen")
    assert not done("comments", project, "report.txt", "--annotation", made, "--json").json[0]["resolved"]
    assert curator("comments", project, "report.txt", "--thread", "ffff", "--resolve").status == 1
    assert curator("comments", project, "report.txt", "--resolve").status == 2
    assert curator("comments", project, "report.txt", "--field", "role").status == 2
    assert curator("comments", project, "report.txt", "--thread", "f", "--annotation", made, "--add", "x").status == 2


def test_guidelines_are_written_and_every_version_is_kept(project: Path, curator: Curator, done: Curator) -> None:
    assert (done("guidelines", project).out, done("guidelines", project, "--json").json) == ("", None)
    page = project.with_name("page.md")
    for text in ("# Old\n", "# New\n"):
        page.write_text(text, encoding="utf-8")
        done("guidelines", project, "--write", page, *(("--title", "Rules") if "Old" in text else ()))
    assert done("guidelines", project).out == "# New\n"
    assert done("guidelines", project, "--version", "1").out == "# Old\n"
    now = done("guidelines", project, "--json").json
    assert (now["version"], now["title"]) == (2, "Rules")
    assert curator("guidelines", project, "--version", "3").status == 1
    assert curator("guidelines", project, "--title", "x").status == 2
    page.write_bytes(b"\xff\xfe\x00")
    ran = curator("guidelines", project, "--write", page)
    assert (ran.status, "page.md" in ran.err) == (1, True)


def test_a_project_gets_its_own_reasons(project: Path, curator: Curator, done: Curator) -> None:
    assert "wrong_span" in [reason["name"] for reason in done("reasons", project, "--json").json]
    done("reasons", project, "--set", "unclear=It is not clear = what is meant", "--set", "twice=It is there already")
    assert done("reasons", project).lines == ["unclear\tIt is not clear = what is meant", "twice\tIt is there already"]
    assert curator("reasons", project, "--set", "unclear").status == 2
    assert curator("reasons", project, "--set", "a=One", "--set", "a=Two").status == 1
