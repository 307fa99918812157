"""A line above a text that says how far the work on it is, with what can be done about that."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Banner(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], object] | None = None
        frame = QFrame(self)
        frame.setProperty("role", "banner")
        self._words = QLabel(frame)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)  # a long name must not hold the window wide
        self.button = QPushButton(frame)
        self.button.clicked.connect(self._do)
        row = QHBoxLayout(frame)
        row.setContentsMargins(11, 5, 6, 5)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        self._outer = QVBoxLayout(self)
        self.set_side(30)
        self._outer.addWidget(frame)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def set_side(self, margin: int) -> None:
        """Begin where the words below begin."""
        self._outer.setContentsMargins(margin - 11, 4, max(20, margin - 12), 6)

    def say(self, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say this; "" hides the banner."""
        self._words.setText(words)
        self._act = act
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setVisible(bool(words))

    def _do(self) -> None:
        if self._act:
            self._act()
