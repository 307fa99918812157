"""When two values are the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.field_values import UNTOUCHED, amount_of, normal_field, normal_value, references
from curator.domain.annotation import FieldState, FieldValue
from tests.analysis.works import stated

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists)


def same(one: object, other: object, **matches: int) -> bool:
    return normal_value(one, matches) == normal_value(other, matches)  # pyright: ignore[reportArgumentType]


def test_texts_are_the_same_however_they_are_composed_and_padded() -> None:
    assert same("Café", "Cafe\u0301 ")
    assert not same("Café", "Cafe")


def test_amounts_are_numbers_and_units_are_words() -> None:
    assert same({"amount": "300000", "unit": "tenge"}, {"unit": "tenge", "amount": "300000.00"})
    assert not same({"amount": "300000", "unit": "tenge"}, {"amount": "300000", "unit": "euro"})


@pytest.mark.parametrize("amount", ["", "x", "NaN", "Infinity", "1E9", "1_000", "٣", None, 3, ["1"]])
def test_what_is_no_amount_is_compared_as_it_is_written(amount: object) -> None:
    value = {"amount": amount, "unit": "m"}
    assert amount_of(value) is None  # pyright: ignore[reportArgumentType]
    assert same(value, dict(value))


def test_an_amount_of_many_digits_is_kept_to_the_last() -> None:
    assert amount_of({"amount": "9" * 150 + ".5"}) == Decimal("9" * 150 + ".5")


def test_the_order_of_choices_and_references_plays_no_part() -> None:
    assert same(["a", "b"], ["b", "a"])
    assert not same(["a", "b"], ["a"])


def test_references_are_the_same_when_their_targets_are_matched() -> None:
    mine, yours = [{"annotation": "m"}], [{"annotation": "y"}]
    assert same(mine, yours, m=4, y=4)
    assert not same(mine, yours, m=4, y=5)
    assert not same(mine, yours)


def test_yes_is_not_one() -> None:
    assert not same(True, 1)


def test_states_differ_and_untouched_is_no_statement() -> None:
    not_stated = normal_field(FieldValue(state=FieldState.NOT_STATED), {})
    not_applicable = normal_field(FieldValue(state=FieldState.NOT_APPLICABLE), {})
    assert len({UNTOUCHED, not_stated, not_applicable, normal_field(stated("x"), {})}) == 4
    assert normal_field(None, {}) == UNTOUCHED


def test_all_targets_of_an_annotation_are_found() -> None:
    fields = {"made_by": stated([{"annotation": "one"}, {"annotation": "two"}]), "due": stated({"annotation": "three"})}
    assert references({**fields, "action": stated("four")}) == {"one", "two", "three"}


@given(JSON)
def test_any_value_has_a_normal_form_that_can_be_compared(value: object) -> None:
    assert hash(normal_value(value, {})) == hash(normal_value(value, {}))  # pyright: ignore[reportArgumentType]
