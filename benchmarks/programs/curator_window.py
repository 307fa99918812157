"""Curator on a project, as `curator open PROJECT` starts it. Says when the window is painted, and how it came there."""

import sys
from time import perf_counter

began = perf_counter()

from pathlib import Path  # noqa: E402 - what is imported is what is measured

from curator import app as curator  # noqa: E402
from curator.services import identity, project  # noqa: E402, F401
from curator.ui import main_window, theme  # noqa: E402, F401

imported = perf_counter()
application = curator.make_application()
window = curator.make_window(application)
made = perf_counter()
window.projects.open_path(Path(sys.argv[1]))
opened = perf_counter()

from benchmarks.programs.first_paint import FirstPaint  # noqa: E402

stages = {"imports": imported - began, "application and window": made - imported, "project": opened - made}
first = FirstPaint(window.reading.text.viewport(), stages, opened)
window.show()
sys.exit(application.exec())
