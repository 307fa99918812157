"""Below the form: what was decided and said, and deciding."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.domain.review import Outcome, Verdict
from curator.domain.supervision import DEFAULT_REASONS
from curator.services.review_views import Correction, FieldDecisionView, ReasonGiven, ReviewView
from curator.ui.review.reason_dialog import ReasonDialog
from curator.ui.review.strip import ReviewStrip
from tests.ui.review.rows import AT, review, thread

FIELDS = {"due": "Due", "strength": "Strength"}


@pytest.fixture
def strip(qtbot: QtBot) -> ReviewStrip:
    shown = ReviewStrip()
    qtbot.addWidget(shown)
    shown.resize(370, 400)
    shown.show()
    return shown


def test_a_decision_is_shown_with_its_reason_and_who_gave_it(strip: ReviewStrip) -> None:
    strip.show_review(review(), FIELDS, deciding=False)
    assert strip.verdict.text() == "Returned"
    assert "Saule" in strip.who.text()
    assert "The span is too wide: with the year, please" in strip.said_words.text()
    assert not strip.accept.isVisible()


def test_a_decision_on_an_earlier_version_says_so(strip: ReviewStrip) -> None:
    strip.show_review(review(Verdict.ACCEPT, counts=False), FIELDS, deciding=False)
    assert "given on an earlier version" in strip.who.text()


def test_decisions_on_fields_corrections_and_outcomes_are_told(strip: ReviewStrip) -> None:
    field = FieldDecisionView("due", Verdict.RETURN, ReasonGiven(None, "", "<look> again"), "Saule", AT, True)
    change = Correction("strength", "Strength", None, None, "Pledge", "Intention", "Saule", AT)
    view = ReviewView(
        "a1", None, None, None, None, True, fields={"due": field}, corrections=(change,), outcome=Outcome.ADJUDICATED
    )
    strip.show_review(view, FIELDS, deciding=False)
    words = strip.said_words.text()
    assert "<b>Due</b>: Returned – &lt;look&gt; again" in words
    assert "Pledge" in words
    assert "Intention" in words
    assert "Adjudicated" in words


@pytest.mark.parametrize(
    ("button", "verdict"), [("accept", Verdict.ACCEPT), ("give_back", Verdict.RETURN), ("reject", Verdict.REJECT)]
)
def test_each_button_decides_on_the_annotation_or_on_a_field(
    strip: ReviewStrip, qtbot: QtBot, button: str, verdict: Verdict
) -> None:
    strip.show_review(None, FIELDS, deciding=True)
    with qtbot.waitSignal(strip.decided) as decided:
        QTest.mouseClick(getattr(strip, button), Qt.MouseButton.LeftButton)
    assert decided.args == [verdict, ""]
    strip.target.setFocus()
    QTest.keyClick(strip.target, Qt.Key.Key_Down)
    with qtbot.waitSignal(strip.decided) as decided:
        QTest.mouseClick(getattr(strip, button), Qt.MouseButton.LeftButton)
    assert decided.args == [verdict, "due"]


def test_a_thread_can_be_answered_and_resolved(strip: ReviewStrip, qtbot: QtBot) -> None:
    strip.show_review(None, FIELDS, deciding=False)
    strip.show_threads([thread("Is this right?", "Yes", field="due")], writable=True)
    [box] = strip.threads.boxes
    QTest.mouseClick(box.answer, Qt.MouseButton.LeftButton)
    QTest.keyClicks(strip.threads.line, "I think so")
    with qtbot.waitSignal(strip.said) as said:
        QTest.keyClick(strip.threads.line, Qt.Key.Key_Return)
    assert said.args == ["t1", "I think so"]
    with qtbot.waitSignal(strip.resolved) as resolved:
        QTest.mouseClick(box.resolve, Qt.MouseButton.LeftButton)
    assert resolved.args == ["t1", True]


def test_a_new_thread_begins_in_the_line(strip: ReviewStrip, qtbot: QtBot) -> None:
    strip.show_review(None, FIELDS, deciding=False)
    strip.show_threads([], writable=True)
    QTest.keyClicks(strip.threads.line, "  Who speaks here? ")
    with qtbot.waitSignal(strip.said) as said:
        QTest.keyClick(strip.threads.line, Qt.Key.Key_Return)
    assert said.args == ["", "Who speaks here?"]


def test_a_reason_without_a_name_is_given_as_words(qtbot: QtBot) -> None:
    dialog = ReasonDialog("Return", "Return", [("", "Fields were left open")])
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClick(dialog.list, Qt.Key.Key_1)
    QTest.keyClicks(dialog.words, "the dates")
    with qtbot.waitSignal(dialog.given) as given:
        QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert given.args == ["", "Fields were left open: the dates"]


def test_a_reason_is_chosen_by_its_digit_or_given_in_words(qtbot: QtBot) -> None:
    dialog = ReasonDialog("Return", "Return", [(reason.name, reason.title) for reason in DEFAULT_REASONS])
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.wrong.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_2)
    QTest.keyClicks(dialog.words, "see guideline 3")
    with qtbot.waitSignal(dialog.given) as given:
        QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert given.args == [DEFAULT_REASONS[1].name, "see guideline 3"]
