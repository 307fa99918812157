"""One editor for each type of field: what keys and mouse make of it, and what becomes a value."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.domain.scheme import FieldType
from curator.ui.forms import FormPanel
from curator.ui.forms.chips import Chip
from curator.ui.forms.editors import make_editor
from curator.ui.forms.field_row import FieldRow
from curator.ui.forms.popups import Picker
from tests.ui.forms.desk import Desk, choices, field, stated

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def into(panel: FormPanel, name: str) -> QWidget:
    panel.focus_field(name)
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def line_of(panel: FormPanel, name: str) -> QLineEdit:
    focus = into(panel, name)
    line = focus.lineEdit() if isinstance(focus, QComboBox) else focus
    assert isinstance(line, QLineEdit)
    return line


def row(panel: FormPanel, name: str) -> FieldRow:
    return next(one for one in panel.findChildren(FieldRow) if one.field.name == name and not one.isHidden())


def write(qtbot: QtBot, line: QWidget, text: str) -> None:
    """Type `text`, or paste it where QTest has no keys for it."""
    if text.isascii():
        qtbot.keyClicks(line, text)
    else:
        QApplication.clipboard().setText(text)
        qtbot.keyClick(line, Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def picker(panel: FormPanel) -> Picker:
    return next(one for one in panel.findChildren(Picker) if one.isVisible())


def popup() -> QListView:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QListView)
    return found


def rows_of(view: QListView) -> list[str]:
    model = view.model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


@pytest.mark.parametrize("kind", FieldType)
def test_every_type_of_field_has_an_editor(qtbot: QtBot, kind: FieldType) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    offered = choices("a", "b") if kind in (FieldType.CHOICE, FieldType.CHOICES) else ()
    assert make_editor(field("x", kind, choices=offered), parent) is not None


# Text


def test_long_text_keeps_lines_and_no_break_spaces_and_grows(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    box = into(desk.panel, "lines")
    assert isinstance(box, QPlainTextEdit)
    low = box.height()
    for part in ("one\u00a0two", "three", "four", "five"):
        box.insertPlainText(part)
        qtbot.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: box.height() > low, timeout=1000)
    desk.panel.flush()
    assert desk.value("lines") == "one\u00a0two\nthree\nfour\nfive"


def test_text_that_was_only_looked_at_is_not_changed(desk: Desk, qtbot: QtBot) -> None:
    odd = " tail\u2029and\u2028lines\u00a0 "
    desk.show(fields={"line": stated(odd), "lines": stated(odd)})
    for name in ("line", "lines", "one"):
        into(desk.panel, name)
    desk.panel.flush()
    assert desk.saved == []


def test_a_long_line_that_was_gone_through_shows_its_beginning_again(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("words " * 60)})
    line = line_of(desk.panel, "line")
    qtbot.keyClick(line, Key.Key_End)
    assert line.cursorPosition() > 300
    qtbot.keyClick(line, Key.Key_Tab)
    assert line.cursorPosition() == 0
    assert desk.saved == []


@pytest.mark.parametrize(
    ("typed", "value"), [("12", 12), ("−3", -3), ("300 000", 300_000), ("300\u00a0000", 300_000), ("", None)]
)
def test_whole_numbers_as_people_write_them(desk: Desk, qtbot: QtBot, typed: str, value: int | None) -> None:
    desk.show(fields={"number": stated(1)})
    line = line_of(desk.panel, "number")
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    write(qtbot, line, typed)
    desk.panel.flush()
    assert desk.value("number") == value


def test_the_arrow_keys_count(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"number": stated(4)})
    line = line_of(desk.panel, "number")
    qtbot.keyClick(line, Key.Key_Up)
    qtbot.keyClick(line, Key.Key_Up)
    qtbot.keyClick(line, Key.Key_Down)
    assert desk.saved == []
    desk.panel.flush()
    assert desk.value("number") == 5


@pytest.mark.parametrize("typed", ["1,5", "NaN", "1e5", "٣", "abc", "1.", "+3"])
def test_an_amount_that_is_none_stays_and_is_not_saved(desk: Desk, qtbot: QtBot, typed: str) -> None:
    desk.show()
    line = line_of(desk.panel, "amount")
    write(qtbot, line, typed)
    desk.panel.flush()
    assert desk.saved == []
    assert line.text() == typed
    assert "is not an amount" in row(desk.panel, "amount").message()


def test_an_amount_with_its_unit_is_said_once_both_are_left(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "amount")
    qtbot.keyClicks(line, "300 000.50")
    qtbot.keyClick(line, Key.Key_Tab)
    assert desk.saved == []
    unit = QApplication.focusWidget()
    unit = unit.lineEdit() if isinstance(unit, QComboBox) else unit
    qtbot.keyClicks(unit, "tenge")
    qtbot.keyClick(unit, Key.Key_Return)
    assert [value and value.value for _, value in desk.saved] == [{"amount": "300000.50", "unit": "tenge"}]
    assert desk.panel.focused_field() == "due"


@pytest.mark.parametrize(("typed", "unit"), [("300 000.50 USD", "USD"), ("300000.50   metric tons", "metric tons")])
def test_an_amount_and_its_unit_in_one_line_are_taken_apart(desk: Desk, qtbot: QtBot, typed: str, unit: str) -> None:
    desk.show()
    line = line_of(desk.panel, "amount")
    write(qtbot, line, typed)
    desk.panel.flush()
    assert desk.value("amount") == {"amount": "300000.50", "unit": unit}
    qtbot.keyClick(line, Key.Key_Tab)
    [box] = row(desk.panel, "amount").findChildren(QComboBox)
    assert (line.text(), box.currentText()) == (typed.removesuffix(unit).strip(), unit)
    desk.panel.flush()
    assert len(desk.saved) == 1


def test_a_unit_without_an_amount_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    desk.panel.focus_field("amount")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    unit = QApplication.focusWidget()
    qtbot.keyClicks(unit.lineEdit() if isinstance(unit, QComboBox) else unit, "EUR")
    desk.panel.flush()
    assert desk.saved == []
    assert row(desk.panel, "amount").message() == "The amount is missing"


# Choices


def test_a_letter_chooses_a_button_and_pressing_it_again_takes_the_choice_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    qtbot.keyClicks(into(desk.panel, "one"), "m")
    assert desk.value("one") == "medium"
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.isChecked()
    qtbot.keyClick(button, Key.Key_Space)
    assert desk.saved[-1] == ("one", None)


def test_arrow_keys_go_between_buttons_and_tab_leaves_them(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    first = into(desk.panel, "one")
    qtbot.keyClick(first, Key.Key_Right)
    second = QApplication.focusWidget()
    assert isinstance(second, QPushButton)
    assert second.text() == "Medium"
    qtbot.keyClick(second, Key.Key_Tab)
    assert desk.panel.focused_field() == "many"
    assert desk.saved == []


def test_several_choices_are_checked_with_a_tick(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    buttons = row(desk.panel, "some").findChildren(QPushButton)
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.value("some") == ["economic", "political"]
    assert [button.text() for button in buttons] == ["✓ Economic", "✓ Political"]
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.saved[-1] == ("some", None)


def test_yes_and_no_are_both_open_until_one_is_pressed(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    yes, no = row(desk.panel, "sure").findChildren(QPushButton)
    assert [yes.isChecked(), no.isChecked()] == [False, False]
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    assert desk.value("sure") is False
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert desk.value("sure") is True
    assert not no.isChecked()


def test_many_choices_are_typed_and_what_is_none_of_them_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "many")
    qtbot.keyClicks(line, "Pledge")
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.value("many") == "pledge"
    line = line_of(desk.panel, "many")
    line.selectAll()
    qtbot.keyClicks(line, "promise")
    desk.panel.flush()
    assert desk.value("many") == "pledge"
    assert row(desk.panel, "many").message() == "“promise” is not one of the choices"


def test_a_stored_choice_that_the_scheme_has_no_more_stays_until_it_is_changed(desk: Desk) -> None:
    desk.show(fields={"one": stated("gone"), "many": stated("gone")})
    desk.panel.flush()
    assert desk.saved == []
    assert line_of(desk.panel, "many").text() == "gone"
    assert "is not one of the choices" in row(desk.panel, "many").message()


# Dates


def test_a_date_is_said_back_in_words_while_it_is_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "due")
    qtbot.keyClicks(line, "2018-06~")
    assert row(desk.panel, "due").editor.words.text() == "about June 2018"  # type: ignore[attr-defined]
    qtbot.keyClick(line, Key.Key_Return)
    assert desk.value("due") == "2018-06~"


def test_a_date_may_point_at_a_date_of_the_text(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    qtbot.keyClick(line_of(desk.panel, "due"), Key.Key_Down, ALT)
    open_picker = picker(desk.panel)
    assert rows_of(open_picker.list) == ["by 2045"]
    qtbot.keyClick(open_picker.search, Key.Key_Return)
    assert desk.value("due") == {"annotation": "d1"}
    chip = into(desk.panel, "due")
    assert isinstance(chip, Chip)
    assert chip.text() == "by 2045 (Date)"
    qtbot.keyClick(chip, Key.Key_Delete)
    assert desk.saved[-1] == ("due", None)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


# Entities


def test_an_entity_completes_from_an_alias_and_shows_its_kind(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "who")
    qtbot.keyClicks(line, "republic")
    assert rows_of(popup())[0] == "Kazakhstan"
    qtbot.keyClick(popup(), Key.Key_Return)
    assert desk.value("who") == "e1"
    assert line.text() == "Kazakhstan"
    assert line.aside == "State · Republic of Kazakhstan"  # type: ignore[attr-defined]


def test_a_name_typed_out_in_full_is_the_entity(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "who")
    qtbot.keyClicks(line, "republic of kazakhstan")
    qtbot.keyClick(popup(), Key.Key_Escape)
    desk.panel.flush()
    assert desk.value("who") == "e1"
    assert line.text() == "Kazakhstan"


def test_an_unknown_name_is_offered_as_a_new_entity_and_not_saved_as_text(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "who")
    qtbot.keyClicks(line, "Ban Ki-moon")
    assert rows_of(popup()) == ["Add “Ban Ki-moon” as new: Person", "Add “Ban Ki-moon” as new: State"]
    qtbot.keyClick(popup(), Key.Key_Escape)
    desk.panel.flush()
    assert desk.saved == []
    assert "is not in the list yet" in row(desk.panel, "who").message()


def test_adding_an_entity_asks_for_it_and_shows_it_once_it_is_there(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = line_of(desk.panel, "who")
    qtbot.keyClicks(line, "Ban Ki-moon")
    with qtbot.waitSignal(desk.panel.entity_add_requested, timeout=500) as said:
        qtbot.keyClick(popup(), Key.Key_Return)
    assert said.args == ["Ban Ki-moon", "person", "who"]
    assert desk.value("who") == "new-Ban Ki-moon"
    assert line.text() == "Ban Ki-moon"
    assert row(desk.panel, "who").message() == ""


def test_emptying_the_name_takes_the_entity_away(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"who": stated("e1")})
    line = line_of(desk.panel, "who")
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    desk.panel.flush()
    assert desk.saved == [("who", None)]


# References


def test_references_are_chosen_by_typing_and_listed_as_chips(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    qtbot.keyClicks(into(desk.panel, "refs"), "k")
    open_picker = picker(desk.panel)
    assert rows_of(open_picker.list) == ["Kazakhstan"]
    qtbot.keyClick(open_picker.search, Key.Key_Backspace)
    assert rows_of(open_picker.list) == ["Kazakhstan", "the Republic", "by 2045"]
    qtbot.keyClick(open_picker.search, Key.Key_Down)
    qtbot.keyClick(open_picker.search, Key.Key_Return)
    desk.panel.point_at("refs", "d1")
    desk.panel.point_at("refs", "d1")
    assert desk.value("refs") == [{"annotation": "a2"}, {"annotation": "d1"}]
    chips = row(desk.panel, "refs").editor.findChildren(Chip)
    assert [chip.text() for chip in chips] == ["the Republic (Actor)", "by 2045 (Date)"]


def test_a_field_for_one_reference_holds_one(desk: Desk) -> None:
    desk.show()
    desk.panel.point_at("ref", "a1")
    desk.panel.point_at("ref", "a2")
    assert desk.value("ref") == [{"annotation": "a2"}]


def test_a_chip_shows_its_annotation_and_goes_with_delete(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"refs": stated([{"annotation": "a1"}, {"annotation": "d1"}])})
    button = into(desk.panel, "refs")
    first, second = row(desk.panel, "refs").editor.findChildren(Chip)
    second.setFocus()
    qtbot.keyClick(second, Key.Key_Left)
    assert QApplication.focusWidget() is first
    with qtbot.waitSignal(desk.panel.reference_shown, timeout=500) as said:
        qtbot.keyClick(first, Key.Key_Return)
    assert said.args == ["a1"]
    qtbot.keyClick(first, Key.Key_Delete)
    assert desk.value("refs") == [{"annotation": "d1"}]
    qtbot.keyClick(button, Key.Key_Backspace)
    assert desk.saved[-1] == ("refs", None)


def test_the_cross_of_a_chip_takes_it_away(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"ref": stated([{"annotation": "a1"}])})
    chip = row(desk.panel, "ref").editor.findChildren(Chip)[0]
    with qtbot.assertNotEmitted(desk.panel.reference_shown):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2))
    assert desk.saved == [("ref", None)]


def test_a_reference_to_an_annotation_that_is_gone_is_said(desk: Desk) -> None:
    desk.show(fields={"ref": stated([{"annotation": "nowhere"}])})
    assert row(desk.panel, "ref").editor.findChildren(Chip)[0].text() == "an annotation that is gone"


@pytest.mark.parametrize("name", ["ref", "refs", "due"])
def test_f2_asks_to_point_in_the_text(desk: Desk, qtbot: QtBot, name: str) -> None:
    desk.show()
    with qtbot.waitSignal(desk.panel.pick_requested, timeout=500) as said:
        qtbot.keyClick(into(desk.panel, name), Key.Key_F2)
    assert said.args == [name]


def test_f2_does_nothing_in_a_field_that_points_at_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    with qtbot.assertNotEmitted(desk.panel.pick_requested):
        qtbot.keyClick(into(desk.panel, "line"), Key.Key_F2)


@pytest.mark.parametrize("value", [3, "x", ["x"], {"y": 1}, True, [{"annotation": 3}]])
def test_a_value_of_the_wrong_type_is_shown_said_and_left_alone(desk: Desk, value: Any) -> None:
    names = ("line", "one", "many", "some", "sure", "number", "amount", "due", "who", "ref", "refs")
    desk.show(fields={name: stated(value) for name in names})
    for name in names:
        into(desk.panel, name)
    desk.panel.flush()
    assert desk.saved == []
