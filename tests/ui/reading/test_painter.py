from itertools import pairwise

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from curator.ui import theme
from curator.ui.reading.geometry import Box
from curator.ui.reading.layout import LANES, Metrics
from curator.ui.reading.painter import fill_rect, handle_place, lane_rect

BOX = Box(row=2, left=10, right=90, starts=True, ends=True)


@pytest.fixture(params=[10, 17, 34])
def metrics(request: pytest.FixtureRequest, qtbot: QtBot) -> Metrics:
    theme.load_fonts()
    font = QFont("Inter")
    font.setPixelSize(request.param)
    return Metrics.of(font)


def test_a_fill_lies_between_the_tags_and_the_underlines_of_its_row(metrics: Metrics) -> None:
    rect = fill_rect(BOX, metrics)
    assert rect.top() - 2 * metrics.pitch >= metrics.tag_baseline
    assert rect.bottom() <= lane_rect(BOX, 0, 1, metrics).top()


@pytest.mark.parametrize("lanes", [1, 2, LANES, LANES + 2, 40, 500])
def test_underlines_never_reach_into_the_row_below(metrics: Metrics, lanes: int) -> None:
    for lane in range(lanes):
        assert lane_rect(BOX, lane, lanes, metrics).bottom() <= 3 * metrics.pitch


def test_underlines_of_a_few_overlaps_are_apart(metrics: Metrics) -> None:
    tops = [lane_rect(BOX, lane, LANES, metrics) for lane in range(LANES)]
    assert all(one.bottom() < other.top() for one, other in pairwise(tops))


def test_grips_are_at_the_edges_where_the_words_start_and_end(metrics: Metrics) -> None:
    assert handle_place(BOX, metrics, at_start=True).x() == BOX.left
    assert handle_place(BOX, metrics, at_start=False).x() == BOX.right
    backwards = BOX._replace(leftwards=True)
    assert handle_place(backwards, metrics, at_start=True).x() == BOX.right
    assert handle_place(backwards, metrics, at_start=False).x() == BOX.left
