"""Receiving in the window: nothing comes in before the report was seen; what came of it is said."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication

from curator import app
from curator.domain.annotation import FieldState, FieldValue
from curator.services import annotating, identity, reading, sharing, unlocking
from curator.services import project as projects
from curator.ui.conflicts.page import ConflictsPage
from curator.ui.dialogs import files
from curator.ui.dialogs.base import Button
from curator.ui.dialogs.passphrase import PassphraseDialog
from curator.ui.sharing.receive_dialog import ReceiveDialog
from tests.journeys.hands import drop
from tests.support import projects as support
from tests.support.replicas import Team, handed
from tests.ui.sharing.conftest import Desk


def reported(desk: Desk) -> ReceiveDialog:
    """The dialog, when it shows the report."""
    dialog = desk.dialog(ReceiveDialog)
    assert isinstance(dialog, ReceiveDialog)
    desk.until(lambda: dialog.pages.current is dialog.report)
    return dialog


def test_the_ending_of_parcels_is_the_same_everywhere() -> None:
    assert files.PARCEL == sharing.ENDING


def test_a_dropped_parcel_is_reported_and_received_only_then(opened: Desk, three: Team) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(handed(three.ann)))])
    drop(opened.window, data)
    dialog = reported(opened)
    words = dialog.report.facts.words()
    assert "From: Ann · " + three.ann.author.fingerprint in words
    assert "one of the project's people" in words
    assert "New: 1 annotation" in words
    assert reading.counts(opened.window.session.view).annotations == 0
    assert opened.window.session.is_writable
    opened.click(dialog.receive)
    opened.until(lambda: dialog.leave.text() == "Close")
    assert "Received from Ann" in dialog.report.heading.text()
    assert "before-receiving" in dialog.report.facts.words()
    assert reading.counts(opened.window.session.view).annotations == 1
    opened.click(dialog.leave)
    opened.no_dialog()


def test_by_keyboard_alone_a_parcel_is_received_and_the_report_is_left(opened: Desk, three: Team) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    opened.window.sharing.receive_parcels([handed(three.ann)])
    dialog = reported(opened)
    dialog.activateWindow()
    opened.until(dialog.receive.hasFocus)
    opened.qtbot.keyClick(dialog.receive, Qt.Key.Key_Return)
    opened.until(lambda: dialog.leave.text() == "Close" and dialog.leave.hasFocus())
    opened.qtbot.keyClick(dialog.leave, Qt.Key.Key_Escape)
    opened.no_dialog()
    assert reading.counts(opened.window.session.view).annotations == 1


def test_not_received_is_not_received(opened: Desk, three: Team) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    opened.window.sharing.receive_parcels([handed(three.ann)])
    dialog = reported(opened)
    opened.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    opened.no_dialog()
    assert reading.counts(opened.window.session.view).annotations == 0


def test_nothing_new_says_so_and_offers_nothing(opened: Desk, three: Team) -> None:
    opened.window.sharing.receive_parcels([handed(three.ann)])
    dialog = reported(opened)
    assert "nothing new in it" in dialog.report.heading.text()
    assert not dialog.receive.isVisible()
    opened.click(dialog.leave)


def test_several_parcels_come_one_after_the_other(opened: Desk, three: Team) -> None:
    document = reading.documents(three.ann)[0].id
    support.annotate(three.ann, document)
    support.annotate(three.ben, document, 8, 12)
    opened.window.sharing.receive_parcels([handed(three.ann), handed(three.ben)])
    for expected in ("(1 of 2)", "(2 of 2)"):
        dialog = reported(opened)
        assert expected in dialog.file.text()
        opened.click(dialog.receive)
        opened.until(lambda shown=dialog: shown.leave.text() == "Close")
        opened.click(dialog.leave)
    opened.no_dialog()
    assert reading.counts(opened.window.session.view).annotations == 2


@pytest.mark.parametrize("what", ["damaged", "another", "sealed", "gone"])
def test_what_can_not_be_received_is_named_with_its_reason(
    what: str, opened: Desk, three: Team, tmp_path: Path
) -> None:
    parcel = handed(three.ann, to="Ben", sealed=True) if what == "sealed" else handed(three.ann)
    if what == "damaged":
        data = bytearray(parcel.read_bytes())
        data[200] ^= 1
        parcel.write_bytes(data)
    elif what == "another":
        with support.new(tmp_path, three.ann.author, "other.curator") as other:
            parcel = handed(other)
    elif what == "gone":
        parcel.unlink()
    opened.window.sharing.receive_parcels([parcel])
    dialog = opened.dialog(ReceiveDialog)
    assert isinstance(dialog, ReceiveDialog)
    opened.until(lambda: dialog.leave.text() == "Close")
    expected = {"damaged": "damaged", "another": "another project", "sealed": "sealed to another", "gone": "No such"}
    assert expected[what] in dialog.error.text()
    assert parcel.name in dialog.file.text()
    assert not dialog.receive.isVisible()
    opened.click(dialog.leave)
    assert opened.window.session.is_writable


def test_conflicts_are_listed_by_their_titles_and_lead_on(opened: Desk, three: Team, tmp_path: Path) -> None:
    mark = support.annotate(three.ann, reading.documents(three.ann)[0].id, label="commitment")
    sharing.receive_new(tmp_path / "twin.curator", handed(three.ann), author=three.ann.author)
    annotating.set_field(three.ann, mark, "action", FieldValue(state=FieldState.STATED, value="sign"))
    with projects.open_project(tmp_path / "twin.curator", author=three.ann.author) as twin:
        annotating.set_field(twin, mark, "action", FieldValue(state=FieldState.STATED, value="ratify"))
        parcels = [handed(three.ann), handed(twin)]
    opened.window.sharing.receive_parcels(parcels)
    dialog = reported(opened)
    opened.click(dialog.receive)
    opened.until(lambda: dialog.leave.text() == "Close")
    opened.click(dialog.leave)
    dialog = reported(opened)
    assert "Conflicts: 1" in dialog.report.facts.words()
    row = [dialog.report.list.model().index(0, column).data() for column in (0, 1)]
    assert row == ["Conflict", "Commitment “Astana” · Document “Report 0”"]
    assert "both values stay" in dialog.report.why.text()
    opened.click(dialog.receive)
    opened.until(lambda: dialog.leave.text() == "Close")
    opened.click(dialog.conflicts)
    opened.no_dialog()
    page = opened.window.findChild(ConflictsPage)
    assert page
    opened.until(page.isVisible)


def test_where_no_project_is_open_one_is_made_of_the_parcel(desk: Desk, three: Team, tmp_path: Path) -> None:
    app._open(desk.window, app._options([str(handed(three.ann))]))  # pyright: ignore[reportPrivateUsage]
    dialog = reported(desk)
    words = dialog.report.facts.words()
    assert "New: 1 document, 3 people" in words
    assert "read you this fingerprint" in words
    assert dialog.destination
    target = dialog.destination.target
    assert target.text().endswith("Test.curator")
    taken, free = three.ann.path, tmp_path / "mine.curator"
    target.setFocus()
    target.setText(str(taken))
    desk.click(dialog.receive)
    desk.until(lambda: "a file of that name" in dialog.wrong.text())
    assert not desk.window.session.is_open
    target.setText(str(free))
    desk.click(dialog.receive)
    desk.until(lambda: desk.window.session.is_open)
    assert desk.window.session.path() == free
    desk.until(lambda: dialog.leave.text() == "Close")
    desk.click(dialog.leave)


def test_a_read_only_project_receives_nothing_and_says_why(desk: Desk, three: Team) -> None:
    parcel = handed(three.ann)
    with projects.open_project(three.supervisor.path, author=three.supervisor.author):
        desk.window.projects.open_path(three.supervisor.path)
        desk.window.sharing.receive_parcels([parcel])
        assert "read-only" in desk.window.projects.messages.text
    assert QApplication.activeModalWidget() is None


def test_stopping_the_look_closes_the_dialog_and_leaves_the_project_free(opened: Desk, three: Team) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    go_on = opened.keep_busy()
    opened.window.sharing.receive_parcels([handed(three.ann)])
    dialog = opened.dialog(ReceiveDialog)
    assert isinstance(dialog, ReceiveDialog)
    assert dialog.leave.text() == "Stop"
    assert not opened.window.session.is_writable
    opened.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.work.title.text() == "Stopping…"
    go_on()
    opened.no_dialog()
    opened.at_rest()
    assert "Receiving was stopped" in opened.window.projects.messages.text
    assert opened.window.session.is_writable
    assert reading.counts(opened.window.session.view).annotations == 0


def test_stopping_to_receive_takes_nothing(opened: Desk, three: Team) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    opened.window.sharing.receive_parcels([handed(three.ann)])
    dialog = reported(opened)
    go_on = opened.keep_busy()
    opened.click(dialog.receive)
    opened.click(dialog.leave)
    go_on()
    opened.no_dialog()
    opened.at_rest()
    assert reading.counts(opened.window.session.view).annotations == 0


# --- where no project is open ---------------------------------------------------------------------------------------


def received_new(desk: Desk, parcel: Path, target: Path) -> ReceiveDialog:
    """The dialog on a parcel that a project is to be made of there."""
    desk.window.sharing.receive_parcels([parcel])
    dialog = reported(desk)
    assert dialog.destination
    dialog.destination.target.setText(str(target))
    return dialog


def test_the_first_parcel_asks_once_what_the_person_is_called(
    desk: Desk, three: Team, tmp_path: Path, curator_home: Path
) -> None:
    parcel = handed(three.ann)
    (curator_home / "identity.json").unlink()
    dialog = received_new(desk, parcel, tmp_path / "mine.curator")
    assert dialog.destination
    line = dialog.destination.own_name
    assert line
    assert line.text() == identity.me().name
    line.clear()
    desk.click(dialog.receive)
    assert "What are you called?" in dialog.wrong.text()
    desk.qtbot.keyClicks(line, "Zoe")
    desk.click(dialog.receive)
    desk.until(lambda: dialog.leave.text() == "Close")
    desk.click(dialog.leave)
    assert identity.me().name == "Zoe"
    desk.window.projects.close()
    again = received_new(desk, parcel, tmp_path / "again.curator")
    assert again.destination
    assert again.destination.own_name is None
    desk.click(again.leave)


def test_a_project_made_of_a_parcel_can_lie_under_a_passphrase(desk: Desk, three: Team, tmp_path: Path) -> None:
    path = tmp_path / "secret.curator"
    dialog = received_new(desk, handed(three.ann), path)
    assert dialog.destination
    dialog.destination.encrypt.setFocus()
    desk.qtbot.keyClick(dialog.destination.encrypt, Qt.Key.Key_Space)
    desk.click(dialog.receive)
    asking = desk.dialog(PassphraseDialog)
    assert isinstance(asking, PassphraseDialog)
    assert asking.again
    for line in (asking.first, asking.again):
        desk.qtbot.keyClicks(line, "nine little words")
    desk.click(asking.buttons.button(Button.Ok))
    desk.until(lambda: desk.window.session.is_open)
    assert unlocking.is_encrypted(path)
    desk.until(lambda: dialog.leave.text() == "Close")
    desk.click(dialog.leave)


def test_a_copy_of_the_project_that_is_here_is_offered_and_takes_what_is_new(desk: Desk, three: Team) -> None:
    copy = three.supervisor.path
    assert desk.window.projects.open_path(copy)
    desk.window.projects.close()
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    desk.window.sharing.receive_parcels([handed(three.ann)])
    dialog = reported(desk)
    assert dialog.destination
    assert str(copy) in dialog.destination.into_copy.text()
    assert dialog.destination.goes_into_copy()
    assert not dialog.destination.target.isEnabled()
    desk.click(dialog.receive)
    desk.until(lambda: desk.window.session.path() == copy)
    into = reported(desk)
    assert into.destination is None
    assert "New: 1 annotation" in into.report.facts.words()
    desk.click(into.receive)
    desk.until(lambda: into.leave.text() == "Close")
    desk.click(into.leave)
    desk.no_dialog()
    assert reading.counts(desk.window.session.view).annotations == 1


def test_another_project_can_be_made_beside_the_copy(desk: Desk, three: Team, tmp_path: Path) -> None:
    desk.window.projects.open_path(three.supervisor.path)
    desk.window.projects.close()
    dialog = received_new(desk, handed(three.ann), tmp_path / "second.curator")
    assert dialog.destination
    dialog.destination.make_new.click()
    assert dialog.destination.target.isEnabled()
    desk.click(dialog.receive)
    desk.until(lambda: desk.window.session.path() == tmp_path / "second.curator")
    desk.until(lambda: dialog.leave.text() == "Close")
    desk.click(dialog.leave)
