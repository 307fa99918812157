"""The list of documents: whom they are assigned to, for those who may know."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from curator.ui.dialogs.assign import AssignDialog
from curator.ui.document_delegate import initials
from curator.ui.document_model import ASSIGNEES
from curator.ui.main_window import MainWindow
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


def test_an_annotator_is_not_told_who_else_has_a_document(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    team.close()
    support.author("Aigerim")
    window.projects.open_path(team.path)
    assert told(window)[:2] == ([], "")


def test_initials_are_those_of_the_first_and_the_last_word() -> None:
    names = ("Aigerim Serik", "bolat", "Мария Анна Ли", " ")
    assert [initials(name) for name in names] == ["AS", "B", "МЛ", ""]
