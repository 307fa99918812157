"""Dialogs: what is said in them can be read, and Enter does what the coloured button says."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from curator.services import people
from curator.services.identity import me
from curator.services.import_report import ImportItem, ImportReport
from curator.services.review_views import Check
from curator.services.schemes import default_scheme
from curator.services.verifying import Defect
from curator.ui import theme
from curator.ui.actions import ACTIONS
from curator.ui.dialogs.base import Button
from curator.ui.dialogs.colours import ColoursDialog
from curator.ui.dialogs.import_report import ImportReportDialog
from curator.ui.dialogs.new_project import NewProjectDialog
from curator.ui.dialogs.people import PeopleDialog
from curator.ui.dialogs.reports import DefectsDialog
from curator.ui.dialogs.submit import SubmitDialog
from curator.ui.main_window import MainWindow
from curator.ui.session import Session
from curator.ui.shortcuts_sheet import ShortcutsSheet


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The program in its own look."""
    theme.apply(qapp, "light")
    return qapp


def shown(qtbot: QtBot, dialog: QDialog) -> QDialog:
    """The dialog, on the screen and laid out."""
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.mark.parametrize("name", ["new", "people"])
def test_the_key_of_a_label_leads_to_its_input_and_is_not_shown_as_a_sign(
    name: str, qtbot: QtBot, app: QApplication, tmp_path: Path
) -> None:
    dialog = NewProjectDialog(folder=tmp_path) if name == "new" else PeopleDialog(Session(), me())
    labels = [label for label in shown(qtbot, dialog).findChildren(QLabel) if "&" in label.text()]
    assert labels
    assert all(label.buddy() for label in labels)


def test_the_first_project_asks_what_the_person_is_called_and_no_later_one(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.start.new.click()
    [dialog] = window.findChildren(NewProjectDialog)
    assert dialog.own_name
    assert dialog.own_name.text() == me().name
    qtbot.keyClicks(dialog.name, "First")
    dialog.path.setText(str(tmp_path / "first.curator"))
    dialog.own_name.clear()
    dialog.buttons.button(Button.Ok).click()
    assert "What are you called?" in dialog.wrong.text()
    qtbot.keyClicks(dialog.own_name, "Aigerim S.")
    dialog.buttons.button(Button.Ok).click()
    assert [one.name for one in people.list_people(window.session.view)] == ["Aigerim S."]
    window.actions_by_id["project.new"].trigger()
    second = next(each for each in window.findChildren(NewProjectDialog) if each is not dialog)
    assert second.own_name is None


def test_enter_closes_the_dialog_for_colours_and_asks_for_none(qtbot: QtBot, app: QApplication) -> None:
    dialog = shown(qtbot, ColoursDialog(default_scheme().labels, {}))
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isDefault()] in ([], ["Close"])


def test_the_button_that_reads_a_file_again_has_room_for_its_words(qtbot: QtBot, app: QApplication) -> None:
    item = ImportItem(Path("a.txt"), "imported", encoding="koi8-r", doubtful=True, alternatives=("windows-1251",))
    dialog = ImportReportDialog(ImportReport([item], [], None))
    shown(qtbot, dialog)
    words = dialog.again.fontMetrics().horizontalAdvance(dialog.again.text())
    assert dialog.again.font().bold() or dialog.again.font().weight() >= 600
    assert dialog.again.width() >= words + 24


def guessed(folder: Path) -> ImportReport:
    """The report on a text whose encoding was guessed rightly."""
    path = folder / "a.txt"
    path.write_bytes("Министерство решило".encode("windows-1251"))
    item = ImportItem(path, "imported", encoding="windows-1251", alternatives=("mac-cyrillic", "koi8-r"))
    return ImportReport([item], [], None)


def test_enter_in_the_report_of_an_import_reads_nothing_again(qtbot: QtBot, app: QApplication, tmp_path: Path) -> None:
    dialog = ImportReportDialog(guessed(tmp_path))
    shown(qtbot, dialog)
    with qtbot.assertNotEmitted(dialog.again_wanted), qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)


def test_the_report_shows_the_letters_as_they_were_read_and_as_another_encoding_would(
    qtbot: QtBot, app: QApplication, tmp_path: Path
) -> None:
    report = guessed(tmp_path)
    dialog = ImportReportDialog(report)
    shown(qtbot, dialog)
    assert dialog.encoding.currentText() == "windows-1251"
    assert "Министерство" in dialog.as_read.text()
    assert not dialog.again.isEnabled()
    dialog.encoding.setCurrentText("mac-cyrillic")
    assert "Министерство" not in dialog.as_chosen.text()
    assert "Министерство" in dialog.as_read.text()
    with qtbot.waitSignal(dialog.again_wanted) as asked:
        qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert asked.args == [report.items[0], "mac-cyrillic"]


def test_each_shortcut_stands_on_one_line(qtbot: QtBot, app: QApplication) -> None:
    sheet = shown(qtbot, ShortcutsSheet(ACTIONS))
    labels = sheet.findChildren(QLabel)
    assert labels
    assert all(label.height() < 2 * label.fontMetrics().height() for label in labels)


def test_every_action_that_has_keys_stands_on_the_sheet_in_full_width(qtbot: QtBot, app: QApplication) -> None:
    sheet = shown(qtbot, ShortcutsSheet(ACTIONS))
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {spec.title for spec in ACTIONS if spec.keys} <= words
    area = sheet.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0


def test_what_a_table_has_to_say_is_seen_whole_whatever_stands_beside_it(
    window: MainWindow, qapp: QApplication
) -> None:
    message = "Amount: the unit is missing; what was typed is kept in the form until somebody puts it right. " * 2
    quote = "Kazakhstan promised the United Nations to give 300000 USD for training by the end of 2019"
    submit = SubmitDialog("Report", [Check("d1", "a1", "amount", quote, message, "error")], window)
    defects = DefectsDialog([Defect("signature", "revisions", "ab12" * 16, message)], window)
    for dialog, column in ((submit, 1), (defects, 3)):
        dialog.open()
        qapp.processEvents()
        view = dialog.table
        cell = view.visualRect(view.model().index(0, column))
        needed = view.fontMetrics().boundingRect(cell.adjusted(8, 0, -8, 0), Qt.TextFlag.TextWordWrap, message)
        assert cell.height() >= needed.height() > 2 * view.fontMetrics().height()
        assert cell.right() <= view.viewport().width()
        assert cell.width() >= view.viewport().width() // 3
        dialog.reject()


def test_a_new_project_is_proposed_where_there_is_a_folder(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    dialog = NewProjectDialog()
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.name, "Promises")
    assert Path(dialog.path.text()) == tmp_path / "Promises.curator"
