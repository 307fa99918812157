"""People, parcels and conflicts on the command line, with several people on one machine."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.cli import Status
from curator.domain.history import Kind
from curator.services import identity, unlocking
from curator.services import project as projects
from curator.services.acting import Draft
from curator.sharing import passphrases
from tests.cli.conftest import TEXT, Curator
from tests.support import projects as support

As = Callable[[str], Curator]


@pytest.fixture
def as_(curator: Curator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, curator_home: Path) -> As:
    """Run verbs as somebody who has a home of their own on this machine."""

    def become(name: str) -> Curator:
        home = curator_home if name == "Sara" else tmp_path / f"home-{name}"

        def run(*words: str | Path) -> object:
            monkeypatch.setenv("CURATOR_HOME", str(home))
            ran = curator(*words)
            assert ran.status == 0, ran.err
            return ran

        run("me", "--name", name)
        return run  # pyright: ignore[reportReturnType]

    return become


def test_work_is_handed_out_handed_in_and_handed_back(as_: As, project: Path, tmp_path: Path) -> None:
    sara, ann = as_("Sara"), as_("Ann")
    key = ann("me", "--json").json["public_key"]
    sara("people", project, "add", "--name", "Ann", "--key", key)
    out, back = tmp_path / "out.parcel", tmp_path / "back.parcel"
    made = sara("hand-in", project, "-o", out, "--to", "Ann", "--sealed", "--json").json
    assert made["sealed"]
    assert made["changesets"] > 2
    copy = tmp_path / "ann.curator"
    assert ann("receive", copy, out, "--json").json["new"] == made["changesets"]
    ann("annotate", copy, "report.txt", "--label", "actor", "--start", "0", "--end", "6")
    ann("hand-in", copy, "-o", back)
    dry = sara("receive", project, back, "--dry-run")
    assert "1 new" in dry.out
    assert "Nothing was written" in dry.out
    report = sara("receive", project, back, "--json").json
    assert (report["new"], report["made"], report["sender"]) == (1, {"annotation": 1}, "Ann")
    assert "already" in sara("receive", project, back).out
    assert sara("hand-in", project, "-o", out, "--to", "Ann", "--everything", "--json").json["changesets"] > 2
    assert sara("verify", project).status == 0


def test_people_are_listed_revoked_and_given_new_keys(as_: As, project: Path) -> None:
    sara, ann = as_("Sara"), as_("Ann")
    key = ann("me", "--json").json["public_key"]
    sara("people", project, "add", "Ann", "--key", key, "--role", "annotator", "--role", "supervisor")
    sara("people", project, "revoke", "Ann")
    assert "(revoked)" in sara("people", project).out
    other = as_("Another")("me", "--json").json["public_key"]
    sara("people", project, "add-key", "Ann", "--key", other)
    sara("people", project, "rename", "Ann", "--name", "Anna")
    assert "Anna" in sara("people", project).out
    sara("people", project, "rename", "Anna", "--name", "Ann")
    sara("people", project, "set-roles", "Ann", "--role", "annotator")
    ann_now = next(one for one in sara("people", project, "--json").json if one["name"] == "Ann")
    assert [one["revoked"] for one in ann_now["keys"]] == [True, False]
    assert ann_now["roles"] == ["annotator"]


def test_conflicts_are_listed_and_resolved(as_: As, project: Path, tmp_path: Path) -> None:
    sara = as_("Sara")
    twin, parcel = tmp_path / "twin.curator", tmp_path / "p.parcel"
    sara("hand-in", project, "-o", parcel)
    sara("receive", twin, parcel)
    sara("describe", project, "report.txt", "--title", "One")
    sara("describe", twin, "report.txt", "--title", "Two")
    sara("hand-in", twin, "-o", parcel)
    [disputed] = sara("receive", project, parcel, "--json").json["conflicts"]
    assert disputed["kind"] == "document"
    [found] = sara("conflicts", project, "--json").json["conflicts"]
    values = [side["value"] for side in found["disagreements"][0]["sides"]]
    assert sorted(values) == ["One", "Two"]
    assert len(sara("conflicts", project).lines) == 2
    sara("conflicts", project, "resolve", found["subject"], "--take", "title=2")
    assert sara("conflicts", project, "--json").json["conflicts"] == []
    assert sara("list", project, "--json").json[0]["title"] == values[1]


def test_an_exchange_folder_works_from_the_command_line(as_: As, project: Path, tmp_path: Path) -> None:
    sara = as_("Sara")
    place = tmp_path / "place"
    place.mkdir()
    assert sara("exchange", project, "--folder", place, "--json").json["put"]
    assert "Nothing to put out" in sara("exchange", project).out


def test_what_waits_and_what_does_not_count_have_a_status_of_their_own_and_say_how_to_go_on(
    as_: As, curator: Curator, project: Path, tmp_path: Path
) -> None:
    sara, zoe = as_("Sara"), as_("Zoe")
    out, back, more = tmp_path / "out.parcel", tmp_path / "back.parcel", tmp_path / "more.parcel"
    sara("hand-in", project, "-o", out)
    copy = tmp_path / "zoe.curator"
    zoe("receive", copy, out)
    key = zoe("me", "--json").json["public_key"]
    slip_in_work_of_a_stranger(copy)
    zoe("hand-in", copy, "-o", back)
    sara("me")
    ran = curator("receive", project, back)
    assert ran.status == Status.NOT_IN_ORDER
    assert "1 kept aside" in ran.out
    assert f"people PROJECT add --name NAME --key {key} --admit" in ran.err
    again = curator("receive", project, back, "--json")
    assert (again.status, again.json["aside"], again.json["waiting"]) == (Status.NOT_IN_ORDER, 0, 1)
    assert curator("receive", project, back, "--dry-run").status == Status.NOT_IN_ORDER
    sara("people", project, "add", "--name", "Zoe", "--key", key)
    assert sara("receive", project, back, "--json").json["waiting"] == 0
    zoe("me")
    slip_in_work_of_a_stranger(copy)
    zoe("hand-in", copy, "-o", more)
    sara("me")
    ran = curator("receive", project, more)
    assert ran.status == Status.NOT_IN_ORDER
    assert "not authorised: A setting of the project" in ran.err
    ran = curator("verify", project)
    assert ran.status == Status.DONE
    assert "in order; 2 revisions do not count" in ran.out
    assert "not authorised" in ran.err
    assert "--fix" not in ran.out + ran.err
    answer = curator("verify", project, "--json").json
    assert (answer["in_order"], answer["defects"]) == (True, [])
    assert [one["kind"] for one in answer["without_effect"]] == ["not authorised"] * 2
    assert curator("verify", project, "--fix").status == Status.DONE
    sara("people", project, "revoke", "Zoe")
    zoe("me")
    slip_in_work_of_a_stranger(copy)
    zoe("hand-in", copy, "-o", more)
    sara("me")
    ran = curator("receive", project, more)
    assert "this key was revoked by " in ran.out
    assert "its key was revoked by " in ran.err


def slip_in_work_of_a_stranger(path: Path) -> None:
    """Something that no verb lets a person do who is not among those of the project."""
    with projects.open_project(path, author=identity.me()) as opened:
        body = {**support.body(opened, Kind.SETTING, projects.SETTINGS_ID), "name": "Mine"}
        draft = Draft(opened, "annotate", "take over")
        draft.revise(Kind.SETTING, projects.SETTINGS_ID, body)
        draft.commit()


def test_a_parcel_without_its_base_says_what_to_ask_for(
    as_: As, curator: Curator, project: Path, tmp_path: Path
) -> None:
    sara, ann = as_("Sara"), as_("Ann")
    key = ann("me", "--json").json["public_key"]
    sara("people", project, "add", "--name", "Ann", "--key", key)
    twin, parcel = tmp_path / "twin.curator", tmp_path / "p.parcel"
    sara("hand-in", project, "-o", parcel)
    sara("receive", twin, parcel)
    copy = tmp_path / "ann.curator"
    ann("receive", copy, parcel)
    sara("describe", project, "report.txt", "--title", "One")
    sara("hand-in", project, "-o", parcel)
    ann("receive", copy, parcel)
    ann("hand-in", copy, "-o", parcel)
    sara("receive", project, parcel)
    sara("describe", project, "report.txt", "--title", "Two")
    sara("hand-in", project, "-o", parcel, "--to", "Ann")
    ran = curator("receive", twin, parcel)
    assert ran.status == Status.NOT_IN_ORDER
    assert "missing: the changeset" in ran.err
    assert "Ask Sara for a parcel with everything" in ran.err
    sara("hand-in", project, "-o", parcel)
    assert sara("receive", twin, parcel, "--json").json["waiting"] == 0


def test_a_parcel_in_the_folder_that_can_not_be_read_is_named_in_the_answer_and_the_status(
    as_: As, curator: Curator, project: Path, tmp_path: Path
) -> None:
    sara = as_("Sara")
    place = tmp_path / "place"
    place.mkdir()
    (place / "half.parcel").write_bytes(b"PK half of one")
    (place / "notes.txt").write_bytes(b"no parcel at all")
    ran = curator("exchange", project, "--folder", place)
    assert ran.status == Status.NOT_IN_ORDER
    assert "half.parcel" in ran.err
    assert "notes.txt" not in ran.err
    [refused] = curator("exchange", project, "--json").json["refused"]
    assert refused["path"].endswith("half.parcel")
    (place / "half.parcel").unlink()
    sara("exchange", project)


def test_a_project_made_of_a_parcel_can_be_encrypted(
    as_: As, curator: Curator, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    monkeypatch.setenv(unlocking.NEW_VARIABLE, "correct horse battery")
    sara = as_("Sara")
    parcel, made = tmp_path / "p.parcel", tmp_path / "made.curator"
    key = sara("me", "--json").json["public_key"]
    sara("hand-in", project, "-o", parcel, "--to", key, "--sealed")
    sara("receive", made, parcel, "--encrypt")
    assert unlocking.is_encrypted(made)
    assert TEXT[:20].encode() not in made.read_bytes()
    assert sara("list", made, "--json").json[0]["file_name"] == "report.txt"
    assert curator("receive", made, parcel, "--encrypt").status == Status.WRONG_USE


def test_what_is_no_parcel_is_refused_with_a_sentence(curator: Curator, project: Path, tmp_path: Path) -> None:
    (tmp_path / "x.parcel").write_bytes(b"not a parcel")
    ran = curator("receive", project, tmp_path / "x.parcel", "--json")
    assert ran.status == 1
    assert json.loads(ran.out)["error"]["kind"] == "ParcelError"


@pytest.mark.parametrize(
    "words",
    [("people", "add"), ("people", "revoke"), ("people", "add-key", "x"), ("conflicts", "resolve")],
)
def test_what_is_missing_on_the_command_line_is_wrong_use(
    curator: Curator, project: Path, words: tuple[str, ...]
) -> None:
    assert curator(words[0], project, *words[1:]).status in (1, 2)
