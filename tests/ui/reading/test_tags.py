from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from curator.ui.reading.tags import Wish, Wording, place

FULL, SHORT, LETTER = Wording("COMMITMENT", 60), Wording("COM.", 24), Wording("C", 7)
WORDINGS = (FULL, SHORT, LETTER)


def test_a_tag_stands_where_its_words_start_in_full() -> None:
    (placed,) = place([Wish(100, 130, WORDINGS)], 700)
    assert placed
    assert (placed.left, placed.wording) == (100, FULL)


def test_a_tag_is_shortened_to_leave_the_next_one_its_place() -> None:
    first, second = place([Wish(100, 200, WORDINGS), Wish(140, 200, WORDINGS)], 700)
    assert first
    assert second
    assert first.wording == SHORT
    assert (second.left, second.wording) == (140, FULL)


def test_tags_of_spans_that_start_together_stand_side_by_side() -> None:
    first, second = place([Wish(100, 300, WORDINGS), Wish(100, 200, WORDINGS)], 700)
    assert first
    assert second
    assert first.wording == second.wording == FULL
    assert second.left >= first.left + FULL.width


def test_a_tag_at_the_edge_moves_back_onto_the_page() -> None:
    (placed,) = place([Wish(690, 700, WORDINGS)], 700)
    assert placed
    assert placed.left + placed.wording.width <= 700


def test_a_tag_without_room_above_its_own_words_is_left_out() -> None:
    wishes = [Wish(100, 500, WORDINGS), *[Wish(100, 104, WORDINGS)] * 3]
    assert place(wishes, 700)[1:] == [None] * 3


@given(st.lists(st.tuples(st.floats(0, 690), st.floats(1, 300)), max_size=12))
def test_tags_never_overlap_and_keep_to_the_page(spans: list[tuple[float, float]]) -> None:
    wishes = [Wish(left, left + width, WORDINGS) for left, width in sorted(spans)]
    placed = [each for each in place(wishes, 700) if each]
    for one, other in pairwise(placed):
        assert one.left + one.wording.width <= other.left
    assert all(each.left + each.wording.width <= 700 for each in placed)
