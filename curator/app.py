"""Puts the program together and starts its window."""

import argparse
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from curator import __version__
from curator.services import identity, logging_setup, preferences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from curator.services.identity import Author
    from curator.ui.crash import CrashWatch
    from curator.ui.main_window import MainWindow

_WANTED_SOON = ("nacl.signing", "curator.ui.forms.panel", "curator.services.annotating", "curator.text.words", "regex")
"""What the first act needs, and the painted window does not."""
_WANTED_FIRST = ("curator.services.project", "curator.services.reading")
"""What the window reads through: imported before Qt, which looks at each later import and makes it slower."""
_SETTLING_MS = 300
"""How long after the window is shown what was put off is done."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; returns the exit status."""
    options = _options(sys.argv[1:] if argv is None else argv)
    if options.demo:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["CURATOR_HOME"] = str(_fresh(options.demo / "curator-home"))
    for name in _WANTED_FIRST:
        import_module(name)
    gc.disable()  # until `_settle`: what is imported and built now stays, and looking for garbage in it takes long
    app = make_application()
    watch = _watch()
    window = make_window(app)
    watch.setParent(window)
    if options.demo:
        from curator.ui import demo

        gc.enable()
        return demo.main(window, options.demo)
    _close_on_signals(app, window)
    _open(window, options)
    window.show()
    _later(_SETTLING_MS, _settle)
    if options.screenshot:
        _picture_then_close(window, options.screenshot)
    return app.exec()


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="curator-window", description="Curator's window.")
    parser.add_argument("project", nargs="?", type=Path, help="the project to open, or the parcel to receive")
    parser.add_argument("--sample", action="store_true", help="open the sample project, made on first use")
    parser.add_argument(
        "--demo", type=Path, metavar="DIR", help="do the main job offscreen and leave what it made in DIR"
    )
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write a picture of the window, then end")
    parser.add_argument("--version", action="version", version=f"Curator {__version__}")
    return parser.parse_args(argv)


def make_application() -> "QApplication":
    """Qt's application in Curator's look."""
    if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        os.environ["LC_CTYPE"] = "C.UTF-8"  # Qt warns without a UTF-8 locale
    from PySide6.QtWidgets import QApplication

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["curator"])
    app.setApplicationName("Curator")
    app.setApplicationDisplayName("Curator")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("curator")
    return app


def make_window(app: "QApplication") -> "MainWindow":
    """The window, without a project, in the look that the person chose."""
    from curator.ui import theme
    from curator.ui.main_window import MainWindow

    kept = preferences.load()
    mode = kept.get("theme", "system")
    look = theme.apply(app, mode if mode in ("light", "dark") else "system")
    return MainWindow(Person(), kept, look)


class Person:
    """Who sits here: asked for once, and for the passphrase of their key only when something is signed."""

    def __init__(self) -> None:
        self._author: Author | None = None

    def __call__(self) -> "Author":
        """The person of this computer account."""
        if self._author is None:
            self._author = identity.me(_ask_passphrase)
        return self._author


def _ask_passphrase() -> str:
    given = os.environ.get("CURATOR_PASSPHRASE")
    if given is not None:
        return given
    from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit

    title = QApplication.translate("Passphrase", "Passphrase")
    words = QApplication.translate("Passphrase", "The passphrase of your key, to sign what you do:")
    return QInputDialog.getText(QApplication.activeWindow(), title, words, QLineEdit.EchoMode.Password)[0]


def _open(window: "MainWindow", options: argparse.Namespace) -> None:
    from curator.ui.dialogs.files import PARCEL

    if options.project and options.project.suffix == PARCEL:
        window.sharing.receive_parcels([options.project])
    elif options.project:
        window.projects.open_path(options.project)
    elif options.sample:
        window.projects.open_sample()


def _fresh(folder: Path) -> Path:
    """An empty folder for the demonstration: it is the first start of somebody new, each time."""
    import shutil

    mark = folder / "made-by-the-demonstration"
    if mark.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    mark.touch()
    return folder.absolute()


def _watch() -> "CrashWatch":
    """Log, and show what nobody caught."""
    from curator.ui.crash import CrashWatch

    logging_setup.set_up()
    logging_setup.watch_hard_crashes()
    watch = CrashWatch()
    watch.install()
    return watch


def _later(milliseconds: int, do: Callable[[], object]) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(milliseconds, do)


def _settle() -> None:
    """Do what was put off until the window is painted and nobody waits."""
    # What is alive now lives as long as the program: collections need not look at it again, and take no time.
    gc.freeze()
    gc.enable()
    threading.Thread(target=_warm_up, name="warming up").start()


def _warm_up() -> None:
    """Import what the first act needs, so that it does not wait for that."""
    for name in _WANTED_SOON:
        import_module(name)


def _picture_then_close(window: "MainWindow", target: Path) -> None:
    def take() -> None:
        window.grab().save(str(target))
        window.close()

    _later(0, take)


def _close_on_signals(app: "QApplication", window: "MainWindow") -> None:
    """Let SIGTERM and Ctrl+C close the window as a person would.

    Python runs a handler only when it runs Python: a socket that the signal writes to wakes Qt's event loop. Closing
    waits for that loop, since a signal may come while the window is still being made.
    """
    from PySide6.QtCore import QSocketNotifier

    waking, woken = socket.socketpair()
    for end in (waking, woken):
        end.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    notifier = QSocketNotifier(woken.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(lambda: woken.recv(64))
    # Both ends live as long as the application.
    app.setProperty("signal_sockets", (waking, woken))

    def close(_number: int, _frame: object) -> None:
        _later(0, window.close)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, close)


if __name__ == "__main__":
    sys.exit(main())
