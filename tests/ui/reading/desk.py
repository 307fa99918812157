"""A text view with a document, and hands to work on it: where its words are on the screen, mouse and keys."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from curator.domain.span import Span
from curator.text.span_index import SpanIndex
from curator.ui.reading.looks import LabelLook
from curator.ui.reading.text_view import TextView

LABELS = {
    "actor": LabelLook("actor", "Actor", "1", "#0072B2"),
    "date": LabelLook("date", "Date", "3", "#E69F00"),
    "commitment": LabelLook("commitment", "Commitment", "4", "#CC79A7"),
}


@dataclass
class Desk:
    """A view on a text, with hands to work on it."""

    qtbot: QtBot
    view: TextView
    text: str
    index: SpanIndex

    def span(self, words: str) -> Span:
        """Where these words are."""
        start = self.text.index(words)
        return Span(start=start, end=start + len(words))

    def at(self, position: int) -> QPoint:
        """The point of the viewport just behind the left edge of the character at a position."""
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(len(self.text[:position].encode("utf-16-le")) // 2)
        return self.view.cursorRect(cursor).center() + QPoint(2, 0)

    def point(self, words: str) -> QPoint:
        """A point in the middle of these words."""
        span = self.span(words)
        return self.at((span.start + span.end) // 2)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press, move and let go the left button."""
        port = self.view.viewport()
        self.qtbot.mousePress(port, Qt.MouseButton.LeftButton, modifiers, start)
        self.qtbot.mouseMove(port, (start + end) / 2)
        self.qtbot.mouseMove(port, end)
        self.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, modifiers, end)

    def select(self, words: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Select these words with the mouse."""
        span = self.span(words)
        self.drag(self.at(span.start), self.at(span.end) - QPoint(1, 0), modifiers)

    def click(self, words: str) -> None:
        """Click in the middle of these words."""
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.point(words))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press and let go a key in the view."""
        self.qtbot.keyClick(self.view, key, modifiers)


OpenDesk = Callable[..., Desk]
