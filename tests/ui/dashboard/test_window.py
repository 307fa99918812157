"""The dashboard in the window: computed when it opens, given up when it closes, out into files."""

from pathlib import Path

import pytest

from curator.domain.review import Verdict
from curator.ui.dashboard.window import Dashboard
from tests.journeys.hands import Hands
from tests.support import projects as support
from tests.support.team import Team


@pytest.fixture
def boss(hands: Hands, tmp_path: Path) -> Hands:
    """A supervisor whose two annotators handed in the same document; one annotation was returned."""
    team = Team(tmp_path, "Ann", "Ben")
    team.assign("Ann", "Ben")
    for name in ("Ann", "Ben"):
        mark = team.annotate(name)
        team.submit(name)
    team.decide(mark, Verdict.RETURN)
    team.close()
    support.author("Boss")
    hands.window.projects.open_path(team.path)
    return hands


def opened(hands: Hands) -> Dashboard:
    hands.press("Ctrl+Shift+D")
    boards = [each for each in hands.window.findChildren(Dashboard) if each.isVisible()]
    assert len(boards) == 1
    return boards[0]


def goes(board: Dashboard) -> list[bool]:
    """Has something in it as soon as the dashboard is gone."""
    gone: list[bool] = []
    board.destroyed.connect(lambda: gone.append(True))
    return gone


def test_it_shows_how_far_everybody_is_and_how_well_they_agree(boss: Hands) -> None:
    board = opened(boss)
    assert board.stop.isVisible()
    boss.at_rest()
    assert not board.stop.isVisible()
    assert board.words.text().startswith("1 documents by several annotators, 2 annotations")
    assert board.annotators.view.chart
    assert {row[0] for row in board.annotators.view.chart.table()[1]} >= {"Ann", "Ben"}
    assert board.figures.view.chart
    assert not board.grab().isNull()
    board.measure.setCurrentIndex(board.measure.count() - 1)
    assert board.matrix.view.chart


def test_closing_it_while_it_computes_is_no_fault(boss: Hands) -> None:
    board = opened(boss)
    gone = goes(board)
    board.close()
    boss.wait(lambda: gone)
    boss.at_rest()
    boss.closed()
    again = opened(boss)
    boss.at_rest()
    assert again.words.text().startswith("1 documents")


def test_closing_the_project_closes_it(boss: Hands) -> None:
    board = opened(boss)
    gone = goes(board)
    boss.window.projects.close()
    boss.at_rest()
    assert gone


def test_stop_is_said_and_it_can_be_computed_anew(boss: Hands) -> None:
    board = opened(boss)
    boss.click(board.stop)
    boss.at_rest()
    assert board.words.text() == "Stopped."
    assert board.again.isVisible()
    boss.click(board.again)
    boss.at_rest()
    assert board.words.text().startswith("1 documents")


def test_asking_for_it_twice_opens_one_and_esc_closes_it(boss: Hands) -> None:
    board = opened(boss)
    boss.window.activateWindow()
    assert opened(boss) is board
    boss.at_rest()
    board.activateWindow()
    boss.wait(board.isActiveWindow)
    gone = goes(board)
    boss.press("Esc")
    boss.wait(lambda: gone)


def test_a_project_where_nobody_did_anything_says_so(at_work: Hands) -> None:
    board = opened(at_work)
    at_work.at_rest()
    assert board.words.text().startswith("0 documents by several annotators")
    assert not board.grab().isNull()


def test_charts_leave_as_tables_and_pictures_and_what_is_wrong_is_said(boss: Hands, tmp_path: Path) -> None:
    board = opened(boss)
    boss.at_rest()
    board.save_table(board.annotators, tmp_path / "a.csv")
    assert "Ann" in (tmp_path / "a.csv").read_text("utf-8")
    assert board.words.text() == "Saved a.csv"
    board.save_picture(board.annotators, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 100
    board.save_table(board.annotators, tmp_path / "none" / "a.csv")
    assert "Saved" not in board.words.text()
    board.save_picture(board.annotators, tmp_path / "none" / "a.png")
    assert "can't be written" in board.words.text()
