"""Submitting, assigning, the guidelines, the banner: what they ask and hand up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from curator.domain.document import DocumentState
from curator.domain.people import Role
from curator.services.review_views import Check, GuidelineView, ReasonGiven, WorkView
from curator.services.views import DocumentRow, PersonRow
from curator.ui.dialogs.assign import AssignDialog, Handout
from curator.ui.dialogs.submit import SubmitDialog
from curator.ui.guidelines import GuidelinesPage
from curator.ui.review.return_dialog import ReturnDialog, Submitter
from curator.ui.submission_words import banner_words
from tests.ui.review.rows import AT, work

CHECKS = [Check("d1", "a1", "action", "promised", "Action: needed, and not filled in yet.", "error")]


def ok(dialog: SubmitDialog | AssignDialog | ReturnDialog) -> None:
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)


def test_a_click_on_something_to_look_at_goes_there(qtbot: QtBot) -> None:
    dialog = SubmitDialog("Report", CHECKS)
    qtbot.addWidget(dialog)
    dialog.open()
    place = dialog.table.visualRect(dialog.table.model().index(0, 1)).center()
    with qtbot.waitSignal(dialog.jump_wanted) as jump:
        QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert jump.args == ["a1", "action"]


def test_what_is_still_a_draft_is_said_before_it_is_handed_in(qtbot: QtBot) -> None:
    drafts, done = SubmitDialog("Report", [], drafts=3), SubmitDialog("Report", [])
    for dialog in (drafts, done):
        qtbot.addWidget(dialog)
        dialog.open()
    assert drafts.drafts.text() == "3 annotations are still drafts."
    assert not done.drafts.isVisible()


def test_an_empty_text_is_submitted_only_with_the_statement(qtbot: QtBot) -> None:
    dialog = SubmitDialog("Report", [], is_empty=True)
    qtbot.addWidget(dialog)
    dialog.open()
    ok(dialog)
    assert dialog.wrong.isVisible()
    QTest.keyClick(dialog.nothing, Qt.Key.Key_Space)
    QTest.keyClicks(dialog.note, "only an agenda")
    with qtbot.waitSignal(dialog.wanted) as wanted:
        ok(dialog)
    assert wanted.args == ["only an agenda", True]


def test_the_work_of_those_who_are_ticked_goes_back_and_only_a_true_reason_is_offered(qtbot: QtBot) -> None:
    people = [Submitter("p1", "Ann", has_returned=True, offered=True), Submitter("p2", "Ben", False, False)]
    dialog = ReturnDialog("Whose work goes back?", people)
    qtbot.addWidget(dialog)
    dialog.open()
    assert (dialog.ticked(), dialog.list.item(0).isHidden()) == (["p1"], False)
    for row in (0, 1):
        dialog.whom.setCurrentRow(row)
        QTest.keyClick(dialog.whom, Qt.Key.Key_Space)
        assert dialog.list.item(0).isHidden()
        if row == 0:
            ok(dialog)
            assert dialog.wrong.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_1)
    assert not dialog.list.selectedItems()
    QTest.keyClick(dialog.list, Qt.Key.Key_2)
    with qtbot.waitSignal(dialog.given) as given:
        ok(dialog)
    assert (dialog.ticked(), given.args) == (["p2"], ["", "Parts of the text are not annotated yet"])


def assign_dialog(qtbot: QtBot) -> AssignDialog:
    documents = [
        DocumentRow(f"d{number}", f"Title {number}", DocumentState.NEW, 0, {}, None, None, "x.txt", 10, None)
        for number in range(3)
    ]
    people = [PersonRow(f"p{number}", f"Person {number}", (Role.ANNOTATOR,), None, False) for number in range(2)]
    dialog = AssignDialog(documents, people, {"d1": ["Person 0"]})
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_nothing_is_handed_out_to_nobody(qtbot: QtBot) -> None:
    dialog = assign_dialog(qtbot)
    ok(dialog)
    assert dialog.wrong.isVisible()


def test_documents_people_rule_and_due_date_are_handed_up(qtbot: QtBot) -> None:
    dialog = assign_dialog(qtbot)
    QTest.keyClick(dialog.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    dialog.people.setCurrentRow(0)
    QTest.keyClick(dialog.people, Qt.Key.Key_Space)
    QTest.keyClick(dialog.rule, Qt.Key.Key_Down)
    QTest.keyClick(dialog.rule, Qt.Key.Key_Down)
    assert dialog.number.isVisible()
    QTest.keyClick(dialog.has_due, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        ok(dialog)
    due = dialog.due.date().toString("yyyy-MM-dd")
    assert wanted.args == [Handout(("d0", "d1", "d2"), ("p0",), "nth", 5, due)]


def test_guidelines_are_read_by_all_and_written_by_supervisors(qtbot: QtBot) -> None:
    page = GuidelinesPage()
    qtbot.addWidget(page)
    page.show()
    first, second = (GuidelineView(number, "Guidelines", f"# Version {number}", AT, "Saule") for number in (1, 2))
    page.show_version(second, [second, first], writable=False)
    assert page.browser.toPlainText() == "Version 2"
    assert not page.edit.isVisible()
    page.show_version(second, [second, first], writable=True)
    QTest.mouseClick(page.edit, Qt.MouseButton.LeftButton)
    assert page.editor.toPlainText() == "# Version 2"
    QTest.keyClicks(page.editor, "More ")
    with qtbot.waitSignal(page.written) as written:
        QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert written.args == ["More # Version 2"]


def view(state: DocumentState, **more: object) -> WorkView:
    from dataclasses import replace

    row = replace(work("d1", "Aigerim"), state=state)
    made = WorkView(row, "", None, "Saule", AT, (), None, False)
    return replace(made, **more)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (view(DocumentState.NEW), ""),
        (view(DocumentState.SUBMITTED), "waiting for review."),
        (view(DocumentState.RETURNED, returned=ReasonGiven(None, "Another label fits", "see 2")), "label fits: see 2"),
        (view(DocumentState.APPROVED), "Approved by Saule"),
        (view(DocumentState.SUBMITTED, changed_since=("Bolat changed “UN”",)), "changed after it was approved"),
    ],
)
def test_the_banner_says_how_far_the_work_is(shown: WorkView, words: str) -> None:
    assert words in banner_words(shown)
    assert bool(words) == bool(banner_words(shown))
