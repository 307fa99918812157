"""What tools/system_libraries.py finds on a machine, and what it says where something is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import system_libraries
from tools.run import PROBE
from tools.system_libraries import MissingError, Need, Requirement

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")


def a_library(name: str, *, need: Need = Need.START) -> Requirement:
    return Requirement(
        name=f"lib{name}.so.9", package=f"lib{name}9", need=need, is_there=system_libraries.can_be_loaded
    )


@linux
def test_a_library_that_is_there_can_be_loaded_and_another_can_not() -> None:
    assert system_libraries.can_be_loaded("libc.so.6")
    assert not system_libraries.can_be_loaded("libnosuchthing.so.1")


def test_a_font_is_found_by_part_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not system_libraries.font_is_there("glagolitic-of-my-own")
    folder = tmp_path / ".local/share/fonts/deep"
    folder.mkdir(parents=True)
    (folder / "Glagolitic-of-my-own.otf").touch()
    assert system_libraries.font_is_there("glagolitic-of-my-own")


def test_what_is_missing_is_said_with_the_package_that_brings_it() -> None:
    said = system_libraries.advice([a_library("one"), a_library("two", need=Need.WANTED)])
    assert "libone.so.9" in said
    assert said.endswith("apt-get install libone9 libtwo9")


@linux
def test_without_apt_a_missing_library_stops_setup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="apt-get install libnosuchthing9"):
        system_libraries.provide([a_library("nosuchthing")], declined=tmp_path / "declined")


@linux
def test_without_apt_what_is_merely_wanted_is_said_once_and_does_not_stop_setup(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, declined = [a_library("nosuchthing", need=Need.WANTED)], tmp_path / "declined"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not system_libraries.provide(wanted, declined=declined)
    assert "libnosuchthing.so.9" in capsys.readouterr().err
    assert not system_libraries.provide(wanted, declined=declined)
    assert capsys.readouterr().err == ""


def test_qt_really_paints_here() -> None:
    system_libraries.prove(Path(sys.executable))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the interpreter")
def test_what_qt_says_when_it_fails_is_passed_on(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'libEGL.so.1: cannot open shared object file' >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(MissingError, match=r"libEGL\.so\.1: cannot open"):
        system_libraries.prove(broken)


@pytest.mark.xvfb
def test_qt_opens_a_real_x_display(xvfb_display: str, tmp_path: Path) -> None:
    environment = {"DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
