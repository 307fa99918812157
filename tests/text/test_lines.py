from hypothesis import given
from hypothesis import strategies as st

from curator.text.lines import LineCounter


@given(st.text("a\n😀", max_size=50), st.lists(st.integers(0, 50), max_size=10))
def test_the_line_of_a_place_is_told_in_whatever_order_places_are_asked_for(text: str, places: list[int]) -> None:
    counter = LineCounter(text)
    for place in places:
        position = min(place, len(text))
        assert counter.number(position) == text.count("\n", 0, position) + 1
