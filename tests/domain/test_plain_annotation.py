"""What is plainly an annotation, the model takes as one."""

import copy
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.annotation import Annotation, FieldState, FieldValue, SpanEvidence
from curator.domain.canonical import canonical, refuse_floats
from curator.domain.plain_annotation import is_plain
from curator.domain.span import quoted

TEXT = "Astana, 10 July 2018. The Republic of Kazakhstan undertakes to adopt the Code of Conduct by 2045."
SPAN = quoted(TEXT, 0, 6)
ANNOTATION = Annotation(
    document="d1",
    text_sha256="ab" * 32,
    label="commitment",
    author="p1",
    scheme_version=1,
    spans=(SPAN, quoted(TEXT, 8, 20)),
    fields={
        "action": FieldValue(state=FieldState.STATED, value="adopt", evidence=(SpanEvidence(span=SPAN),)),
        "due": FieldValue(state=FieldState.NOT_STATED),
        "binding": FieldValue(state=FieldState.STATED, value=True),
    },
)
BODY: dict[str, Any] = ANNOTATION.model_dump(mode="json")

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        [0, -1, 2**53, 2**53 + 1, 2**63, 1.0, 0.5, "", "x", "x" * 101, [], {}, [1], ["x"], "stated", "done"]
    ),
    st.dictionaries(st.sampled_from(["span", "annotation", "start", "state", "value"]), st.integers(), max_size=2),
)


def places(value: Any, where: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where anything stands in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [where, *(place for key, item in items for place in places(item, (*where, key)))]


def test_an_annotation_as_the_program_writes_it_is_plain() -> None:
    assert is_plain(BODY)


@pytest.mark.parametrize("body", [None, [], "x", 1, {}, {**BODY, "sources": ["a"]}, {**BODY, "origin": {}}])
def test_what_only_the_model_can_judge_is_not_plain(body: Any) -> None:
    assert not is_plain(body)


@given(where=st.sampled_from(places(BODY)[1:]), value=odd, how=st.sampled_from(["other", "gone", "more"]))
def test_what_is_plain_is_an_annotation(where: tuple[Any, ...], value: Any, how: str) -> None:
    body: Any = copy.deepcopy(BODY)
    holder = body
    for key in where[:-1]:
        holder = holder[key]
    if how == "other":
        holder[where[-1]] = value
    elif how == "gone":
        del holder[where[-1]]
    elif isinstance(holder, dict):
        holder["more"] = value
    else:
        holder.append(value)
    try:
        data = canonical(body)
    except ValueError:
        return  # such a number has no JSON
    if is_plain(orjson.loads(data)):
        Annotation.model_validate_json(data)
        refuse_floats(orjson.loads(data))
