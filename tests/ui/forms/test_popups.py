"""The list that opens under a field: found by typing, chosen by key or click, closed without harm."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from curator.ui.forms.popups import Picker
from tests.journeys.hands import Hands


@pytest.fixture
def filling(at_work: Hands) -> Hands:
    """Somebody in the field “made by” of a commitment, with two actors to point at."""
    at_work.select_with_keys("Kazakhstan")
    at_work.press("1", "Esc")
    at_work.select_with_keys("undertakes to adopt")
    at_work.press("4", "Return")
    at_work.tab_to("made_by")
    return at_work


def opened(hands: Hands) -> Picker:
    hands.press("Alt+Down")
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    return picker


def rows(picker: Picker) -> list[str]:
    model = picker.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def made_by(hands: Hands) -> list[str]:
    """The words of what the field points at."""
    view = hands.window.desk.annotation
    assert view
    value = view.body.fields.get("made_by")
    pointed: Any = value.value if value else []
    targets: set[str] = {each["annotation"] for each in pointed}
    source = hands.window.reading.text.scenes.source
    return [hands.text[at.start : at.end] for target in targets for at in source.of(target)]


def test_what_is_typed_narrows_the_list_and_return_takes_it(filling: Hands) -> None:
    picker = opened(filling)
    assert len(rows(picker)) >= 2
    assert not picker.grab().isNull()
    filling.type("kaz")
    assert len(rows(picker)) == 1
    filling.press("Return")
    assert made_by(filling) == ["Kazakhstan"]
    assert filling.window.side.form.focused_field() == "made_by"


def test_arrows_choose_and_stay_within_the_list(filling: Hands) -> None:
    picker = opened(filling)
    filling.press("Up")
    assert picker.list.currentIndex().row() == 0
    filling.press("Down", "Down", "Down", "Down")
    assert picker.list.currentIndex().row() == len(rows(picker)) - 1


def test_a_click_takes_it(filling: Hands) -> None:
    picker = opened(filling)
    index = picker.list.model().index(0, 0)
    filling.click(picker.list.viewport(), picker.list.visualRect(index).center())
    assert len(made_by(filling)) == 1


def test_esc_takes_nothing_and_the_field_has_the_keys(filling: Hands) -> None:
    opened(filling)
    filling.type("kaz")
    filling.press("Esc")
    assert QApplication.activePopupWidget() is None
    filling.closed()
    assert made_by(filling) == []
    assert filling.window.side.form.focused_field() == "made_by"


def test_nothing_found_is_said_as_such(filling: Hands) -> None:
    picker = opened(filling)
    filling.type("xqzw")
    assert rows(picker) == []
    shown = [label.text() for label in picker.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Nothing found."]
    filling.press("Return")
    assert QApplication.activePopupWidget() is picker
    filling.press("Esc")
    assert made_by(filling) == []


def test_a_document_with_nothing_to_point_at_says_so(at_work: Hands) -> None:
    at_work.click_words("Astana")
    at_work.press("Del")
    at_work.select_with_keys("undertakes to adopt")
    at_work.press("4", "Return")
    at_work.tab_to("made_by")
    picker = opened(at_work)
    assert rows(picker) == []
    shown = [label.text() for label in picker.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Nothing in this document to choose from."]
