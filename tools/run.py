"""What `make run` does: the window on the sample project, or the same without a display.

Asks Qt in a process of its own whether the display can be used, since Qt ends the process where it can't.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = "build/demo"
_NO_SCREEN = "This plugin does not support "
PROBE = "import sys; from PySide6.QtGui import QGuiApplication; QGuiApplication(['probe']); sys.exit(0)"


def names_a_display(environ: Mapping[str, str], platform: str) -> bool:
    """Say whether this session claims to have a display. macOS and Windows always do."""
    if platform in {"darwin", "win32"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def display_works() -> bool:
    """Say whether Qt can open a window here; a display may be named and yet be gone."""
    return subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=False).returncode == 0


def plan(environ: Mapping[str, str], *, has_display: bool) -> tuple[list[str], dict[str, str]]:
    """The command to run and its environment."""
    if has_display:
        return [sys.executable, "main.py", "--sample"], dict(environ)
    command = [sys.executable, "-m", "curator.app", "--demo", DEMO]
    return command, {**environ, "QT_QPA_PLATFORM": "offscreen"}


def worth_saying(told: str) -> str:
    """What a program said on standard error, without what Qt says of every window where there is no screen."""
    return "".join(line for line in told.splitlines(keepends=True) if _NO_SCREEN not in line)


def main() -> int:
    """Run the window or the demonstration; returns its exit status."""
    has_display = names_a_display(os.environ, sys.platform) and display_works()
    if not has_display:
        print(f"There is no display here, so Curator does offscreen what it would do in a window: see {DEMO}/.")
        sys.stdout.flush()
    command, environment = plan(os.environ, has_display=has_display)
    heard = None if has_display else subprocess.PIPE
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stderr=heard, text=True)
    sys.stderr.write(worth_saying(done.stderr or ""))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
