"""Search over the project: hits with the words around, going to them, and nothing stale."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from curator.services import identity
from curator.ui.search_results import SearchResults
from tests.journeys.hands import Hands
from tests.support import projects as support


def results(hands: Hands) -> SearchResults:
    return hands.window.documents.results


def snippets(hands: Hands) -> list[str]:
    model = results(hands).model
    return [model.index(row).data() for row in range(model.rowCount())]


def says(hands: Hands) -> str:
    return " ".join(label.text() for label in results(hands).findChildren(QLabel) if label.isVisible())


def look_for(hands: Hands, words: str) -> None:
    """Type it, and wait until there is an answer to it."""
    hands.press("Ctrl+Shift+F")
    hands.retype(words)
    hands.qtbot.waitSignal(hands.window.documents.search_wanted).wait()
    hands.at_rest()


def test_hits_are_counted_shown_with_their_words_and_read_out_with_their_kind(at_work: Hands) -> None:
    look_for(at_work, "astana")
    assert says(at_work) == "2 found"
    assert snippets(at_work)[1] == "Astana"
    model = results(at_work).model
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken[0].startswith("Text, Report: Astana, 10 July")
    assert spoken[1] == "Quote, Report: Astana"
    assert not results(at_work).grab().isNull()


def test_nothing_found_is_said(at_work: Hands) -> None:
    look_for(at_work, "xqzw")
    assert says(at_work) == "Nothing found."
    at_work.press("Return")
    assert at_work.window.projects.messages.text == ""


def test_return_goes_to_the_first_hit_whose_words_can_be_tagged_at_once(at_work: Hands) -> None:
    window = at_work.window
    look_for(at_work, "almaty")
    at_work.press("Return")
    assert window.desk.document
    assert window.desk.document.row.title == "Zenith"
    assert QApplication.focusWidget() is window.reading.text
    at_work.press(window.desk.scheme.labels[0].key)
    made = window.desk.annotation
    assert made
    assert made.body.spans[0].exact == "Almaty"


def test_a_hit_in_a_quote_chooses_the_annotation(at_work: Hands) -> None:
    look_for(at_work, "astana")
    at_work.press("Down", "Down", "Return")
    chosen = at_work.window.desk.annotation
    assert chosen
    assert chosen.body.spans[0].exact == "Astana"


def test_a_click_goes_there(at_work: Hands) -> None:
    look_for(at_work, "almaty")
    shown = results(at_work).list
    at_work.click(shown.viewport(), shown.visualRect(results(at_work).model.index(0)).topLeft() + QPoint(20, 10))
    assert at_work.window.desk.document
    assert at_work.window.desk.document.row.title == "Zenith"


def test_return_right_after_typing_goes_to_what_was_typed_and_not_to_what_was_found_before(at_work: Hands) -> None:
    window = at_work.window
    look_for(at_work, "kazakhstan")
    assert window.desk.document
    at_work.retype("almaty")
    at_work.press("Return")
    assert window.desk.document.row.title == "Report"
    at_work.at_rest()
    assert window.desk.document.row.title == "Zenith"


def test_what_is_typed_on_after_return_is_not_gone_to(at_work: Hands) -> None:
    window = at_work.window
    at_work.press("Ctrl+Shift+F")
    at_work.type("almaty")
    at_work.press("Return")
    at_work.type(" promised")
    at_work.at_rest()
    assert window.desk.document
    assert window.desk.document.row.title == "Report"
    assert QApplication.focusWidget() is window.documents.search


def test_esc_shows_the_documents_again(at_work: Hands) -> None:
    look_for(at_work, "astana")
    assert results(at_work).isVisible()
    at_work.press("Esc")
    assert not results(at_work).isVisible()
    assert at_work.window.documents.list.isVisible()
    assert snippets(at_work) == []


def test_a_hit_whose_annotation_was_withdrawn_leads_to_its_words(at_work: Hands) -> None:
    window = at_work.window
    look_for(at_work, "astana")
    mark = next(iter(window.reading.text.scenes.source.at(0))).annotation
    window.annotating.withdraw_one(mark)
    at_work.press("Ctrl+Shift+F", "Down", "Down", "Return")
    assert window.desk.annotation is None
    assert QApplication.focusWidget() is window.reading.text


@pytest.mark.parametrize("found", [1, 0])
def test_another_project_is_searched_anew(at_work: Hands, tmp_path: Path, found: int) -> None:
    look_for(at_work, "almaty" if found else "astana")
    with support.new(tmp_path, identity.me(), "other.curator") as made:
        support.add_document(made, "Almaty again.\n", title="Other")
    at_work.window.projects.open_path(made.path)
    assert snippets(at_work) == []
    at_work.wait(lambda: says(at_work) == ("1 found" if found else "Nothing found."))
