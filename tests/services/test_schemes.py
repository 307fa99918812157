"""Schemes from files: what docs/SCHEMES.md shows is one, and what is not sound is refused with its place."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curator.domain.errors import InvalidError
from curator.domain.scheme import FieldType
from curator.services.schemes import load_scheme
from curator.shipped import folder

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "SCHEMES.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_scheme_that_the_page_shows_is_one(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(SHOWN, encoding="utf-8")
    assert load_scheme(path).name == "Quotes"


def test_the_page_has_every_type_of_field() -> None:
    assert [kind for kind in FieldType if f"`{kind.value}`" not in PAGE] == []


def test_every_scheme_that_comes_with_the_program_is_sound() -> None:
    schemes = [load_scheme(path) for path in (folder("resources") / "schemes").glob("*.json")]
    assert schemes


def same_key(scheme: dict[str, Any]) -> None:
    scheme["labels"].append({**scheme["labels"][0], "name": "other"})


def unknown_condition(scheme: dict[str, Any]) -> None:
    scheme["labels"][0]["fields"][2]["when"]["field"] = "nope"


def impossible_condition(scheme: dict[str, Any]) -> None:
    scheme["labels"][0]["fields"][2]["when"]["values"] = ["nope"]


def unknown_label(scheme: dict[str, Any]) -> None:
    scheme["labels"][0]["fields"].append({"name": "x", "title": "X", "type": "annotation", "labels": ["nope"]})


def unknown_kind(scheme: dict[str, Any]) -> None:
    scheme["labels"][0]["fields"][0]["entity_kinds"] = ["nope"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (same_key, "two labels have the same key"),
        (unknown_condition, 'field "verb" depends on "nope"'),
        (impossible_condition, 'field "quote.verb": it depends on a value'),
        (unknown_label, 'field "quote.x" points at unknown labels'),
        (unknown_kind, 'field "quote.speaker": there is no kind of entity “nope”'),
    ],
)
def test_a_scheme_that_is_not_sound_is_refused_with_the_place(
    spoil: Callable[[dict[str, Any]], None], words: str, tmp_path: Path
) -> None:
    scheme = json.loads(SHOWN)
    spoil(scheme)
    path = tmp_path / "s.json"
    path.write_text(json.dumps(scheme), encoding="utf-8")
    with pytest.raises(InvalidError) as raised:
        load_scheme(path)
    assert words in str(raised.value)
    assert str(path) in str(raised.value)
    assert "Value error" not in str(raised.value)
