"""docs/COMMAND_LINE.md says what the program does: no verb, no option and no key of an answer more or less."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup, TyperOption

from curator.cli.program import app
from tests.cli.conftest import ROOT, TEXT, Curator

PAGE = (ROOT / "docs" / "COMMAND_LINE.md").read_text(encoding="utf-8")
_HEADING = re.compile(r"^## ([a-z-]+)$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
_EXAMPLE = re.compile(r"^```sh\n(.+?)\n```$", re.MULTILINE | re.DOTALL)
_EVERYWHERE = {"--help", "-h", "--json"}


def _verbs() -> dict[str, TyperCommand]:
    program = typer.main.get_command(app)
    assert isinstance(program, TyperGroup)
    return {name: verb for name, verb in program.commands.items() if isinstance(verb, TyperCommand)}


def _sections() -> dict[str, str]:
    _, *parts = _HEADING.split(PAGE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _options(verb: TyperCommand) -> set[str]:
    options = [given for given in verb.params if isinstance(given, TyperOption)]
    return {name for given in options for name in (*given.opts, *given.secondary_opts)} - _EVERYWHERE


def test_every_verb_has_its_section_and_no_other_verb_has_one() -> None:
    assert set(_sections()) == set(_verbs())


@pytest.mark.parametrize("name", sorted(_verbs()))
def test_a_section_names_every_option_of_its_verb_and_no_other(name: str) -> None:
    prose = _EXAMPLE.sub("", _sections()[name]).replace("](#", "")
    named = set(_OPTION.findall(prose)) - _EVERYWHERE
    assert named == _options(_verbs()[name])


@pytest.mark.parametrize("name", sorted(_verbs()))
def test_every_verb_answers_in_json_as_the_page_says_of_all_of_them(name: str) -> None:
    assert any("--json" in given.opts for given in _verbs()[name].params)
    assert "--json" in _sections()[name]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the page takes for granted: a folder in which the examples run, and a passphrase to come when asked."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "first.txt").write_text(f"My first text\n\n{TEXT}", encoding="utf-8")
    (tmp_path / "guidelines.md").write_text("# What to mark\n\nEvery promise.\n", encoding="utf-8")
    (tmp_path / "shared").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURATOR_NEW_PROJECT_PASSPHRASE", "a few words")
    return tmp_path


def test_the_examples_run_in_their_order_and_answer_with_the_keys_that_the_page_names(
    folder: Path, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: dict[str, str] = {}
    for line in "\n".join(_EXAMPLE.findall(PAGE)).splitlines():
        home, verb, words = _read(line, printed)
        with monkeypatch.context() as seat:
            if home:
                seat.setenv("CURATOR_HOME", str(folder / home))
            ran = curator(verb, *words, "--json")
        assert ran.status == 0, (line, ran.err)
        _check_keys(verb, ran.json)
        printed |= _printed(verb, ran.json)
    assert {"work.curator", "ann.curator", "copy.curator", "data.json"} <= {path.name for path in folder.iterdir()}


def _read(line: str, printed: dict[str, str]) -> tuple[str, str, list[str]]:
    """Who sits at the computer ("" is the first person), the verb, and its words, as a shell reads them."""
    first, *words = (printed[word[1:]] if word.startswith("$") else word for word in shlex.split(line))
    setting, equals, home = first.partition("=")
    if equals:
        assert setting == "CURATOR_HOME"
        first, *words = words
    assert first == "curator"
    return home, words[0], words[1:]


def _printed(verb: str, answer: Any) -> dict[str, str]:
    """What later examples call $ID, $KEY and $SUBJECT."""
    if verb == "annotate":
        return {"ID": answer["annotation"]}
    if verb == "me":
        return {"KEY": answer["public_key"]}
    if verb == "conflicts" and "conflicts" in answer:
        [conflict] = answer["conflicts"]
        return {"SUBJECT": conflict["subject"]}
    return {}


def _check_keys(verb: str, answer: object) -> None:
    """The keys of an answer, those of its items, and those of the answer it is said to be like, stand on the page."""
    section = _sections()[verb]
    said = section + (_sections()["undo"] if "as for [undo]" in section else "")
    said += _sections()["list"] if "item of `list`" in section else ""
    for value in answer if isinstance(answer, list) else [answer]:
        assert isinstance(value, dict), json.dumps(answer)
        missing = [key for key in value if f"`{key}`" not in said]
        assert not missing, (verb, missing)
