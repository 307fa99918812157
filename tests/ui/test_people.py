"""People in the window: letting somebody in with their key, roles, revoking, work that waits, one's own key."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.people import Role
from curator.services import identity, people, public_keys, reading, sharing
from curator.services import project as projects
from curator.services.joining import Newcomer
from curator.services.people import PersonEntry
from curator.services.project import Project
from curator.services.receiving_report import Stranger
from curator.sharing.keys import fingerprint, new_pair
from curator.ui.dialogs.base import Button, Dialog
from curator.ui.dialogs.names import RenameDialog
from curator.ui.dialogs.newcomer import NewcomerDialog
from curator.ui.dialogs.people import PeopleDialog
from curator.ui.dialogs.roles import LateWorkDialog, RevokeDialog, RolesDialog
from curator.ui.main_window import MainWindow
from tests.support import damage
from tests.support import projects as support

Kept = TypeVar("Kept", bound=Dialog)
Opened = Callable[[], PeopleDialog]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A closed project of Sara, who sits here, with Ann in it and work of a stranger kept aside."""
    ann, stranger, sara = (support.author(name) for name in ("Ann", "Zoe", "Sara"))
    made = support.new(tmp_path, sara)
    document = support.add_document(made)
    people.add(made, "Ann", ann.public_key, [Role.ANNOTATOR])
    copy = tmp_path / "copy.curator"
    sharing.hand_in(made, tmp_path / "out.parcel")
    sharing.receive_new(copy, tmp_path / "out.parcel", author=ann)
    with projects.open_project(copy, author=ann) as other:
        mark = support.annotate(other, document)
        body = {**support.annotation(other, mark), "author": derived_id(Kind.PERSON, stranger.public_key)}
        damage.received(other, damage.changeset(other, stranger, damage.revision(Kind.ANNOTATION, "x1", body)))
        sharing.hand_in(other, tmp_path / "back.parcel")
    sharing.receive(made, tmp_path / "back.parcel")
    made.close()
    return made


@pytest.fixture
def opened(window: MainWindow, project: Project) -> Opened:
    """Open the project and the dialog."""

    def open_dialog() -> PeopleDialog:
        window.projects.open_path(project.path)
        window.actions_by_id["project.people"].trigger()
        return shown(window, PeopleDialog)

    return open_dialog


def shown(window: MainWindow, kind: type[Kept]) -> Kept:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def ok(dialog: Dialog) -> None:
    QTest.mouseClick(dialog.buttons.button(Button.Ok), Qt.MouseButton.LeftButton)


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.projects.background.tasks)


def cells(dialog: PeopleDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def choose(dialog: PeopleDialog, name: str) -> None:
    row = next(at for at, each in enumerate(cells(dialog)) if each[0] == name)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)


# --- the dialog for a key -------------------------------------------------------------------------------------------


ANN = PersonEntry("p1", "Ann", (Role.ANNOTATOR,), (), imported=False)


@pytest.fixture
def newcomer(qtbot: QtBot) -> NewcomerDialog:
    dialog = NewcomerDialog([ANN])
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_a_pasted_key_shows_its_fingerprint_to_be_read_out(newcomer: NewcomerDialog) -> None:
    key = new_pair().public
    assert not newcomer.fingerprint.isVisible()
    newcomer.pasted.setFocus()
    QTest.keyClicks(newcomer.pasted, key)
    assert newcomer.fingerprint.text().split() == fingerprint(key).split()
    assert newcomer.fingerprint.font().pointSizeF() > 1.5 * newcomer.font().pointSizeF()
    QTest.keyClicks(newcomer.pasted, "0")
    assert not newcomer.fingerprint.isVisible()
    assert "no public key" in newcomer.wrong.text()


def test_nobody_comes_in_before_the_fingerprints_were_compared(newcomer: NewcomerDialog, qtbot: QtBot) -> None:
    key = new_pair().public
    ok(newcomer)
    assert "Paste their key" in newcomer.wrong.text()
    newcomer.pasted.setPlainText(key)
    ok(newcomer)
    assert "call them" in newcomer.wrong.text()
    QTest.keyClicks(newcomer.name, "Dana")
    ok(newcomer)
    assert "Compare the fingerprints" in newcomer.wrong.text()
    QTest.keyClick(newcomer.compared, Qt.Key.Key_Space)
    QTest.keyClick(newcomer.roles.boxes[Role.SUPERVISOR], Qt.Key.Key_Space)
    with qtbot.waitSignal(newcomer.wanted) as wanted:
        ok(newcomer)
    assert wanted.args == [Newcomer(key, "Dana", (Role.ANNOTATOR, Role.SUPERVISOR))]


def test_another_key_needs_another_comparison(newcomer: NewcomerDialog) -> None:
    newcomer.pasted.setPlainText(new_pair().public)
    newcomer.compared.setChecked(True)
    newcomer.pasted.setPlainText(new_pair().public)
    assert not newcomer.compared.isChecked()


def test_a_file_brings_key_and_name_and_one_without_a_key_says_so(newcomer: NewcomerDialog, tmp_path: Path) -> None:
    dana = support.author("Dana")
    public_keys.save(dana, tmp_path / "dana.key.txt")
    (tmp_path / "poem.txt").write_text("no key here", encoding="utf-8")
    newcomer.read_file(tmp_path / "poem.txt")
    assert "no public key" in newcomer.wrong.text()
    newcomer.read_file(tmp_path / "dana.key.txt")
    assert newcomer.name.text() == "Dana"
    assert newcomer.found
    assert newcomer.found.public == dana.public_key
    assert newcomer.wrong.text() == ""


def test_one_more_key_of_somebody_asks_for_no_name(newcomer: NewcomerDialog, qtbot: QtBot) -> None:
    key = new_pair().public
    newcomer.pasted.setPlainText(key)
    newcomer.who.setFocus()
    QTest.keyClick(newcomer.who, Qt.Key.Key_Down)
    assert not newcomer.name.isVisible()
    assert not newcomer.roles.isVisible()
    newcomer.compared.setChecked(True)
    with qtbot.waitSignal(newcomer.wanted) as wanted:
        ok(newcomer)
    assert wanted.args == [Newcomer(key, "", (), person="p1")]


def test_a_stranger_is_let_in_with_their_work_or_without(qtbot: QtBot) -> None:
    key = new_pair().public
    dialog = NewcomerDialog([ANN], stranger=Stranger(key, fingerprint(key), "Zoe", 7))
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.pasted.isVisible()
    assert dialog.name.text() == "Zoe"
    assert "7" in dialog.admit.text()
    dialog.compared.setChecked(True)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        ok(dialog)
    assert wanted.args == [Newcomer(key, "Zoe", admit=True)]
    QTest.keyClick(dialog.admit, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        ok(dialog)
    assert wanted.args == [Newcomer(key, "Zoe")]


# --- in the window --------------------------------------------------------------------------------------------------


def test_everybody_is_listed_with_each_key_and_whose_work_waits(opened: Opened) -> None:
    dialog = opened()
    assert [(row[0], row[1], row[3]) for row in cells(dialog)] == [
        ("Ann", "annotator", "valid"),
        ("Sara", "annotator, supervisor", "yours"),
    ]
    assert dialog.waiting.isVisible()
    assert dialog.waiting.model().index(0, 2).data() == "1"
    assert dialog.offers.isVisible()


def test_somebody_is_added_with_the_keyboard(opened: Opened, window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened()
    key = new_pair().public
    dialog.add.setFocus()
    QTest.keyClick(dialog.add, Qt.Key.Key_Space)
    newcomer = shown(window, NewcomerDialog)
    QTest.keyClicks(newcomer.pasted, key)
    QTest.keyClicks(newcomer.name, "Dana")
    QTest.keyClick(newcomer.compared, Qt.Key.Key_Space)
    QTest.keyPress(newcomer.compared, Qt.Key.Key_Return)
    idle(qtbot, window)
    assert ["Dana", "annotator", fingerprint(key), "valid"] in cells(dialog)
    assert not window.session.is_busy


def test_what_goes_wrong_is_said_where_it_was_asked_for(opened: Opened, window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened()
    dialog.add.click()
    newcomer = shown(window, NewcomerDialog)
    newcomer.pasted.setPlainText(support.author("Ann").public_key)
    newcomer.name.setText("Another Ann")
    newcomer.compared.setChecked(True)
    ok(newcomer)
    idle(qtbot, window)
    assert newcomer.isVisible()
    assert newcomer.isEnabled()
    assert "already" in newcomer.wrong.text()
    assert window.session.is_writable


def test_a_stranger_comes_in_with_the_work_that_waited(opened: Opened, window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened()
    QTest.mouseClick(dialog.let_in, Qt.MouseButton.LeftButton)
    newcomer = shown(window, NewcomerDialog)
    newcomer.name.setText("Zoe")
    newcomer.compared.setChecked(True)
    ok(newcomer)
    idle(qtbot, window)
    assert "Zoe" in [row[0] for row in cells(dialog)]
    assert not dialog.waiting.isVisible()
    assert reading.annotation(window.session.view, "x1").changed_by == "Zoe"


def test_roles_are_said_anew(opened: Opened, window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened()
    choose(dialog, "Ann")
    QTest.mouseClick(dialog.roles, Qt.MouseButton.LeftButton)
    roles = shown(window, RolesDialog)
    assert roles.boxes.roles() == (Role.ANNOTATOR,)
    QTest.keyClick(roles.boxes.boxes[Role.SUPERVISOR], Qt.Key.Key_Space)
    ok(roles)
    idle(qtbot, window)
    assert cells(dialog)[0][:2] == ["Ann", "annotator, supervisor"]


def test_a_supervisor_renames_herself_and_the_work_bears_the_new_name(
    opened: Opened, window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened()
    assert dialog.called.text() == "In this project you are called “Sara”; “Rename…” changes that."
    choose(dialog, "Sara")
    QTest.mouseClick(dialog.rename, Qt.MouseButton.LeftButton)
    asking = shown(window, RenameDialog)
    QTest.keyClicks(asking.name, "Sara Nur")
    ok(asking)
    idle(qtbot, window)
    assert [row[0] for row in cells(dialog)] == ["Ann", "Sara Nur"]
    assert "Sara Nur" in dialog.called.text()
    dialog.rename.click()
    asking = shown(window, RenameDialog)
    asking.name.clear()
    ok(asking)
    idle(qtbot, window)
    assert "needs a name" in asking.wrong.text()


def test_the_last_supervisor_can_not_step_down(opened: Opened, window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened()
    choose(dialog, "Sara")
    dialog.roles.click()
    roles = shown(window, RolesDialog)
    roles.boxes.boxes[Role.SUPERVISOR].setChecked(False)
    ok(roles)
    idle(qtbot, window)
    assert "Nobody would be left" in roles.wrong.text()


def test_a_lost_key_is_revoked_after_its_explanation_and_a_new_one_takes_its_place(
    opened: Opened, window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened()
    choose(dialog, "Ann")
    QTest.mouseClick(dialog.revoke, Qt.MouseButton.LeftButton)
    revoking = shown(window, RevokeDialog)
    assert revoking.fingerprint.text() == support.author("Ann").fingerprint
    ok(revoking)
    idle(qtbot, window)
    assert cells(dialog)[0][3] == "revoked"
    choose(dialog, "Ann")
    assert not dialog.revoke.isEnabled()
    support.author("Sara")
    dialog.key.click()
    newcomer = shown(window, NewcomerDialog)
    newcomer.pasted.setPlainText(new_pair().public)
    newcomer.compared.setChecked(True)
    ok(newcomer)
    idle(qtbot, window)
    assert [row[3] for row in cells(dialog) if row[0] == "Ann"] == ["revoked", "valid"]


def test_what_came_late_with_a_revoked_key_is_let_count(
    opened: Opened, window: MainWindow, qtbot: QtBot, project: Project
) -> None:
    with projects.open_project(project.path, author=identity.me()) as own:
        [late] = reading.annotations(own, reading.documents(own)[0].id)
        people.revoke(own, people.find_person(own, "Ann"), stays=[])
    dialog = opened()
    choose(dialog, "Sara")
    assert not dialog.late.isEnabled()
    choose(dialog, "Ann")
    assert reading.annotation_row(window.session.view, late.id) is None
    QTest.mouseClick(dialog.late, Qt.MouseButton.LeftButton)
    asking = shown(window, LateWorkDialog)
    assert asking.words.text().endswith("Acts: 1")
    ok(asking)
    idle(qtbot, window)
    assert reading.annotation_row(window.session.view, late.id)
    assert not dialog.late.isEnabled()


def test_revoking_is_given_up_with_escape(opened: Opened, window: MainWindow) -> None:
    dialog = opened()
    choose(dialog, "Ann")
    dialog.revoke.click()
    QTest.keyClick(shown(window, RevokeDialog), Qt.Key.Key_Escape)
    assert cells(dialog)[0][3] == "valid"


def test_an_annotator_sees_everything_and_is_offered_nothing(window: MainWindow, project: Project) -> None:
    support.author("Ann")
    window.projects.open_path(project.path)
    window.actions_by_id["project.people"].trigger()
    dialog = shown(window, PeopleDialog)
    assert len(cells(dialog)) == 2
    assert dialog.waiting.isVisible()
    assert not dialog.offers.isVisible()
    assert not dialog.let_in.isVisible()
    assert dialog.called.text() == "In this project you are called “Ann”; a supervisor can change that."


def test_ones_own_key_is_copied_and_saved_for_a_supervisor(opened: Opened, tmp_path: Path) -> None:
    dialog = opened()
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    me = identity.me()
    assert public_keys.read(QApplication.clipboard().text()).public == me.public_key
    dialog.save_to(tmp_path / "mine.key.txt")
    assert public_keys.load(tmp_path / "mine.key.txt").name == "Sara"
    assert "mine.key.txt" in dialog.told.text()
    dialog.save_to(tmp_path / "nowhere" / "mine.key.txt")
    assert dialog.wrong.isVisible()


def test_without_a_project_there_is_ones_own_key_alone(window: MainWindow) -> None:
    from curator.ui.session import Session

    dialog = PeopleDialog(Session(), identity.me(), window)
    dialog.open()
    assert cells(dialog) == []
    assert not dialog.offers.isVisible()
    assert dialog.copy.isVisible()
    dialog.close()


def test_the_own_key_is_there_before_any_project_is(window: MainWindow) -> None:
    window.actions_by_id["project.people"].trigger()
    dialog = window.findChild(PeopleDialog)
    assert dialog is not None
    assert (dialog.table.isVisible(), dialog.offers.isVisible(), dialog.copy.isEnabled()) == (False, False, True)
    dialog.copy.click()
    assert identity.me().public_key in QApplication.clipboard().text()
