from hypothesis import given
from hypothesis import strategies as st

from curator.text.graphemes import is_boundary
from curator.ui.reading import display
from curator.ui.reading.display import DisplayText

STORED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def shown_units(text: DisplayText) -> int:
    return len(text.shown.encode("utf-16-le")) // 2


@given(STORED)
def test_an_ordinary_text_is_shown_with_as_many_units_as_it_has(text: str) -> None:
    assert shown_units(DisplayText(text)) == len(text.encode("utf-16-le")) // 2


@given(STORED)
def test_every_position_comes_back_from_the_view(text: str) -> None:
    shown = DisplayText(text)
    assert [shown.from_view(shown.to_view(at)) for at in range(len(text) + 1)] == list(range(len(text) + 1))


def test_characters_that_show_as_nothing_are_made_visible() -> None:
    assert DisplayText("a\x00b\x1bc\x7f").shown == "a␀b␛c␡"


def test_form_feeds_and_their_like_break_the_line_and_no_paragraph() -> None:
    assert DisplayText("a\fb\vc\x85d\re\r\nf").shown == "a\u2028b\u2028c\u2028d\u2028e \nf"


def test_tabs_no_break_spaces_and_line_separators_stay() -> None:
    assert DisplayText("a\tb\u00a0c\u2028d").shown == "a\tb\u00a0c\u2028d"


def test_an_overlong_paragraph_is_cut_at_spaces_which_the_breaks_replace() -> None:
    text = "short\n" + "word " * 4000 + "\nend"
    shown = DisplayText(text)
    lines = shown.shown.split("\n")
    assert max(map(len, lines)) <= display.LONG
    assert shown.shown.replace("\n", " ") == text.replace("\n", " ")
    assert all(shown.shown[at] == "\n" and text[at] == " " for at in shown.soft_breaks)
    assert len(shown.soft_breaks) == len(lines) - 3


def test_an_overlong_paragraph_without_spaces_is_cut_between_characters() -> None:
    text = "a👩‍👩‍👧é" * 3000
    shown = DisplayText(text)
    assert shown.soft_breaks
    assert shown.shown.replace("\n", "") == text
    assert shown_units(shown) == len(text.encode("utf-16-le")) // 2 + len(shown.soft_breaks)
    for at in range(0, len(text) + 1, 7):
        assert shown.from_view(shown.to_view(at)) == at
        assert shown.from_view(shown.to_view_end(at)) == at
    for at in shown.soft_breaks:
        assert is_boundary(text, shown.from_view(at))
        assert shown.from_view(at) == shown.from_view(at + 1)


def test_a_span_that_ends_at_an_inserted_break_ends_before_it() -> None:
    shown = DisplayText("x" * 20_000)
    at = shown.from_view(min(shown.soft_breaks))
    assert shown.to_view_end(at) == shown.to_view(at) - 1


def test_very_many_lines_are_joined_without_moving_a_character() -> None:
    text = "abc\n" * (display.MANY + 10)
    shown = DisplayText(text)
    assert shown.is_joined
    assert shown.shown.count("\n") < display.MANY / 10
    assert shown.shown.replace("\u2028", "\n") == text
