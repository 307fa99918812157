"""The lock file: complete, hashed, and free of addresses and paths."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements/lock.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+) (?:;.*)?\\$", LOCK, re.MULTILINE))


def test_the_lock_names_no_address_and_no_path() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*(-i|-f|-e|--(?!hash=))", LOCK, re.MULTILINE)
    assert not re.search(r"(^|\s)/\w", LOCK)


def test_every_pin_has_a_hash() -> None:
    entries = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINS)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~; ]", line)[0].lower().replace("_", "-") for line in asked}
    assert names - PINS.keys() == set()


def test_the_pyside_that_crashes_python_3_11_is_not_chosen() -> None:
    assert PINS["pyside6-essentials"] != "6.12.0"
