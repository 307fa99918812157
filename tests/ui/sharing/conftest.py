"""A supervisor's window on her copy of a project, and two annotators' copies to exchange with."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from curator import app
from curator.ui.background import Task
from curator.ui.main_window import MainWindow
from tests.support import projects as support
from tests.support.replicas import Team, team


class Desk:
    """A window, and what a test does with it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def at_rest(self) -> None:
        self.until(lambda: not self.window.projects.background.tasks)

    def click(self, button: QAbstractButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def dialog(self, kind: type) -> QDialog:
        """The dialog of that kind that is seen, once it is there."""
        self.until(lambda: self._seen(kind))
        return self._seen(kind)[0]

    def no_dialog(self) -> None:
        self.until(lambda: not self._seen(QDialog))

    def keep_busy(self) -> Callable[[], None]:
        """Keep both background threads busy, so that what is started now waits; gives what lets them go."""
        event = Event()
        for _ in range(2):
            self.window.projects.background.start(Task("", lambda _progress, _cancelled: event.wait(20), is_quiet=True))
        return event.set

    def _seen(self, kind: type) -> list[QDialog]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    """Sara, Ann and Ben; Sara's copy is closed, for the window to open."""
    made = team(tmp_path)
    made.supervisor.close()
    support.author("Sara")
    yield made
    made.ann.close()
    made.ben.close()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, three: Team) -> Iterator[Desk]:
    """Sara's window; nothing is open in it yet."""
    window = app.make_window(qapp)
    window.show()
    qtbot.waitExposed(window)
    yield Desk(qtbot, window)
    window.close()
    window.deleteLater()


@pytest.fixture
def opened(desk: Desk, three: Team) -> Desk:
    """Sara's window on her copy."""
    assert desk.window.projects.open_path(three.supervisor.path)
    return desk
