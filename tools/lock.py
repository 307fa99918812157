"""What `make lock` does: write requirements/lock.txt, for all platforms, with hashes and without any address."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements/lock.txt"
HEADER = "# Made by `make lock` from pyproject.toml: what Curator runs and is developed with, on every platform.\n"


def main() -> int:
    """Resolve with uv; returns its exit status."""
    options = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url"]
    quiet = ["--no-emit-find-links", "--no-header", "--quiet", "--upgrade", f"--output-file={LOCK}"]
    # A folder of wheels that one machine happens to have must not decide what the lock names.
    environment = {name: value for name, value in os.environ.items() if name not in {"PIP_FIND_LINKS", "UV_FIND_LINKS"}}
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--group=dev", *options, *quiet]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode == 0:
        path = ROOT / LOCK
        path.write_text(HEADER + path.read_text(encoding="utf-8").removeprefix(HEADER), encoding="utf-8")
        print(f"{LOCK} is new; `make setup` installs it.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
