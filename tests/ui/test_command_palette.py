"""The palette finds commands by the first letters that a person types."""

import pytest

from curator.ui.actions import ACTIONS, ActionSpec
from curator.ui.command_palette import Entry, found


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
