"""The window keeps the work safe: backups by themselves, damaged and encrypted projects, repairing, restoring."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.services import backup_list, backups, identity, rotation, unlocking, verifying
from curator.services import project as projects
from curator.services.home import backup_folder
from curator.services.project import Project
from curator.services.rescuing import RescuedProject
from curator.services.schemes import default_scheme
from curator.sharing import passphrases
from curator.store import encryption
from curator.ui.dialogs.base import Button
from curator.ui.dialogs.passphrase import PassphraseDialog
from curator.ui.dialogs.reports import DefectsDialog
from curator.ui.dialogs.restore import RestoreDialog
from curator.ui.main_window import MainWindow
from tests.support import damage
from tests.support import projects as support

PASSPHRASE = "correct horse battery"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A closed project with an annotation."""
    with support.new(tmp_path, identity.me()) as made:
        support.annotate(made, support.add_document(made))
    return made


def idle(window: MainWindow) -> Callable[[], bool]:
    return lambda: not window.projects.background.tasks


def dialog_of(qtbot: QtBot, window: MainWindow, kind: type) -> object:
    """The dialog of that kind, once it is there."""
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    return window.findChild(kind)


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_backup_is_made_a_while_after_opening_and_not_twice(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    window.projects.open_path(project.path)
    keeper = window.projects.keeper
    keeper.look(opening=True)
    qtbot.waitUntil(idle(window))
    assert len(backup_list.of(project.path)) == 1
    keeper.look(opening=True)
    qtbot.waitUntil(idle(window))
    assert len(backup_list.of(project.path)) == 1
    assert window.projects.messages.text == ""


def test_a_backup_that_can_not_be_made_is_said_once_and_work_goes_on(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    window.projects.open_path(project.path)
    folder = backup_folder()
    folder.rmdir()
    folder.write_text("in its place")
    for expected in (True, False):
        window.projects.keeper.look()
        qtbot.waitUntil(idle(window))
        assert ("No backup could be made" in window.projects.messages.text) == expected
        window.projects.messages.clear()
    opened = window.session.project
    assert opened
    support.annotate(opened, window.documents.first() or "", 8, 12)


def test_a_read_only_window_makes_no_backups(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    with projects.open_project(project.path, author=identity.me()):
        window.projects.open_path(project.path)
        window.projects.keeper.look(opening=True)
        qtbot.waitUntil(idle(window))
    assert backup_list.every() == []


def test_a_damaged_project_is_shown_as_far_as_it_can_be_read_and_its_backups_are_offered(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        rotation.rotate(opened)
    damage.execute(project.path, "DROP TABLE annotation_fts")
    before = project.path.read_bytes(), project.path.stat().st_mtime_ns
    assert not window.projects.open_path(project.path)
    qtbot.waitUntil(lambda: window.session.is_open)
    shown = window.session.project
    assert isinstance(shown, RescuedProject)
    assert not window.session.is_writable
    assert "damaged" in window.projects.messages.text
    assert window.desk.document
    assert window.session.path() == project.path
    assert (project.path.read_bytes(), project.path.stat().st_mtime_ns) == before

    press(qtbot, window.projects.messages.button)
    dialog = dialog_of(qtbot, window, RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    assert dialog.target.text() == str(project.path)
    row = [dialog.list.model().index(0, column).data() for column in range(6)]
    assert row[1:3] == ["1", "1"]
    assert "fully" in row[4]
    press(qtbot, dialog.buttons.button(Button.Ok))
    qtbot.waitUntil(lambda: window.session.is_writable)
    assert verifying.verify(project.path) == []
    [kept] = project.path.parent.glob("p-before-restore-*.curator")
    assert kept.read_bytes() == before[0]


def test_a_project_of_which_nothing_can_be_read_offers_its_backups(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        rotation.rotate(opened)
    project.path.write_bytes(bytes(40_000))
    window.projects.open_path(project.path)
    qtbot.waitUntil(idle(window))
    assert "nothing of it can be read" in window.projects.messages.text
    press(qtbot, window.projects.messages.button)
    assert dialog_of(qtbot, window, RestoreDialog)


def test_verifying_offers_to_repair_and_the_project_is_open_again_afterwards(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    damage.execute(project.path, "UPDATE span SET start = start + 1")
    window.projects.open_path(project.path)
    window.transfers.verify()
    dialog = dialog_of(qtbot, window, DefectsDialog)
    assert isinstance(dialog, DefectsDialog)
    press(qtbot, dialog.buttons.button(Button.Ok))
    qtbot.waitUntil(lambda: "Repaired" in window.projects.messages.text)
    assert window.session.is_writable
    assert verifying.verify(project.path) == []


def test_what_can_not_be_repaired_leads_to_the_backups_and_names_no_command(
    qtbot: QtBot, window: MainWindow, project: Project
) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        rotation.rotate(opened)
        support.add_document(opened, "Written after the backup", "Late")
    damage.execute(project.path, "UPDATE blob SET bytes = CAST(replace(bytes, 'Written', 'Wrotten') AS BLOB)")
    window.projects.open_path(project.path)
    window.transfers.repair()
    qtbot.waitUntil(lambda: "can't be repaired" in window.projects.messages.text)
    assert "curator restore" not in window.projects.messages.text
    press(qtbot, window.projects.messages.button)
    assert dialog_of(qtbot, window, RestoreDialog)


def test_a_damaged_text_is_told_of_before_anybody_opens_it(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        rotation.rotate(opened)
        support.add_document(opened, "Written after the backup", "Late")
    damage.execute(project.path, "UPDATE blob SET bytes = CAST(replace(bytes, 'Written', 'Wrotten') AS BLOB)")
    window.projects.open_path(project.path)
    window.projects.keeper.look(opening=True)
    qtbot.waitUntil(lambda: "damaged" in window.projects.messages.text)
    assert "Verify" in window.projects.messages.text
    press(qtbot, window.projects.messages.button)
    assert dialog_of(qtbot, window, RestoreDialog)


def test_a_damaged_text_that_is_opened_leads_to_the_backups(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        rotation.rotate(opened)
    damage.execute(project.path, "UPDATE blob SET bytes = CAST(replace(bytes, 'Astana', 'Almaty') AS BLOB)")
    window.projects.open_path(project.path)
    window.documents.list.setCurrentIndex(window.documents.model.index(0))
    qtbot.waitUntil(lambda: "changed outside" in window.projects.messages.text)
    press(qtbot, window.projects.messages.button)
    assert dialog_of(qtbot, window, RestoreDialog)


# --- encryption ---------------------------------------------------------------------------------------------------


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed and locked project."""
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    path = tmp_path / "secret.curator"
    connector = unlocking.new_connector(PASSPHRASE)
    projects.create(path, name="S", scheme=default_scheme(), author=identity.me(), connector=connector).close()
    lock(path)
    return path


def lock(path: Path) -> None:
    salt = encryption.salt_of(path)
    assert salt
    encryption.forget(salt)


def type_passphrase(qtbot: QtBot, dialog: object, words: str) -> None:
    assert isinstance(dialog, PassphraseDialog)
    for line in filter(None, (dialog.first, dialog.again)):
        line.clear()
        qtbot.keyClicks(line, words)
    press(qtbot, dialog.buttons.button(Button.Ok))


def test_an_encrypted_project_asks_for_its_passphrase_until_it_is_right(
    qtbot: QtBot, window: MainWindow, encrypted: Path
) -> None:
    window.projects.open_path(encrypted)
    dialog = dialog_of(qtbot, window, PassphraseDialog)
    assert isinstance(dialog, PassphraseDialog)
    type_passphrase(qtbot, dialog, "wrong horse battery")
    qtbot.waitUntil(lambda: "not that of the project" in dialog.wrong.text())
    assert dialog.first.echoMode() == dialog.first.EchoMode.Password
    type_passphrase(qtbot, dialog, PASSPHRASE)
    qtbot.waitUntil(lambda: window.session.is_open)
    assert window.session.is_writable


def test_an_open_project_is_put_under_a_passphrase_in_the_window(
    qtbot: QtBot, window: MainWindow, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    window.projects.open_path(project.path)
    window.transfers.rekey()
    dialog = dialog_of(qtbot, window, PassphraseDialog)
    type_passphrase(qtbot, dialog, PASSPHRASE)
    qtbot.waitUntil(lambda: "new passphrase" in window.projects.messages.text)
    assert window.session.is_writable
    assert unlocking.is_encrypted(project.path)


def test_restoring_an_encrypted_backup_asks_for_its_passphrase(
    qtbot: QtBot, window: MainWindow, encrypted: Path, project: Project
) -> None:
    window.transfers.put_back(encrypted, project.path)
    type_passphrase(qtbot, dialog_of(qtbot, window, PassphraseDialog), PASSPHRASE)
    qtbot.waitUntil(lambda: window.session.is_open)
    assert unlocking.is_encrypted(project.path)


def test_the_newest_verified_backup_is_chosen_already(qtbot: QtBot, window: MainWindow, project: Project) -> None:
    with projects.open_project(project.path, author=identity.me()) as opened:
        made = backups.backup(opened)
    (backup_folder() / "p-unknown.curator").write_bytes(b"x" * 200)
    dialog = RestoreDialog(project.path, window)
    qtbot.addWidget(dialog)
    assert len(dialog.backups) == 2
    assert dialog.chosen() == made
    other = project.path.with_name("p.curator")
    dialog.take_other(other)
    assert dialog.chosen() == other
