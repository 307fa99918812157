"""Finding words in a text, in the positions of the text itself."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.span import Span
from curator.text.search_text import Snippet, find_all, matches, normalized, snippet


def found(text: str, words: str, *, case: bool = False, whole: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in find_all(text, words, case=case, whole=whole)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Code, code, CODE, decode", "code", ["Code", "code", "CODE", "code"]),
        ("Әлем әлемнің ӘЛЕМІ", "әлем", ["Әлем", "әлем", "ӘЛЕМ"]),
        ("йод и\u0306од ЙОД И\u0306ОД", "йод", ["йод", "и\u0306од", "ЙОД", "И\u0306ОД"]),
        ("йод и\u0306од", "и\u0306од", ["йод", "и\u0306од"]),
        ("Straße STRASSE strasse", "straße", ["Straße", "STRASSE", "strasse"]),
        ("Code\u00a0of Conduct", "code of", ["Code\u00a0of"]),
        ("각 각", "각", ["각", "각"]),
        ("a.c abc a*c", "a.c", ["a.c"]),
        ("(a) [b] \\d", "\\d", ["\\d"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("😀😀 text 😀", "😀", ["😀", "😀", "😀"]),
        ("text", "", []),
    ],
)
def test_words_are_found_in_all_their_forms(text: str, words: str, expected: list[str]) -> None:
    assert found(text, words) == expected


def test_a_letter_is_not_found_in_an_accented_one_however_that_is_written() -> None:
    assert found("й и\u0306 и", "и") == ["и"]


def test_case_counts_when_asked_for() -> None:
    assert found("Code code", "Code", case=True) == ["Code"]
    assert found("ЙОД И\u0306ОД йод", "ЙОД", case=True) == ["ЙОД", "И\u0306ОД"]


def test_whole_words_touch_no_letters() -> None:
    assert [span.start for span in find_all("UN, UNESCO, un-led, DUN, UN2", "un", whole=True)] == [0, 12]


def test_positions_are_those_of_the_original_text() -> None:
    text = "😀 и\u0306 ß İ Й"
    assert find_all(text, "й") == [Span(start=2, end=4), Span(start=9, end=10)]


def test_a_search_goes_on_from_where_it_stopped() -> None:
    text = "one two one two one"
    first = next(matches(text, "one"))
    assert next(matches(text, "one", start=first.end)) == Span(start=8, end=11)
    assert find_all(text, "one", limit=2) == [Span(start=0, end=3), Span(start=8, end=11)]


LETTERS = st.text(st.sampled_from("aAbBßéЙйиİIıǆΣσς \u0301\u0306각ﬁ😀."), max_size=12)


@given(LETTERS, LETTERS)
def test_whatever_is_found_equals_what_was_looked_for(text: str, words: str) -> None:
    for span in find_all(text, words):
        one, other = normalized(text[span.start : span.end]), normalized(words)
        assert one.replace("\u00a0", " ") == other.replace("\u00a0", " ")


@given(st.text(max_size=20), st.text(min_size=1, max_size=10), st.text(max_size=20))
def test_what_is_there_is_found_composed_and_decomposed(before: str, words: str, after: str) -> None:
    for form in ("NFC", "NFD"):
        text = f"{before} {normalize(form, words)} {after}"
        if not normalize("NFD", words)[-1].isspace() and normalize("NFC", words) == words:
            assert find_all(text, words)


@given(st.text())
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)
    assert normalized(normalize("NFD", text)) == normalized(text)


def test_a_snippet_shows_the_match_on_one_line_with_text_around_it() -> None:
    text = "The first line.\nThe Code of Conduct\nand more of the same"
    span = find_all(text, "code of conduct")[0]
    assert snippet(text, span, 31) == Snippet("…ne. The ", "Code of Conduct", " and mor…")
    assert snippet(text, span, 500) == Snippet("The first line. The ", "Code of Conduct", " and more of the same")
    assert snippet(text, span, 4) == Snippet("…", "Code…", "…")


def test_a_snippet_cuts_no_character() -> None:
    text = "x" * 20 + "👩\u200d👧" + "word" + "e\u0301" * 20
    span = Span(start=23, end=27)
    for width in range(4, 30):
        cut = snippet(text, span, width)
        assert not cut.before.startswith(("…\u200d", "…👧"))
        assert not cut.after.endswith("e…")


def test_five_megabytes_are_searched_at_once() -> None:
    text = "Слово и ещё words — кодекс поведения. " * 130_000
    began = time.process_time()
    assert find_all(text, "кодексы") == []
    assert find_all(text, "ещё чего") == []
    assert len(find_all(text, "кодекс", limit=1000)) == 1000
    assert time.process_time() - began < 1
