from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.ui.soon import Soon


def test_what_is_asked_for_several_times_is_done_once_and_later(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    soon = Soon(lambda: done.append("done"), owner)
    soon.ask()
    soon.ask()
    assert done == []
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["done"]


def test_what_is_asked_for_can_be_had_at_once_or_be_forgotten(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    soon = Soon(lambda: done.append("done"), owner)
    soon.now()
    assert done == []
    soon.ask()
    soon.now()
    assert done == ["done"]
    soon.ask()
    soon.cancel()
    soon.now()
    assert done == ["done"]
