"""What goes in and comes out by the menu: files, folders, a data set; refusals, stopping, and what is wrong."""

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from curator.services import reading
from curator.services.home import backup_folder
from curator.services.import_report import ImportItem
from curator.services.views import DocumentRow
from curator.ui.dialogs.export import ExportDialog
from curator.ui.dialogs.import_report import ImportReportDialog
from tests.journeys.hands import Hands


def said(hands: Hands) -> str:
    return hands.window.projects.messages.text


def titles(hands: Hands) -> set[str]:
    return {row.title for row in reading.documents(hands.window.session.view)}


def export(hands: Hands) -> ExportDialog:
    hands.press("Ctrl+E")
    hands.opened(ExportDialog)
    return next(each for each in hands.window.findChildren(ExportDialog) if each.isVisible())


# --- in -------------------------------------------------------------------------------------------------------------


def test_a_file_is_imported_and_what_came_of_it_said(at_work: Hands, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("A new text.\n", encoding="utf-8")
    at_work.press("Ctrl+I")
    at_work.name_file(tmp_path / "new.txt")
    at_work.at_rest()
    at_work.closed()
    assert said(at_work) == "1 imported"
    assert "A new text." in titles(at_work)
    at_work.press("Ctrl+I")
    at_work.name_file(tmp_path / "new.txt")
    at_work.at_rest()
    assert said(at_work) == "1 there already"


def test_esc_imports_nothing(at_work: Hands) -> None:
    at_work.press("Ctrl+I")
    at_work.opened(QFileDialog)
    at_work.press("Esc")
    at_work.closed()
    assert titles(at_work) == {"Report", "Zenith"}
    assert said(at_work) == ""
    assert QApplication.focusWidget() is at_work.window.reading.text


def test_a_folder_is_imported_and_what_is_refused_is_shown(at_work: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.txt").write_text("A good text.\n", encoding="utf-8")
    (folder / "bad.json").write_text("{", encoding="utf-8")
    at_work.press("Ctrl+Shift+I")
    at_work.name_file(folder)
    at_work.at_rest()
    at_work.opened(ImportReportDialog)
    at_work.press("Esc")
    at_work.closed()
    assert said(at_work) == "1 imported · 1 refused"
    assert "A good text." in titles(at_work)


def document(hands: Hands, file_name: str) -> DocumentRow:
    return next(row for row in reading.documents(hands.window.session.view) if row.file_name == file_name)


def test_a_text_whose_encoding_was_guessed_wrong_is_read_again(at_work: Hands, tmp_path: Path) -> None:
    path = tmp_path / "russian.txt"
    path.write_bytes("Министр сказал, что кодекс поддержан.\n".encode("cp1251"))
    at_work.window.transfers.import_paths([path])
    at_work.at_rest()
    item = ImportItem(path, "imported", document_id=document(at_work, path.name).id)
    at_work.window.transfers.import_again(item, "koi8-r")
    at_work.at_rest()
    again = reading.document(at_work.window.session.view, document(at_work, path.name).id)
    assert again.body.extraction.encoding == "koi8-r"


def test_a_text_that_can_not_be_read_again_stays(at_work: Hands, tmp_path: Path) -> None:
    item = ImportItem(tmp_path / "gone.txt", "imported", document_id=document(at_work, "Zenith.txt").id)
    at_work.window.transfers.import_again(item, "koi8-r")
    at_work.at_rest()
    assert titles(at_work) == {"Report", "Zenith"}


def test_a_text_stays_where_the_project_can_not_be_copied_before_it_is_read_again(
    at_work: Hands, tmp_path: Path
) -> None:
    path = tmp_path / "zenith.txt"
    path.write_bytes(b"A conference in Almaty.\n")
    at_work.at_rest()
    shutil.rmtree(backup_folder())
    folder = backup_folder()
    folder.rmdir()
    folder.write_text("in its place", encoding="utf-8")
    item = ImportItem(path, "imported", document_id=document(at_work, "Zenith.txt").id)
    at_work.window.transfers.import_again(item, "koi8-r")
    at_work.at_rest()
    assert said(at_work) == "1 refused"
    assert titles(at_work) == {"Report", "Zenith"}


def test_while_one_import_runs_another_is_refused(at_work: Hands, tmp_path: Path) -> None:
    at_work.window.session.begin_task()
    at_work.window.transfers.import_paths([tmp_path])
    assert "an import is running" in said(at_work)
    at_work.window.session.end_task()


def test_a_stopped_import_says_so_and_the_project_can_be_worked_in(at_work: Hands, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"t{number}.txt").write_text(f"Text {number}.\n" * 200, encoding="utf-8")
    at_work.window.transfers.import_paths([tmp_path])
    at_work.window.projects.background.tasks[-1].cancel()
    at_work.at_rest()
    assert said(at_work).startswith("The import was stopped.")
    assert len(titles(at_work)) < 30
    assert at_work.window.session.is_writable


# --- out ------------------------------------------------------------------------------------------------------------


def test_the_data_set_is_exported_and_counted(at_work: Hands, tmp_path: Path) -> None:
    dialog = export(at_work)
    target = Path(dialog.path.text())
    assert target == tmp_path / "p.json"
    at_work.press("Return")
    at_work.at_rest()
    at_work.closed()
    assert said(at_work).startswith("Exported 2 documents with 1 annotations")
    assert len(json.loads(target.read_text("utf-8"))["documents"]) == 2
    assert QApplication.focusWidget() is at_work.window.reading.text


def test_a_file_that_is_there_is_asked_about_and_esc_leaves_it(at_work: Hands, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("mine", encoding="utf-8")
    dialog = export(at_work)
    at_work.press("Return")
    assert "exists" in dialog.wrong.text()
    at_work.press("Esc")
    at_work.closed()
    assert (tmp_path / "p.json").read_text("utf-8") == "mine"
    export(at_work)
    at_work.press("Return", "Return")
    at_work.at_rest()
    assert (tmp_path / "p.json").read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("none/such/p.json", "none/such"),
        ("p.xyz", "does not say which format"),
    ],
)
def test_what_can_not_be_written_is_said_and_nothing_is_there(
    at_work: Hands, tmp_path: Path, name: str, wrong: str
) -> None:
    before = sorted(tmp_path.iterdir())
    export(at_work)
    at_work.retype(str(tmp_path / name))
    at_work.press("Return")
    at_work.at_rest()
    assert wrong in said(at_work)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["", "p.curator"])
def test_the_project_itself_is_never_written_over(at_work: Hands, tmp_path: Path, name: str) -> None:
    export(at_work)
    at_work.retype(str(tmp_path / name))
    at_work.press("Return", "Return")
    at_work.at_rest()
    assert said(at_work)
    assert (tmp_path / "p.curator").read_bytes().startswith(b"SQLite")


def test_an_export_needs_a_name(at_work: Hands) -> None:
    dialog = export(at_work)
    at_work.press("Ctrl+A", "Backspace", "Return")
    assert "Where to?" in dialog.wrong.text()
    assert dialog.isVisible()


def test_the_file_is_chosen_with_the_dialog_for_files_too(at_work: Hands, tmp_path: Path) -> None:
    dialog = export(at_work)
    at_work.click(next(each for each in dialog.findChildren(QPushButton) if "Choose" in each.text()))
    at_work.name_file(tmp_path / "chosen.json")
    at_work.opened(ExportDialog)
    assert dialog.path.text() == str(tmp_path / "chosen.json")


# --- the file itself ------------------------------------------------------------------------------------------------


def test_the_project_is_verified_and_backed_up_from_the_menu(at_work: Hands) -> None:
    actions = at_work.window.actions_by_id
    actions["transfer.verify"].trigger()
    at_work.at_rest()
    assert said(at_work).startswith("Verified")
    actions["transfer.back_up"].trigger()
    at_work.at_rest()
    assert said(at_work).startswith("Backed up and verified")
