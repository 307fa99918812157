"""Charts: the table behind each, heights, pictures; undefined figures say why."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from curator.domain.document import DocumentState
from curator.services.progressing import ProgressView, weeks_between
from curator.ui.dashboard import drawing, making
from curator.ui.dashboard.charts import Bars, Figures, Matrix, Series
from curator.ui.dashboard.window import Dashboard

VIEW = ProgressView(
    people={"p1": "Aigerim", "p2": "Bolat"},
    states={("p1", DocumentState.SUBMITTED): 3, ("p1", DocumentState.NEW): 1, ("p2", DocumentState.APPROVED): 2},
    weeks={(date(2026, 11, 2), "p1"): 2, (date(2026, 11, 16), "p2"): 1},
    reasons={"Another label fits": 4, "": 1},
)


def test_states_by_annotator_leave_out_what_nobody_has() -> None:
    chart = making.by_annotator(VIEW)
    headers, rows = chart.table()
    assert headers == ["Annotator", "New", "Submitted", "Approved"]
    assert rows == [["Aigerim", 1, 3, 0], ["Bolat", 0, 0, 2]]
    assert chart.largest == 4


def test_weeks_without_work_are_there_too() -> None:
    headers, rows = making.by_week(VIEW).table()
    assert headers == ["Week of", "Aigerim", "Bolat"]
    assert [row[1:] for row in rows] == [[2, 0], [0, 0], [0, 1]]
    assert weeks_between([]) == []


def test_what_has_no_reason_is_said_to_have_none() -> None:
    assert [row[0] for row in making.by_reason(VIEW).table()[1]] == ["Another label fits", "no reason given"]


@pytest.mark.parametrize(
    "chart",
    [
        Bars(["a", "b"], [Series("x", "#112233"), Series("y", "#445566")], [[1, 2], [0, 0]]),
        Bars(["a"], [Series("x", "#112233")], [[1]], upright=True),
        Matrix(["a"], ["b"], [[0.5]], [["0.50"]], [[0.5]], notes=["why"]),
        Figures([("kappa", "", "undefined: there is nothing to compare")], ("a", "b", "c")),
        Figures([], ("a", "b", "c")),
    ],
)
def test_every_chart_is_drawn_and_has_room(qtbot: QtBot, chart: Bars | Matrix | Figures) -> None:
    board = Dashboard()
    qtbot.addWidget(board)
    board.show()
    board.figures.show_chart(chart, "Nothing to show yet.")
    assert drawing.height_of(chart, 400, QFont()) > 0
    assert not board.figures.grab().isNull()
    assert board.figures.picture.isEnabled() == (not chart.is_empty)


def test_a_card_leaves_as_a_picture_and_as_a_table(qtbot: QtBot, tmp_path: Path) -> None:
    board = Dashboard()
    qtbot.addWidget(board)
    board.show()
    board.show_progress(VIEW)
    board.save_picture(board.annotators, tmp_path / "states.png")
    board.save_table(board.annotators, tmp_path / "states.csv")
    assert (tmp_path / "states.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "states.csv").read_text("utf-8").splitlines() == [
        "Annotator,New,Submitted,Approved",
        "Aigerim,1,3,0",
        "Bolat,0,0,2",
    ]
    board.save_table(board.annotators, tmp_path / "nowhere" / "x.csv")
    assert "states.csv" not in board.words.text()
