"""Handing in and out in the window: to whom, how much, which texts; what the parcel then holds."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.services import assigning, people, reading, sharing
from curator.services import project as projects
from curator.ui.sharing.hand_in_dialog import HandInDialog
from tests.support import projects as support
from tests.support.replicas import Team, handed
from tests.ui.sharing.conftest import Desk


def asked(desk: Desk) -> HandInDialog:
    desk.window.actions_by_id["share.hand_in"].trigger()
    dialog = desk.dialog(HandInDialog)
    assert isinstance(dialog, HandInDialog)
    return dialog


def written(desk: Desk, dialog: HandInDialog) -> str:
    """Write it; what is said of the parcel."""
    desk.click(dialog.write)
    desk.until(lambda: dialog.leave.text() == "Close")
    return dialog.outcome.words()


def choose(dialog: HandInDialog, name: str) -> None:
    dialog.to.setCurrentIndex(dialog.to.findText(name))


@pytest.fixture
def assigned(desk: Desk, three: Team) -> Desk:
    """Sara's window; one of her three documents is assigned to Ann."""
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        for number in range(2):
            support.add_document(sara, f"More {number}.\n", f"More {number}")
        ident = reading.find_document(sara, "More 1")
        assigning.assign(sara, [ident], [people.find_person(sara, "Ann")])
    desk.window.projects.open_path(three.supervisor.path)
    return desk


def test_a_supervisor_hands_the_assigned_texts_out_sealed(assigned: Desk, three: Team, tmp_path: Path) -> None:
    dialog = asked(assigned)
    assert dialog.windowTitle() == "Hand out"
    choose(dialog, "Ann")
    assert dialog.sealed.isChecked()
    assert dialog.texts
    assert dialog.texts.some.isChecked()
    chosen = [index.data() for index in dialog.texts.list.selectionModel().selectedRows(0)]
    assert chosen == ["More 1"]
    assert "Nothing came from Ann yet" in dialog.lack.text()
    assert dialog.path.text().endswith("for-ann.parcel")
    target = tmp_path / "to-ann.parcel"
    dialog.path.setText(str(target))
    words = written(assigned, dialog)
    assert str(target) in words
    assert "To: Ann (sealed: nobody else can open it)" in words
    assert "About: 3 documents, 1 assignment, 3 people" in words
    assert "Texts: 1 text or original" in words
    assigned.click(dialog.leave)
    report = sharing.receive(three.ann, target)
    assert (report.made["document"], report.withheld) == (2, 1)


def test_somebody_who_lacks_nothing_is_said_to_and_gets_everything_only_on_request(
    opened: Desk, three: Team, tmp_path: Path
) -> None:
    opened.window.sharing.receive_parcels([handed(three.ann)])
    opened.until(QApplication.activeModalWidget)
    opened.at_rest()
    # what her parcel showed is remembered only when it is received
    opened.qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    opened.no_dialog()
    project = opened.window.session.project
    assert project
    sharing.receive(project, handed(three.ann))
    dialog = asked(opened)
    choose(dialog, "Ann")
    assert "Ann lacks nothing" in dialog.lack.text()
    assert not dialog.write.isEnabled()
    opened.click(dialog.everything)
    assert dialog.write.isEnabled()
    dialog.path.setText(str(tmp_path / "again.parcel"))
    assert "Holds: 4 changesets" in written(opened, dialog)
    opened.click(dialog.leave)


def test_to_nobody_in_particular_goes_everything_open(opened: Desk, tmp_path: Path) -> None:
    dialog = asked(opened)
    assert dialog.receiver() is None
    assert not dialog.sealed.isEnabled()
    assert dialog.everything.isChecked()
    dialog.path.setText(str(tmp_path / "all"))
    words = written(opened, dialog)
    assert "all.parcel" in words
    assert "whoever gets it (not sealed)" in words
    opened.click(dialog.leave)


def test_an_existing_file_is_written_over_only_when_asked_twice(opened: Desk, tmp_path: Path) -> None:
    target = tmp_path / "there.parcel"
    target.write_text("precious")
    dialog = asked(opened)
    dialog.path.setText(str(target))
    opened.click(dialog.write)
    assert "This file exists" in dialog.wrong.text()
    assert target.read_text() == "precious"
    assert "File" in written(opened, dialog)
    assert target.read_bytes() != b"precious"
    opened.click(dialog.leave)


def test_what_can_not_be_written_is_said_and_can_be_put_right(opened: Desk, tmp_path: Path) -> None:
    dialog = asked(opened)
    dialog.path.setText(str(tmp_path / "nowhere" / "p.parcel"))
    opened.click(dialog.write)
    opened.until(dialog.wrong.text)
    assert "can't be written" in dialog.wrong.text()
    dialog.path.setText(str(tmp_path / "p.parcel"))
    assert "Holds" in written(opened, dialog)
    opened.click(dialog.leave)


def test_choosing_texts_needs_at_least_one(opened: Desk, tmp_path: Path) -> None:
    dialog = asked(opened)
    assert dialog.texts
    opened.click(dialog.texts.some)
    dialog.path.setText(str(tmp_path / "p.parcel"))
    opened.click(dialog.write)
    assert "at least one document" in dialog.wrong.text()
    opened.click(dialog.leave)


def test_stopping_leaves_no_parcel_and_goes_back(opened: Desk, tmp_path: Path) -> None:
    dialog = asked(opened)
    target = tmp_path / "p.parcel"
    dialog.path.setText(str(target))
    go_on = opened.keep_busy()
    opened.click(dialog.write)
    assert dialog.leave.text() == "Stop"
    opened.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    go_on()
    opened.until(lambda: dialog.leave.text() == "Cancel")
    opened.at_rest()
    assert not target.exists()
    opened.click(dialog.leave)


def test_an_annotator_hands_in_to_the_supervisor_by_keyboard(
    desk: Desk, three: Team, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    three.ann.close()
    support.author("Ann")
    desk.window.projects.open_path(three.ann.path)
    dialog = asked(desk)
    assert dialog.windowTitle() == "Hand in"
    assert dialog.texts is None
    dialog.activateWindow()
    desk.until(dialog.to.hasFocus)
    assert dialog.to.currentText() == "Sara"  # who supervises comes first
    for key, name in ((Qt.Key.Key_Down, "Ben"), (Qt.Key.Key_Up, "Sara")):
        qtbot.keyClick(dialog.to, key)
        assert dialog.to.currentText() == name
    order = [dialog.sealed, dialog.lacking, dialog.path]
    for widget in order:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget
    qtbot.keyClick(dialog.path, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(dialog.path, str(tmp_path / "in.parcel"))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    desk.until(lambda: dialog.leave.text() == "Close" and dialog.leave.hasFocus())
    folders: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", folders.append)
    qtbot.keyClick(dialog.leave, Qt.Key.Key_Tab)
    assert dialog.folder.hasFocus()
    qtbot.keyClick(dialog.folder, Qt.Key.Key_Space)
    assert [url.toLocalFile() for url in folders] == [str(tmp_path)]
    qtbot.keyClick(dialog.leave, Qt.Key.Key_Return)
    desk.no_dialog()
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        assert sharing.receive(sara, tmp_path / "in.parcel").made == {"annotation": 1}
