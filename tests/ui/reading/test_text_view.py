import json

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget

from curator.domain.span import Span
from curator.ui.reading.interaction import Edge
from curator.ui.reading.text_view import SPAN_MIME
from tests.ui.reading.desk import OpenDesk

TEXT = (
    "The ministers of three states signed the code in New York.\n"
    "They met again in Almaty in 2019, and agreed on a plan that all member states were to carry out by 2025.\n"
    "\n"
    "A last paragraph, without anything to remember."
)
SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


# --- selecting ---


def test_a_mouse_selection_snaps_to_whole_words_when_the_button_is_let_go(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.select("isters of thr")
    assert said.args == [desk.span("ministers of three")]
    assert desk.view.selection() == desk.span("ministers of three")


def test_a_mouse_selection_with_alt_is_exact(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.select("isters of thr", ALT)
    assert said.args == [desk.span("isters of thr")]


def test_a_selection_from_right_to_left_is_the_same_span(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    span = desk.span("isters of thr")
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.drag(desk.at(span.end), desk.at(span.start))
    assert said.args == [desk.span("ministers of three")]


def test_a_mouse_selection_is_said_once(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    said = []
    desk.view.span_selected.connect(said.append)
    desk.select("isters of thr")
    assert len(said) == 1


def test_a_selection_between_two_rows_works(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    start, end = desk.span("three").start, desk.span("again").end
    # Between the rows: nearer to the words above than to those below.
    below = desk.view.metrics.pitch // 2 - 2
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.drag(desk.at(start) + QPoint(0, below - 4), desk.at(end) - QPoint(1, 0))
    assert said.args == [Span(start=start, end=end)]


def test_a_double_click_selects_a_word_and_a_third_click_the_paragraph(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    port = desk.view.viewport()
    point = desk.point("Almaty")
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=point)
        desk.qtbot.mouseDClick(port, Qt.MouseButton.LeftButton, pos=point)
        desk.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=point)
    assert said.args == [desk.span("Almaty")]
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=point)
    assert said.args == [desk.span(TEXT.split("\n")[1])]


def test_keys_select_exactly_what_they_say(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.set_caret(desk.span("ministers").start)
    with desk.qtbot.waitSignals([desk.view.span_selected] * 3):
        for _ in range(3):
            desk.key(Qt.Key.Key_Right, SHIFT)
    assert desk.view.selection() == desk.span("min")


def test_escape_drops_the_selection_and_says_so(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.select(desk.span("three states"))
    with desk.qtbot.waitSignal(desk.view.selection_cleared):
        desk.key(Qt.Key.Key_Escape)
    assert desk.view.selection() is None


def test_positions_are_code_points_behind_emoji_and_in_them(open_desk: OpenDesk) -> None:
    text = "A 👩‍👩‍👧 signed 😀 the code é̂ today."
    desk = open_desk(text)
    desk.view.select(desk.span("the code"))
    assert desk.view.selection() == desk.span("the code")
    desk.view.set_caret(desk.span("👩‍👩‍👧").start + 2)
    assert desk.view.caret() == desk.span("👩‍👩‍👧").start
    desk.view.set_caret(desk.span("👩‍👩‍👧").start)
    desk.key(Qt.Key.Key_Right, SHIFT)
    assert desk.view.selection() == desk.span("👩‍👩‍👧")
    desk.view.set_caret(len(text))
    assert desk.view.caret() == len(text)


# --- tagging ---


def test_a_digit_tags_the_selection(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.select(desk.span("three states"))
    with desk.qtbot.waitSignal(desk.view.tag_requested) as said:
        desk.key(Qt.Key.Key_1)
    assert said.args == ["1", desk.span("three states")]


def test_a_digit_without_a_selection_tags_the_word_at_the_caret(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.set_caret(desk.span("ministers").start + 3)
    with desk.qtbot.waitSignal(desk.view.tag_requested) as said:
        desk.key(Qt.Key.Key_3)
    assert said.args == ["3", desk.span("ministers")]


def test_a_digit_of_no_label_does_nothing(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.select(desk.span("three states"))
    with desk.qtbot.assertNotEmitted(desk.view.tag_requested):
        desk.key(Qt.Key.Key_9)


def test_a_digit_on_the_chosen_annotation_changes_its_label(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.retag_requested) as said:
        desk.key(Qt.Key.Key_4)
    assert said.args == ["a1", "4"]


def test_with_words_selected_a_digit_tags_them_whatever_is_chosen(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    desk.select("New York")
    with desk.qtbot.assertNotEmitted(desk.view.retag_requested), desk.qtbot.waitSignal(desk.view.tag_requested) as said:
        desk.key(Qt.Key.Key_1)
    assert said.args == ["1", desk.span("New York")]


def test_selecting_with_control_adds_a_part_to_the_chosen_annotation(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with (
        desk.qtbot.assertNotEmitted(desk.view.span_selected),
        desk.qtbot.waitSignal(desk.view.add_part_requested) as said,
    ):
        desk.select("ew Yor", CONTROL)
    assert said.args == ["a1", desk.span("New York")]
    assert desk.view.selection() is None
    assert desk.view.current() == "a1"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_asks_to_withdraw_the_chosen_annotation(open_desk: OpenDesk, key: Qt.Key) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.withdraw_requested) as said:
        desk.key(key)
    assert said.args == ["a1"]


# --- choosing ---


def test_a_click_on_a_span_chooses_it(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    with desk.qtbot.waitSignal(desk.view.annotation_activated) as said:
        desk.click("three states")
    assert said.args == ["a1"]
    assert desk.view.current() == "a1"


def test_a_click_beside_all_spans_chooses_none_and_says_so(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.annotation_left):
        desk.click("paragraph")
    assert desk.view.current() is None


def test_each_further_click_goes_one_span_out(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("outer", "commitment", "ministers of three states"), ("inner", "actor", "three"))
    said = []
    desk.view.annotation_activated.connect(said.append)
    for _ in range(3):
        desk.click("three")
    assert said[:2] == ["inner", "outer"]


def test_tab_goes_from_span_to_span_and_back_and_stays_at_the_last(open_desk: OpenDesk) -> None:
    desk = open_desk(
        TEXT, ("a1", "actor", "three states"), ("a2", "date", "2019"), ("a0", "actor", "ministers of three states")
    )
    said = []
    desk.view.annotation_activated.connect(said.append)
    for _ in range(4):
        desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Tab, SHIFT)
    assert said == ["a0", "a1", "a2", "a1"]
    assert desk.view.caret() == desk.span("three states").start
    assert desk.view.hasFocus()


def test_control_tab_leaves_the_view(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    window, other = QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(desk.view)
    column.addWidget(other)
    window.show()
    desk.view.setFocus()
    desk.key(Qt.Key.Key_Tab, CONTROL)
    assert window.focusWidget() is other
    desk.view.setParent(None)


def test_tab_brings_a_far_span_into_sight(open_desk: OpenDesk) -> None:
    text = "\n".join(f"Paragraph {number} says little." for number in range(400))
    desk = open_desk(text, ("far", "actor", "Paragraph 333"))
    desk.key(Qt.Key.Key_Tab)
    rect = desk.view.cursorRect()
    assert desk.view.current() == "far"
    assert 0 < rect.top() < desk.view.viewport().height() * 0.6


def test_enter_goes_to_the_form_and_back_to_the_same_place(open_desk: OpenDesk) -> None:
    text = "\n".join(f"Paragraph {number} says little." for number in range(400))
    desk = open_desk(text, ("far", "actor", "Paragraph 333"))
    desk.view.scroll_to(desk.span("Paragraph 333").start)
    desk.view.set_caret(desk.span("Paragraph 333").start + 4)
    with desk.qtbot.waitSignals([desk.view.annotation_activated, desk.view.form_requested], order="strict"):
        desk.key(Qt.Key.Key_Return)
    place = desk.view.cursorRect()
    desk.view.set_caret(0)
    desk.view.scroll_to(0)
    desk.view.return_to_place()
    assert desk.view.caret() == desk.span("Paragraph 333").start + 4
    assert desk.view.current() == "far"
    assert abs(desk.view.cursorRect().top() - place.top()) <= 1


def test_moving_the_caret_away_chooses_none(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.annotation_left):
        for _ in range(2):
            desk.key(Qt.Key.Key_Down)
    with desk.qtbot.assertNotEmitted(desk.view.retag_requested):
        desk.key(Qt.Key.Key_1)


def test_set_current_is_silent_and_ends_a_selection(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.view.select(desk.span("three states"))
    with desk.qtbot.assertNotEmitted(desk.view.annotation_activated):
        desk.view.set_current("a1")
    assert desk.view.current() == "a1"
    assert desk.view.selection() is None


def test_an_annotation_that_is_gone_after_a_refresh_is_not_chosen_any_more(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.view.set_current("a1")
    desk.index.replace("a1", [])
    desk.view.refresh()
    assert desk.view.current() is None


# --- moving ends ---


def test_shift_and_arrows_move_the_end_by_words_and_ask_once_when_let_go(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.move_end_requested) as said:
        desk.key(Qt.Key.Key_Right, SHIFT)
    assert said.args == ["a1", 0, desk.span("three states signed")]


def test_control_and_arrows_move_the_start_by_words(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.move_end_requested) as said:
        desk.key(Qt.Key.Key_Left, CONTROL)
    assert said.args == ["a1", 0, desk.span("of three states")]


def test_with_alt_an_end_moves_by_a_character(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.move_end_requested) as said:
        desk.key(Qt.Key.Key_Left, SHIFT | ALT)
    assert said.args == ["a1", 0, desk.span("three state")]


def test_several_steps_with_shift_held_are_one_move(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    said = []
    desk.view.move_end_requested.connect(lambda *args: said.append(args))
    # As a keyboard does it; qtbot would let go of Shift after each arrow.
    down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    for kind, key in [(down, Qt.Key.Key_Right), (up, Qt.Key.Key_Right)] * 2:
        QApplication.sendEvent(desk.view, QKeyEvent(kind, key, SHIFT))
    assert said == []
    QApplication.sendEvent(desk.view, QKeyEvent(up, Qt.Key.Key_Shift, SHIFT))
    assert said == [("a1", 0, desk.span("three states signed the"))]


def test_escape_puts_an_end_back_that_is_on_its_way(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.view.set_current("a1")
    with desk.qtbot.assertNotEmitted(desk.view.move_end_requested):
        desk.view.preview_move(Edge.END, desk.span("three states signed"))
        desk.key(Qt.Key.Key_Escape)
    assert desk.view.current() == "a1"


def test_the_mouse_drags_an_end_and_it_is_asked_for_once(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    said = []
    desk.view.move_end_requested.connect(lambda *args: said.append(args))
    desk.drag(desk.at(desk.span("three states").end), desk.at(desk.span("signed").start + 3))
    assert said == [("a1", 0, desk.span("three states signed"))]


def test_the_mouse_drags_the_start_exactly_with_alt(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"))
    desk.click("three states")
    with desk.qtbot.waitSignal(desk.view.move_end_requested) as said:
        desk.drag(desk.at(desk.span("three states").start), desk.at(desk.span("ree states").start), ALT)
    assert said.args == ["a1", 0, desk.span("ree states")]


def test_the_part_that_is_moved_is_the_one_that_was_chosen(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "three states"), ("a1", "actor", "Almaty"))
    desk.click("Almaty")
    with desk.qtbot.waitSignal(desk.view.move_end_requested) as said:
        desk.key(Qt.Key.Key_Right, SHIFT)
    assert said.args == ["a1", 1, desk.span("Almaty in")]


# --- overlaps ---


def test_alt_and_down_list_the_spans_at_the_caret_for_the_keyboard(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("outer", "commitment", "ministers of three states"), ("inner", "actor", "three"))
    desk.view.set_caret(desk.span("three").start + 1)
    desk.key(Qt.Key.Key_Down, ALT)
    chooser = QApplication.focusWidget()
    assert chooser is not desk.view
    with desk.qtbot.waitSignal(desk.view.annotation_activated) as said:
        desk.qtbot.keyClick(chooser, Qt.Key.Key_Down)
        desk.qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert said.args == ["outer"]
    assert desk.view.hasFocus()


def test_escape_closes_that_list_and_goes_back_to_the_text(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("outer", "commitment", "ministers of three states"), ("inner", "actor", "three"))
    desk.view.set_caret(desk.span("three").start + 1)
    desk.key(Qt.Key.Key_Down, ALT)
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert desk.view.hasFocus()


def test_the_context_menu_is_asked_for_with_what_is_there(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("outer", "commitment", "ministers of three states"), ("inner", "actor", "three"))
    point = desk.point("three")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, desk.view.viewport().mapToGlobal(point))
    with desk.qtbot.waitSignal(desk.view.context_menu_requested) as said:
        QApplication.sendEvent(desk.view.viewport(), event)
    assert said.args
    assert [hit.annotation for hit in said.args[1]] == ["inner", "outer"]
    assert said.args[2] is None


# --- what leaves the view ---


def test_copying_copies_the_stored_words(open_desk: OpenDesk) -> None:
    desk = open_desk("no\u00a0break\u2028and\x00nothing")
    desk.view.select(Span(start=0, end=len(desk.text)))
    desk.view.copy()
    assert QGuiApplication.clipboard().text() == desk.text


def test_what_is_dragged_out_says_where_the_words_are(open_desk: OpenDesk) -> None:
    desk = open_desk("😀 " + TEXT)
    desk.view.select(desk.span("three states"))
    data = desk.view.createMimeDataFromSelection()
    span = desk.span("three states")
    assert data is not None
    assert json.loads(bytes(data.data(SPAN_MIME).data())) == {"start": span.start, "end": span.end}
    assert data.text() == "three states"


def test_line_numbers_are_those_of_the_stored_text(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.set_caret(desk.span("last").start)
    assert desk.view.line_number() == 4


def test_the_caret_says_where_it_is(open_desk: OpenDesk) -> None:
    desk = open_desk("😀😀 " + TEXT)
    desk.view.set_caret(0)
    with desk.qtbot.waitSignal(desk.view.caret_moved) as said:
        desk.key(Qt.Key.Key_End)
    assert said.args
    assert said.args[0] > 10


# --- hard texts ---


def test_a_line_of_ten_megabytes_can_be_opened_scrolled_and_selected_in(open_desk: OpenDesk) -> None:
    text = "lorem ipsum dolor " * 580_000
    desk = open_desk(text)
    desk.view.select(Span(start=9_000_006, end=9_000_011))
    assert desk.view.selection() == Span(start=9_000_006, end=9_000_011)
    assert desk.view.cursorRect().top() < desk.view.viewport().height()


def test_a_million_short_lines_can_be_opened(open_desk: OpenDesk) -> None:
    desk = open_desk("abc\n" * 1_000_000)
    desk.view.select(Span(start=2_000_000, end=2_000_003))
    assert desk.view.selection() == Span(start=2_000_000, end=2_000_003)
    assert desk.view.line_number() == 500_001


def test_a_thousand_marks_on_a_letter_do_not_freeze_it(open_desk: OpenDesk) -> None:
    desk = open_desk("before a" + "\u0301" * 1000 + " after " * 50)
    desk.view.grab()
    desk.view.set_caret(500)
    assert desk.view.caret() == 7


def test_no_document_says_why_and_takes_no_keys(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    desk.view.show_nothing("Choose a document.")
    assert not desk.view.has_document
    with desk.qtbot.assertNotEmitted(desk.view.tag_requested):
        desk.key(Qt.Key.Key_1)


def test_an_empty_document_is_a_document(open_desk: OpenDesk) -> None:
    desk = open_desk("")
    assert desk.view.has_document
    assert desk.view.selection() is None
    assert desk.view.caret() == 0
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_1)


# --- the sheet ---


def test_zooming_keeps_the_topmost_row(open_desk: OpenDesk) -> None:
    text = "\n".join(f"Paragraph {number} says little, but it says it at some length." * 3 for number in range(400))
    desk = open_desk(text)
    desk.view.put_on_top(desk.span("Paragraph 200").start)
    with desk.qtbot.waitSignal(desk.view.zoom_changed):
        desk.view.zoom_in()
    top = desk.view.cursorForPosition(QPoint(60, 10)).position()
    assert abs(top - desk.span("Paragraph 200").start) < 200
    desk.view.zoom_reset()
    assert desk.view.zoom == 1


def test_the_column_stays_comfortable_in_a_wide_window(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT * 20, width=1800)
    assert desk.view.viewport().width() < 900


def test_a_point_in_a_span_finds_it_also_in_hebrew(open_desk: OpenDesk) -> None:
    desk = open_desk("abc שלום עולם def", ("h", "actor", "שלום"))
    width = desk.view.viewport().width()
    y = float(desk.point("abc").y())
    hits = [x for x in range(0, width, 2) if desk.view.painted_at(QPointF(x, y))]
    second = desk.view.cursorRect(desk.view.view_cursor(desk.span("עולם").start, desk.span("עולם").start)).left()
    assert hits
    assert min(hits) >= second - 4


def test_pointing_at_a_span_names_it_as_plain_text(open_desk: OpenDesk) -> None:
    desk = open_desk("A <b>bold</b> claim", ("a", "actor", "<b>bold</b>"))
    point = desk.point("<b>bold</b>")
    QApplication.sendEvent(
        desk.view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, desk.view.viewport().mapToGlobal(point))
    )
    assert "&lt;b&gt;" in QToolTip.text()
    QToolTip.hideText()


def test_the_wheel_and_the_mouse_work_beside_the_column(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT * 60, width=1600)
    down = QWheelEvent(
        QPointF(20, 300),
        QPointF(desk.view.mapToGlobal(QPoint(20, 300))),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(desk.view, down)
    assert desk.view.verticalScrollBar().value() > 0
    desk.view.verticalScrollBar().setValue(0)
    side = desk.view.viewport().x()
    y = desk.at(0).y()
    desk.qtbot.mousePress(desk.view, Qt.MouseButton.LeftButton, pos=QPoint(side // 2, y))
    desk.qtbot.mouseMove(desk.view, QPoint(side + desk.at(10).x(), y))
    with desk.qtbot.waitSignal(desk.view.span_selected) as said:
        desk.qtbot.mouseRelease(
            desk.view, Qt.MouseButton.LeftButton, pos=QPoint(side + desk.at(desk.span("ministers").end).x(), y)
        )
    assert said.args == [desk.span("The ministers")]


def test_tab_leaves_a_text_without_spans(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT)
    window, other = QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(desk.view)
    column.addWidget(other)
    window.show()
    desk.view.setFocus()
    desk.key(Qt.Key.Key_Tab)
    assert window.focusWidget() is other
    desk.view.setParent(None)


def test_a_paragraph_that_runs_to_the_left_begins_at_the_right_edge(open_desk: OpenDesk) -> None:
    text = "שלום עולם.\nHello.\n" + "מילה " * 60
    desk = open_desk(text, ("a", "actor", "עולם"))
    edge = desk.view.viewport().width()
    assert desk.at(text.index("שלום")).x() > edge - 40
    assert desk.at(text.index("Hello")).x() < 40
    assert desk.at(text.index("מילה")).x() > edge - 40
    assert desk.view.painted_at(QPointF(desk.point("עולם"))) != ()


def test_a_view_without_a_document_says_so_in_letters_to_read(open_desk: OpenDesk) -> None:
    desk = open_desk("Some text.", ("a", "actor", "Some"))
    desk.view.show_nothing("HHHHHHHH")
    picture = desk.view.viewport().grab().toImage()
    paper = picture.pixel(0, 0)
    inked = [y for y in range(picture.height()) if any(picture.pixel(x, y) != paper for x in range(picture.width()))]
    assert len(inked) >= 10
