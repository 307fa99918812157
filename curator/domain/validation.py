"""Whether field values fit the scheme, said in words for people.

The types of values are checked by the pydantic models in `value_models`; here is what goes beyond one value: states,
conditions, what is missing, and what values point at. What a date is (EDTF) is for `curator.text` to say, and what an
id stands for is for the project to say: both come in as functions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.scheme import AnnotationScheme, Condition, FieldType, FormField, Label
from curator.domain.value_models import FormModel, form_model, shown

Severity = Literal["error", "warning"]

IsDate = Callable[[str], str | None]
"""Says what is wrong with an EDTF date, or None when nothing is."""

KindOf = Callable[[str], str | None]
"""The label of the annotation, or the kind of the entity, that an id stands for; None where there is none."""

MISSING = "needed, and not filled in yet"
NO_VALUE = "stated, but the value is not filled in yet"
NO_EVIDENCE = "no words of the text are cited for it"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is not in order with a field (or with the whole annotation, where `field` is None)."""

    field: str | None
    message: str
    severity: Severity = "error"


def check_value(label: Label, name: str, value: JsonValue, *, is_date: IsDate | None = None) -> str | None:
    """Why `value` is no value for the field `name`, or None when it fits. None itself is no value, and fits."""
    if value is None:
        return None if label.field(name) else form_model(label).explain(name, value)
    model = form_model(label)
    refused = model.refusals({name: value})
    return refused.get(name) or _not_a_date(model, name, value, is_date)


def check_field(label: Label, name: str, field: FieldValue, *, is_date: IsDate | None = None) -> str | None:
    """Why the field can't be kept as it is, or None. A stated field whose value is still missing can be kept."""
    if field.state is not FieldState.STATED and field.value is not None:
        return f"marked as {field.state.replace('_', ' ')}, and yet has the value {shown(field.value)}"
    return check_value(label, name, field.value, is_date=is_date)


def problems(
    label: Label,
    fields: Mapping[str, FieldValue],
    *,
    is_date: IsDate | None = None,
    label_of: KindOf | None = None,
    kind_of: KindOf | None = None,
) -> list[Problem]:
    """Everything that is not in order with an annotation's fields, in the order of the form.

    A required field is answered by any state: that the text does not state it is an answer. Fields that are not asked
    for (`when`) are not missed. `label_of` and `kind_of` resolve annotations and entities; without them, what values
    point at is not checked.
    """
    model = form_model(label)
    values: dict[str, JsonValue] = {}
    incomplete: list[Problem] = []
    stated = FieldState.STATED
    for name, field in fields.items():
        value = field.value
        if value is not None:
            values[name] = value
        # The plain case first: an import goes past here with each of its fields.
        if value and field.evidence and field.state is stated and not (value.__class__ is str and _is_blank(value)):
            continue
        if (problem := _field_problem(name, field)) is not None:
            incomplete.append(problem)
    wrong = model.refusals(values)
    for name in model.dates:
        if name in values and name not in wrong and (message := _not_a_date(model, name, values[name], is_date)):
            wrong[name] = message
    if label_of or kind_of:
        for field in model.pointers:
            if field.name in values and field.name not in wrong:
                _check_pointers(field, values[field.name], (label_of, kind_of), wrong)
    incomplete += [Problem(name, MISSING) for name in model.required if name not in fields]
    found = _asked_for(model, fields, incomplete)
    return _in_order(model, found, wrong) if found or wrong else []


def asked_fields(label: Label, fields: Mapping[str, FieldValue]) -> frozenset[str]:
    """The names of the fields that the form asks for, given what is filled in.

    A field whose condition rests on a field that is itself not asked for, is not asked for either.
    """
    by_name = form_model(label).fields
    return frozenset(name for name in by_name if _is_asked(name, by_name, fields))


def holds(condition: Condition, field: FieldValue | None) -> bool:
    """Whether a condition is met by the field it names."""
    if field is None or field.state is not FieldState.STATED or field.value in (None, "", []):
        return False
    if not condition.values:
        return True
    values = field.value if isinstance(field.value, list) else [field.value]
    # True == 1 in Python, but not to people.
    return any(value == wanted and type(value) is type(wanted) for value in values for wanted in condition.values)


def scheme_problems(scheme: AnnotationScheme) -> list[str]:
    """What is wrong with a scheme beyond its shape: defaults and conditions that no value can meet."""
    found: list[str] = []
    for label in scheme.labels:
        for field in label.fields:
            found += [f'field "{label.name}.{field.name}": {text}' for text in _definition_problems(label, field)]
    return found


def _definition_problems(label: Label, field: FormField) -> Iterable[str]:
    if field.default is not None and (message := check_value(label, field.name, field.default)):
        yield f"its default {message}"
    if field.when is None:
        return
    other = label.field(field.when.field)
    for value in field.when.values:
        probe: JsonValue = [value] if other and other.type is FieldType.CHOICES else value
        if message := check_value(label, field.when.field, probe):
            yield f'it depends on a value that "{field.when.field}" can\'t have: {message}'


def _asked_for(model: FormModel, fields: Mapping[str, FieldValue], found: list[Problem]) -> list[Problem]:
    """Those of the problems that are about fields that the form asks for."""
    if not (found and model.conditional):
        return found
    asked = asked_fields(model.label, fields)
    return [problem for problem in found if problem.field in asked]


def _in_order(model: FormModel, found: list[Problem], wrong: Mapping[str, str]) -> list[Problem]:
    """One problem a field, a wrong value before all else, in the order of the form; unknown fields first."""
    order = {name: place for place, name in enumerate(model.fields)}
    every = [problem for problem in found if problem.field not in wrong]
    every += [Problem(name, message) for name, message in wrong.items()]
    return sorted(every, key=lambda problem: order.get(problem.field or "", -1))


def _is_blank(value: JsonValue) -> bool:
    return value == [] or (isinstance(value, str) and (not value or value.isspace()))


def _field_problem(name: str, field: FieldValue) -> Problem | None:
    value = field.value
    if field.state is not FieldState.STATED:
        return None if value is None else Problem(name, f"has a value, but is marked {field.state.replace('_', ' ')}")
    if value is None or _is_blank(value):
        return Problem(name, NO_VALUE)
    return None if field.evidence else Problem(name, NO_EVIDENCE, "warning")


def _is_asked(name: str, by_name: dict[str, FormField], fields: Mapping[str, FieldValue]) -> bool:
    seen: set[str] = set()
    while (condition := by_name[name].when) is not None:
        if name in seen or not holds(condition, fields.get(condition.field)):
            return False
        seen.add(name)
        name = condition.field
    return True


def _not_a_date(model: FormModel, name: str, value: JsonValue, is_date: IsDate | None) -> str | None:
    if is_date is None or name not in model.dates or not isinstance(value, str) or not value:
        return None
    return is_date(value)


def _check_pointers(
    field: FormField, value: JsonValue, resolvers: tuple[KindOf | None, KindOf | None], wrong: dict[str, str]
) -> None:
    label_of, kind_of = resolvers
    if field.type is FieldType.ENTITY:
        if kind_of is not None and (message := _wrong_kind("entity", kind_of(str(value)), field.entity_kinds)):
            wrong[field.name] = message
        return
    if label_of is None:
        return
    for pointer in value if isinstance(value, list) else [value]:
        if isinstance(pointer, dict):
            message = _wrong_kind("annotation", label_of(str(pointer["annotation"])), field.labels)
            if message:
                wrong[field.name] = message


def _wrong_kind(thing: str, kind: str | None, allowed: tuple[str, ...]) -> str | None:
    if kind is None:
        return f"points at an {thing} that is not there"
    if allowed and kind not in allowed:
        return f"points at an {thing} of the kind “{kind}”; this field takes {', '.join(allowed)}"
    return None
