"""The whole window, for tests of what its parts do together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator import app
from curator.services import identity
from curator.ui.main_window import MainWindow
from tests.journeys.hands import Hands
from tests.support import projects as support


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as a person meets it; nothing is open in it yet."""
    made = app.make_window(qapp)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    """Somebody in front of the window; nothing is open in it yet."""
    person = Hands(qtbot)
    yield person
    person.window.close()
    person.window.deleteLater()


@pytest.fixture
def at_work(hands: Hands, tmp_path: Path) -> Hands:
    """Somebody who has a project open: two documents, and an annotation in the first, which is open."""
    with support.new(tmp_path, identity.me()) as made:
        first = support.add_document(made)
        support.add_document(made, "A conference in Almaty.\nNothing was promised.\n", title="Zenith")
        support.annotate(made, first, 0, 6)
    hands.window.projects.open_path(made.path)
    return hands
