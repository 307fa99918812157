"""See that this machine has the libraries and fonts that Qt needs, and install them where that is allowed.

Qt's wheels bring Qt itself, but load the system's OpenGL, font, keyboard and X libraries; a bare Debian has none
of them. Standard library alone, since it runs before anything is installed. Does nothing outside Linux.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "build" / "system-libraries.log"
# Says that what is merely wanted could not be had here, so that not every `make` tries again.
DECLINED = ROOT / ".venv" / "curator-system-declined"


class Need(Enum):
    """What stops working without it."""

    START = "Curator doesn't start"
    WINDOW = "There is no window on an X display"
    WANTED = "Tests in a real window are skipped, or emoji are empty boxes,"


class MissingError(Exception):
    """The machine lacks what Curator can't do without; the message says what to install."""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Something the system provides: what to look for, Debian's package for it, and why."""

    name: str
    package: str
    need: Need
    is_there: Callable[[str], bool]


def can_be_loaded(soname: str) -> bool:
    """Say whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def is_on_path(program: str) -> bool:
    """Say whether a program can be started by its name."""
    return shutil.which(program) is not None


def font_is_there(part: str) -> bool:
    """Say whether some font file has this in its name, in the places where fontconfig looks."""
    home = Path(os.environ.get("HOME") or "/nonexistent")
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]
    fonts = (path for folder in folders for path in folder.glob("**/*.[ot]t[fc]"))
    return any(part in path.name.lower() for path in fonts)


def _libraries(need: Need, packages: dict[str, str]) -> list[Requirement]:
    return [
        Requirement(name=soname, package=package, need=need, is_there=can_be_loaded)
        for soname, package in packages.items()
    ]


# The NEEDED entries of Qt 6.11's Core, Gui, Widgets, DBus, Network and of its platform plugins offscreen and xcb,
# with Debian's packages for them (the same names serve bookworm, trixie and Ubuntu).
REQUIREMENTS = [
    *_libraries(
        Need.START,
        {
            "libEGL.so.1": "libegl1",
            "libGL.so.1": "libgl1",
            "libX11.so.6": "libx11-6",
            "libbrotlidec.so.1": "libbrotli1",
            "libdbus-1.so.3": "libdbus-1-3",
            "libfontconfig.so.1": "libfontconfig1",
            "libfreetype.so.6": "libfreetype6",
            "libglib-2.0.so.0": "libglib2.0-0",
            "libgssapi_krb5.so.2": "libgssapi-krb5-2",
            "libxkbcommon.so.0": "libxkbcommon0",
            "libz.so.1": "zlib1g",
            "libzstd.so.1": "libzstd1",
        },
    ),
    Requirement(name="", package="fonts-dejavu-core", need=Need.START, is_there=font_is_there),
    *_libraries(
        Need.WINDOW,
        {
            "libX11-xcb.so.1": "libx11-xcb1",
            "libxcb-cursor.so.0": "libxcb-cursor0",
            "libxcb-icccm.so.4": "libxcb-icccm4",
            "libxcb-image.so.0": "libxcb-image0",
            "libxcb-keysyms.so.1": "libxcb-keysyms1",
            "libxcb-randr.so.0": "libxcb-randr0",
            "libxcb-render-util.so.0": "libxcb-render-util0",
            "libxcb-render.so.0": "libxcb-render0",
            "libxcb-shape.so.0": "libxcb-shape0",
            "libxcb-shm.so.0": "libxcb-shm0",
            "libxcb-sync.so.1": "libxcb-sync1",
            "libxcb-util.so.1": "libxcb-util1",
            "libxcb-xfixes.so.0": "libxcb-xfixes0",
            "libxcb-xkb.so.1": "libxcb-xkb1",
            "libxcb.so.1": "libxcb1",
            "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        },
    ),
    Requirement(name="Xvfb", package="xvfb", need=Need.WANTED, is_there=is_on_path),
    Requirement(name="emoji", package="fonts-noto-color-emoji", need=Need.WANTED, is_there=font_is_there),
]


def missing(requirements: Iterable[Requirement]) -> list[Requirement]:
    """The requirements that this machine doesn't meet."""
    return [item for item in requirements if not item.is_there(item.name)]


def apt_get() -> list[str] | None:
    """The beginning of an apt-get command that we may run, or None."""
    program = shutil.which("apt-get")
    if program is None:
        return None
    if os.geteuid() == 0:
        return [program]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive", program]
    return None


def _run(command: list[str]) -> bool:
    LOG.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with LOG.open("a") as file:
        file.write(f"$ {' '.join(command)}\n")
        file.flush()
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file, check=False)
    return done.returncode == 0


def install(apt: list[str], lacking: list[Requirement]) -> None:
    """Install packages, need by need, so that one without a package doesn't hold up what matters more."""
    _run([*apt, "update", "-q"])
    for need in Need:
        packages = sorted({item.package for item in lacking if item.need is need})
        if packages:
            print(f"Installing Debian packages: {' '.join(packages)}", flush=True)
            options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
            if not _run([*apt, "install", *options, *packages]):
                print(f"apt-get did not install them all; see {LOG}", file=sys.stderr, flush=True)


def advice(lacking: Iterable[Requirement]) -> str:
    """Say what is missing, why it matters and how to get it on Debian."""
    lacking = list(lacking)
    lines = ["This machine lacks what Qt needs."]
    for need in Need:
        names = [item.name or "any font" for item in lacking if item.need is need]
        if names:
            lines.append(f"  {need.value} without: {', '.join(names)}")
    packages = " ".join(sorted({item.package for item in lacking}))
    return "\n".join([*lines, f"On Debian: apt-get install {packages}"])


def provide(requirements: Iterable[Requirement] = REQUIREMENTS, *, declined: Path = DECLINED) -> bool:
    """See that everything is there, installing it where we may; returns whether something was installed.

    `declined` is a file that says that what is merely wanted could not be had; it is made when that is so.

    Raises:
        MissingError: when Curator can't start without what is still missing.
    """
    if not sys.platform.startswith("linux"):
        return False
    lacking = missing(requirements)
    if not lacking or (declined.is_file() and not _essential(lacking)):
        return False
    apt = apt_get()
    if apt:
        install(apt, lacking)
        lacking = missing(requirements)
    if _essential(lacking):
        raise MissingError(advice(lacking))
    if lacking:
        print(advice(lacking), file=sys.stderr, flush=True)
        declined.touch()
    return apt is not None


def _essential(lacking: list[Requirement]) -> list[Requirement]:
    """Those without which Curator doesn't start, or not in the window that this session has."""
    fatal = {Need.START, Need.WINDOW} if os.environ.get("DISPLAY") else {Need.START}
    return [item for item in lacking if item.need in fatal]


PROOF = """
import sys
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(["proof"])
label = QLabel("Curator \\u04d9\\u0493\\u049b")
picture = label.grab().toImage()
colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
sys.exit(0 if len(colours) > 1 else "Qt painted no letters: it finds no font.")
"""


def prove(python: Path) -> None:
    """Paint a word with Qt, without a display, to know that all of it is really there.

    Raises:
        MissingError: with what Qt said.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [python, "-c", PROOF], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"it ended with status {done.returncode}"
        message = f"Qt does not work here, even without a display: {said}"
        raise MissingError(message)
