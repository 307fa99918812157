"""Hidden names are hidden wherever a supervisor looks, and are there again at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from curator.domain.review import Verdict
from curator.services import commenting
from curator.ui.main_window import MainWindow
from curator.ui.review.return_dialog import ReturnDialog
from tests.support import projects as support
from tests.support.team import Team

NAMES = {"Aigerim", "Bolat"}


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Two who annotated the same words, and said something; the supervisor accepted the first's."""
    made = Team(tmp_path, *sorted(NAMES))
    made.assign(*NAMES)
    marks = {name: made.annotate(name) for name in sorted(NAMES)}
    for name in NAMES:
        commenting.comment(made.as_(name), made.document, "Is this one?", annotation=marks[name], field="role")
        commenting.comment(made.as_(name), made.document, "A hard text")
        made.submit(name, "please look")
    made.decide(marks["Aigerim"], Verdict.ACCEPT)
    made.close()
    yield made
    made.project.close()


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow, team: Team) -> MainWindow:
    """The supervisor's window, with all that comes a while later."""
    support.author("Boss")
    window.projects.open_path(team.path)
    qtbot.waitUntil(lambda: "please look" in window.reading.banner.text)
    window.supervising.tell_news()
    return window


def toggle(window: MainWindow) -> None:
    action = window.actions_by_id["supervision.names"]
    assert action.isEnabled()
    assert isinstance(action, QAction)
    action.trigger()


def said(window: QWidget) -> str:
    """All that labels, lists and tips of the window say, to whoever sees or hears them."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    found = [widget.toolTip() for widget in window.findChildren(QWidget)]
    found += [label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window)]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if view.isVisibleTo(window):
            indexes = [model.index(row, 0) for row in range(model.rowCount())]
            found += [str(index.data(role)) for index in indexes for role in roles]
    return "\n".join(found)


def named(window: QWidget) -> set[str]:
    QApplication.processEvents()
    words = said(window)
    return {name for name in NAMES if name in words}


def test_names_are_hidden_in_the_list_of_documents_the_banner_and_the_list_of_annotations(shown: MainWindow) -> None:
    shown.siding.show_list()
    for names in (NAMES, set[str](), NAMES):
        assert named(shown.documents) == names
        assert {name for name in NAMES if name in shown.reading.banner.text} == names
        assert named(shown.side) == names
        assert shown.documents.assignee.isVisible() is bool(names)
        toggle(shown)


def test_who_is_asked_for_in_the_list_of_documents_is_nobody_once_names_are_hidden(
    shown: MainWindow, team: Team
) -> None:
    box = shown.documents.assignee
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Aigerim"
    toggle(shown)
    assert box.currentData() is None
    assert box.findText("Aigerim") < 0
    assert shown.documents.model.row_of(team.document) == 0


@pytest.mark.parametrize("number", [0, 1])
def test_names_are_hidden_in_form_review_history_and_comments(shown: MainWindow, number: int) -> None:
    shown.siding.show_list()
    row = shown.side.list.model.index(number)
    shown.side.list.activated.emit(row.data(Qt.ItemDataRole.UserRole).id)
    [name] = {name for name in NAMES if f"{name} · " in said(shown.side)}
    for names in ({name}, set[str](), {name}):
        assert named(shown.side) == names
        assert ("Annotator " in said(shown.side)) is not bool(names)
        assert not shown.side.shows_list
        toggle(shown)


def test_what_was_said_with_a_name_goes_when_names_are_hidden(shown: MainWindow, qtbot: QtBot) -> None:
    for name, is_hidden in (("Aigerim", False), ("Annotator B", True)):
        shown.siding.show_list()
        row = shown.side.list.model.index(int(is_hidden))
        shown.side.list.activated.emit(row.data(Qt.ItemDataRole.UserRole).id)
        shown.actions_by_id["supervision.approve"].trigger()
        assert name in shown.projects.messages.text
        toggle(shown)
        assert shown.projects.messages.text == ""


def test_whose_work_goes_back_is_asked_by_letters_while_names_are_hidden(shown: MainWindow, qtbot: QtBot) -> None:
    toggle(shown)
    shown.actions_by_id["supervision.send_back"].trigger()
    dialog = shown.findChild(ReturnDialog)
    assert dialog
    assert [dialog.whom.item(row).text() for row in (0, 1)] == ["Annotator A", "Annotator B"]
    dialog.whom.item(1).setCheckState(Qt.CheckState.Checked)
    dialog.list.setCurrentRow(1)
    dialog.done_with()
    assert "went back to Annotator B." in shown.projects.messages.text


def test_names_that_were_hidden_stay_hidden_when_the_project_opens_again(shown: MainWindow, team: Team) -> None:
    toggle(shown)
    shown.projects.close()
    shown.projects.open_path(team.path)
    shown.siding.show_list()
    assert named(shown) == set()


def test_an_annotator_hides_nobody(window: MainWindow, team: Team) -> None:
    support.author("Aigerim")
    window.projects.open_path(team.path)
    window.desk.hide_names(hidden=True)
    assert not window.desk.hides_names
    assert "assigned to you" in window.documents.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
