"""Make `.venv` hold exactly what requirements/lock.txt names, and Curator itself; quick when it already does.

Runs on a bare Python (standard library alone). A `.venv` that is empty, broken or was moved is made anew.
Leaves the system's own libraries to `system_libraries`.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

if __package__:
    from tools import system_libraries
else:  # started as a file, before anything is installed
    import system_libraries

ROOT = Path(__file__).resolve().parent.parent
STAMP = "curator-setup.sha256"
PROVED = "curator-qt-works"
INPUTS = ("requirements/lock.txt", "pyproject.toml", "tools/setup_environment.py")


class SetupError(Exception):
    """Something a person has to put right; the message says what."""


def fingerprint(root: Path) -> str:
    """Digest of everything that `.venv` is made from; also of its place, since a moved `.venv` is broken."""
    digest = hashlib.sha256(str(root).encode())
    for name in INPUTS:
        digest.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    return digest.hexdigest()


def venv_python(environment: Path) -> Path:
    """Where the interpreter of a virtual environment lies on this platform."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def works(python: Path, *arguments: str) -> bool:
    """Say whether an interpreter starts and does what the arguments ask."""
    try:
        done = subprocess.run([python, *arguments], env=clean_environment(os.environ), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Drop what would lead pip or Python away from our `.venv`."""
    dropped = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in environ.items() if name not in dropped}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}


def is_current(environment: Path, wanted: str) -> bool:
    """Say whether the environment was finished for these inputs and still starts."""
    stamp = environment / STAMP
    return stamp.is_file() and stamp.read_text().strip() == wanted and works(venv_python(environment), "-c", "")


def is_usable(environment: Path) -> bool:
    """Say whether an environment for other inputs can be brought up to date in place."""
    same_version = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    python = venv_python(environment)
    moved = not _belongs_here(environment)
    return not moved and works(python, "-c", same_version) and works(python, "-m", "pip", "--version")


def _belongs_here(environment: Path) -> bool:
    """Say whether the scripts of an environment start its own interpreter, not that of where it was made."""
    script = environment / "bin" / "pip"
    if sys.platform == "win32" or not script.is_file():
        return True
    # A shebang, or two lines of shell where the path is too long for one.
    beginning = script.read_text(encoding="utf-8", errors="replace").splitlines()[:3]
    return str(environment) in "\n".join(beginning)


def create(environment: Path) -> None:
    """Make an empty environment, with pip where this Python brings one (Debian's may not)."""
    print(f"Making {environment} with Python {sys.version.split()[0]}", flush=True)
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    venv.EnvBuilder(clear=True, symlinks=sys.platform != "win32").create(environment)
    if importlib.util.find_spec("ensurepip"):
        run([venv_python(environment), "-m", "ensurepip", "--default-pip"], quiet=True)


def installers(environment: Path) -> Iterator[list[str | Path]]:
    """The beginnings of the install commands to try, best first."""
    python = venv_python(environment)
    uv = shutil.which("uv")
    if uv:
        yield [uv, "pip", "install", "--quiet", "--python", python]
    pip = ["install", "--quiet", "--root-user-action=ignore"]
    if works(python, "-m", "pip", "--version"):
        yield [python, "-m", "pip", *pip]
    elif works(Path(sys.executable), "-m", "pip", "--version"):
        # Debian splits off ensurepip, but its pip can install into an environment that has none.
        yield [sys.executable, "-m", "pip", "--python", python, *pip]
    else:
        message = "There is no pip: install it (Debian: apt-get install python3-pip) and run this again."
        raise SetupError(message)


def run(command: list[str | Path], *, quiet: bool = False) -> None:
    """Run a command, raising SetupError with its name and output when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=clean_environment(os.environ),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join(str(word) for word in command)
        message = f"This failed with status {done.returncode}: {words}\n{done.stdout or ''}".rstrip()
        raise SetupError(message)


def install(environment: Path) -> None:
    """Install the lock and then the project, with the first installer that manages it."""
    # The lock names everything, so nothing is to be resolved. Older pips resolve all the same and then refuse what a
    # package asks for with an extra ("coverage[toml]"), as soon as a newer release than the lock's is out.
    lock = ["--no-deps", "--require-hashes", "--only-binary=:all:", "-r", "requirements/lock.txt"]
    failures: list[str] = []
    for command in installers(environment):
        print(f"Installing what requirements/lock.txt names, with {Path(command[0]).name}", flush=True)
        try:
            run([*command, *lock])
            run([*command, "--no-deps", "--no-build-isolation", "--editable", "."])
        except SetupError as error:
            failures.append(str(error))
            print(error, file=sys.stderr, flush=True)
        else:
            return
    raise SetupError(failures[-1])


def bring_up_to_date(environment: Path, wanted: str) -> None:
    """Make or update the environment, and stamp it only once all is done."""
    stamp = environment / STAMP
    finished_before = stamp.is_file()
    reused = is_usable(environment)
    stamp.unlink(missing_ok=True)
    if not reused:
        create(environment)
    try:
        install(environment)
    except SetupError:
        if not reused or finished_before:
            raise
        print("The .venv that was there is half made; making it anew.", file=sys.stderr, flush=True)
        create(environment)
        install(environment)
    stamp.write_text(wanted + "\n")


@contextlib.contextmanager
def alone(lock_file: Path) -> Generator[None]:
    """Let one setup at a time work on this checkout, where the platform can say so."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Set up `.venv` and the system's libraries; returns the exit status."""
    environment = ROOT / ".venv"
    try:
        with alone(ROOT / "build" / "setup.lock"):
            wanted = fingerprint(ROOT)
            proof = environment / PROVED
            if not is_current(environment, wanted):
                proof.unlink(missing_ok=True)
                bring_up_to_date(environment, wanted)
            if system_libraries.provide() or not proof.is_file():
                system_libraries.prove(venv_python(environment))
                proof.touch()
                print("Curator is set up: make run, make test, make check.", flush=True)
    except (SetupError, system_libraries.MissingError) as error:
        print(f"Setup stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
