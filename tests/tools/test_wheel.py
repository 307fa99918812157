"""What is in the wheel that people install who have no checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from curator import shipped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_module_of_the_program(wheel: set[str]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "curator").rglob("*.py")}
    assert modules - wheel == set()


def test_the_wheel_holds_what_the_program_reads_from_its_folders(wheel: set[str]) -> None:
    shipped_files = {
        f"curator/{path.relative_to(ROOT).as_posix()}"
        for name in ("resources", "data")
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    }
    assert shipped_files
    assert shipped_files - wheel == set()


def test_tests_and_tools_are_not_installed(wheel: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in wheel} == {"curator"}


def test_in_a_checkout_the_folders_are_beside_the_package() -> None:
    assert shipped.folder("resources") == ROOT / "resources"
