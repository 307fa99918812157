"""Messages come and go without moving what the person works in; a small window holds it all."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.span import Span
from curator.services import annotating, backup_list, identity, reading
from curator.ui.dialogs.new_project import NewProjectDialog
from curator.ui.dialogs.submit import SubmitDialog
from curator.ui.forms.date_editor import DateEditor
from curator.ui.forms.field_row import FieldRow
from curator.ui.header import ElidedLabel
from curator.ui.main_window import MainWindow
from curator.ui.review.queue_pane import QueuePane
from curator.ui.review.reason_dialog import ReasonDialog
from tests.support import projects as support


def test_a_message_takes_no_room_of_the_form(window: MainWindow, qapp: QApplication, tmp_path: Path) -> None:
    with support.new(tmp_path, identity.me()) as made:
        support.annotate(made, support.add_document(made))
    window.projects.open_path(made.path)
    qapp.processEvents()
    form, text = window.side.geometry(), window.reading.height()
    window.projects.messages.show_note("It is done.")
    qapp.processEvents()
    assert window.projects.messages.isVisible()
    assert (window.side.geometry(), window.reading.height() < text) == (form, True)


def test_a_message_is_shown_without_a_project_too(window: MainWindow, tmp_path: Path, qapp: QApplication) -> None:
    window.projects.open_path(tmp_path / "none.curator")
    qapp.processEvents()
    assert window.projects.messages.isVisible()
    assert "none.curator" in window.projects.messages.text


def test_an_offer_to_undo_goes_away_when_it_would_undo_something_else(window: MainWindow, tmp_path: Path) -> None:
    with support.new(tmp_path, identity.me()) as made:
        mark = support.annotate(made, support.add_document(made))
    window.projects.open_path(made.path)
    window.desk.choose(mark)
    window.annotating.withdraw()
    messages = window.projects.messages
    assert "withdrawn" in messages.text
    assert window.desk.document
    window.session.do(annotating.add, window.desk.document.row.id, "actor", [Span(start=0, end=5)])
    assert messages.text == ""


def test_the_window_can_be_small(window: MainWindow, tmp_path: Path, qapp: QApplication) -> None:
    with support.new(tmp_path, identity.me()) as made:
        mark = support.annotate(made, support.add_document(made))
    window.projects.open_path(made.path)
    window.desk.choose(mark)
    qapp.processEvents()
    window.resize(900, 600)
    assert window.size() == QSize(900, 600)


def test_no_words_hold_the_window_wide(window: MainWindow, tmp_path: Path, qapp: QApplication) -> None:
    with support.new(tmp_path, identity.me()) as made:
        support.add_document(made, title="Report" * 60)
    window.projects.open_path(made.path)
    window.resize(1000, 700)
    window.status.show_exchange("Exchanged 10:42: " + "12 annotations from Ann; " * 50, "Ann & Ben\nCid")
    window.projects.messages.show_error("/home/ann/" + "project" * 60)
    window.reading.banner.say("Returned by " + "Anna" * 60)
    qapp.processEvents()
    assert window.size() == QSize(1000, 700)
    assert "Exchanged 10:42" in window.status.words
    assert "<br>Ann &amp; Ben<br>Cid" in window.status.findChildren(ElidedLabel)[0].toolTip()


def test_a_document_with_annotations_is_taken_out_once_the_project_was_copied(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
        support.annotate(made, document)
    window.projects.open_path(made.path)
    window.desk.open(document)
    window.actions_by_id["document.withdraw"].trigger()
    qtbot.waitUntil(lambda: "was taken out" in window.projects.messages.text, timeout=10_000)
    assert [each.note.before for each in backup_list.made_from(made.path)] == ["removal"]
    window.editing.undo()
    assert window.desk.session.view
    assert reading.document_count(window.desk.session.view) == 1


def test_what_is_no_text_is_named_when_it_is_dropped_on_the_first_page(window: MainWindow, tmp_path: Path) -> None:
    picture, film = tmp_path / "scan.png", tmp_path / "film.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and so on")
    film.write_bytes(bytes(range(256)) * 8)
    for dropped, said in (([picture, film], "scan.png: This is a PNG picture"), ([film], "full of control characters")):
        window.transfers.drop(dropped)
        assert said in window.projects.messages.text
        assert "What can be dropped here" in window.projects.messages.text
    assert not window.findChildren(NewProjectDialog)


def test_one_text_among_pictures_begins_a_project(window: MainWindow, tmp_path: Path) -> None:
    picture, text = tmp_path / "scan.png", tmp_path / "report.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and so on")
    text.write_text("The delegations met. " * 5000 + "é" * 5000, encoding="utf-8")
    window.transfers.drop([picture, text])
    assert window.findChildren(NewProjectDialog)
    assert window.projects.messages.text == ""


def test_in_a_low_window_the_form_has_the_room_of_the_history(
    window: MainWindow, tmp_path: Path, qapp: QApplication
) -> None:
    with support.new(tmp_path, identity.me()) as made:
        mark = support.annotate(made, support.add_document(made), label="commitment")
    window.projects.open_path(made.path)
    window.actions_by_id["supervision.queue"].trigger()
    window.desk.choose(mark)
    window.resize(978, 600)
    qapp.processEvents()
    assert window.size() == QSize(978, 600)
    scroller = window.side.form.scroller
    rows = [row for row in window.side.form.findChildren(FieldRow) if row.isVisible()]
    port = scroller.viewport()
    seen = [row for row in rows if port.rect().contains(row.mapTo(port, row.rect().bottomLeft()))]
    assert len(seen) >= 3
    assert window.side.history.isVisible()


def test_the_parts_of_an_empty_queue_stay_together(window: MainWindow, tmp_path: Path, qapp: QApplication) -> None:
    support.new(tmp_path, identity.me()).close()
    window.projects.open_path(tmp_path / "p.curator")
    window.actions_by_id["supervision.queue"].trigger()
    qapp.processEvents()
    queue = window.left.queue
    assert isinstance(queue, QueuePane)
    filters = queue.filters.geometry()
    assert filters.top() - queue.count.geometry().bottom() < 20
    assert filters.height() < 120


def test_what_came_in_while_a_reason_was_given_is_looked_at_first(window: MainWindow, tmp_path: Path) -> None:
    with support.new(tmp_path, identity.me()) as made:
        mark = support.annotate(made, support.add_document(made))
    window.projects.open_path(made.path)
    window.actions_by_id["supervision.queue"].trigger()
    window.desk.choose(mark)
    window.supervising.reject()
    dialog = window.findChild(ReasonDialog)
    assert dialog
    project = window.session.project
    assert project
    with project.beside() as beside:  # as the exchange writes
        annotating.set_field(beside, mark, "role", FieldValue(state=FieldState.STATED, value="host"))
    dialog.given.emit("", "not one")
    assert "has changed meanwhile" in window.projects.messages.text
    assert reading.annotation(window.session.view, mark).state == "draft"


def test_undoing_an_import_closes_its_text_with_a_word_and_redoing_opens_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    support.new(tmp_path, identity.me()).close()
    window.projects.open_path(tmp_path / "p.curator")
    source = tmp_path / "report.txt"
    source.write_text("The delegations met.", encoding="utf-8")
    window.transfers.drop([source])
    qtbot.waitUntil(lambda: window.session.is_writable and window.documents.model.rowCount() == 1, timeout=10_000)
    document = window.documents.first()
    assert document
    window.desk.open(document)
    window.actions_by_id["edit.undo"].trigger()
    assert window.desk.document is None
    assert (
        window.projects.messages.text
        == "“The delegations met.” is not in the project any more, so its text was closed."
    )
    window.actions_by_id["edit.redo"].trigger()
    assert window.projects.messages.text == ""
    assert window.desk.document
    assert window.desk.document.row.id == document


def test_what_is_typed_and_does_not_fit_stands_in_the_list_before_submitting(
    window: MainWindow, tmp_path: Path
) -> None:
    with support.new(tmp_path, identity.me()) as project:
        document = support.add_document(project)
        mark = support.annotate(project, document, label="date")
    window.projects.open_path(project.path)
    window.desk.show(document, mark)
    line = next(editor for editor in window.side.form.findChildren(DateEditor) if editor.isVisible()).line
    line.setFocus()
    QTest.keyClicks(line, "2018-09-31")
    window.actions_by_id["submit.submit"].trigger()
    [dialog] = window.findChildren(SubmitDialog)
    assert "2018-09-31" in dialog.table.model().index(0, 1).data()


def test_words_selected_with_keys_are_tagged_without_the_spaces_around_them(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
    window.projects.open_path(made.path)
    window.desk.open(document)
    text = window.reading.text
    text.setFocus()
    text.set_caret(support.TEXT.index(" Republic of"))
    by_word = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        qtbot.keyClick(text, Qt.Key.Key_Right, by_word)
    selected = text.selection()
    assert selected
    assert support.TEXT[selected.start : selected.end] == " Republic "
    qtbot.keyClick(text, Qt.Key.Key_1)
    assert window.desk.annotation
    assert window.desk.annotation.body.spans[0].exact == "Republic"


def test_spaces_alone_are_not_tagged(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
    window.projects.open_path(made.path)
    window.desk.open(document)
    text = window.reading.text
    text.setFocus()
    text.set_caret(support.TEXT.index(" Republic of"))
    qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(text, Qt.Key.Key_1)
    assert reading.counts(window.session.view).annotations == 0
    assert "Select the words" in window.projects.messages.text
