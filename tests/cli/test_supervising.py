"""Supervision from a shell: two annotators and a supervisor, each with a home of their own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import TEXT, Curator, Ran

Seat = Callable[[str], None]


@pytest.fixture
def sit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, curator: Curator) -> Seat:
    """Let somebody sit down at the computer."""

    def take(name: str) -> None:
        monkeypatch.setenv("CURATOR_HOME", str(tmp_path / name))
        curator("me", "--name", name)

    return take


@pytest.fixture
def shared(tmp_path: Path, sit: Seat, done: Curator) -> Path:
    """Boss's project with one document, and Ann and Bob in it."""
    path, text = tmp_path / "p.curator", tmp_path / "report.txt"
    text.write_text(TEXT, encoding="utf-8")
    keys = {}
    for name in ("Ann", "Bob"):
        sit(name)
        keys[name] = done("me", "--json").json["public_key"]
    sit("Boss")
    done("new", path)
    done("import", path, text)
    for name, key in keys.items():
        done("people", path, "add", "--name", name, "--key", key)
    return path


def mark(done: Curator, project: Path, words: str, label: str = "actor") -> str:
    """Annotate these words of the report; gives the new id."""
    start = TEXT.index(words)
    place = ("--start", str(start), "--end", str(start + len(words)))
    return done("annotate", project, "report.txt", "--label", label, *place).out.strip()


def exported(done: Curator, project: Path, *options: str) -> list[str]:
    """The ids of the annotations that an export holds."""
    target = project.with_name("out.json")
    done("export", project, "-o", target, *options)
    return sorted(one["id"] for item in json.loads(target.read_bytes())["documents"] for one in item["annotations"])


def refused(ran: Ran, words: str) -> None:
    """A verb was refused with a message."""
    assert ran.status == 1
    assert words in ran.err


def test_a_document_goes_its_way_from_a_shell(shared: Path, sit: Seat, done: Curator, curator: Curator) -> None:
    done("assign", shared, "report.txt", "--to", "Ann", "--to", "Bob", "--due", "2030-01-31")
    sit("Ann")
    hers = mark(done, shared, "Almaty")
    assert done("submit", shared, "report.txt", "--note", "easy").out.startswith("Done: submit Almaty")
    refused(curator("withdraw", shared, hers), "submitted")
    refused(curator("review", shared, hers, "accept"), "supervisor")
    refused(curator("queue", shared), "supervisor")
    refused(curator("assign", shared, "--to", "Ann"), "supervisor")
    refused(curator("people", shared, "add", "--name", "Eve", "--key", "0" * 64), "supervisor")
    sit("Bob")
    his = mark(done, shared, "The Ministry of Culture", "organization")
    assert [one["id"] for one in done("show", shared, "report.txt", "--json").json["annotations"]] == [his]
    assert exported(done, shared, "--all") == [his]
    sit("Boss")
    [row] = done("queue", shared, "--json").json
    assert (row["annotation"], row["author_name"], row["work"]) == (hers, "Ann", "submitted")
    [row] = done("queue", shared, "--work", "in_progress", "--label", "organization", "--json").json
    assert row["annotation"] == his
    [ann, bob] = done("queue", shared, "--documents", "--json").json
    assert [(one["annotator_name"], one["state"], one["due"]) for one in (ann, bob)] == [
        ("Ann", "submitted", "2030-01-31"),
        ("Bob", "in_progress", "2030-01-31"),
    ]
    refused(curator("review", shared, hers, "return"), "Say why")
    done("review", shared, hers, "return", "--reason", "wrong_span")
    done("review", shared, "report.txt", "return", "--annotator", "Ann")
    sit("Ann")
    done("describe", shared, "report.txt", "--language", "en")
    done("withdraw", shared, hers)
    again = mark(done, shared, "Almaty, 3 May 2019")
    done("submit", shared, "report.txt")
    sit("Boss")
    done("review", shared, again, "accept", "--field", "role")
    done("review", shared, "report.txt", "accept", "--annotator", "Ann", "--accept-rest")
    assert exported(done, shared) == [again]
    assert exported(done, shared, "--annotator", "Bob", "--state", "draft") == [his]
    assert exported(done, shared, "--adjudicated") == []
    done("verify", shared)


def test_submit_lists_what_to_look_at_and_can_state_that_there_is_nothing(
    shared: Path, sit: Seat, done: Curator, curator: Curator
) -> None:
    sit("Ann")
    assert done("submit", shared, "report.txt", "--check").out == ""
    made = mark(done, shared, "will send 300,000 tenge", "commitment")
    ran = curator("submit", shared, "report.txt", "--check", "--json")
    assert (ran.status, ran.json[0]["annotation"], ran.json[0]["severity"]) == (1, made, "error")
    refused(curator("submit", shared, "report.txt"), "must be put right")
    done("withdraw", shared, made)
    refused(curator("submit", shared, "report.txt"), "nothing to submit")
    done("submit", shared, "report.txt", "--nothing")
    done("submit", shared, "report.txt", "--back")
    assert done("list", shared, "--json").json[0]["state"] == "new"


def test_documents_are_given_evenly_by_rule_and_taken_again(shared: Path, done: Curator, curator: Curator) -> None:
    for number in range(3):
        text = shared.with_name(f"t{number}.txt")
        text.write_text(f"Text number {number}.", encoding="utf-8")
        done("import", shared, text)
    done("assign", shared, "--to", "Ann", "--to", "Bob", "--evenly", "1")
    assert len(done("queue", shared, "--documents", "--annotator", "Ann", "--json").json) == 2
    assert len(done("queue", shared, "--documents", "--annotator", "Ann", "--annotator", "Bob", "--json").json) == 4
    assert curator("queue", shared, "--documents", "--label", "actor", "--before", "2030-01-01").status == 2
    done("assign", shared, "--to", "Ann", "--to", "Bob", "--take")
    assert done("queue", shared, "--documents", "--json").json == []
    done("assign", shared, "--to", "Ann", "--to", "Bob", "--every", "2")
    assert len(done("queue", shared, "--documents", "--json").json) == 6
    assert curator("assign", shared, "--to", "Ann", "--take", "--every", "2").status == 2
    assert curator("assign", shared).status == 2
    refused(curator("assign", shared, "--to", "Nobody"), "Nobody in the project")


def test_people_are_listed_added_and_lose_their_roles(shared: Path, sit: Seat, done: Curator, curator: Curator) -> None:
    assert {row["name"] for row in done("people", shared, "--json").json} == {"Boss", "Ann", "Bob"}
    refused(curator("people", shared, "add", "--name", "Eve", "--key", "12"), "64 hexadecimal digits")
    done("people", shared, "revoke", "Bob")
    refused(curator("people", shared, "revoke", "Boss"), "Nobody would be left")
    assert curator("people", shared, "revoke").status == 2
    assert curator("people", shared, "--name", "x").status == 2
    sit("Bob")
    ran = curator("annotate", shared, "report.txt", "--label", "actor", "--start", "0", "--end", "6")
    refused(ran, "not among the people")


def test_two_peoples_work_is_made_one_from_a_shell(shared: Path, sit: Seat, done: Curator, curator: Curator) -> None:
    done("assign", shared, "report.txt", "--to", "Ann", "--to", "Bob")
    made: dict[str, list[str]] = {}
    for name, ministry in (("Ann", "The Ministry of Culture"), ("Bob", "Ministry of Culture")):
        sit(name)
        made[name] = [mark(done, shared, "Almaty"), mark(done, shared, ministry, "organization")]
        done("submit", shared, "report.txt")
    refused(curator("adjudicate", shared, "report.txt"), "supervisor")
    sit("Boss")
    [same, other] = done("adjudicate", shared, "report.txt", "--json").json
    assert (same["states"], same["undisputed"], other["states"]) == (["agree"], True, ["differ_in_span"])
    assert [line.split("	")[:2] for line in done("adjudicate", shared, "report.txt").lines] == [
        [number, "open"] for number in ("1", "1", "2", "2")
    ]
    done("adjudicate", shared, "report.txt", "--accept-agreeing")
    done("adjudicate", shared, "report.txt", "--take", made["Bob"][1][:20], "--error", "slip", "--reason", "wrong_span")
    assert exported(done, shared, "--adjudicated") == sorted([min(made["Ann"][0], made["Bob"][0]), made["Bob"][1]])
    done("adjudicate", shared, "report.txt", "--reopen", made["Ann"][1])
    done("adjudicate", shared, "report.txt", "--none", made["Ann"][1])
    outcomes = [match["outcome"] for match in done("adjudicate", shared, "report.txt", "--json").json]
    assert outcomes == ["unanimous", "adjudicated"]
    assert exported(done, shared, "--adjudicated") == [min(made["Ann"][0], made["Bob"][0])]
    assert curator("adjudicate", shared, "report.txt", "--take", "x", "--none", "y").status == 2
    assert curator("adjudicate", shared, "report.txt", "--error", "slip").status == 2


def test_a_document_is_taken_out_by_a_supervisor_and_comes_back(
    shared: Path, sit: Seat, done: Curator, curator: Curator
) -> None:
    sit("Ann")
    refused(curator("withdraw", shared, "report.txt", "--document"), "supervisor")
    sit("Boss")
    [made] = done("withdraw", shared, "report.txt", "--document", "--json").json["documents"]
    assert done("list", shared, "--json").json == []
    done("undo", shared)
    assert [row["id"] for row in done("list", shared, "--json").json] == [made]
