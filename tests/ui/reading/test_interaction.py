from hypothesis import given
from hypothesis import strategies as st

from curator.domain.painting import Painted
from curator.domain.span import Span
from curator.text.graphemes import is_boundary
from curator.ui.reading.interaction import (
    Edge,
    chosen_by_click,
    dragged,
    innermost_first,
    paragraph_at,
    selected,
    stepped,
)

TEXT = "The ministers of three states signed the code in New York."
OUTER, INNER, OTHER = (
    Painted(0, 40, "outer", "commitment", "draft"),
    Painted(4, 13, "inner", "actor", "draft"),
    Painted(4, 25, "other", "actor", "draft"),
)


def words(span: Span | None) -> str | None:
    return TEXT[span.start : span.end] if span else None


def span_of(part: str) -> Span:
    return Span(start=TEXT.index(part), end=TEXT.index(part) + len(part))


def test_the_innermost_span_comes_first() -> None:
    assert [hit.annotation for hit in innermost_first([OUTER, OTHER, INNER])] == ["inner", "other", "outer"]


def test_each_further_click_goes_one_span_out_and_round_again() -> None:
    hits = [OUTER, INNER, OTHER]
    chosen = None
    visited = []
    for _ in range(4):
        hit = chosen_by_click(hits, chosen, again=chosen is not None)
        assert hit
        chosen = hit.annotation
        visited.append(chosen)
    assert visited == ["inner", "other", "outer", "inner"]


def test_a_click_elsewhere_starts_from_the_innermost_again() -> None:
    hit = chosen_by_click([OUTER, INNER], "inner", again=False)
    assert hit == INNER


def test_a_click_beside_all_spans_chooses_none() -> None:
    assert chosen_by_click([], "inner", again=True) is None


def test_a_selection_snaps_to_whole_words_unless_it_shall_be_exact() -> None:
    assert words(selected(TEXT, 6, 20, exact=False)) == "ministers of three"
    assert words(selected(TEXT, 20, 6, exact=False)) == "ministers of three"
    assert words(selected(TEXT, 6, 20, exact=True)) == TEXT[6:20]
    assert selected(TEXT, 5, 5, exact=False) is None


def test_an_exact_selection_never_cuts_what_a_reader_takes_for_one_character() -> None:
    text = "a👩‍👩‍👧b"
    assert selected(text, 2, 3, exact=True) == Span(start=1, end=6)


def test_a_paragraph_is_found_without_its_newlines() -> None:
    assert paragraph_at("one\ntwo\nthree", 5) == Span(start=4, end=7)
    assert paragraph_at("one\n\nthree", 4) is None


def test_the_end_steps_by_words_and_by_characters() -> None:
    span = span_of("three states")
    assert words(stepped(TEXT, span, Edge.END, forward=True, exact=False)) == "three states signed"
    assert words(stepped(TEXT, span, Edge.END, forward=False, exact=False)) == "three"
    assert words(stepped(TEXT, span, Edge.END, forward=False, exact=True)) == "three state"


def test_the_start_steps_by_words_and_by_characters() -> None:
    span = span_of("three states")
    assert words(stepped(TEXT, span, Edge.START, forward=False, exact=False)) == "of three states"
    assert words(stepped(TEXT, span, Edge.START, forward=True, exact=False)) == "states"
    assert words(stepped(TEXT, span, Edge.START, forward=True, exact=True)) == "hree states"


def test_a_span_never_becomes_empty() -> None:
    span = span_of("three")
    assert stepped(TEXT, span, Edge.END, forward=False, exact=False) == span
    assert stepped(TEXT, span, Edge.START, forward=True, exact=False) == span
    assert dragged(TEXT, span, Edge.END, span.start - 3, exact=True) == span


def test_an_end_that_is_dragged_takes_whole_words_unless_it_shall_be_exact() -> None:
    span = span_of("three")
    inside = TEXT.index("signed") + 2
    assert words(dragged(TEXT, span, Edge.END, inside, exact=False)) == "three states signed"
    assert words(dragged(TEXT, span, Edge.END, inside, exact=True)) == "three states si"
    assert words(dragged(TEXT, span, Edge.START, TEXT.index("ministers") + 3, exact=False)) == "ministers of three"


@given(st.text(max_size=30), st.data())
def test_steps_keep_to_whole_characters_and_to_the_text(text: str, data: st.DataObject) -> None:
    if not text:
        return
    boundaries = [at for at in range(len(text) + 1) if is_boundary(text, at)]
    start, end = sorted(data.draw(st.lists(st.sampled_from(boundaries), min_size=2, max_size=2, unique=True)))
    edge = data.draw(st.sampled_from(Edge))
    forward, exact = data.draw(st.booleans()), data.draw(st.booleans())
    after = stepped(text, Span(start=start, end=end), edge, forward=forward, exact=exact)
    assert 0 <= after.start < after.end <= len(text)
    assert is_boundary(text, after.start)
    assert is_boundary(text, after.end)
