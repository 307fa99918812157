"""The form panel, driven by keys and mouse, on a desk that stores what it says."""

import json
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from curator.domain.annotation import AnnotationEvidence, FieldState, FieldValue, Progress
from curator.domain.review import Decision, Verdict
from curator.ui.forms import SPAN_MIME, FormPanel
from curator.ui.forms.chips import Chip
from curator.ui.forms.field_row import FieldRow
from tests.ui.forms.desk import ACTOR, EVERY, Desk, field, stated

NOT_STATED = FieldValue(state=FieldState.NOT_STATED)
Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def into(panel: FormPanel, name: str) -> QWidget:
    """Go into a field, and give the widget that has the focus."""
    panel.focus_field(name)
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def row(panel: FormPanel, name: str) -> FieldRow:
    return next(one for one in panel.findChildren(FieldRow) if one.field.name == name and not one.isHidden())


def visible_names(panel: FormPanel) -> list[str]:
    return [one.field.name for one in panel.findChildren(FieldRow) if one.isVisible()]


def test_without_an_annotation_the_panel_says_how_to_get_one(panel: FormPanel) -> None:
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("No annotation is chosen" in text for text in words)
    assert panel.annotation_id is None


def test_a_value_is_said_once_when_the_field_is_left_and_not_per_key(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    qtbot.keyClicks(into(desk.panel, "line"), "send money")
    assert desk.saved == []
    assert desk.typed[-1] == ("line", "send money")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert desk.saved == [("line", stated("send money"))]


def test_enter_goes_to_the_next_field_and_from_the_last_to_done(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    qtbot.keyClicks(into(desk.panel, "line"), "x")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert desk.value("line") == "x"
    assert desk.panel.focused_field() == "lines"
    qtbot.keyClick(into(desk.panel, "refs"), Key.Key_Return)
    with qtbot.waitSignal(desk.panel.done_requested, timeout=500):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def test_ctrl_enter_hands_up_what_is_typed_and_then_says_done(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    order: list[str] = []
    desk.panel.field_changed.connect(lambda *_: order.append("changed"))
    desk.panel.done_requested.connect(lambda: order.append("done"))
    box = into(desk.panel, "lines")
    qtbot.keyClicks(box, "two")
    qtbot.keyClick(box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert order == ["changed", "done"]
    assert desk.value("lines") == "two"


def test_esc_hands_up_what_is_typed_and_asks_back_to_the_text(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = into(desk.panel, "line")
    qtbot.keyClicks(line, "x")
    with qtbot.waitSignal(desk.panel.back_requested, timeout=500):
        qtbot.keyClick(line, Key.Key_Escape)
    assert desk.value("line") == "x"


def test_alt_c_cites_into_the_field_that_has_the_focus(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    with qtbot.waitSignal(desk.panel.cite_requested, timeout=500) as said:
        qtbot.keyClick(into(desk.panel, "number"), Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert said.args == ["number"]


@pytest.mark.parametrize(
    ("key", "state"),
    [(Key.Key_N, FieldState.NOT_STATED), (Key.Key_A, FieldState.NOT_APPLICABLE), (Key.Key_T, FieldState.STATED)],
)
def test_a_key_says_the_state_of_a_field(desk: Desk, qtbot: QtBot, key: Qt.Key, state: FieldState) -> None:
    desk.show()
    qtbot.keyClick(into(desk.panel, "line"), key, CTRL_SHIFT)
    assert desk.saved == [("line", FieldValue(state=state))]
    assert desk.panel.focused_field() == "line"


def test_tab_stops_once_in_each_field_and_twice_in_an_amount(desk: Desk, qtbot: QtBot) -> None:
    desk.show(
        fields={
            "line": stated("x", "Kazakhstan", "2045"),
            "lines": NOT_STATED,
            "one": stated("medium", "2045"),
            "refs": stated([{"annotation": "a1"}, {"annotation": "d1"}], "Kazakhstan"),
        }
    )
    into(desk.panel, "line")
    stops: list[str | None] = []
    while (name := desk.panel.focused_field()) is not None and len(stops) < 40:
        stops.append(name)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert stops == [name for name in visible_names(desk.panel) for _ in range(2 if name == "amount" else 1)]


def test_alt_up_goes_to_the_evidence_and_arrow_keys_go_along_it_and_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("x", "Kazakhstan", "2045")})
    line = into(desk.panel, "line")
    qtbot.keyClick(line, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    chips = row(desk.panel, "line").bar.chips
    assert QApplication.focusWidget() is chips[0]
    qtbot.keyClick(chips[0], Key.Key_Right)
    assert QApplication.focusWidget() is chips[1]
    qtbot.keyClick(chips[1], Key.Key_Tab)
    assert desk.panel.focused_field() == "lines"
    chips[1].setFocus()
    qtbot.keyClick(chips[1], Key.Key_Down)
    assert QApplication.focusWidget() is line


def test_a_field_that_is_not_stated_says_so_and_space_brings_its_editor_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": NOT_STATED})
    note = into(desk.panel, "line")
    assert isinstance(note, QPushButton)
    assert note.text() == "Not stated in the text"
    qtbot.keyClick(note, Key.Key_Space)
    assert desk.saved == [("line", FieldValue(state=FieldState.STATED))]
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_untouched_again_takes_the_value_away(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("x")})
    qtbot.keyClick(into(desk.panel, "line"), Key.Key_Backspace, CTRL_SHIFT)
    assert desk.saved == [("line", None)]


def test_emptying_a_line_keeps_the_evidence_and_without_evidence_is_untouched(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("x", "Kazakhstan"), "lines": stated("y")})
    for name in ("line", "lines"):
        qtbot.keyClick(into(desk.panel, name), Key.Key_Delete)
        desk.panel.flush()
    assert desk.saved == [("line", stated(None, "Kazakhstan")), ("lines", None)]


def test_showing_the_same_annotation_again_keeps_focus_caret_scroll_and_typing(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.resize(360, 420)
    desk.show(fields={"amount": stated({"amount": "12345", "unit": "USD"})})
    line = into(desk.panel, "amount")
    assert isinstance(line, QLineEdit)
    line.setCursorPosition(2)
    qtbot.keyClicks(line, "9")
    place = desk.panel.scroller.verticalScrollBar().value()
    assert place > 0
    desk.show(fields={"amount": stated({"amount": "12345", "unit": "USD"}), "sure": stated(True)})
    assert QApplication.focusWidget() is line
    assert (line.text(), line.cursorPosition()) == ("129345", 3)
    assert desk.panel.scroller.verticalScrollBar().value() == place
    desk.panel.flush()
    assert desk.value("amount") == {"amount": "129345", "unit": "USD"}


def test_undo_elsewhere_shows_in_a_line_that_nobody_is_typing_in(desk: Desk) -> None:
    desk.show(fields={"line": stated("new")})
    line = into(desk.panel, "line")
    assert isinstance(line, QLineEdit)
    desk.show(fields={"line": stated("old")})
    assert line.text() == "old"
    desk.show(fields={})
    assert line.text() == ""
    desk.panel.flush()
    assert desk.saved == []


def test_text_that_could_not_be_saved_stays_and_is_said_again(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    desk.refuses = True
    line = into(desk.panel, "line")
    qtbot.keyClicks(line, "precious")
    desk.panel.flush()
    desk.show()
    assert isinstance(line, QLineEdit)
    assert line.text() == "precious"
    desk.refuses = False
    desk.panel.flush()
    assert desk.value("line") == "precious"


def test_another_annotation_gets_nothing_of_what_was_typed_in_the_one_before(desk: Desk, qtbot: QtBot) -> None:
    desk.show("x1")
    qtbot.keyClicks(into(desk.panel, "line"), "mine")
    qtbot.keyClicks(into(desk.panel, "due"), "soon")
    desk.show("x2")
    assert desk.value("line", "x1") == "mine"
    assert desk.fields["x2"] == {}
    line, due = into(desk.panel, "line"), into(desk.panel, "due")
    assert isinstance(line, QLineEdit)
    assert isinstance(due, QLineEdit)
    assert (line.text(), due.text()) == ("", "")
    assert row(desk.panel, "due").message() == ""


def test_a_draft_is_put_back_with_its_message(desk: Desk) -> None:
    desk.show(drafts={"due": "soon", "gone": "x"})
    due = into(desk.panel, "due")
    assert isinstance(due, QLineEdit)
    assert due.text() == "soon"
    assert row(desk.panel, "due").message() == "“soon” is not a date"
    assert "1 doesn't fit" in desk.panel.footer.summary_text()


def test_unfit_text_stays_visible_with_its_message_and_is_never_a_value(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"number": stated(4)})
    line = into(desk.panel, "number")
    assert isinstance(line, QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "3.5")
    qtbot.keyClick(line, Key.Key_Tab)
    assert desk.saved == []
    assert line.text() == "3.5"
    assert row(desk.panel, "number").message() == "“3.5” is not a whole number"
    assert desk.typed[-1] == ("number", "3.5")
    qtbot.keyClick(into(desk.panel, "number"), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, "4")
    assert row(desk.panel, "number").message() == ""
    with qtbot.waitSignal(desk.panel.draft_settled, timeout=500):
        desk.panel.flush()
    assert desk.saved == []


def test_a_condition_shows_and_hides_its_field_and_keeps_its_value(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"one": stated("low"), "why": stated("because")})
    assert "why" not in visible_names(desk.panel)
    qtbot.keyClicks(into(desk.panel, "one"), "h")
    assert "why" in visible_names(desk.panel)
    line = into(desk.panel, "why")
    assert isinstance(line, QLineEdit)
    assert line.text() == "because"
    qtbot.keyClicks(into(desk.panel, "one"), "l")
    assert "why" not in visible_names(desk.panel)
    assert desk.value("why") == "because"


def test_problems_stand_beside_the_field_and_are_summed_up(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"sure": stated(True), "one": stated("none")})
    assert row(desk.panel, "line").message() == "Needed, and not filled in yet"
    assert "is not one of the choices" in row(desk.panel, "one").message()
    assert desk.panel.footer.summary_text() == "1 thing missing · 1 doesn't fit · 1 uncited"
    desk.panel.focus_field("sure")
    qtbot.mouseClick(desk.panel.footer.summary, Qt.MouseButton.LeftButton)
    assert desk.panel.focused_field() == "line"


def test_evidence_is_shown_on_click_and_taken_away_with_delete(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("x", "Kazakhstan", "2045")})
    chips = row(desk.panel, "line").bar.chips
    assert [chip.text() for chip in chips] == ["“Kazakhstan”", "“2045”"]
    with qtbot.waitSignal(desk.panel.evidence_shown, timeout=500) as said:
        qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton, pos=QPoint(10, 8))
    assert said.args is not None
    assert said.args[0].span.exact == "2045"
    chips[1].setFocus()
    with qtbot.waitSignal(desk.panel.uncite_requested, timeout=500) as gone:
        qtbot.keyClick(chips[1], Key.Key_Delete)
    assert gone.args == ["line", 1]
    desk.show(fields={"line": stated("x", "Kazakhstan")})
    assert [chip.text() for chip in row(desk.panel, "line").bar.chips] == ["“Kazakhstan”"]


def test_evidence_that_is_an_annotation_shows_its_words_and_label(desk: Desk) -> None:
    value = FieldValue(state=FieldState.STATED, value="x", evidence=(AnnotationEvidence(annotation="a1"),))
    desk.show(fields={"line": value})
    assert row(desk.panel, "line").bar.chips[0].text() == "“Kazakhstan” (Actor)"


def test_the_cite_button_asks_to_cite(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    with qtbot.waitSignal(desk.panel.cite_requested, timeout=500) as said:
        qtbot.mouseClick(row(desk.panel, "many").bar.cite_button, Qt.MouseButton.LeftButton)
    assert said.args == ["many"]


def drop(target: FieldRow, payload: object) -> tuple[bool, bool]:
    """Drag a payload onto a field and drop it; says whether entering and dropping were accepted."""
    mime = QMimeData()
    mime.setData(SPAN_MIME, json.dumps(payload).encode())
    mime.setText("some words")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(5, 5), copy, mime, left, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(target, event)
    return enter.isAccepted(), event.isAccepted()


@pytest.mark.parametrize("payload", [[11, 44], {"start": 11, "end": 44}])
def test_words_dropped_on_a_field_are_cited_for_it(desk: Desk, qtbot: QtBot, payload: object) -> None:
    desk.show()
    with qtbot.waitSignal(desk.panel.drop_cited, timeout=500) as said:
        assert drop(row(desk.panel, "line"), payload) == (True, True)
    assert said.args == ["line", 11, 44]


@pytest.mark.parametrize("payload", [[44, 11], [1], ["1", "2"], {"start": 1}, 7, None, [1.0, 2.0], [True, 2]])
def test_something_else_that_is_dropped_is_refused(desk: Desk, qtbot: QtBot, payload: Any) -> None:
    desk.show()
    with qtbot.assertNotEmitted(desk.panel.drop_cited):
        assert drop(row(desk.panel, "line"), payload) == (False, False)


def test_what_cannot_be_changed_can_be_read_and_says_why(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"line": stated("x", "2045"), "one": NOT_STATED}, read_only="Open in another window.")
    assert desk.panel.banner.text() == "Open in another window."
    line = into(desk.panel, "line")
    qtbot.keyClicks(line, "more")
    qtbot.keyClick(line, Key.Key_N, CTRL_SHIFT)
    qtbot.keyClick(line, Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.mouseClick(desk.panel.footer.withdraw, Qt.MouseButton.LeftButton)
    desk.panel.flush()
    assert desk.saved == []
    assert not drop(row(desk.panel, "line"), [1, 2])[1]
    desk.show(fields={"line": stated("x")})
    assert desk.panel.banner.isHidden()
    line = into(desk.panel, "line")
    qtbot.keyClick(line, Key.Key_End)
    qtbot.keyClicks(line, "y")
    desk.panel.flush()
    assert desk.value("line") == "xy"


def test_the_reason_of_a_decision_is_shown(desk: Desk) -> None:
    decision = Decision(annotation="x1", revision="r", verdict=Verdict.RETURN, reason="<i>too long</i>", by="b", at="t")
    desk.show(decision=decision)
    assert desk.panel.banner.text() == "Returned: <i>too long</i>"


def test_the_buttons_say_what_they_are_for(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    footer = desk.panel.footer
    for button, signal in (
        (footer.withdraw, desk.panel.withdraw_requested),
        (footer.back, desk.panel.back_requested),
        (footer.done, desk.panel.done_requested),
    ):
        with qtbot.waitSignal(signal, timeout=500):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.show(progress=Progress.DONE)
    with qtbot.waitSignal(desk.panel.reopen_requested, timeout=500):
        qtbot.mouseClick(footer.done, Qt.MouseButton.LeftButton)


def test_clicking_the_quote_shows_the_annotation_in_the_text(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    with qtbot.waitSignal(desk.panel.reference_shown, timeout=500) as said:
        qtbot.mouseClick(desk.panel.quote, Qt.MouseButton.LeftButton)
    assert said.args == ["x1"]


def test_going_into_the_form_goes_to_the_first_field_that_nobody_looked_at(desk: Desk) -> None:
    desk.show(fields={"line": stated("x"), "lines": NOT_STATED})
    desk.panel.focus_form()
    assert desk.panel.focused_field() == "one"


def test_markup_in_the_scheme_and_in_texts_is_shown_as_it_is(desk: Desk, qtbot: QtBot) -> None:
    desk.show(fields={"lines": stated("<b>bold</b>")})
    assert "&lt;b&gt;" in row(desk.panel, "line").bar.title.toolTip()
    for label in desk.panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_everything_that_takes_the_focus_has_an_accessible_name(desk: Desk) -> None:
    desk.show(fields={"refs": stated([{"annotation": "a1"}]), "line": stated("x", "2045")})
    kinds = (QLineEdit, QPlainTextEdit, QPushButton, QToolButton, Chip)
    nameless = [
        f"{type(widget).__name__} in {one.field.name}"
        for one in desk.panel.findChildren(FieldRow)
        for kind in kinds
        for widget in one.findChildren(kind)
        if not widget.accessibleName()
    ]
    assert nameless == []


def test_a_label_whose_form_changed_gets_a_new_form(desk: Desk) -> None:
    desk.show()
    desk.label = EVERY.model_copy(update={"fields": (field("other", "text"),)})
    desk.show()
    assert visible_names(desk.panel) == ["other"]
    desk.label = ACTOR
    desk.show("x3")
    assert visible_names(desk.panel) == ["role"]


def test_a_form_that_was_prepared_is_shown_like_any_other(desk: Desk) -> None:
    desk.panel.prepare(EVERY)
    desk.panel.prepare(EVERY)
    desk.show()
    assert "line" in visible_names(desk.panel)


def test_no_key_of_the_form_writes_a_letter_into_a_field(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    line = into(desk.panel, "line")
    qtbot.keyClick(line, Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(line, Key.Key_F2)
    assert isinstance(line, QLineEdit)
    assert line.text() == ""


def test_ctrl_z_is_the_projects_undo_unless_something_is_being_typed(desk: Desk, qtbot: QtBot) -> None:
    from PySide6.QtGui import QKeySequence, QShortcut

    undone: list[int] = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), desk.panel)
    shortcut.activated.connect(lambda: undone.append(1))
    desk.show(fields={"line": stated("x")})
    line = into(desk.panel, "line")
    qtbot.keyClick(line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    qtbot.keyClicks(line, "abc")
    qtbot.keyClick(line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    assert isinstance(line, QLineEdit)
    assert line.text() == "x"


def test_a_short_form_after_a_long_one_has_nothing_to_scroll_to(desk: Desk, qapp: QApplication) -> None:
    desk.panel.resize(360, 420)
    bar = desk.panel.scroller.verticalScrollBar()
    ranges: list[int] = []
    for ident, label in (("x1", EVERY), ("x2", ACTOR), ("x1", EVERY)):
        desk.label = label
        desk.show(ident)
        qapp.processEvents()
        ranges.append(bar.maximum())
    assert ranges[0] == ranges[2] > 0
    assert ranges[1] == 0
