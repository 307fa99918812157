"""Canonical JSON against the rfc8785 package, and what history can't hold."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.canonical import canonical, refuse_floats

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# The keys that RFC 8785 sorts otherwise than code points do: beyond U+FFFF against U+E000 to U+FFFF.
KEYS = st.one_of(TEXTS, st.text(st.sampled_from("a\ue000\uffee\U00010000\U0001f600"), max_size=4))
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), TEXTS)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@given(VALUES)
def test_canonical_json_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_beyond_the_basic_plane_sort_by_their_utf_16_units_at_every_depth() -> None:
    value = {"\uffee": 1, "\U0001f600": [{"\uffee": 1, "\U0001f600": 2}]}
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(value).decode().index("\U0001f600") < canonical(value).decode().index("\uffee")


@pytest.mark.parametrize("value", ["\ud83d", {"a": "\udc00"}, {"\ud800": 1}, {1, 2}, b"bytes", object(), 2**70])
def test_what_no_json_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="history can hold"):
        canonical(value)


@pytest.mark.parametrize(
    ("value", "where"),
    [(1.5, "the value"), ({"a": [1, 2.0]}, ".a[1]"), ({"a": {"b": float("nan")}}, ".a.b"), ([2**53 + 1], "[0]")],
)
def test_a_float_or_too_large_an_integer_is_named_by_its_place(value: Any, where: str) -> None:
    with pytest.raises(ValueError, match=r"integer too large|decimals as strings") as raised:
        refuse_floats(value)
    assert str(raised.value).startswith(where)


def test_decimals_as_strings_and_large_exact_integers_pass() -> None:
    refuse_floats({"amount": "300000.50", "n": [2**53, -(2**53)], "yes": True, "no": None})
