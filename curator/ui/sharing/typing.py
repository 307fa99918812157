"""Whether somebody is typing just now: nothing that can wait comes between."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit


class Typing:
    """Compares what stands in the line that has the focus with what stood there at the last look."""

    def __init__(self) -> None:
        self._seen: tuple[int, str] | None = None

    def is_going_on(self) -> bool:
        """Whether the text has changed since the last look, or a mouse button is held down."""
        seen, self._seen = self._seen, _typed()
        is_pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        return is_pressed or (self._seen is not None and self._seen != seen)


def _typed() -> tuple[int, str] | None:
    """The input that has the focus, and its text; None where nothing can be typed."""
    match QApplication.focusWidget():
        case QLineEdit() as line if not line.isReadOnly():
            return id(line), line.text()
        case (QPlainTextEdit() | QTextEdit()) as box if not box.isReadOnly():
            return id(box), box.toPlainText()
        case _:
            return None
