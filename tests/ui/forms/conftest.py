"""A panel in a window that has the focus, on a desk."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.ui import theme
from curator.ui.forms import FormPanel
from tests.ui.forms.desk import Desk


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> FormPanel:
    theme.apply(qapp, "light")
    made = FormPanel()
    qtbot.addWidget(made)
    made.resize(360, 900)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def desk(panel: FormPanel) -> Desk:
    return Desk(panel)
