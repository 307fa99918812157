"""The status bar, and the bar that tells what went wrong or offers to take an act back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStatusBar, QToolButton, QWidget
from typing_extensions import override

from curator.ui import theme
from curator.ui.background import Background, TaskBar
from curator.ui.forms import marks
from curator.ui.header import ElidedLabel

_NOTE_MS = 8000


class StatusBar(QStatusBar):
    """When the last act was saved, where the caret is, what Undo would do, and what runs in the background."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._words = ElidedLabel(self)
        self._words.setContentsMargins(8, 0, 8, 0)
        self.addWidget(self._words, 1)
        self.tasks = TaskBar(background, self)
        self.addPermanentWidget(self.tasks)
        self._saved = self._line = self._undo = self._exchange = self._more = ""

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.whole

    def show_saved(self, at: str) -> None:
        """Say when the last act was on disk (a UTC ISO time); "" where there was none yet."""
        self._saved = self.tr("Saved %1").replace("%1", clock(at)) if at else ""
        self._show()

    def show_line(self, number: int | None) -> None:
        """Say which paragraph the caret is in, from 1."""
        self._line = self.tr("Ln %1").replace("%1", f"{number:n}") if number else ""
        self._show()

    def show_undo(self, label: str | None, keys: str) -> None:
        """Say what Undo would do."""
        self._undo = self.tr("Undo: %1 (%2)").replace("%1", label).replace("%2", keys) if label else ""
        self._show()

    def show_exchange(self, line: str, more: str) -> None:
        """Say what the exchange folder brought last, or what is wrong with it; `more` for who points at it."""
        self._exchange, self._more = line, more
        self._show()

    def _show(self) -> None:
        words = "   ·   ".join(part for part in (self._saved, self._line, self._undo, self._exchange) if part)
        self._words.show_text(words, self._more)


def clock(at: str) -> str:
    """The time of day here of a UTC ISO time."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S")


class MessageBar(QWidget):
    """One message above the window's panes. An error stays until it is closed; a note goes by itself.

    Signals:
        closed: nothing is shown any more.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = ""
        self._act: Callable[[], object] | None = None
        self._icon = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)  # a path without spaces must not hold the window wide
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._do)
        self._close = QToolButton(self)
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.clear)
        for button in (self._button, self._close):  # a click leaves the keys where they were: the bar goes away
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.addWidget(self._icon)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_NOTE_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return self._words.text() if not self.isHidden() else ""

    @property
    def button(self) -> QPushButton:
        """The button that does something about it."""
        return self._button

    def show_error(self, text: str) -> None:
        """Say what went wrong, until it is closed."""
        self._show(text, "error")

    def show_note(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what was done, for a while, perhaps with a button that does something about it."""
        self._show(text, "info", action, act)
        self._timer.start()

    def show_standing(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say something that stays true."""
        self._show(text, "warning", action, act)

    def _show(self, text: str, kind: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        look = theme.current()
        self._colour = {"error": look.danger, "warning": look.warning, "info": look.accent}[kind]
        self._timer.stop()
        self._words.setText(text)
        self.setAccessibleName(text)
        ink = theme.pill(self._colour)[1]
        self._icon.setPixmap(marks.icon(kind, ink, 16).pixmap(16, 16))
        self._close.setIcon(marks.icon("close", ink, 12))
        self._act = act
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.show()
        self.update()

    def outdate(self, act: Callable[[], object]) -> None:
        """Take away a message that offers `act`, which would mean something else now."""
        if self._act == act:
            self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _do(self) -> None:
        act, self._act = self._act, None
        self.clear()
        if act:
            act()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.pill(self._colour)[0]))
