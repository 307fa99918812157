"""What a reader takes for one character."""

import random
import time

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from curator.domain.span import Span
from curator.text.graphemes import (
    cluster_end,
    cluster_start,
    grapheme_safe,
    is_boundary,
    next_cluster,
    previous_cluster,
)

# One or more of each class that UAX #29 has a rule for.
PIECES = [*"a \n\r👩🏽🇰🇿क्ष각각กำ❤й界©", "\u0301", "\u200d", "\u0600", "\ufe0f", "\u0903", "\U000e0067", "\u200c"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def boundaries(text: str) -> set[int]:
    """By reading the whole text."""
    return {0} | {cluster.end() for cluster in regex.finditer(r"\X", text)}


@given(TEXTS)
@example("a👩\u200d👩\u200d👧b🇰🇿🇷🇺")
def test_boundaries_found_nearby_are_those_of_the_whole_text(text: str) -> None:
    found = {position for position in range(len(text) + 1) if is_boundary(text, position)}
    assert found == boundaries(text)


@given(TEXTS, st.data())
def test_stepping_goes_from_boundary_to_boundary(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    true = sorted(boundaries(text))
    assert next_cluster(text, position) == next((at for at in true if at > position), len(text))
    assert previous_cluster(text, position) == max((at for at in true if at < position), default=0)


def test_a_span_that_cuts_an_emoji_family_is_widened_to_hold_it() -> None:
    text = "x👩\u200d👧y"
    assert grapheme_safe(text, 2, 3) == Span(start=1, end=4)
    assert (cluster_start(text, 3), cluster_end(text, 3)) == (1, 4)


def test_a_thousand_accents_on_one_letter_are_one_cluster_and_take_no_time() -> None:
    text = ("a" + "\u0301" * 1000) * 1000
    began = time.process_time()
    assert (cluster_start(text, 500_600), cluster_end(text, 500_600)) == (500 * 1001, 501 * 1001)
    assert time.process_time() - began < 0.1


def test_a_line_of_ten_megabytes_is_not_read_through() -> None:
    text = "\u0301" * 5_000_000 + "👩" * 5_000_000
    began = time.process_time()
    places = random.Random(1).choices(range(len(text)), k=20)
    assert all(cluster_start(text, place) <= place <= cluster_end(text, place) for place in places)
    assert time.process_time() - began < 1
