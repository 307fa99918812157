"""Snapping a selection to whole words, and moving from word to word."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.span import Span
from curator.text.graphemes import is_boundary
from curator.text.words import (
    next_word_end,
    next_word_start,
    previous_word_end,
    previous_word_start,
    snap_to_words,
    word_at,
)


def snapped(text: str, selected: str) -> str | None:
    """What selecting the first `selected` in `text` gives."""
    start = text.index(selected)
    span = snap_to_words(text, start, start + len(selected))
    return text[span.start : span.end] if span else None


ENGLISH = (
    "On “May 19”, the U.S. Under-Secretary-General (V.Voronkov) didn't pay $1,000.5 or 25% at 10:30 (draft) of un.org."
)


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("n “Ma", "On “May"),  # a quote that has no partner inside, but words on both sides
        ("ay 19”,", "May 19"),
        ("ecretary", "Under-Secretary-General"),
        (" the U.S", "the U.S."),
        ("S. Un", "U.S. Under-Secretary-General"),
        ("(V.Vor", "V.Voronkov"),
        ("dn'", "didn't"),
        ("1,0", "1,000.5"),
        ("$1,0", "$1,000.5"),
        (" 25% ", "25%"),
        ("10:3", "10:30"),
        ("(draft)", "draft"),
        ("(draft) of", "(draft) of"),
        ("25% at 10:30 (draft)", "25% at 10:30 (draft)"),
        ("n.org.", "un.org"),
    ],
)
def test_a_selection_becomes_the_words_it_means(selected: str, expected: str) -> None:
    assert snapped(ENGLISH, selected) == expected


@pytest.mark.parametrize(
    ("text", "selected", "expected"),
    [
        ('He said: "yes", and left', '"yes", an', '"yes", and'),
        ('He said: "yes", and left', ' "yes", ', "yes"),
        ("Принят «Кодекс поведения».", "одекс пове", "Кодекс поведения"),
        ("Принят «Кодекс поведения».", "ринят «Кодекс поведения».", "Принят «Кодекс поведения»"),
        ("т.е. какой-нибудь йод", "кой", "какой-нибудь"),
        ("и\u0306од, йод", "од", "и\u0306од"),
        ("Қазақстан әлемі", "азақ", "Қазақстан"),
        ("الأمم المتحدة، نيويورك", "متح", "المتحدة"),
        ('דובר צה"ל אמר', "צה", 'צה"ל'),
        ("ה\u05b7שׁ\u05bc\u05b8לום", "לו", "ה\u05b7שׁ\u05bc\u05b8לום"),
        ("国際テロ対策会議", "テロ", "テロ"),
        ("2018年6月", "6", "6"),
        ("ไก่ก็ดี", "ก็", "ก็"),
        ("대표단의 연설", "표단", "대표단의"),
        ("we 👩\u200d👧 are", "👩", "👩\u200d👧"),
        ("*\ufe0f\u20e3 key", "*", "*\ufe0f\u20e3"),
        ("می\u200cخواهم", "خوا", "می\u200cخواهم"),
        ("The end.The next", "he end", "The end"),
        ("at −5 or -5 °C", "-5", "-5"),
    ],
)
def test_words_are_whole_in_every_script(text: str, selected: str, expected: str) -> None:
    assert snapped(text, selected) == expected


def test_a_joiner_means_the_word_that_it_joins() -> None:
    assert snapped("می\u200cخواهم", "\u200c") == "می\u200cخواهم"


def test_white_space_alone_is_no_selection() -> None:
    assert snapped("a \n\t b", " \n\t ") is None


def test_punctuation_alone_is_kept_as_selected() -> None:
    assert snapped("so — then", " — ") == "—"


def test_a_caret_means_the_word_it_stands_in_or_touches() -> None:
    text = "one, two"
    assert word_at(text, 1) == word_at(text, 0) == word_at(text, 3) == Span(start=0, end=3)
    assert snap_to_words(text, 8, 8) == Span(start=5, end=8)
    assert word_at(text, 4) is None
    assert word_at("", 0) is None


PIECES = [
    *"aé \n-.'()“”\"5%й界กำ👩👧🇰🇿אب한क्ष¥",
    "e\u0301",
    "\u0301",
    "\u200d",
    "\u0600",
    "\u202e",
    "\r\n",
    "\x0c",
    "\u2028",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


@given(TEXTS, st.data())
def test_snapping_never_cuts_a_cluster_and_gives_something_for_anything_visible(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = snap_to_words(text, start, end)
    if span is None:
        assert not text[start:end].strip()
        return
    assert 0 <= span.start < span.end <= len(text)
    assert is_boundary(text, span.start)
    assert is_boundary(text, span.end)
    assert text[span.start : span.end].strip()


@given(TEXTS, st.data())
def test_snapping_what_was_snapped_changes_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    once = snap_to_words(text, start, end)
    if once is not None:
        assert snap_to_words(text, once.start, once.end) == once


def walk(step: Callable[[str, int], int], text: str, at: int, stop: int) -> list[int]:
    places: list[int] = []
    while at != stop:
        at = step(text, at)
        places.append(at)
    return places


def test_the_ends_of_a_span_go_from_word_to_word() -> None:
    text = "One two-three, (four) 👩\u200d👧 end."
    assert walk(next_word_end, text, 0, len(text)) == [3, 13, 20, 25, 29, 30]
    assert walk(next_word_start, text, 0, len(text)) == [4, 16, 22, 26, 30]
    assert walk(previous_word_start, text, len(text), 0) == [26, 22, 16, 4, 0]
    assert walk(previous_word_end, text, len(text), 0) == [29, 25, 20, 13, 3, 0]


@given(TEXTS, st.data())
def test_moving_by_word_always_moves_and_never_into_a_cluster(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    for step in (next_word_end, next_word_start):
        assert step(text, position) > position or position == len(text)
    for step in (previous_word_end, previous_word_start):
        assert step(text, position) < position or position == 0
    for step in (next_word_end, next_word_start, previous_word_end, previous_word_start):
        assert is_boundary(text, step(text, position))


@pytest.mark.parametrize(
    "text",
    [
        "слово " * 900_000,
        "x" * 10_000_000,
        "." * 10_000_000,
        ("a" + "\u0301" * 1000 + " ") * 5_000,
        "👩\u200d" * 2_000_000,
    ],
    ids=["words", "one line of letters", "one line of points", "a thousand accents", "one endless emoji"],
)
def test_large_texts_are_looked_at_near_the_place_only(text: str) -> None:
    middle = len(text) // 2
    began = time.process_time()
    span = snap_to_words(text, middle, middle + 3)
    next_word_end(text, middle)
    previous_word_start(text, middle)
    assert span is not None
    assert time.process_time() - began < 0.5
