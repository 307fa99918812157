"""Names that others chose, made safe to show."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.text.safe_display import isolated, visible


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("invoice\u202excod.exe", r"invoice\u202excod.exe"),
        ("two\nlines\t\r", r"two\nlines\t\r"),
        ("bell\x07 nul\0", r"bell\u0007 nul\u0000"),
        ("\ufeffmarked\u200b\u2066\u2069", r"\ufeffmarked\u200b\u2066\u2069"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("half \ud83d", r"half \ud83d"),
        ("tag \U000e0041", r"tag \U000e0041"),
        (os.fsdecode(b"latin\xe9.txt"), r"latin\xe9.txt"),
        ("Пресс-релиз 👩\u200d👧 می\u200cخواهم e\u0301", "Пресс-релиз 👩\u200d👧 می\u200cخواهم e\u0301"),
        ("<b>bold</b> & \\n", "<b>bold</b> & \\n"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out_and_the_rest_stays(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "L", "M"])))
def test_nothing_shown_ends_the_line_or_turns_it_round(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.bidirectional(character) for character in shown} & {
        "RLO",
        "LRO",
        "RLE",
        "LRE",
        "PDF",
        "RLI",
    }
    shown.encode()


def test_long_names_end_in_dots_and_no_character_is_cut() -> None:
    assert visible("abcdef", 6) == "abcdef"
    assert visible("abcdefg", 6) == "abcdef…"
    assert visible("abc👩\u200d👧def", 5) == "abc…"


def test_a_name_from_right_to_left_is_set_apart() -> None:
    assert isolated("קוד") == "\u2068קוד\u2069"
    assert isolated("\u202eקוד\u2069") == "\u2068\\u202eקוד\\u2069\u2069"
