"""Field values against a scheme: what fits, what is refused, and in which words."""

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.annotation import AnnotationEvidence, FieldState, FieldValue
from curator.domain.scheme import AnnotationScheme, Choice, Condition, FormField, Label
from curator.domain.validation import (
    MISSING,
    NO_EVIDENCE,
    NO_VALUE,
    asked_fields,
    check_field,
    check_value,
    problems,
    scheme_problems,
)

SCHEME_FILE = Path(__file__).parents[2] / "resources" / "schemes" / "commitments.json"
EVIDENCE = (AnnotationEvidence(annotation="a1"),)
CHOICES = (Choice(name="low", title="Low"), Choice(name="high", title="High"))


def field(name: str, kind: str, **more: Any) -> FormField:
    return FormField(name=name, title=name.title(), type=kind, **more)  # pyright: ignore[reportArgumentType]


def stated(value: Any, evidence: Any = EVIDENCE) -> FieldValue:
    return FieldValue(state=FieldState.STATED, value=value, evidence=evidence)


LABEL = Label(
    name="all",
    title="All",
    fields=(
        field("line", "text"),
        field("lines", "long_text"),
        field("one", "choice", choices=CHOICES),
        field("some", "choices", choices=CHOICES),
        field("sure", "yes_no"),
        field("number", "whole_number"),
        field("amount", "quantity", units=("USD",)),
        field("when", "date"),
        field("due", "date", labels=("date",)),
        field("who", "entity", entity_kinds=("person",)),
        field("ref", "annotation", labels=("date",)),
        field("refs", "annotations", labels=("date",)),
    ),
)

FITTING: dict[str, Any] = {
    "line": "a line",
    "lines": "two\nlines",
    "one": "low",
    "some": ["low", "high"],
    "sure": False,
    "number": -4,
    "amount": {"amount": "-300000.50", "unit": "USD"},
    "when": "2018-06~",
    "due": {"annotation": "d1"},
    "who": "e1",
    "ref": [{"annotation": "d1"}],
    "refs": [{"annotation": "d1"}, {"annotation": "d2"}],
}


def is_date(text: str) -> str | None:
    return None if text[:4].isdigit() else f"“{text}” is not a date"


@pytest.mark.parametrize("name", FITTING)
def test_a_value_of_each_type_fits(name: str) -> None:
    assert check_value(LABEL, name, FITTING[name], is_date=is_date) is None


def test_a_date_may_be_text_even_where_it_may_point_at_an_annotation() -> None:
    assert check_value(LABEL, "due", "2045", is_date=is_date) is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("number", "3", "“3” is not a whole number"),
        ("number", True, "yes is not a whole number"),
        ("number", 4.0, "the number 4.0 is not a whole number"),
        ("number", 2**53 + 1, "too large"),
        ("sure", 1, "the number 1 is neither yes nor no"),
        ("sure", "true", "neither yes nor no"),
        ("line", 3, "the number 3 is not text"),
        ("line", "\ud83d", "half a character"),
        ("one", "medium", "“medium” is not one of the choices: low, high"),
        ("one", 1, "the number 1 is not one of the choices"),
        ("some", "low", "not a list of choices"),
        ("some", ["low", "none"], "“none” is not one of the choices"),
        ("some", ["low", "low"], "the same choice twice"),
        ("amount", "3 USD", "not an amount with a unit"),
        ("amount", {"amount": "3"}, "not an amount with a unit"),
        ("amount", {"amount": 3, "unit": "USD"}, "amounts are kept as text"),
        ("amount", {"amount": "NaN", "unit": "USD"}, "“NaN” is not an amount"),
        ("amount", {"amount": "1e5", "unit": "USD"}, "“1e5” is not an amount"),
        ("amount", {"amount": "٣", "unit": "USD"}, "is not an amount"),
        ("amount", {"amount": "3\n", "unit": "USD"}, "is not an amount"),
        ("amount", {"amount": "3", "unit": 4}, "the number 4 is not a unit"),
        ("when", 2018, "the number 2018 is not a date"),
        ("when", "tomorrow", "“tomorrow” is not a date"),
        ("when", {"annotation": "d1"}, "can't point at an annotation"),
        ("due", {"entity": "d1"}, "points at one annotation"),
        ("who", ["e1"], "a list is not the id of an entity"),
        ("ref", {"annotation": "d1"}, "not a list with one annotation"),
        ("ref", [], "not a list with one annotation"),
        ("ref", [{"annotation": "d1"}, {"annotation": "d2"}], "not a list with one annotation"),
        ("refs", [{"annotation": "d1"}, {"annotation": "d1"}], "each of them once"),
        ("refs", ["d1"], "not a list of annotations"),
        ("nothing", 1, 'the form of "All" has no field "nothing"'),
        ("nothing", None, 'the form of "All" has no field "nothing"'),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(name: str, value: Any, words: str) -> None:
    message = check_value(LABEL, name, value, is_date=is_date)
    assert message is not None
    assert words in message


@given(st.from_regex(r"-?[0-9]+(\.[0-9]+)?", fullmatch=True).filter(lambda text: text.isascii() and len(text) < 200))
def test_every_plain_decimal_is_an_amount(amount: str) -> None:
    assert check_value(LABEL, "amount", {"amount": amount.strip("\n"), "unit": ""}) is None


def test_field_names_that_pydantic_uses_itself_are_names_like_others() -> None:
    names = ("copy", "model_fields", "schema", "json", "validate", "model_config")
    label = Label(name="odd", title="Odd", fields=tuple(field(name, "whole_number") for name in names))
    for name in names:
        assert check_value(label, name, 3) is None
        assert check_value(label, name, "3") is not None


def test_a_value_beside_not_stated_is_refused() -> None:
    wrong = FieldValue(state=FieldState.NOT_STATED, value="x")
    assert "marked as not stated" in str(check_field(LABEL, "line", wrong))
    assert check_field(LABEL, "line", FieldValue(state=FieldState.NOT_STATED)) is None


def test_stated_without_a_value_can_be_kept_and_is_a_problem() -> None:
    assert check_field(LABEL, "line", stated(None)) is None
    assert [(p.field, p.message, p.severity) for p in problems(LABEL, {"line": stated(None)})] == [
        ("line", NO_VALUE, "error")
    ]
    assert [p.message for p in problems(LABEL, {"line": stated("  ")})] == [NO_VALUE]


def test_a_value_without_evidence_is_a_warning() -> None:
    found = problems(LABEL, {"line": stated("x", ())})
    assert [(p.field, p.message, p.severity) for p in found] == [("line", NO_EVIDENCE, "warning")]


def test_problems_come_in_the_order_of_the_form_and_name_unknown_fields_first() -> None:
    fields = {"nothing": stated(1), "when": stated("soon"), "line": stated(3)}
    assert [p.field for p in problems(LABEL, fields, is_date=is_date)] == ["nothing", "line", "when"]


CONDITIONAL = Label(
    name="c",
    title="C",
    fields=(
        field("kind", "choice", choices=CHOICES),
        field("why", "text", required=True, when=Condition(field="kind", values=("high",))),
        field("since", "text", required=True, when=Condition(field="why")),
        field("sure", "yes_no"),
        field("number", "text", when=Condition(field="sure", values=(1,))),
    ),
)


def test_a_required_field_is_missed_only_where_its_condition_holds() -> None:
    assert problems(CONDITIONAL, {}) == []
    assert problems(CONDITIONAL, {"kind": stated("low")}) == []
    found = problems(CONDITIONAL, {"kind": stated("high")})
    assert [(p.field, p.message) for p in found] == [("why", MISSING)]


def test_not_stated_answers_a_required_field() -> None:
    fields = {"kind": stated("high"), "why": FieldValue(state=FieldState.NOT_STATED)}
    assert problems(CONDITIONAL, fields) == []


def test_a_field_that_rests_on_a_hidden_field_is_hidden_too() -> None:
    fields = {"kind": stated("low"), "why": stated("because"), "sure": stated(True)}
    assert asked_fields(CONDITIONAL, fields) == {"kind", "sure"}
    fields["kind"] = stated("high")
    assert asked_fields(CONDITIONAL, fields) == {"kind", "why", "since", "sure"}


def test_fields_that_depend_on_each_other_are_never_asked_for() -> None:
    one = field("one", "text", required=True, when=Condition(field="two"))
    two = field("two", "text", required=True, when=Condition(field="one"))
    label = Label(name="loop", title="Loop", fields=(one, two))
    assert asked_fields(label, {"one": stated("x"), "two": stated("y")}) == frozenset()


def test_what_values_point_at_must_be_there_and_of_the_right_kind() -> None:
    labels = {"d1": "date", "a1": "actor"}
    fields = {"ref": stated([{"annotation": "a1"}]), "due": stated({"annotation": "gone"}), "who": stated("e1")}
    found = problems(LABEL, fields, label_of=labels.get, kind_of={"e1": "state"}.get)
    words = {p.field: p.message for p in found}
    assert "of the kind “actor”; this field takes date" in words["ref"]
    assert "not there" in words["due"]
    assert "of the kind “state”; this field takes person" in words["who"]
    assert problems(LABEL, {"ref": stated([{"annotation": "d1"}])}, label_of=labels.get) == []


def test_the_default_scheme_is_sound() -> None:
    scheme = AnnotationScheme.model_validate(json.loads(SCHEME_FILE.read_text("utf-8")), strict=False)
    assert scheme_problems(scheme) == []
    assert [(label.name, label.key) for label in scheme.labels] == [
        ("actor", "1"),
        ("organization", "2"),
        ("date", "3"),
        ("commitment", "4"),
    ]
    kinds = {choice.name for choice in scheme.entity_kinds}
    assert {kind for label in scheme.labels for item in label.fields for kind in item.entity_kinds} <= kinds


def test_a_default_and_a_condition_that_no_value_can_meet_are_named() -> None:
    label = Label(
        name="x",
        title="X",
        fields=(
            field("one", "choice", choices=CHOICES, default="none"),
            field("two", "text", when=Condition(field="one", values=("never",))),
        ),
    )
    found = scheme_problems(AnnotationScheme(name="S", labels=(label,)))
    assert len(found) == 2
    assert "its default “none” is not one of the choices" in found[0]
    assert '"one" can\'t have' in found[1]


def test_checking_a_valid_form_of_five_fields_costs_no_more_than_adding_up_two_thousand_numbers() -> None:
    names = ("line", "one", "amount", "due", "refs")
    fields = {name: stated(FITTING[name]) for name in names}
    assert problems(LABEL, fields) == []
    checking = min(_seconds(lambda: problems(LABEL, fields)) for _ in range(5))
    adding = min(_seconds(lambda: sum(range(2000))) for _ in range(5))
    assert checking < adding


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    for _ in range(1000):
        work()
    return process_time() - start
