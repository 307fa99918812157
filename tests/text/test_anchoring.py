"""Quotes checked against texts, and spans found again in new versions of a text."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.span import QuotedSpan, Span, TextQuote, quoted
from curator.text.anchoring import Ambiguous, Anchored, Orphan, Outcome, ReAnchoring, check, quote_of, re_anchor

PLEDGES = "".join(
    f"The delegation of {name} supports the Code of Conduct. " for name in ("Kenya", "Peru", "Nepal", "Chile")
)


def span_of(text: str, words: str, after: str = "") -> QuotedSpan:
    start = text.index(words, text.index(after))
    return quoted(text, start, start + len(words))


@given(st.text(min_size=1), st.data())
def test_a_quote_made_from_a_text_agrees_with_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert check(text, quoted(text, start, end)) is None
    assert quote_of(text, Span(start=start, end=end)).exact == text[start:end]


def test_a_quote_has_32_code_points_of_context() -> None:
    text = "😀" * 40 + "word" + "é" * 40
    assert quote_of(text, Span(start=40, end=44)) == TextQuote(exact="word", prefix="😀" * 32, suffix="é" * 32)


def test_a_mismatch_names_the_span_and_both_texts() -> None:
    mismatch = check("the Codex of 2018", QuotedSpan(start=4, end=9, exact="Code ", prefix="the "))
    assert mismatch is not None
    assert (mismatch.span, mismatch.expected, mismatch.found) == (Span(start=4, end=9), "Code ", "Codex")
    assert mismatch.message == "The span 4–9 should have “Code ”, but the text has “Codex”."


@pytest.mark.parametrize(
    ("span", "part", "found"),
    [
        (QuotedSpan(start=4, end=8, exact="Code", prefix="The "), "prefix", "the "),
        (QuotedSpan(start=4, end=8, exact="Code", suffix=" off"), "suffix", " of "),
        (QuotedSpan(start=90, end=94, exact="Code"), "exact", ""),
    ],
)
def test_a_shift_is_seen_in_the_context_and_behind_the_end_too(span: QuotedSpan, part: str, found: str) -> None:
    mismatch = check("the Code of 2018", span)
    assert mismatch is not None
    assert (mismatch.part, mismatch.found) == (part, found)


def test_an_unchanged_place_stays() -> None:
    old = span_of(PLEDGES, "supports", "Peru")
    assert re_anchor(old, PLEDGES) == Anchored("same", old)


def test_words_whose_whole_context_is_in_one_place_move_there() -> None:
    new = "A new first paragraph.\n" + PLEDGES
    outcome = re_anchor(span_of(PLEDGES, "Nepal"), new)
    assert outcome == Anchored("moved", span_of(new, "Nepal"))


def test_a_lookalike_elsewhere_is_no_match() -> None:
    old = span_of(PLEDGES, "supports the Code of Conduct", "Peru")
    new = PLEDGES.replace("The delegation of Peru supports the Code of Conduct. ", "")
    outcome = re_anchor(old, new)
    assert isinstance(outcome, Ambiguous)
    assert all(new[place.span.start : place.span.end] == old.exact for place in outcome.candidates)


def test_words_without_any_context_left_are_an_orphan_with_their_quote() -> None:
    old = span_of("In New York the UN met.", "UN")
    assert re_anchor(old, "Whatever the rest says, UNESCO is other.") == Orphan(old.quote)
    assert re_anchor(old, "Nothing.") == Orphan(old.quote)


def test_the_same_words_at_the_same_place_in_another_sentence_are_chance() -> None:
    old = span_of("Before it the UN met in Geneva, and it was decided.", "UN")
    new = "Quite another UN official spoke of other things."
    assert new.index("UN") == old.start
    assert not isinstance(re_anchor(old, new), Anchored)


def test_words_with_hardly_any_context_are_not_moved_without_asking() -> None:
    old = QuotedSpan(start=9, end=11, exact="UN")  # as another tool may give it
    outcome = re_anchor(old, "Today the UN met.")
    assert isinstance(outcome, Ambiguous)
    assert [place.span.start for place in outcome.candidates] == [10]


def test_a_change_in_the_context_leaves_the_same_place() -> None:
    old = span_of(PLEDGES, "supports", "Peru")
    new = PLEDGES.replace("Peru", "Cuba", 1)
    assert re_anchor(old, new) == Anchored("same", span_of(new, "supports", "Cuba"))


def test_repeated_paragraphs_are_told_apart_when_the_old_text_is_at_hand() -> None:
    paragraph = "The delegation supports the Code of Conduct and thanks its sponsors. " * 3
    old = quoted(paragraph, paragraph.index("Code", 70), paragraph.index("Code", 70) + 4)
    new = "A new title. " + paragraph
    assert isinstance(re_anchor(old, new), Ambiguous)
    placed = ReAnchoring(new, paragraph).place(old)
    assert isinstance(placed, Anchored)
    assert placed.span.start == old.start + 13


def test_what_was_repeated_and_is_left_once_is_asked_about() -> None:
    unit = "The delegation supports the Code of Conduct and thanks its sponsors. "
    old_text = "Start. " + unit + "Middle, which is long enough to be told apart. " + unit + "End."
    new = "Begin. " + "Middle, which is long enough to be told apart. " + unit + "Fin."
    old = span_of(old_text, "Code")
    assert isinstance(ReAnchoring(new, old_text).place(old), Ambiguous)


WORDS = [
    "code",
    "conduct",
    "state",
    "minister",
    "терроризм",
    "соглашение",
    "2018",
    "июня",
    "😀",
    "и\u0306",
    "nations",
    "by",
]


def edited(draw: random.Random, text: str) -> tuple[str, list[int | None]]:
    """A text after some edits, and for each old code point its new place, or None."""
    characters: list[tuple[str, int | None]] = [(character, at) for at, character in enumerate(text)]
    for _ in range(draw.randint(1, 5)):
        at = draw.randrange(len(characters))
        removed = draw.choice([0, 0, 1, 4, 40])
        added = " ".join(draw.choices(WORDS, k=draw.choice([0, 1, 3])))
        characters[at : at + removed] = [(character, None) for character in added]
    places: list[int | None] = [None] * len(text)
    for new_at, (_, old_at) in enumerate(characters):
        if old_at is not None:
            places[old_at] = new_at
    return "".join(character for character, _ in characters), places


def outcome_is_true(outcome: Outcome, old: QuotedSpan, new: str, places: list[int | None]) -> bool:
    """Anchored exactly where the words went, or reported."""
    if not isinstance(outcome, Anchored):
        return True
    words_are_there = new[outcome.span.start : outcome.span.end] == old.exact and check(new, outcome.span) is None
    return words_are_there and places[old.start] in {outcome.span.start, None}


@pytest.mark.parametrize("with_old_text", [True, False])
def test_after_thousands_of_edits_each_span_is_at_its_words_or_reported(with_old_text: bool) -> None:
    draw = random.Random(7)
    anchored = reported = 0
    for _ in range(400):
        text = " ".join(draw.choices([*WORDS, *(str(draw.random()) for _ in range(20))], k=150))
        new, places = edited(draw, text)
        re_anchoring = ReAnchoring(new, text if with_old_text else None)
        for _ in range(10):
            start = draw.randrange(len(text))
            old = quoted(text, start, min(len(text), start + draw.randint(1, 60)))
            outcome = re_anchoring.place(old)
            assert outcome_is_true(outcome, old, new, places)
            anchored += isinstance(outcome, Anchored)
            reported += not isinstance(outcome, Anchored)
    assert anchored > 2 * reported
    assert reported > 0


def test_fifty_thousand_spans_of_a_large_text_are_placed_at_once() -> None:
    text = "".join(f"Paragraph {number} of the report. " for number in range(50_000))
    new = text[:100] + "An inserted sentence. " + text[100:]
    re_anchoring = ReAnchoring(new, text)
    outcomes = [re_anchoring.place(quoted(text, at * 30, at * 30 + 5)) for at in range(1, 50_000)]
    assert sum(isinstance(outcome, Anchored) for outcome in outcomes) >= 49_990
