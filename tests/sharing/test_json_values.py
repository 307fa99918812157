"""The values of JSON are counted without being parsed, and what is written in strings is none."""

from typing import Any, cast

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.sharing import json_values
from curator.sharing.json_values import are_more

TEXTS = st.text(alphabet='[]{},:"\\\n/aя汉😀', max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 999) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def counted(value: Any) -> int:
    """The brackets and commas of a value."""
    if not isinstance(value, dict | list):
        return 0
    parts = cast("list[Any]", list(value.values()) if isinstance(value, dict) else value)
    return max(len(parts), 1) + sum(map(counted, parts))


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1 << 16])
def test_values_are_counted_whatever_stands_in_strings(piece: int) -> None:
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(json_values, "_PIECE", piece)

        @given(JSON)
        def same(value: Any) -> None:
            data, number = orjson.dumps(value), counted(value)
            assert not are_more(data, number)
            assert number == 0 or are_more(data, number - 1)

        same()


@pytest.mark.parametrize("text", ["1,2,[3],{", '{"a":["b"]},', '\\",', "，、汉,", "[],[],"])
def test_a_long_text_of_commas_and_brackets_is_one_value(text: str) -> None:
    data = orjson.dumps({"exact": text * 200_000})
    assert not are_more(data, 100)
    assert are_more(data[:-1] + b"," + b"[]," * 200 + b"[]]", 100)
