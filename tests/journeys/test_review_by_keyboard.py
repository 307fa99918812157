"""A supervisor goes through the queue with plain letters; the same letters typed in a form are letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.services import reading
from curator.services.changes import Changes
from curator.ui.review.queue_pane import QueuePane
from curator.ui.review.reason_dialog import ReasonDialog
from curator.ui.review.strip import ReviewStrip
from tests.journeys.hands import Hands
from tests.support import projects
from tests.support.team import Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path, "Aigerim")
    made.assign("Aigerim")
    made.annotate("Aigerim", 0, 6)
    made.annotate("Aigerim", 8, 20, "date")
    made.annotate("Aigerim", 22, 48)
    made.submit("Aigerim")
    made.as_("Boss").close()
    yield made
    made.project.close()


def _begin(hands: Hands, team: Team) -> QueuePane:
    hands.window.close()
    projects.author("Boss")
    hands.restart(team.path)
    hands.wait(lambda: hands.window.desk.document)
    hands.press("Ctrl+Shift+R")
    pane = hands.window.left.queue
    assert isinstance(pane, QueuePane)
    assert pane.model.total == 3
    hands.press("J")
    return pane


def _states(hands: Hands, team: Team) -> list[str]:
    return [row.state for row in reading.annotations(hands.window.session.view, team.document, limit=9)]


def test_letters_decide_go_on_and_are_undone(hands: Hands, team: Team) -> None:
    pane = _begin(hands, team)
    hands.press("A")
    assert _states(hands, team) == ["approved", "draft", "draft"]
    hands.press("R")
    hands.opened(ReasonDialog)
    hands.press("2", "Return")
    hands.closed()
    assert _states(hands, team) == ["approved", "returned", "draft"]
    hands.press("X")
    hands.opened(ReasonDialog)
    hands.press("Tab")
    hands.type("nobody asked for it")
    hands.press("Return")
    hands.closed()
    assert _states(hands, team) == ["approved", "returned", "rejected"]
    assert pane.model.total == 0
    hands.press("Ctrl+Z", "Ctrl+Z")
    assert _states(hands, team) == ["approved", "draft", "draft"]
    assert pane.model.total == 2


def test_the_letters_typed_in_a_form_or_a_comment_decide_nothing(hands: Hands, team: Team) -> None:
    _begin(hands, team)
    hands.window.side.form.focus_field("role")
    hands.type("ajarx")
    hands.press("Ctrl+M")
    hands.type("A reason for X, by J or K")
    hands.press("Return")
    assert "approved" not in _states(hands, team)
    strip = hands.window.findChild(ReviewStrip)
    assert strip
    assert len(strip.threads.boxes) == 1


def test_without_the_queue_the_letters_mean_nothing(hands: Hands, team: Team) -> None:
    _begin(hands, team)
    hands.press("Ctrl+D")
    hands.window.reading.text.setFocus()
    hands.press("A", "X", "R")
    assert _states(hands, team) == ["draft", "draft", "draft"]


def test_a_field_is_decided_on_by_itself(hands: Hands, team: Team) -> None:
    _begin(hands, team)
    strip = hands.window.findChild(ReviewStrip)
    assert strip
    strip.target.setFocus()
    hands.press("Down")
    decided: list[Changes] = []
    hands.window.session.changed.connect(decided.append)
    hands.click(strip.accept)
    assert len(decided) == 1
    assert _states(hands, team) == ["draft", "draft", "draft"]
    assert ": Accepted" in strip.said_words.text()


def test_after_a_document_that_is_done_the_queue_goes_on_with_the_others(hands: Hands, team: Team) -> None:
    team.as_("Aigerim")
    done = projects.add_document(team.as_("Boss"), "Nobody was surprised.\n")
    team.project.close()
    pane = _begin(hands, team)
    pane.narrow(done)
    pane.filter_changed.emit()
    assert pane.model.total == 0
    hands.window.desk.open(done)
    hands.press("J")
    assert hands.window.desk.annotation
    assert pane.model.total == 3
    pane.narrow(done)
    pane.filter_changed.emit()
    hands.press("Ctrl+Shift+R")
    assert pane.model.total == 3
    assert not pane.everywhere.isVisible()
