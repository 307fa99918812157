from collections.abc import Callable
from unicodedata import bidirectional

import pytest
from PySide6.QtGui import QFont, QTextLayout
from pytestqt.qtbot import QtBot

from curator.ui import theme
from curator.ui.reading.geometry import Box, boxes, has_right_to_left

LayOut = Callable[..., QTextLayout]


@pytest.fixture
def lay_out(qtbot: QtBot) -> LayOut:
    theme.load_fonts()

    def lay_out(text: str, width: float = 4000) -> QTextLayout:
        font = QFont("Inter")
        font.setPixelSize(17)
        layout = QTextLayout(text, font)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            height += line.height()
        layout.endLayout()
        return layout

    return lay_out


def find(layout: QTextLayout, words: str, *, mixed: bool | None = None) -> tuple[Box, ...]:
    text = layout.text()
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    mixed = has_right_to_left(text) if mixed is None else mixed
    return boxes(layout, start, start + len(words.encode("utf-16-le")) // 2, mixed=mixed)


def test_words_in_one_row_have_one_box_that_starts_and_ends(lay_out: LayOut) -> None:
    (box,) = find(lay_out("one two three"), "two")
    assert box.starts
    assert box.ends
    assert box.right > box.left > 0


def test_words_that_touch_have_boxes_that_touch(lay_out: LayOut) -> None:
    layout = lay_out("one two three")
    (one,), (two,) = find(layout, "one "), find(layout, "two")
    assert one.right == pytest.approx(two.left)


def test_words_over_several_rows_have_a_box_in_each(lay_out: LayOut) -> None:
    found = find(lay_out("word " * 40, width=200), "word " * 20)
    assert [box.row for box in found] == list(range(len(found)))
    assert len(found) > 3
    assert [box.starts for box in found] == [True] + [False] * (len(found) - 1)
    assert [box.ends for box in found] == [False] * (len(found) - 1) + [True]


def test_the_space_at_which_a_row_breaks_is_not_painted(lay_out: LayOut) -> None:
    layout = lay_out("word " * 40, width=200)
    box = find(layout, "word " * 20)[0]
    assert box.right <= layout.lineAt(0).naturalTextWidth() + 0.01


def test_even_a_space_at_the_end_of_a_row_has_a_box(lay_out: LayOut) -> None:
    layout = lay_out("word " * 40, width=200)
    end = layout.lineAt(0).textLength()
    (box,) = boxes(layout, end - 1, end, mixed=False)
    assert box.right > box.left


def test_hebrew_among_english_has_the_box_that_it_is_seen_in(lay_out: LayOut) -> None:
    layout = lay_out("abc שלום עולם def")
    (first,), (second,), (after,) = find(layout, "שלום"), find(layout, "עולם"), find(layout, "def")
    # Read from the right: the first word is to the right of the second, both before what follows.
    assert second.right <= first.left
    assert first.right <= after.left
    assert first.leftwards
    assert second.left == pytest.approx(find(layout, "abc ")[0].right, abs=1)


def test_words_across_a_change_of_direction_fall_apart_where_they_do_on_the_page(lay_out: LayOut) -> None:
    layout = lay_out("abc שלום עולם def")
    found = find(layout, "abc שלום")
    assert len(found) == 2
    assert [box.starts for box in found] == [True, False]
    assert [box.ends for box in found] == [False, True]
    assert found[0].right < found[1].left


def test_all_of_a_mixed_row_has_one_box_as_wide_as_the_row(lay_out: LayOut) -> None:
    layout = lay_out("abc שלום 12 مرحبا def")
    (box,) = find(layout, layout.text())
    assert box.right - box.left == pytest.approx(layout.lineAt(0).naturalTextWidth(), abs=1)


def test_plain_words_in_a_mixed_row_have_the_box_they_have_without(lay_out: LayOut) -> None:
    layout = lay_out("abc def שלום")
    (mixed,), (plain,) = find(layout, "bc d", mixed=True), find(layout, "bc d", mixed=False)
    assert mixed.left == pytest.approx(plain.left, abs=0.5)
    assert mixed.right == pytest.approx(plain.right, abs=0.5)


def test_an_emoji_family_has_one_box(lay_out: LayOut) -> None:
    (box,) = find(lay_out("a 👩‍👩‍👧 b"), "👩‍👩‍👧")
    assert box.right - box.left > 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", False), ("Жалпы мәтін – “x”", False), ("שלום", True), ("مرحبا", True), ("a\u202eb", True)],
)
def test_writing_from_right_to_left_is_recognized(text: str, expected: bool) -> None:
    assert has_right_to_left(text) is expected


def test_every_character_that_is_written_from_right_to_left_is_recognized() -> None:
    turning = {"R", "AL", "RLE", "RLO", "RLI"}
    characters = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    missed = [hex(ord(one)) for one in characters if bidirectional(one) in turning and not has_right_to_left(one)]
    assert missed == []
