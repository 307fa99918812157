"""The palette finds commands, documents and annotations by the first letters that a person types, and goes there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from curator.ui.actions import ACTIONS, ActionSpec
from curator.ui.command_palette import CommandPalette, Entry, found
from curator.ui.dialogs.about import AboutDialog
from tests.journeys.hands import Hands


def entries() -> list[Entry]:
    """All commands, and a document whose title holds letters of many of them."""
    commands = [Entry(spec.title, "command", lambda: None, words=spec.words) for spec in ACTIONS]
    return [Entry("Experts from the United Nations leave Verona", "document", lambda: None), *commands]


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_command_is_found_by_any_beginning_of_its_name(spec: ActionSpec) -> None:
    for length in range(1, len(spec.title) + 1):
        typed = spec.title[:length]
        assert spec.title in [entry.title for entry in found(typed, entries())], typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("exp", {"Experts from the United Nations leave Verona", "Export the data set"}),
        ("undo", {"Undo"}),
        ("verif", {"Verify the project"}),
        ("folder imp", {"Import a folder"}),
        ("night", {"Dark"}),
        ("shortcust", {"Keyboard shortcuts"}),
    ],
)
def test_what_holds_the_words_as_typed_comes_first(typed: str, first: set[str]) -> None:
    assert found(typed, entries())[0].title in first


def test_words_that_are_nowhere_find_nothing() -> None:
    assert found("xqzw", entries()) == []


def palette(hands: Hands) -> CommandPalette:
    """The palette, opened with its keys."""
    hands.press("Ctrl+K")
    shown = hands.window.findChild(CommandPalette)
    assert shown
    assert shown.isVisible()
    return shown


def titles(shown: CommandPalette) -> list[str]:
    return [shown.model.index(row).data() for row in range(shown.model.rowCount())]


def test_what_is_typed_and_chosen_with_return_is_done_and_the_focus_goes_back(at_work: Hands) -> None:
    before = QApplication.focusWidget()
    shown = palette(at_work)
    at_work.type("dark")
    assert titles(shown)[0] == "Dark"
    at_work.press("Return")
    assert not shown.isVisible()
    assert at_work.window.actions_by_id["view.dark"].isChecked()
    assert QApplication.focusWidget() is before
    palette(at_work)
    assert shown.field.text() == ""
    at_work.type("as the system")
    at_work.press("Return")


def test_a_document_is_opened_and_read(at_work: Hands) -> None:
    palette(at_work)
    at_work.type("zenit")
    at_work.press("Return")
    assert at_work.window.desk.document
    assert at_work.window.desk.document.row.title == "Zenith"
    assert QApplication.focusWidget() is at_work.window.reading.text


def test_an_annotation_is_gone_to_and_a_label_given_to_selected_words(at_work: Hands) -> None:
    at_work.select_with_keys("10 July 2018")
    palette(at_work)
    at_work.type("tag as date")
    at_work.press("Return")
    made = at_work.window.desk.annotation
    assert made
    assert made.body.spans[0].exact == "10 July 2018"
    shown = palette(at_work)
    at_work.type("astana")
    assert titles(shown)[0] == "Astana"
    at_work.press("Return")
    chosen = at_work.window.desk.annotation
    assert chosen
    assert chosen.body.spans[0].exact == "Astana"


def test_arrows_go_down_and_up_and_stay_within_the_list(at_work: Hands) -> None:
    shown = palette(at_work)
    number = shown.model.rowCount()
    for keys, row in ((["Up"], 0), (["Down", "Down"], 2), (["PgDown"], 10), (["PgUp", "PgUp"], 0)):
        at_work.press(*keys)
        assert shown.list.currentIndex().row() == row
    at_work.press(*["PgDown"] * 9)
    assert shown.list.currentIndex().row() == number - 1


def test_a_click_does_it_and_shows_the_row_in_paint(at_work: Hands) -> None:
    shown = palette(at_work)
    at_work.type("zenith")
    assert not shown.grab().isNull()
    index = shown.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Zenith, Document"
    at_work.click(shown.list.viewport(), shown.list.visualRect(index).center())
    assert not shown.isVisible()
    assert at_work.window.desk.document
    assert at_work.window.desk.document.row.title == "Zenith"


def test_nothing_found_is_said_and_return_leaves_what_was_typed(at_work: Hands) -> None:
    shown = palette(at_work)
    at_work.type("xqzw")
    assert titles(shown) == []
    assert shown.nothing.isVisible()
    at_work.press("Return", "Down")
    assert shown.isVisible()
    assert shown.field.text() == "xqzw"
    at_work.retype("zenith")
    assert not shown.nothing.isVisible()
    at_work.press("Return")
    assert not shown.isVisible()


@pytest.mark.parametrize("keys", ["Esc", "Ctrl+K"])
def test_esc_or_its_keys_again_close_it_and_the_text_has_the_keys(at_work: Hands, keys: str) -> None:
    before = QApplication.focusWidget()
    shown = palette(at_work)
    at_work.press(keys)
    assert not shown.isVisible()
    assert QApplication.focusWidget() is before
    shown = palette(at_work)
    at_work.press("Esc")
    assert QApplication.focusWidget() is before


def test_it_goes_when_something_else_is_clicked(at_work: Hands) -> None:
    shown = palette(at_work)
    at_work.click(at_work.window.documents.search)
    assert not shown.isVisible()
    assert QApplication.focusWidget() is at_work.window.documents.search


def test_without_a_project_only_what_can_be_done_is_offered(hands: Hands) -> None:
    shown = palette(hands)
    assert "New project" in titles(shown)
    assert "Export the data set" not in titles(shown)
    hands.type("about")
    hands.press("Return")
    hands.opened(AboutDialog)
    hands.press("Esc")
    hands.closed()
