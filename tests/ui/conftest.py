"""The whole window, for tests of what its parts do together."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator import app
from curator.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The window as a person meets it; nothing is open in it yet."""
    made = app.make_window(qapp)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
