"""Whether somebody types: what stands in a line has changed since the last look."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from curator.ui.sharing.typing import Typing


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_letters_are_typing_until_the_next_look_that_finds_no_more(kind: type, qtbot: QtBot) -> None:
    line = kind()
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    typing = Typing()
    typing.is_going_on()
    assert not typing.is_going_on()
    qtbot.keyClicks(line, "a")
    assert typing.is_going_on()
    assert not typing.is_going_on()
    line.setReadOnly(True)
    assert not typing.is_going_on()
