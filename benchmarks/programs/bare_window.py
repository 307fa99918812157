"""The least that shows a text: one QPlainTextEdit as a window. Says when it is painted."""

import sys
from time import perf_counter

began = perf_counter()

from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402 - the import is what is measured

imported = perf_counter()
app = QApplication(sys.argv)
edit = QPlainTextEdit()
edit.resize(1280, 800)

from benchmarks.programs.first_paint import FirstPaint  # noqa: E402

made = perf_counter()
first = FirstPaint(edit.viewport(), {"imports": imported - began, "application and window": made - imported}, made)
edit.show()
sys.exit(app.exec())
