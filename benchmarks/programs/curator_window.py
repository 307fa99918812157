"""Curator on a project, as `curator open PROJECT` starts it. Says when the window is painted, and how it came there."""

import sys
from time import perf_counter

began = perf_counter()

from importlib import import_module  # noqa: E402 - what is imported is what is measured
from typing import TYPE_CHECKING  # noqa: E402

from curator import app as curator  # noqa: E402

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from curator.ui.main_window import MainWindow

make_window = curator.make_window


def make_watched_window(application: "QApplication") -> "MainWindow":
    """The window, watched for its first paint event."""
    from benchmarks.programs.first_paint import FirstPaint

    for name in ("curator.services.project", "curator.ui.main_window"):
        import_module(name)  # so that building the window can be told from importing it

    imported = perf_counter()
    window = make_window(application)
    made = perf_counter()
    stages = {"imports and application": imported - began, "building the window": made - imported}
    FirstPaint(window.reading.text.viewport(), stages, made)
    return window


curator.make_window = make_watched_window
sys.exit(curator.main(sys.argv[1:]))
