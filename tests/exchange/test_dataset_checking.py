from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.exchange import dataset_checking as checking
from curator.services.schemes import default_scheme
from tests.exchange import made_datasets as made
from tests.exchange.made_datasets import TEXT

LABELS = {label.name: label for label in default_scheme().labels}


def form_problem(label: str, **fields: Any) -> str | None:
    annotation: Any = made.annotation(1, label, made.span(TEXT, 0, 3), fields=fields)
    return checking.form_problem(annotation, LABELS, lambda text: None if text[:1].isdigit() else "is no date")


def quote_problem(*spans: made.Json, text: str = TEXT) -> str | None:
    return checking.quote_problem(text, made.annotation(1, "actor", *spans))  # type: ignore[arg-type]


@given(st.text(min_size=1), st.data())
def test_every_true_quote_is_taken_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = made.span(text, start, end)
    assert quote_problem(span, text=text) is None
    assert span == made.span(text, start, end)


@given(st.text("ab\U0001f600ש", min_size=2, max_size=20), st.data())
def test_no_quote_is_taken_at_another_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shift = data.draw(st.integers(-start, len(text) - end))
    problem = quote_problem(made.span(text, start, end) | {"start": start + shift, "end": end + shift}, text=text)
    assert (problem is None) == (
        made.span(text, start + shift, end + shift)
        == made.span(text, start, end) | {"start": start + shift, "end": end + shift}
    )


def test_a_quote_that_differs_is_named_with_both_texts() -> None:
    problem = quote_problem(made.span(TEXT, 0, 6) | {"exact": "Almaty"})
    assert problem == "0–6: the file quotes “Almaty”, but the text there is “Astana”"


def test_offsets_in_utf16_units_are_seen_after_an_emoji() -> None:
    right = made.words(TEXT, "Minister")
    assert quote_problem(right | {"start": right["start"] + 1, "end": right["end"] + 1}) is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": 6, "end": 6}, "must end after it starts"),
        ({"start": 7, "end": 3}, "must end after it starts"),
        ({"end": 10**6}, "the text ends at"),
        ({"start": 10**6, "end": 10**6 + 2}, "the text ends at"),
        ({"prefix": "x"}, "to stand before it"),
        ({"suffix": "x"}, "to stand after it"),
    ],
)
def test_a_place_that_is_none_is_refused(change: made.Json, words: str) -> None:
    problem = quote_problem(made.span(TEXT, 0, 6) | change)
    assert problem is not None
    assert words in problem


def test_a_prefix_longer_than_all_that_stands_before_is_refused() -> None:
    assert quote_problem(made.span(TEXT, 2, 4) | {"prefix": "d.\nAs"}) is not None


def test_a_shorter_context_that_agrees_is_completed() -> None:
    span = made.words(TEXT, "Minister") | {"prefix": "the ", "suffix": ""}
    assert quote_problem(span) is None
    assert span == made.words(TEXT, "Minister")


def test_evidence_is_checked_like_the_spans() -> None:
    wrong = made.stated("x", {"span": made.words(TEXT, "Minister") | {"exact": "minister"}})
    annotation: Any = made.annotation(1, "actor", made.span(TEXT, 0, 6), fields={"role": wrong})
    assert (checking.quote_problem(TEXT, annotation) or "").startswith("evidence of “role”: ")


def test_parts_out_of_order_are_sorted_and_overlapping_ones_refused() -> None:
    first, second = made.words(TEXT, "Astana"), made.words(TEXT, "Minister")
    annotation: Any = made.annotation(1, "actor", second, first)
    assert checking.quote_problem(TEXT, annotation) is None
    assert annotation["spans"] == [first, second]
    assert "overlap" in (quote_problem(first, made.span(TEXT, 3, 9)) or "")


def test_what_fits_the_scheme_is_taken_and_what_is_missing_is_no_matter() -> None:
    assert form_problem("commitment", action=made.stated("help"), due=made.stated({"annotation": "x"})) is None
    assert form_problem("date") is None


@pytest.mark.parametrize(
    ("label", "fields", "words"),
    [
        ("nobody", {}, "no label “nobody”; it has actor"),
        ("date", {"colour": made.stated("x")}, "no field “colour”; it has value"),
        ("date", {"kind": made.stated("party")}, "“kind” “party” is not one of the choices"),
        ("date", {"value": made.stated("tomorrow")}, "“value” is no date"),
        ("date", {"value": made.stated(2019)}, "“value” the number 2019"),
        ("date", {"value": {"state": "not_stated", "value": "2019", "evidence": []}}, "is not stated, and yet"),
        ("commitment", {"quantity": made.stated({"amount": 3, "unit": "USD"})}, "“quantity”"),
        ("commitment", {"quantity": made.stated({"amount": "1e9", "unit": "USD"})}, "“quantity”"),
        ("commitment", {"made_by": made.stated([{"annotation": "a", "more": 1}])}, "“made_by”"),
        ("actor", {"role": made.stated(["x"])}, "“role” a list is not text"),
    ],
)
def test_what_does_not_fit_the_scheme_is_refused_with_the_reason(label: str, fields: made.Json, words: str) -> None:
    assert words in (form_problem(label, **fields) or "")


def test_a_text_that_is_not_the_hashed_one_is_refused() -> None:
    assert checking.text_problem(made.document(1, TEXT)) is None  # type: ignore[arg-type]
    changed: Any = made.document(1, TEXT) | {"text": TEXT + " "}
    assert "text_sha256" in (checking.text_problem(changed) or "")


@pytest.mark.parametrize("text", ["", " \n\t", "a\0b"])
def test_a_text_that_can_not_be_kept_is_refused(text: str) -> None:
    assert checking.text_problem(made.document(1, text)) is not None  # type: ignore[arg-type]


def test_all_that_an_annotation_points_at_is_found() -> None:
    third: Any = made.rich()["documents"][0]["annotations"][2]
    assert set(checking.targets(third, LABELS["commitment"])) == {made.uuid(3, 1), made.uuid(3, 2)}
    first: Any = made.rich()["documents"][0]["annotations"][0]
    assert set(checking.targets(first, LABELS["actor"])) == {made.ENTITY}
