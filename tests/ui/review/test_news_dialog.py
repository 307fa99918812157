"""What others did to somebody's own work: told, listed, gone to, and not told again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from curator.domain.review import Verdict
from curator.services import news
from curator.ui.review.news_dialog import NewsDialog
from tests.journeys.hands import Hands
from tests.support import projects as support
from tests.support.team import Team


@pytest.fixture
def ann(hands: Hands, tmp_path: Path) -> Hands:
    """Ann, two of whose annotations were decided on, and whose work was sent back."""
    team = Team(tmp_path, "Ann")
    team.assign("Ann")
    first, second = team.annotate("Ann"), team.annotate("Ann", 8, 20, "date")
    team.submit("Ann")
    team.decide(first, Verdict.ACCEPT)
    team.decide(second, Verdict.RETURN)
    team.send_back("Ann")
    team.close()
    support.author("Ann")
    hands.window.projects.open_path(team.path)
    return hands


def opened(hands: Hands) -> NewsDialog:
    hands.window.actions_by_id["supervision.news"].trigger()
    hands.opened(NewsDialog)
    return next(each for each in hands.window.findChildren(NewsDialog) if each.isVisible())


def column(dialog: NewsDialog, number: int) -> list[str]:
    model = dialog.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_a_message_tells_of_it_and_leads_to_the_list(ann: Hands) -> None:
    messages = ann.window.projects.messages
    ann.wait(lambda: messages.text)
    assert messages.text.startswith("3 things")
    ann.click(messages.button)
    ann.opened(NewsDialog)
    dialog = ann.window.findChild(NewsDialog)
    assert dialog
    assert column(dialog, 0) == ["●"] * 3
    assert all(words.startswith(begin) for words, begin in zip(column(dialog, 1), ["Ret", "Ret", "Acc"], strict=True))
    assert column(dialog, 2) == ["Report"] * 3
    assert column(dialog, 3) == ["Boss"] * 3
    ann.press("Esc")
    ann.closed()
    assert QApplication.focusWidget() is ann.window.reading.text


def test_what_was_shown_is_not_new_the_next_time(ann: Hands) -> None:
    opened(ann)
    ann.press("Esc")
    ann.closed()
    assert news.unseen(ann.window.session.view) == 0
    assert column(opened(ann), 0) == [""] * 3


def test_return_and_a_click_go_to_the_annotation_where_the_text_takes_the_keys(ann: Hands) -> None:
    window = ann.window
    window.documents.search.setFocus()
    opened(ann)
    ann.press("Down", "Return")
    ann.closed()
    assert window.desk.annotation
    assert window.desk.annotation.body.label == "date"
    assert QApplication.focusWidget() is window.reading.text
    dialog = opened(ann)
    index = dialog.table.model().index(2, 1)
    ann.click(dialog.table.viewport(), dialog.table.visualRect(index).center())
    ann.closed()
    assert window.desk.annotation.body.label == "actor"


def test_where_nobody_did_anything_that_is_said(at_work: Hands) -> None:
    dialog = opened(at_work)
    assert any("Nobody has decided" in label.text() for label in dialog.findChildren(QLabel))
    at_work.press("Return")
    assert not dialog.isVisible()
