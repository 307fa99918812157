"""What is known of a document is shown and set: what is wrong is said in the dialog, and Undo takes it back."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from curator.services import identity
from curator.services import project as projects
from curator.ui.dialogs.base import Button
from curator.ui.dialogs.document_properties import DocumentProperties
from tests.journeys.hands import Hands


def opened(hands: Hands) -> DocumentProperties:
    hands.press("Alt+Return")
    hands.opened(DocumentProperties)
    return next(each for each in hands.window.findChildren(DocumentProperties) if each.isVisible())


def test_all_four_are_set_in_one_act_that_undo_takes_back(at_work: Hands) -> None:
    window = at_work.window
    opened(at_work)
    for words in ("Astana, July", "en", "2018-07~", "https://example.org/astana"):
        at_work.retype(words)
        at_work.press("Tab")
    at_work.press("Return")
    at_work.closed()
    assert window.desk.document
    body = window.desk.document.body
    assert (body.title, body.language, body.published) == ("Astana, July", "en", "2018-07~")
    assert body.url == "https://example.org/astana"
    assert QApplication.focusWidget() is window.reading.text
    at_work.press("Ctrl+Z")
    assert window.desk.document.body.title == "Report"
    assert window.desk.document.body.url is None


@pytest.mark.parametrize(
    ("field", "words", "wrong"),
    [
        ("title", " ", "needs a title"),
        ("language", "in English!", "no language tag"),
        ("published", "2018-13", "no month 13"),
        ("url", "example.org", "no URL"),
    ],
)
def test_what_is_wrong_is_said_and_can_be_put_right(at_work: Hands, field: str, words: str, wrong: str) -> None:
    dialog = opened(at_work)
    dialog.fields[field].setFocus()
    at_work.retype(words)
    at_work.press("Return")
    assert dialog.isVisible()
    assert wrong in dialog.wrong.text()
    assert at_work.window.desk.document
    assert at_work.window.desk.document.row.title == "Report"
    at_work.press("Esc")
    at_work.closed()
    assert "set" not in (at_work.window.session.undo_state().undo_label or "")


def test_nothing_changed_is_no_act(at_work: Hands) -> None:
    before = at_work.window.session.undo_state()
    opened(at_work)
    at_work.press("Return")
    at_work.closed()
    assert at_work.window.session.undo_state() == before


def test_facts_are_shown_whole_and_can_be_copied(at_work: Hands) -> None:
    dialog = opened(at_work)
    document = at_work.window.desk.document
    assert document
    [label] = [each for each in dialog.findChildren(QLabel) if each.text() == document.body.text_sha256][:1]
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    label.setSelection(0, 8)
    assert label.selectedText() == document.body.text_sha256[:8]


def test_a_project_that_can_not_be_written_is_shown_without_a_button_that_saves(at_work: Hands) -> None:
    window = at_work.window
    at_work.at_rest()
    path = window.session.path()
    assert path
    window.projects.close()
    with projects.open_project(path, author=identity.me()):
        window.projects.open_path(path)
        dialog = opened(at_work)
        assert dialog.fields["title"].isReadOnly()
        assert dialog.buttons.button(Button.Ok) is None
        at_work.press("Return")
        assert not dialog.isVisible()


def test_while_something_is_brought_in_the_dialog_says_so_and_keeps_what_was_typed(at_work: Hands) -> None:
    dialog = opened(at_work)
    at_work.retype("A new title")
    at_work.window.session.begin_task()
    at_work.press("Return")
    assert dialog.isVisible()
    assert "brought in" in dialog.wrong.text()
    at_work.window.session.end_task()
    at_work.press("Return")
    assert not dialog.isVisible()
    assert at_work.window.desk.document
    assert at_work.window.desk.document.row.title == "A new title"
