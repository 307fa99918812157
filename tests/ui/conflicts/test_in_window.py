"""Conflicts in the window: marks in text and lists, values in the form, the page beside the text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from curator import app
from curator.domain.painting import DISPUTED
from curator.domain.people import Role
from curator.domain.review import AnnotationState, Verdict
from curator.services import (
    annotating,
    assigning,
    conflicts,
    documents,
    people,
    reading,
    reviewing,
    sharing,
    submitting,
)
from curator.services import project as projects
from curator.ui.conflicts.page import ConflictsPage
from curator.ui.conflicts.question_box import OptionCard
from curator.ui.main_window import MainWindow
from curator.ui.paging_model import ROW
from curator.ui.review.queue_pane import QueuePane
from curator.ui.review.reason_dialog import ReasonDialog
from tests.support import projects as support
from tests.support.projects import said
from tests.support.replicas import give, handed
from tests.ui.conflicts.disagreeing import Pair, pair

ACTION = ("fields", "action")
Sit = Callable[..., MainWindow]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as made:
        yield made


@pytest.fixture
def sit(qtbot: QtBot, qapp: QApplication, two: Pair) -> Iterator[Sit]:
    """Let somebody sit down at the window, on their copy of the project."""
    windows: list[MainWindow] = []

    def sit_down(name: str = "Sara") -> MainWindow:
        support.author(name)
        project = two.sara if name == "Sara" else two.ann
        project.close()
        window = app.make_window(qapp)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        window.projects.open_path(project.path)
        window.desk.open(two.document)
        return window

    yield sit_down
    for window in windows:
        window.close()
        window.deleteLater()


def page_of(qtbot: QtBot, window: MainWindow) -> ConflictsPage:
    """Open the page with its key, and wait until everything is listed."""
    window.activateWindow()
    window.reading.text.setFocus()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window and window.reading.text.hasFocus())
    QTest.keyClick(window.reading.text, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not window.projects.background.tasks)
    page = window.side.guest
    assert isinstance(page, ConflictsPage)
    return page


def at_hand(window: MainWindow, mark: str) -> list[QPushButton]:
    """The buttons “Use this” of the values that the form of an annotation shows."""
    window.desk.choose(mark)
    form = window.side.form
    return [card.button for card in form.findChildren(OptionCard) if card.isVisibleTo(form)]


def value(window: MainWindow, mark: str, field: str = "action") -> object:
    held = reading.annotation(window.session.view, mark).body.fields.get(field)
    return held.value if held else None


# --- marks ----------------------------------------------------------------------------------------------------------


def test_the_text_marks_what_is_in_conflict_and_nothing_else(two: Pair, sit: Sit) -> None:
    plain = two.mark(26, 48, "actor")
    mark = two.differ()
    window = sit()
    text = window.reading.text
    states = {painted.annotation: painted.state for painted in text.scenes.source.in_window(0, 100)}
    assert states == {mark: DISPUTED, plain: "draft"}
    window.desk.session.do(conflicts.resolve, mark, {ACTION: 0})
    assert {painted.state for painted in text.scenes.source.in_window(0, 100)} == {"draft"}


def test_lists_and_cards_say_what_is_in_conflict(two: Pair, sit: Sit) -> None:
    two.differ()
    window = sit()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert window.documents.model.index(0).data(spoken).endswith("≠ 1 conflict")
    window.siding.show_list()
    assert window.side.list.model.index(0).data(spoken).endswith("≠ In conflict")


def test_the_documents_with_conflicts_are_shown_alone(two: Pair, sit: Sit) -> None:
    support.add_document(two.sara, "Another text.\n", "Another")
    two.differ()
    window = sit()
    chip = window.documents.disputed
    assert chip.isVisible()
    assert chip.text() == "≠ Conflicts 1"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    model = window.documents.model
    assert [model.index(row).data(ROW).title for row in range(model.rowCount())] == ["Report"]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert model.rowCount() == 2


def test_without_conflicts_there_is_no_chip_for_them(two: Pair, sit: Sit) -> None:
    two.mark()
    assert not sit().documents.disputed.isVisible()


# --- the form -------------------------------------------------------------------------------------------------------


def test_the_form_shows_the_values_of_a_field_and_takes_one_in_place(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.differ()
    window = sit()
    first, second = at_hand(window, mark)
    assert window.projects.messages.text == ""
    qtbot.waitUntil(lambda: second.height() > 0)
    assert first.accessibleDescription().startswith("action of Ann, Ann, today")
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert value(window, mark) == "action of Sara"
    assert conflicts.conflicts(window.session.view) == []
    assert at_hand(window, mark) == []
    window.actions_by_id["edit.undo"].trigger()
    assert len(at_hand(window, mark)) == 2


def test_of_several_fields_the_last_choice_decides(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.differ("action", "condition")
    window = sit()
    buttons = {button.accessibleDescription().split(",")[0]: button for button in at_hand(window, mark)}
    buttons["action of Ann"].setFocus()
    QTest.keyClick(buttons["action of Ann"], Qt.Key.Key_Space)
    assert conflicts.conflicts(window.session.view)
    assert [name for name, button in buttons.items() if button.text() == "✓ Chosen"] == ["action of Ann"]
    qtbot.waitUntil(lambda: buttons["condition of Sara"].height() > 0)
    QTest.mouseClick(buttons["condition of Sara"], Qt.MouseButton.LeftButton)
    assert (value(window, mark), value(window, mark, "condition")) == ("action of Ann", "condition of Sara")


def test_an_annotation_in_conflict_is_not_edited_before_it_is_decided(two: Pair, sit: Sit) -> None:
    mark = two.differ()
    window = sit()
    window.desk.choose(mark)
    form = window.side.form
    assert "Several people changed this" in form.banner.text()
    at_hand(window, mark)[0].click()
    assert form.banner.isHidden()


def test_another_annotation_shows_no_values_of_the_one_before(two: Pair, sit: Sit) -> None:
    plain = two.mark(26, 48, "commitment")
    mark = two.differ()
    window = sit()
    assert len(at_hand(window, mark)) == 2
    assert at_hand(window, plain) == []


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_goes_to_each_conflict_in_the_text_and_decides_it(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    first, second = two.differ(), two.differ(mark=two.mark(26, 48))
    window = sit()
    page = page_of(qtbot, window)
    assert page.count.text() == "2"
    assert window.desk.annotation
    assert window.desk.annotation.id == first
    QTest.keyClick(page.list, Qt.Key.Key_J)
    assert window.desk.annotation.id == second
    assert page.list.hasFocus()
    QTest.keyClick(page.list, Qt.Key.Key_2)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert value(window, second) == "action of Sara"
    assert page.count.text() == "1"
    assert window.desk.annotation.id == first
    QTest.keyClick(page.list, Qt.Key.Key_1)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.empty.isVisible()
    assert "last conflict" in window.projects.messages.text
    QTest.mouseClick(window.projects.messages.button, Qt.MouseButton.LeftButton)
    assert page.count.text() == "1"
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_a_withdrawal_against_a_change_is_decided_in_words(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.mark()
    annotating.withdraw(two.sara, mark)
    annotating.set_field(two.ann, mark, "action", said("sign"))
    give(two.ann, two.sara)
    window = sit()
    page = page_of(qtbot, window)
    [question] = page.detail.answers.questions
    assert question.said == "Sara withdrew it; Ann changed its action."
    QTest.mouseClick(page.detail.boxes[0].cards[1].button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.detail.decide_button, Qt.MouseButton.LeftButton)
    assert reading.annotations(window.session.view, two.document) == []
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_what_is_no_annotation_is_decided_as_well(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    documents.describe(two.sara, two.document, title="Report of Sara")
    documents.describe(two.ann, two.document, title="Report of Ann")
    give(two.ann, two.sara)
    window = sit()
    page = page_of(qtbot, window)
    QTest.keyClick(page.list, Qt.Key.Key_2)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert reading.documents(window.session.view)[0].title == "Report of Sara"
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_an_approval_that_met_a_change_is_listed_and_given_anew(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.mark(label="actor")
    reviewing.decide(two.sara, mark, Verdict.ACCEPT)
    annotating.set_field(two.ann, mark, "role", said("slip in"))
    give(two.ann, two.sara)
    window = sit()
    page = page_of(qtbot, window)
    assert "Accepted by Sara" in page.detail.said.text()
    QTest.keyClick(page.list, Qt.Key.Key_A)
    assert reading.annotation(window.session.view, mark).state == "approved"
    assert page.empty.isVisible()
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_such_an_annotation_is_returned_with_a_reason(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.mark(label="actor")
    reviewing.decide(two.sara, mark, Verdict.ACCEPT)
    annotating.set_field(two.ann, mark, "role", said("slip in"))
    give(two.ann, two.sara)
    window = sit()
    page = page_of(qtbot, window)
    QTest.mouseClick(page.detail.verdicts[Verdict.RETURN], Qt.MouseButton.LeftButton)
    dialog = window.findChild(ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert reading.annotation(window.session.view, mark).state == "returned"
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_an_annotator_is_told_why_they_cannot_decide_on_the_work_of_others(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = support.annotate(two.sara, two.document, 8, 20, "commitment")
    ben = support.author("Ben")
    people.add(two.sara, "Ben", ben.public_key, [Role.ANNOTATOR, Role.SUPERVISOR])
    path = two.sara.path.with_name("ben.curator")
    sharing.receive_new(path, handed(two.sara), author=ben)
    with projects.open_project(path, author=ben) as third:
        annotating.set_field(third, mark, "action", said("of Ben"))
        annotating.set_field(two.sara, mark, "action", said("of Sara"))
        give(two.sara, two.ann)
        give(third, two.ann)
    window = sit("Ann")
    page = page_of(qtbot, window)
    assert {option.words for option in page.detail.answers.questions[0].options} == {"of Ben", "of Sara"}
    assert "supervisor" in page.detail.why_not.text()
    QTest.keyClick(page.list, Qt.Key.Key_1)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert conflicts.conflicts(window.session.view)
    page.closed.emit()
    buttons = at_hand(window, mark)
    assert len(buttons) == 2
    assert not any(button.isVisible() for button in buttons)


def test_a_project_that_is_only_read_shows_its_conflicts(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.differ()
    window = sit()
    window.projects.close()
    with projects.open_project(two.sara.path, author=two.sara.author):
        window.projects.open_path(two.sara.path)
        assert window.session.view.read_only
        page = page_of(qtbot, window)
        assert "read-only" in page.detail.why_not.text()
        assert len(page.detail.boxes) == 1
        page.closed.emit()
        assert not any(button.isVisible() for button in at_hand(window, mark))
        window.projects.close()


def test_somebody_who_works_in_the_text_meanwhile_is_left_there(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    plain = two.mark(26, 48, "actor")
    first, second = two.differ(), two.differ(mark=two.mark(60, 70))
    window = sit()
    page = page_of(qtbot, window)
    window.reading.text.setFocus()
    window.desk.choose(plain)
    window.session.do(annotating.set_field, plain, "role", said("host"))
    qtbot.waitUntil(lambda: not window.projects.background.tasks)
    assert window.desk.annotation
    assert window.desk.annotation.id == plain
    window.session.do(conflicts.resolve, first, {ACTION: 0})
    assert window.desk.annotation.id == plain
    assert page.count.text() == "1"
    QTest.keyClick(window.reading.text, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert "first one" in window.projects.messages.text
    window.actions_by_id["edit.undo"].trigger()
    QTest.keyClick(window.reading.text, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert window.desk.annotation.id == first
    QTest.keyClick(window.reading.text, Qt.Key.Key_F8)
    assert window.desk.annotation.id == second
    assert window.reading.text.hasFocus()
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def test_the_page_goes_away_with_its_key_and_with_the_project(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    two.differ()
    window = sit()
    page = page_of(qtbot, window)
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert window.side.guest is None
    assert window.reading.text.hasFocus()
    page_of(qtbot, window)
    window.projects.close()
    assert window.side.guest is None


def test_the_page_leaves_adjudication_first(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    two.differ()
    window = sit()
    window.supervising.adjudicate_document(two.document)
    qtbot.waitUntil(lambda: not window.projects.background.tasks)
    window.actions_by_id["conflicts.show"].trigger()
    qtbot.waitUntil(lambda: not window.projects.background.tasks)
    assert isinstance(window.side.guest, ConflictsPage)
    assert window.middle.currentWidget() is window.reading


def test_with_the_last_one_decided_the_page_makes_way_for_the_next_annotation(
    two: Pair, sit: Sit, qtbot: QtBot
) -> None:
    plain = two.mark(26, 48, "actor")
    mark = two.differ()
    window = sit()
    page = page_of(qtbot, window)
    QTest.keyClick(page.list, Qt.Key.Key_2)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.projects.background.tasks)
    assert page.empty.isVisible()
    window.desk.choose(mark)
    assert page.empty.isVisible()
    window.desk.choose(plain)
    assert window.side.guest is None
    assert window.side.form.isVisible()


def test_a_review_that_goes_on_is_seen_in_place_of_the_page(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    two.differ()
    two.mark(26, 48, "actor")
    window = sit()
    page_of(qtbot, window)
    window.actions_by_id["supervision.queue"].trigger()
    window.actions_by_id["supervision.accept"].trigger()
    assert window.side.guest is None
    page_of(qtbot, window)
    pane = window.left.queue
    assert isinstance(pane, QueuePane)
    pane.filters.pills[(AnnotationState.APPROVED,)].click()
    row = pane.model.row(0)
    pane.annotation_chosen.emit(row)
    assert window.side.guest is None
    assert window.side.form.isVisible()


def test_what_the_page_covers_is_shown_before_it_is_decided_on(two: Pair, sit: Sit, qtbot: QtBot) -> None:
    mark = two.mark(26, 48, "actor")
    two.differ()
    window = sit()
    window.actions_by_id["supervision.queue"].trigger()
    page_of(qtbot, window)
    window.desk.choose(mark)
    assert isinstance(window.side.guest, ConflictsPage)
    window.reading.text.setFocus()
    QTest.keyClick(window.reading.text, Qt.Key.Key_A)
    assert window.side.guest is None
    assert "Press the key again" in window.projects.messages.text
    assert reading.annotation(window.session.view, mark).state != AnnotationState.APPROVED
    QTest.keyClick(window.reading.text, Qt.Key.Key_A)
    assert reading.annotation(window.session.view, mark).state == AnnotationState.APPROVED


def test_approving_leads_to_what_merged_by_itself(two: Pair, sit: Sit) -> None:
    assigning.assign(two.sara, [two.document], [people.find_person(two.sara, "Ann")])
    mark = two.mark()
    annotating.set_field(two.sara, mark, "condition", said("if asked"))
    annotating.set_field(two.ann, mark, "action", said("adopt"))
    submitting.submit(two.ann, two.document)
    give(two.ann, two.sara)
    window = sit()
    window.actions_by_id["supervision.approve"].trigger()
    messages = window.projects.messages
    assert "One annotation of Ann has no decision yet" in messages.text
    messages.button.click()
    assert "“10 July 2018”" in messages.text
    assert "Decide on it alone first" in messages.text
    assert messages.button.text() == "Show it"
    messages.button.click()
    assert window.desk.annotation
    assert window.desk.annotation.id == mark
    assert window.left.shows_queue
    window.actions_by_id["supervision.accept"].trigger()
    assert reading.annotation(window.session.view, mark).state == AnnotationState.APPROVED
    window.actions_by_id["supervision.approve"].trigger()
    assert "was approved" in messages.text
