"""Running the command line in this process and in one of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from curator.cli import main

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Almaty, 3 May 2019. The Ministry of Culture will send 300,000 tenge to the fund 😀 by the end of 2020.\n"
    "Министр Айша Қасымова обещала: «Мы поможем». The society [b]thanks[/b] her.\n"
)


@dataclass(frozen=True)
class Ran:
    """How a run ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Curator = Callable[..., Ran]


@pytest.fixture
def curator(capsysbinary: pytest.CaptureFixture[bytes]) -> Curator:
    """Run a verb in this process: `curator("list", path)`."""

    def run(*words: str | Path) -> Ran:
        capsysbinary.readouterr()
        status = main([str(word) for word in words])
        out, err = capsysbinary.readouterr()
        return Ran(int(status), out.decode(), err.decode())

    return run


@pytest.fixture
def done(curator: Curator) -> Curator:
    """Run a verb that must succeed."""

    def run(*words: str | Path) -> Ran:
        ran = curator(*words)
        assert ran.status == 0, ran.err
        return ran

    return run


@pytest.fixture
def project(tmp_path: Path, done: Curator) -> Path:
    """A project with one document, "report.txt", and one entity."""
    path, text = tmp_path / "my project.curator", tmp_path / "report.txt"
    text.write_text(TEXT, encoding="utf-8")
    done("new", path)
    done("import", path, text)
    done("entities", path, "add", "--name", "Ministry of Culture", "--kind", "government_body", "--alias", "MoC")
    return path


Mark = Callable[..., str]
"""Annotates some words of the report: (words, label, options) → the new id."""


@pytest.fixture
def mark(project: Path, done: Curator) -> Mark:
    """Annotate some words of the report; gives the new id."""

    def annotate(words: str, label: str = "actor", *options: str) -> str:
        start = TEXT.index(words)
        ran = done(
            "annotate",
            project,
            "report.txt",
            "--label",
            label,
            "--start",
            str(start),
            "--end",
            str(start + len(words)),
            *options,
        )
        return ran.out.strip()

    return annotate


def program(words: Sequence[str | Path | bytes], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m curator` as a process of its own, the way a shell does."""
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60, **options}
    return subprocess.run([sys.executable, "-m", "curator", *words], check=False, env=environment(), **given)


def environment(**more: str) -> dict[str, str]:
    """The environment of such a process."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}
