"""What is being typed in the form is kept, however the project is left."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from curator.services import identity, reading
from curator.ui.forms.field_row import FieldRow
from tests.journeys.hands import Hands
from tests.support import projects as support


@pytest.fixture
def typing(at_work: Hands) -> Hands:
    """Somebody in the form of a commitment."""
    at_work.select_with_keys("undertakes to adopt")
    at_work.press("4", "Return")
    return at_work


def fields(hands: Hands, path: Path, annotation: str) -> dict[str, object]:
    """What the annotation's fields hold once the project is open again."""
    if hands.window.session.path() != path:
        hands.window.projects.open_path(path)
    held = reading.annotation(hands.window.session.view, annotation).body.fields
    return {name: value.value for name, value in held.items()}


@pytest.mark.parametrize("way", ["close the project", "open another", "close the window"])
def test_words_just_typed_are_a_value_however_the_project_is_left(typing: Hands, tmp_path: Path, way: str) -> None:
    window = typing.window
    path, mark = window.session.path(), window.desk.annotation
    assert path
    assert mark
    typing.tab_to("action")
    typing.type("adopt it")
    if way == "close the project":
        typing.press("Ctrl+W")
        assert not window.session.is_open
    elif way == "open another":
        with support.new(tmp_path, identity.me(), "other.curator") as made:
            support.add_document(made)
        window.projects.open_path(made.path)
    else:
        typing.restart(path)
    assert fields(typing, path, mark.id)["action"] == "adopt it"


@pytest.mark.parametrize("way", ["close the project", "close the window"])
def test_half_a_date_is_offered_again(typing: Hands, way: str) -> None:
    window = typing.window
    path, mark = window.session.path(), window.desk.annotation
    assert path
    assert mark
    typing.tab_to("due")
    typing.type("2045-1")
    if way == "close the project":
        typing.press("Ctrl+W")
        window.projects.open_path(path)
    else:
        typing.restart(path)
    typing.window.desk.choose(mark.id, reveal=True)
    typing.window.desk.settle()
    [row] = [row for row in typing.window.side.form.findChildren(FieldRow) if row.field.name == "due"]
    assert "2045-1" in [line.text() for line in row.findChildren(QLineEdit)]
