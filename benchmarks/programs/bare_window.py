"""The least that shows a text: one QPlainTextEdit as a window. Says when it is painted."""

import sys

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from benchmarks.programs.first_paint import FirstPaint

app = QApplication(sys.argv)
edit = QPlainTextEdit()
edit.resize(1280, 800)
first = FirstPaint(edit.viewport())
edit.show()
sys.exit(app.exec())
