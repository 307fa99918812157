"""Code points, UTF-16 units and bytes of UTF-8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.errors import InvalidError
from curator.text.offsets import Located, OffsetMap

# All that Qt holds: every code point but surrogates. Astral ones often, in runs and alone.
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("a 😀🇰й\u0306界\u200d\U0010ffff\uffff")
)
TEXTS = st.one_of(
    st.text(CHARACTERS), st.lists(st.text(CHARACTERS, max_size=5), max_size=4).map(lambda parts: "".join(parts) * 60)
)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_end_of_a_text_with_an_emoji_differs_by_unit() -> None:
    offsets = OffsetMap("a😀b")
    assert (offsets.to_utf16(3), offsets.to_utf8(3)) == (4, 6)
    assert (offsets.utf16_length, offsets.utf8_length) == (4, 6)


@given(TEXTS, st.data())
def test_every_position_goes_to_utf16_and_back(text: str, data: st.DataObject) -> None:
    offsets = OffsetMap(text)
    position = data.draw(st.integers(0, len(text)))
    units = offsets.to_utf16(position)
    assert units == utf16(text[:position])
    assert offsets.locate_utf16(units) == Located(position, exact=True)


@given(TEXTS, st.data())
def test_every_position_goes_to_bytes_and_back(text: str, data: st.DataObject) -> None:
    offsets = OffsetMap(text)
    position = data.draw(st.integers(0, len(text)))
    in_bytes = offsets.to_utf8(position)
    assert in_bytes == len(text[:position].encode())
    assert offsets.locate_utf8(in_bytes) == Located(position, exact=True)


@given(TEXTS, st.data())
def test_an_offset_inside_a_character_goes_to_the_side_asked_for_and_says_so(text: str, data: st.DataObject) -> None:
    offsets = OffsetMap(text)
    position = data.draw(st.integers(0, offsets.utf8_length))
    start, end = offsets.locate_utf8(position, "start"), offsets.locate_utf8(position, "end")
    assert offsets.to_utf8(start.offset) <= position <= offsets.to_utf8(end.offset)
    assert (end.offset - start.offset == 0) == start.exact == end.exact


def test_half_a_surrogate_pair_goes_to_the_side_asked_for_and_says_so() -> None:
    offsets = OffsetMap("a😀😀b")
    assert offsets.locate_utf16(2, "start") == Located(1, exact=False)
    assert offsets.locate_utf16(2, "end") == Located(2, exact=False)
    assert offsets.locate_utf16(4, "end") == Located(3, exact=False)
    assert offsets.from_utf16(5) == 3
    assert offsets.from_utf16(6) == 4


@given(TEXTS)
def test_many_at_once_are_the_same_as_one_by_one(text: str) -> None:
    offsets = OffsetMap(text)
    positions = list(range(len(text), -1, -1))
    units = offsets.to_utf16_many(positions)
    assert units == [offsets.to_utf16(position) for position in positions]
    assert offsets.from_utf16_many(units) == positions
    assert offsets.from_utf8_many(offsets.to_utf8_many(positions)) == positions
    assert offsets.to_utf16_many([]) == []


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_a_text_without_astral_characters_needs_no_conversion(text: str) -> None:
    offsets = OffsetMap(text)
    assert offsets.is_identity
    assert offsets.to_utf16_many(range(len(text) + 1)) == list(range(len(text) + 1))


@pytest.mark.parametrize("position", [-1, 4, 10**30])
def test_a_position_outside_the_text_is_refused(position: int) -> None:
    offsets = OffsetMap("йéz")
    with pytest.raises(InvalidError, match=f"Position {position} is outside the text, which has 3 characters"):
        offsets.to_utf16(position)
    with pytest.raises(InvalidError, match="outside the text"):
        offsets.from_utf16_many([0, position])
    with pytest.raises(InvalidError, match="outside the text"):
        offsets.to_utf8(position)


def test_a_position_behind_the_last_byte_is_refused() -> None:
    assert OffsetMap("йéz").from_utf8(5) == 3
    with pytest.raises(InvalidError, match="6 is outside the text, which has 5 bytes"):
        OffsetMap("йéz").from_utf8(6)
