"""What `make check` does: every check runs, whatever the others find, and all must be silent."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["curator", "tools", "tests", "benchmarks", "main.py"]


def commands(python: Path) -> dict[str, list[str | Path]]:
    """What is run, by the name it is reported under."""
    programs = python.parent
    return {
        "lint": [python, "-m", "ruff", "check", "--quiet", *SOURCES],
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", *SOURCES],
        "rules of the house": [python, "-m", "tools.check_rules"],
        "imports": [programs / "lint-imports"],
        "types": [python, "-m", "basedpyright", "--level", "warning"],
    }


def main() -> int:
    """Run all checks, printing what those that fail say; returns the exit status."""
    failed: list[str] = []
    for name, command in commands(Path(sys.executable)).items():
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        seconds = time.monotonic() - started
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
        if done.returncode:
            print(done.stdout.rstrip(), flush=True)
            failed.append(name)
    if failed:
        print(f"make check failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
