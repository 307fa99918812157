"""The list of documents: whom they are assigned to, for those who may know."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from curator.domain.document import DocumentState
from curator.services import assigning, identity
from curator.services import project as projects
from curator.ui.dialogs.assign import AssignDialog
from curator.ui.document_delegate import initials
from curator.ui.document_model import ASSIGNEES
from curator.ui.main_window import MainWindow
from curator.ui.pills import Pill
from tests.support import projects as support
from tests.support.team import Team


def told(window: MainWindow) -> tuple[list[str], str, str]:
    """The names of the first document's assignees, its tooltip, and what is read out."""
    index = window.documents.model.index(0)
    tip, spoken = (
        str(index.data(role) or "") for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    )
    return list(index.data(ASSIGNEES)), tip, spoken


def test_after_assigning_the_list_says_who_has_the_document(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim Serik", "Bolat K.")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    assert told(window)[:2] == ([], "")
    window.actions_by_id["supervision.assign"].trigger()
    [dialog] = window.findChildren(AssignDialog)
    for row in range(dialog.people.count()):
        if dialog.people.item(row).text() != "Boss":
            dialog.people.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    names, tip, spoken = told(window)
    assert names == ["Aigerim Serik", "Bolat K."]
    assert tip == "<p>assigned to Aigerim Serik, Bolat K.</p>"
    assert spoken.endswith("assigned to Aigerim Serik, Bolat K.")
    window.actions_by_id["edit.undo"].trigger()
    assert told(window)[:2] == ([], "")


def test_an_annotator_is_told_which_documents_are_theirs_and_not_who_else_has_one(
    window: MainWindow, tmp_path: Path
) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    other = support.add_document(team.as_("Boss"), "Another text.\n", "Zero")
    assigning.assign(team.project, [other], [team.id("Bolat")])
    team.close()
    support.author("Aigerim")
    window.projects.open_path(team.path)
    names, tip, spoken = told(window)
    assert (names, tip) == (["you"], "<p>assigned to you</p>")
    assert spoken.endswith("assigned to you")
    assert not window.documents.model.index(1).data(ASSIGNEES)


def test_initials_are_those_of_the_first_and_the_last_word() -> None:
    names = ("Aigerim Serik", "bolat", "Мария Анна Ли", " ")
    assert [initials(name) for name in names] == ["AS", "B", "МЛ", ""]


def titles(window: MainWindow) -> list[tuple[str, str]]:
    """Title and state of the documents that are listed."""
    rows = [window.documents.model.row(number) for number in range(window.documents.model.rowCount())]
    return [(row.title, row.state) for row in rows if row]


def test_the_documents_of_one_person_are_shown_as_far_as_that_person_is(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    support.add_document(team.project, "Another text.\n", "Another")
    team.assign("Aigerim", "Bolat")
    team.annotate("Aigerim")
    team.submit("Aigerim")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    pane = window.documents
    assert [pane.assignee.itemText(row) for row in range(pane.assignee.count())] == [
        "Everybody's documents",
        "Aigerim",
        "Bolat",
    ]
    assert [title for title, _ in titles(window)] == ["Another", "Report"]
    pane.assignee.setFocus()
    for state in ("submitted", "new"):
        QTest.keyClick(pane.assignee, Qt.Key.Key_Down)
        assert titles(window) == [("Report", state)]
    pane.filter(DocumentState.SUBMITTED)
    assert titles(window) == []
    pane.filter(None)
    assert titles(window) == [("Report", "new")]
    QTest.keyClick(pane.assignee, Qt.Key.Key_Home)
    assert len(titles(window)) == 2


def test_a_click_on_a_state_shows_its_documents_alone_and_another_one_all(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim")
    support.add_document(team.project, "Another text.\n", "Another")
    team.assign("Aigerim")
    team.annotate("Aigerim")
    team.submit("Aigerim")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    [submitted] = [pill for pill in window.documents.findChildren(Pill) if pill.text().startswith("Submitted")]
    QTest.mouseClick(submitted, Qt.MouseButton.LeftButton)
    assert titles(window) == [("Report", "submitted")]
    QTest.mouseClick(submitted, Qt.MouseButton.LeftButton)
    assert len(titles(window)) == 2


def test_a_document_that_was_taken_to_review_says_so_in_the_list(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim")
    team.assign("Aigerim")
    team.annotate("Aigerim")
    team.submit("Aigerim")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    card = window.documents.model.index(0)
    assert "Report. Submitted." in card.data(Qt.ItemDataRole.AccessibleTextRole)
    before = window.documents.list.grab().toImage()
    window.actions_by_id["supervision.take_to_review"].trigger()
    card = window.documents.model.index(0)
    assert "Report. In review." in card.data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.documents.list.grab().toImage() != before
    window.actions_by_id["edit.undo"].trigger()
    assert "Report. Submitted." in window.documents.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert window.documents.list.grab().toImage() == before


def test_an_annotator_or_a_project_without_assignments_has_no_such_choice(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    assert not window.documents.assignee.isVisible()
    window.projects.close()
    team.project = projects.open_project(team.path, author=team.authors["Boss"])
    team.assign("Aigerim", "Bolat")
    team.close()
    support.author("Aigerim")
    window.projects.author = identity.me
    window.projects.open_path(team.path)
    assert not window.documents.assignee.isVisible()
