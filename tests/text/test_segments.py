"""Lanes for underlines, and runs that the same spans cover."""

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from curator.domain.span import Span
from curator.text.segments import Segment, lanes, segments

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda at: Span(start=at[0], end=sum(at))))


def depth(spans: list[Span]) -> int:
    return max((sum(span.start <= at < span.end for span in spans) for at in range(60)), default=0)


@given(SPANS)
def test_no_two_overlapping_spans_share_a_lane_and_there_are_no_more_lanes_than_needed(spans: list[Span]) -> None:
    result = lanes(spans)
    for at, span in enumerate(spans):
        for other_at, other in enumerate(spans[:at]):
            assert not (span.overlaps(other) and result[at] == result[other_at])
    assert len(set(result)) == depth(spans)
    assert set(result) == set(range(depth(spans)))


@given(SPANS.map(lambda spans: list(set(spans))), st.randoms())
def test_the_order_in_which_spans_are_given_does_not_matter(spans: list[Span], draw: random.Random) -> None:
    shuffled = draw.sample(spans, len(spans))
    assert dict(zip(spans, lanes(spans), strict=True)) == dict(zip(shuffled, lanes(shuffled), strict=True))


def test_touching_spans_share_a_lane_and_nested_ones_lie_below_what_holds_them() -> None:
    spans = [Span(start=0, end=5), Span(start=5, end=9), Span(start=6, end=7)]
    assert lanes(spans) == [0, 0, 1]


@given(SPANS)
def test_each_position_lies_in_the_segment_of_exactly_the_spans_that_cover_it(spans: list[Span]) -> None:
    runs = segments(spans)
    for at in range(60):
        covering = [span for span in spans if span.start <= at < span.end]
        held = [run for run in runs if run.start <= at < run.end]
        assert len(held) == bool(covering)
        if held:
            assert sorted(held[0].spans, key=lambda span: (span.start, span.end)) == sorted(covering)


@given(SPANS)
def test_segments_are_in_order_and_maximal(spans: list[Span]) -> None:
    runs = segments(spans)
    for one, other in pairwise(runs):
        assert one.end <= other.start
        assert one.end < other.start or one.spans != other.spans or ends_between(spans, one.end)


def ends_between(spans: list[Span], position: int) -> bool:
    """Equal spans that touch are different spans."""
    return any(position in {span.start, span.end} for span in spans)


def test_what_is_nested_comes_last_to_be_painted_over_the_rest() -> None:
    outer, inner = Span(start=0, end=9), Span(start=3, end=5)
    assert segments([inner, outer]) == [
        Segment(0, 3, (outer,)),
        Segment(3, 5, (outer, inner)),
        Segment(5, 9, (outer,)),
    ]


def test_five_hundred_spans_on_one_character_take_no_time() -> None:
    spans = [Span(start=7, end=8)] * 500 + [Span(start=at, end=at + 40) for at in range(500)]
    began = time.process_time()
    assert max(lanes(spans)) == 507
    assert len(segments(spans)[7].spans) == 508
    assert time.process_time() - began < 0.5
