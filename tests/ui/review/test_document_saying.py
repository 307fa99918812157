"""Comments on a document as a whole, in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.services import commenting, identity
from curator.ui.main_window import MainWindow
from curator.ui.review.document_saying import DocumentSaying
from tests.support import projects as support


@pytest.fixture
def document(window: MainWindow, tmp_path: Path) -> str:
    """A document with one annotation, open in the window."""
    with support.new(tmp_path, identity.me()) as made:
        ident = support.add_document(made)
        support.annotate(made, ident)
    window.projects.open_path(made.path)
    return ident


def saying(qtbot: QtBot, window: MainWindow) -> DocumentSaying:
    qtbot.waitUntil(lambda: window.findChild(DocumentSaying) is not None)
    found = window.findChild(DocumentSaying)
    assert isinstance(found, DocumentSaying)
    return found


def test_a_document_is_commented_on_below_the_list_of_its_annotations(
    window: MainWindow, document: str, qtbot: QtBot
) -> None:
    threads = saying(qtbot, window).threads
    assert threads.isVisible()
    assert threads.line.placeholderText() == "Comment on the document…"
    QTest.keyClicks(threads.line, "Who wrote this?")
    QTest.keyClick(threads.line, Qt.Key.Key_Return)
    [box] = threads.boxes
    [thread] = commenting.threads(window.session.view, document)
    assert (thread.annotation, thread.entries[0].text) == (None, "Who wrote this?")
    QTest.mouseClick(box.answer, Qt.MouseButton.LeftButton)
    QTest.keyClicks(threads.line, "The ministry")
    QTest.keyClick(threads.line, Qt.Key.Key_Return)
    QTest.mouseClick(threads.boxes[0].resolve, Qt.MouseButton.LeftButton)
    [thread] = commenting.threads(window.session.view, document)
    assert thread.resolved
    assert [entry.text for entry in thread.entries] == ["Who wrote this?", "The ministry"]


def test_the_key_for_comments_means_the_document_where_no_annotation_is_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with support.new(tmp_path, identity.me()) as made:
        support.add_document(made)
    window.projects.open_path(made.path)
    assert not window.side.shows_list
    window.activateWindow()
    window.actions_by_id["supervision.comment"].trigger()
    threads = saying(qtbot, window).threads
    assert window.side.shows_list
    qtbot.waitUntil(threads.line.hasFocus)


def test_comments_on_annotations_are_not_among_those_on_the_document(
    window: MainWindow, document: str, qtbot: QtBot
) -> None:
    threads = saying(qtbot, window).threads
    mark = window.side.list.model.index(0).data(Qt.ItemDataRole.UserRole)
    window.session.do(commenting.comment, document, "which one?", annotation=mark.id)
    assert threads.boxes == []
    window.desk.choose(mark.id)
    window.session.do(commenting.comment, document, "of the whole")
    assert len(threads.boxes) == 1
    assert not window.side.shows_list


def test_escape_in_the_line_goes_back_to_the_text_and_keeps_what_is_typed(
    window: MainWindow, document: str, qtbot: QtBot
) -> None:
    line = saying(qtbot, window).threads.line
    line.setFocus()
    QTest.keyClicks(line, "Who")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert window.desk.document
    assert window.desk.document.row.id == document
    assert (window.focusWidget(), line.text()) == (window.reading.text, "Who")
