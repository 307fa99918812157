"""Panes that give way where there is little room, and come back with it."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from curator.ui.panes import Panes


class _Pane(QWidget):
    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(100, 100)


@pytest.fixture
def panes(qtbot: QtBot) -> Panes:
    """Three panes of 200, 600 and 300 pixels, the middle of which needs 400."""
    panes = Panes(Qt.Orientation.Horizontal, 1, 400)
    qtbot.addWidget(panes)
    panes.setHandleWidth(0)
    for _ in range(3):
        panes.addWidget(_Pane())
    panes.resize(1100, 300)
    panes.show()
    panes.setSizes([200, 600, 300])
    return panes


@pytest.mark.parametrize(
    ("width", "sizes"),
    [
        (1300, [200, 800, 300]),
        (900, [200, 400, 300]),
        (750, [150, 400, 200]),
        (600, [100, 400, 100]),
        (500, [100, 300, 100]),
    ],
)
def test_the_sides_give_way_to_the_middle_and_come_back(panes: Panes, width: int, sizes: list[int]) -> None:
    panes.resize(width, 300)
    assert panes.sizes() == sizes
    panes.resize(1100, 300)
    assert panes.sizes() == [200, 600, 300]


def test_what_the_person_gave_is_what_comes_back(panes: Panes) -> None:
    panes.moveSplitter(250, 1)
    panes.resize(700, 300)
    panes.resize(1100, 300)
    assert panes.sizes() == [250, 550, 300]
