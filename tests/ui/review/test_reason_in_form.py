"""The form says why an annotation was returned or rejected."""

from pathlib import Path

import pytest

from curator.domain.review import Verdict
from curator.services.reasons import Why
from curator.ui.main_window import MainWindow
from tests.support import projects as support
from tests.support.team import Team

TITLE = "The span is too wide, too narrow or elsewhere"


@pytest.mark.parametrize(
    ("verdict", "why", "words"),
    [
        (Verdict.RETURN, Why("wrong_span"), f"Returned: {TITLE}"),
        (Verdict.RETURN, Why("wrong_span", "the comma"), f"Returned: {TITLE}: the comma"),
        (Verdict.REJECT, Why(None, "the comma"), "Rejected: the comma"),
    ],
)
def test_the_form_says_why_with_the_reason_that_was_chosen(
    window: MainWindow, tmp_path: Path, verdict: Verdict, why: Why, words: str
) -> None:
    team = Team(tmp_path, "Aigerim")
    team.assign("Aigerim")
    mark = team.annotate("Aigerim")
    team.submit("Aigerim")
    team.decide(mark, verdict, why)
    team.send_back("Aigerim")
    team.close()
    support.author("Aigerim")
    window.projects.open_path(team.path)
    window.desk.choose(mark)
    assert words in window.side.form.banner.text().splitlines()
    assert window.side.form.banner.isVisible()
