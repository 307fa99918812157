"""The index of a document's spans, against reading all of them."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.painting import Painted, SpanSource
from curator.text.span_index import SpanIndex


def painted(start: int, length: int, annotation: str = "a") -> Painted:
    return Painted(start, start + length, annotation, "Actor", "draft")


SPANS = st.lists(
    st.builds(painted, st.integers(0, 60), st.sampled_from([1, 1, 2, 3, 5, 8, 20, 70]), st.sampled_from("abc")),
    max_size=40,
    unique_by=lambda span: (span.start, span.annotation),  # the spans of one annotation do not overlap
)
POSITIONS = st.integers(-2, 140)


def order(span: Painted) -> tuple[int, int, str]:
    return span.start, -span.end, span.annotation


@given(SPANS, POSITIONS, POSITIONS)
def test_a_window_gives_the_spans_that_overlap_it_in_document_order(spans: list[Painted], start: int, end: int) -> None:
    expected = [span for span in spans if span.start < end and span.end > start and start < end]
    assert SpanIndex(spans).in_window(start, end) == sorted(expected, key=order)


@given(SPANS, POSITIONS)
def test_a_place_gives_the_spans_that_hold_it(spans: list[Painted], position: int) -> None:
    expected = [span for span in spans if span.start <= position < span.end]
    assert SpanIndex(spans).at(position) == sorted(expected, key=order)


@given(SPANS)
def test_stepping_on_and_back_visits_each_span_once_in_document_order(spans: list[Painted]) -> None:
    index, there, back = SpanIndex(spans), [], []
    current = index.next_after(-1)
    while current is not None:
        there.append(current)
        current = index.next_after(current.start, current.annotation)
    current = index.previous_before(1000)
    while current is not None:
        back.append(current)
        current = index.previous_before(current.start, current.annotation)
    assert there == sorted(spans, key=order)
    assert back == there[::-1]


@given(SPANS, POSITIONS)
def test_a_position_alone_steps_to_spans_that_start_elsewhere(spans: list[Painted], position: int) -> None:
    index = SpanIndex(spans)
    assert index.next_after(position) == min((s for s in spans if s.start > position), key=order, default=None)
    assert index.previous_before(position) == max((s for s in spans if s.start < position), key=order, default=None)


@given(SPANS, SPANS, st.randoms())
def test_an_index_after_changes_is_the_index_of_what_is_left(
    spans: list[Painted], more: list[Painted], draw: random.Random
) -> None:
    index = SpanIndex(spans)
    index.of("a")  # from here on kept by annotation too
    held = list(spans)
    for span in more:
        if span not in held:
            index.add(span)
            held.append(span)
    for span in draw.sample(held, len(held) // 2):
        index.remove(span)
        held.remove(span)
    assert list(index) == sorted(held, key=order)
    assert len(index) == len(held)
    assert index.in_window(0, 200) == sorted(held, key=order)
    for annotation in "abc":
        assert index.of(annotation) == [span for span in sorted(held, key=order) if span.annotation == annotation]


def test_taking_out_what_is_not_there_is_an_error() -> None:
    index = SpanIndex([painted(3, 4)])
    with pytest.raises(KeyError):
        index.remove(painted(3, 4, "b"))
    with pytest.raises(KeyError):
        index.remove(painted(3, 100))


def test_replacing_an_annotation_leaves_the_others() -> None:
    index = SpanIndex([painted(0, 4, "a"), painted(9, 2, "a"), painted(2, 4, "b")])
    index.replace("a", [painted(1, 3, "a")])
    assert list(index) == [painted(1, 3, "a"), painted(2, 4, "b")]
    index.replace("a", [])
    assert list(index) == [painted(2, 4, "b")]
    assert index.of("a") == []


def test_spans_that_start_together_come_longest_first() -> None:
    spans = [painted(4, 5, "d"), painted(4, 6, "c"), painted(4, 6, "b"), painted(4, 7, "a"), painted(3, 4, "e")]
    assert list(SpanIndex(spans)) == [spans[4], spans[3], spans[2], spans[1], spans[0]]


def test_a_text_view_can_read_from_it() -> None:
    source: SpanSource = SpanIndex.from_rows([(5, 6, "b", "Date", "draft"), (1, 9, "a", "Actor", "approved")])
    assert source.at(5) == [Painted(1, 9, "a", "Actor", "approved"), Painted(5, 6, "b", "Date", "draft")]


def test_one_span_over_all_of_a_large_document_slows_down_nothing() -> None:
    draw = random.Random(3)
    spans = [painted(draw.randrange(5_000_000), draw.choice([4, 20, 80, 300]), f"{at}") for at in range(50_000)]
    index = SpanIndex([*spans, painted(0, 5_000_000, "whole"), painted(1_000_000, 3_000_000, "most")])
    began = time.process_time()
    for start in range(0, 5_000_000, 10_000):
        assert len(index.in_window(start, start + 3_000)) < 200
    assert (time.process_time() - began) / 500 < 0.005
    began = time.process_time()
    for span in spans[:500]:
        index.remove(span)
        index.add(span)
    assert (time.process_time() - began) / 500 < 0.002
