"""How tools/setup_environment.py knows what a `.venv` is worth, and finds a Python to make it with."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup_environment as setup

posix = pytest.mark.skipif(sys.platform == "win32", reason="about POSIX shells")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with all that a fingerprint is made of."""
    for name in setup.INPUTS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize("name", setup.INPUTS)
def test_a_change_of_any_input_makes_setup_run_again(checkout: Path, name: str) -> None:
    before = setup.fingerprint(checkout)
    assert setup.fingerprint(checkout) == before
    (checkout / name).write_text("something else")
    assert setup.fingerprint(checkout) != before


def test_a_checkout_that_was_moved_is_set_up_again(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "checkout"
    shutil.copytree(checkout, elsewhere)
    assert setup.fingerprint(elsewhere) != setup.fingerprint(checkout)


def test_an_empty_folder_is_no_environment(tmp_path: Path) -> None:
    assert not setup.is_current(tmp_path, "wanted")
    assert not setup.is_usable(tmp_path)


@posix
def test_an_environment_whose_interpreter_is_gone_is_neither_current_nor_usable(tmp_path: Path) -> None:
    python = setup.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.symlink_to(tmp_path / "gone")
    (tmp_path / setup.STAMP).write_text("wanted\n")
    assert not setup.is_current(tmp_path, "wanted")
    assert not setup.is_usable(tmp_path)


@posix
def test_an_environment_is_current_for_the_inputs_it_was_finished_for_alone(tmp_path: Path) -> None:
    python = setup.venv_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert not setup.is_current(tmp_path, "wanted")
    (tmp_path / setup.STAMP).write_text("wanted\n")
    assert setup.is_current(tmp_path, "wanted")
    assert not setup.is_current(tmp_path, "something else")


@posix
@pytest.mark.torture  # unpacks a pip: seconds
def test_a_broken_environment_is_made_anew(tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    environment.write_text("not even a folder")
    setup.create(environment)
    assert setup.works(setup.venv_python(environment), "-c", "")


@posix
def test_an_environment_that_was_moved_here_is_not_used(tmp_path: Path) -> None:
    made, moved = tmp_path / "made", tmp_path / "moved"
    python = setup.venv_python(made)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (made / "bin/pip").write_text(f"#!{python}\nimport sys\n")
    assert setup.is_usable(made)
    made.rename(moved)
    assert not setup.is_usable(moved)


def test_what_would_lead_pip_elsewhere_is_dropped() -> None:
    kept = setup.clean_environment({"PYTHONPATH": "/elsewhere", "PIP_TARGET": "/elsewhere", "PATH": "/bin"})
    assert kept["PATH"] == "/bin"
    assert "/elsewhere" not in kept.values()


def test_a_command_that_fails_is_named_with_what_it_said() -> None:
    with pytest.raises(setup.SetupError, match=r"status 3(.|\n)*no such wheel"):
        setup.run([sys.executable, "-c", "import sys; print('no such wheel'); sys.exit(3)"], quiet=True)


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    """Run tools/find_python.sh where PATH is one folder."""
    script = setup.ROOT / "tools" / "find_python.sh"
    return subprocess.run(["/bin/sh", script], env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def a_python(path: Path, version: str, *, has_venv: bool = True) -> None:
    """Put a program on the path that answers as a Python of this version does."""
    answer = f'case "$2" in *version_info*) echo {version} ;; *) exit {0 if has_venv else 1} ;; esac'
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)


@posix
def test_without_any_python_it_is_said_which_ones_would_do(tmp_path: Path) -> None:
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert "3.11, 3.12 or 3.13" in done.stderr


@posix
def test_an_old_python_is_named_and_a_newer_one_beside_it_is_taken(tmp_path: Path) -> None:
    a_python(tmp_path / "python3", "3.9")
    assert "python3 is 3.9" in find_python(tmp_path).stderr
    a_python(tmp_path / "python3.12", "3.12")
    assert find_python(tmp_path).stdout.strip() == str(tmp_path / "python3.12")


@posix
def test_a_python_without_venv_is_named_with_the_package_that_brings_it(tmp_path: Path) -> None:
    a_python(tmp_path / "python3", "3.11", has_venv=False)
    assert "python3.11-venv" in find_python(tmp_path).stderr
