"""The page of conflicts: what it lists, how values are chosen with mouse and keys, and what it says."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.domain.history import Kind
from curator.domain.review import Verdict
from curator.services.conflict_views import Listed, Option, Passed, Question, Who
from curator.services.views import FieldChange
from curator.ui import theme
from curator.ui.conflicts.answers import Answers
from curator.ui.conflicts.entries import Entry, EntryModel, of_conflict, of_passed
from curator.ui.conflicts.page import ConflictsPage

AT = "2026-11-22T05:42:00.000Z"
ACTION, DUE = ("fields", "action"), ("fields", "due")


def question(register: tuple[str, ...], title: str, *words: str) -> Question:
    options = [Option(word, (Who(f"Person {n}", AT, f"r{n}"),), {register: n}) for n, word in enumerate(words)]
    return Question(register, title, tuple(options))


TWO = (question(ACTION, "Action", "sign", "ratify", ""), question(DUE, "Due", "2018", "2019"))


def entry(number: int, document: str = "d1") -> Entry:
    row = Listed(Kind.ANNOTATION, f"a{number}", document, f"Report {document}", f"Actor {number}", ("Action", "Due"))
    return of_conflict(row)


def met(number: int, document: str = "d1") -> Entry:
    who = Who("Sara", AT, "r1"), Who("Ann", AT, "r2")
    return of_passed(Passed(f"a{number}", document, f"Date {number}", "accept", *who), f"Report {document}")


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> ConflictsPage:
    theme.apply(qapp, "light")
    shown = ConflictsPage()
    qtbot.addWidget(shown)
    shown.resize(380, 800)
    shown.show()
    shown.activateWindow()
    qtbot.waitExposed(shown)
    return shown


def show(page: ConflictsPage, questions: Sequence[Question] = TWO, why_not: str = "") -> None:
    """List two conflicts, and show these questions for whichever is chosen."""
    page.entry_chosen.connect(lambda chosen: page.show_conflict(chosen, questions, why_not))
    page.show_entries([entry(1), entry(2)])
    page.list.setFocus()


def test_the_model_keeps_the_rules_of_item_models_and_puts_documents_above_their_conflicts() -> None:
    model = EntryModel()
    tester = QAbstractItemModelTester(model)
    model.show([entry(1), entry(2), met(3, "d2")])
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "Report d1",
        "Actor 1",
        "Actor 2",
        "Report d2",
        "Date 3",
    ]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert (model.step(2, 1), model.step(4, -1), model.step(4, 1), model.near(3), model.near(9)) == (4, 2, -1, 4, 4)
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Actor 1: Action, Due. Report d1"
    del tester


def test_without_conflicts_the_page_says_so(page: ConflictsPage) -> None:
    assert page.empty.isVisible()
    assert "no conflicts" in page.empty.text()
    show(page)
    assert not page.empty.isVisible()
    assert page.count.text() == "2"


def test_digits_choose_question_after_question_and_enter_decides(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page)
    QTest.keyClick(page.list, Qt.Key.Key_2)
    assert page.detail.progress.text() == "1 of 2 chosen"
    QTest.keyClick(page.list, Qt.Key.Key_1)
    with qtbot.waitSignal(page.decided) as decided:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert decided.args == [{ACTION: 1, DUE: 0}]


def test_a_click_on_a_value_or_its_button_chooses_and_a_button_decides(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page)
    action, due = page.detail.boxes
    QTest.mouseClick(action.cards[2].words, Qt.MouseButton.LeftButton)
    QTest.mouseClick(due.cards[1].button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.decided) as decided:
        QTest.mouseClick(page.detail.decide_button, Qt.MouseButton.LeftButton)
    assert decided.args == [{ACTION: 2, DUE: 1}]


def test_another_value_may_be_chosen_before_it_is_decided(page: ConflictsPage) -> None:
    show(page)
    for key in (Qt.Key.Key_1, Qt.Key.Key_1):
        QTest.keyClick(page.list, key)
    button = page.detail.boxes[0].cards[1].button
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_2)
    assert page.detail.answers.takes() == {ACTION: 1, DUE: 0}
    assert [card.button.text() for card in page.detail.boxes[0].cards] == ["Use this", "✓ Chosen", "Use this"]


def test_space_on_a_button_chooses_as_everywhere(page: ConflictsPage) -> None:
    show(page)
    button = page.detail.boxes[1].cards[0].button
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.detail.answers.takes() == {DUE: 0}


def test_what_is_left_open_is_named_and_nothing_is_decided(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page)
    QTest.keyClick(page.list, Qt.Key.Key_1)
    with qtbot.assertNotEmitted(page.decided):
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.detail.wrong.isVisible()
    assert "Due" in page.detail.wrong.text()
    QTest.keyClick(page.list, Qt.Key.Key_9)
    assert page.detail.answers.takes() == {ACTION: 0}


@pytest.mark.parametrize(("forth", "back"), [(Qt.Key.Key_J, Qt.Key.Key_K), (Qt.Key.Key_Down, Qt.Key.Key_Up)])
def test_keys_go_from_one_conflict_to_the_next_over_headings(page: ConflictsPage, forth: Qt.Key, back: Qt.Key) -> None:
    seen: list[str] = []
    page.entry_chosen.connect(lambda chosen: seen.append(chosen.title))
    page.show_entries([entry(1), entry(2, "d2")])
    page.list.setFocus()
    for key in (forth, forth, back, back):
        QTest.keyClick(page.list, key)
    assert seen == ["Actor 1", "Actor 2", "Actor 1"]


def test_after_a_decision_the_one_that_moved_up_is_chosen(page: ConflictsPage) -> None:
    show(page)
    page.show_entries([entry(2)])
    current = page.current()
    assert current
    assert current.title == "Actor 2"
    page.show_entries([])
    assert page.current() is None


def test_who_may_not_decide_sees_the_values_and_is_told_why(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page, why_not="Deciding between others' values needs a supervisor.")
    cards = page.detail.boxes[0].cards
    assert [card.words.text() for card in cards] == ["sign", "ratify", "nothing"]
    assert not any(card.button.isVisible() or card.digit.isVisible() or card.isEnabled() for card in cards)
    assert not page.detail.decide_button.isVisible()
    assert "supervisor" in page.detail.why_not.text()
    with qtbot.assertNotEmitted(page.decided):
        QTest.keyClick(page.list, Qt.Key.Key_1)
        QTest.mouseClick(cards[0].words, Qt.MouseButton.LeftButton)
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.detail.answers.answered == 0


def test_a_decision_that_met_a_change_is_reviewed_again(page: ConflictsPage, qtbot: QtBot) -> None:
    changes = [FieldChange("Action", "sign", "ratify")]
    page.entry_chosen.connect(lambda chosen: page.show_passed(chosen, "Accepted by Sara, changed by Ann:", changes, ""))
    page.show_entries([met(1)])
    page.list.setFocus()
    for key, verdict in (
        (Qt.Key.Key_A, Verdict.ACCEPT),
        (Qt.Key.Key_R, Verdict.RETURN),
        (Qt.Key.Key_X, Verdict.REJECT),
    ):
        with qtbot.waitSignal(page.reviewed) as reviewed:
            QTest.keyClick(page.list, key)
        assert reviewed.args == [verdict]
    with qtbot.waitSignal(page.reviewed):
        QTest.mouseClick(page.detail.verdicts[Verdict.ACCEPT], Qt.MouseButton.LeftButton)
    page.show_passed(met(1), "…", changes, "Reviewing it again needs a supervisor.")
    assert not page.detail.verdicts[Verdict.ACCEPT].isVisible()
    with qtbot.assertNotEmitted(page.reviewed):
        QTest.keyClick(page.list, Qt.Key.Key_A)


def test_letters_of_review_do_nothing_on_a_conflict(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page)
    with qtbot.assertNotEmitted(page.reviewed):
        QTest.keyClick(page.list, Qt.Key.Key_A)


def test_escape_and_the_cross_put_the_page_away(page: ConflictsPage, qtbot: QtBot) -> None:
    show(page)
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.list, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.closed):
        QTest.mouseClick(page.close_button, Qt.MouseButton.LeftButton)


def test_the_page_keeps_the_focus_when_the_last_conflict_is_gone_and_when_one_comes_back(
    page: ConflictsPage, qtbot: QtBot
) -> None:
    show(page)
    page.show_entries([])
    assert page.close_button.hasFocus()
    page.show_entries([entry(1)])
    assert page.list.hasFocus()
    page.show_entries([])
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page.close_button, Qt.Key.Key_Escape)


def test_screen_readers_hear_each_value_with_who_said_it(page: ConflictsPage) -> None:
    show(page)
    card = page.detail.boxes[0].cards[1]
    assert card.button.accessibleName() == "Use this 2: ratify"
    assert "Person 1" in card.button.accessibleDescription()
    QTest.keyClick(page.list, Qt.Key.Key_2)
    assert card.accessibleName() == "2: ratify (chosen)"


def test_answers_are_complete_when_every_question_has_one() -> None:
    assert not Answers().is_complete
    answers = Answers(TWO)
    assert not answers.choose(0, 3)
    assert answers.choose(0, 2)
    assert (answers.answered, answers.next_open(), answers.is_complete) == (1, 1, False)
    answers.choose(1, 1)
    assert answers.is_complete
    assert answers.takes() == {ACTION: 2, DUE: 1}
