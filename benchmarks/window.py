"""Curator's window and a bare QPlainTextEdit side by side, acted on as people act: with the mouse and the keyboard."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from curator import app as curator

if TYPE_CHECKING:
    from curator.services.project import Project
    from curator.store.database import Store
    from curator.ui.main_window import MainWindow

_PATIENCE = 60


class Painted(QObject):
    """Notes when a widget has been painted, as soon as what it shows counts."""

    def __init__(self, widget: QWidget, counts: Callable[[], bool] = lambda: True) -> None:
        super().__init__(widget)
        self._counts = counts
        self.first = 0.0
        """When it was painted first since this was made 0."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's signature
        if event.type() != QEvent.Type.Paint:
            return False
        # Let it be painted now, so that what is noted is the end and not the beginning.
        watched.removeEventFilter(self)
        QApplication.sendEvent(watched, event)
        watched.installEventFilter(self)
        if self._counts():
            self.first = self.first or perf_counter()
        return True


def until(painted: Painted, act: Callable[[], object]) -> float:
    """Seconds from the beginning of an act until a widget has been painted."""
    painted.first = 0.0
    start = perf_counter()
    act()
    while perf_counter() - start < _PATIENCE:
        QApplication.processEvents()
        if painted.first:
            return painted.first - start
    raise RuntimeError("nothing was painted")


class Side:
    """A text widget that can be watched being painted."""

    def __init__(self, text: QPlainTextEdit) -> None:
        self.text = text
        self._painted = Painted(text.viewport())

    def until_painted(self, act: Callable[[], object]) -> float:
        """Seconds from the beginning of an act until the text has been painted and nothing waits any more."""
        return until(self._painted, act)

    def longest_frame_after(self, seconds: float = 0.05) -> float:
        """Go on for so long; seconds that the longest turn of the event loop took meanwhile."""
        longest, start = 0.0, perf_counter()
        while (now := perf_counter()) - start < seconds:
            QApplication.processEvents()
            longest = max(longest, perf_counter() - now)
        return longest

    def repaint(self) -> float:
        """Seconds that painting all that is visible takes."""
        start = perf_counter()
        self.text.viewport().repaint()
        return perf_counter() - start

    def scroll(self) -> float:
        """Seconds from one notch of the wheel until its step has been painted."""
        return self.until_painted(self._wheel)

    def _wheel(self) -> None:
        viewport = self.text.viewport()
        middle = QPointF(viewport.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(viewport.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)


class Ours(Side):
    """Curator on a project."""

    def __init__(self, project: Path) -> None:
        self.window: MainWindow = curator.make_window(curator.make_application())
        self.window.projects.open_path(project)
        self.window.show()
        super().__init__(self.window.reading.text)
        QApplication.processEvents()
        self.durable_at = 0.0
        self._watch_commits(self.project.store)

    @property
    def project(self) -> "Project":
        """The open project."""
        project = self.window.session.project
        assert project
        return project

    def open(self, row: int) -> float:
        """Seconds from the click on a document in the list until its text is painted."""
        self.project.texts.clear()  # as if it had not been open for a long while
        documents = self.window.documents.list
        place = documents.visualRect(documents.model().index(row, 0)).center()
        click = lambda: QTest.mouseClick(documents.viewport(), Qt.MouseButton.LeftButton, pos=place)  # noqa: E731
        return self.until_painted(click)

    def press(self, key: Qt.Key) -> tuple[float, float]:
        """Seconds from a key press in the text until what it does is on disk, and from there until it is painted."""
        start = perf_counter()
        total = self.until_painted(lambda: QTest.keyClick(self.text, key))
        return self.durable_at - start, total - (self.durable_at - start)

    def _watch_commits(self, store: "Store") -> None:
        """Note when a transaction has ended."""
        atomic = store.atomic

        @contextmanager
        def watched() -> Generator[Any]:
            with atomic() as conn:
                yield conn
            if not conn.in_transaction:
                self.durable_at = perf_counter()

        store.atomic = watched


class Bare(Side):
    """A QPlainTextEdit of the same size, in a window of its own."""

    def __init__(self, beside: Side) -> None:
        super().__init__(QPlainTextEdit())
        self.text.setReadOnly(True)
        self.text.resize(beside.text.size())
        self.text.show()
        QApplication.processEvents()

    def open(self, text: str) -> float:
        """Seconds until a text is shown and painted."""
        return self.until_painted(lambda: self.text.setPlainText(text))
