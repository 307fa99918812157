"""The pydantic model that a label's form makes, and what its refusals mean in words for people.

One model per label, made once and kept: an import checks a hundred thousand field maps against a handful of labels.
Field names come from users and may be `copy` or `model_fields`, so the model's own attributes are numbered and the
names are aliases. What the models leave out (dates, conditions, what is missing) is in `validation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, cast

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    ValidationError,
    with_config,
)
from pydantic_core import SchemaValidator
from typing_extensions import TypedDict

from curator.domain.annotation import Id
from curator.domain.scheme import FieldType, FormField, Label

DECIMAL: Final = r"^-?[0-9]+(\.[0-9]+)?$"
"""How amounts are written: no exponent, no NaN, no grouping, the digits 0-9 alone."""

_LARGEST = 2**53
_KEPT = 256


def _distinct(values: list[Any]) -> list[Any]:
    for place in range(1, len(values)):
        if values[place] in values[:place]:
            raise ValueError("the same thing twice")
    return values


def _encodable(text: str) -> str:
    """Refuse a string with half of a surrogate pair in it: no UTF-8 can hold it."""
    if not text.isascii():
        text.encode()  # UnicodeEncodeError is a ValueError
    return text


_Text = Annotated[str, AfterValidator(_encodable)]


_STRICT: Final = ConfigDict(strict=True, extra="forbid")


# Typed dictionaries, not models: values stay the JSON that they are, and checking one costs a third.
@with_config(_STRICT)
class AnnotationRef(TypedDict):
    """A value that points at another annotation."""

    annotation: Id


@with_config(_STRICT)
class Quantity(TypedDict):
    """An amount, as the decimal that people wrote, and its unit (or "" where it has none)."""

    amount: Annotated[str, Field(pattern=DECIMAL, max_length=200)]
    unit: Annotated[_Text, Field(max_length=200)]


_SIMPLE: Final[dict[FieldType, Any]] = {
    FieldType.TEXT: _Text,
    FieldType.LONG_TEXT: _Text,
    FieldType.YES_NO: bool,
    FieldType.WHOLE_NUMBER: Annotated[int, Field(ge=-_LARGEST, le=_LARGEST)],
    FieldType.QUANTITY: Quantity,
    FieldType.ENTITY: Id,
    FieldType.ANNOTATION: Annotated[list[AnnotationRef], Field(min_length=1, max_length=1)],
    FieldType.ANNOTATIONS: Annotated[list[AnnotationRef], AfterValidator(_distinct)],
}


def _type_of(field: FormField) -> Any:  # noqa: ANN401 - a type, made at run time
    """The Python type that a field's values must have."""
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        # A Literal of names that are known only now: no type checker can read it.
        one = cast("Any", Literal).__getitem__(tuple(choice.name for choice in field.choices))
        return one if field.type is FieldType.CHOICE else Annotated[list[one], AfterValidator(_distinct)]
    if field.type is FieldType.DATE:
        return _Text | AnnotationRef if field.labels else _Text
    return _SIMPLE[field.type]


@dataclass(frozen=True, slots=True)
class FormModel:
    """What is kept for one label. `dates` and `pointers` name the fields that need a second look."""

    label: Label
    validator: SchemaValidator
    fields: dict[str, FormField]
    dates: tuple[str, ...]
    pointers: tuple[FormField, ...]
    required: tuple[str, ...]
    conditional: bool

    def refusals(self, values: Mapping[str, JsonValue]) -> dict[str, str]:
        """What is wrong with which values (none of them None); unknown fields are among them."""
        try:
            self.validator.validate_python(values)
        except ValidationError as error:
            wrong = {str(line["loc"][0]) for line in error.errors(include_url=False, include_context=False)}
            return {name: self.explain(name, values[name]) for name in values if name in wrong}
        return {}

    def explain(self, name: str, value: JsonValue) -> str:
        """Why `value`, which was refused, is no value of the field."""
        field = self.fields.get(name)
        if field is None:
            return f'the form of "{self.label.title}" has no field "{name}"'
        return _explain(field, value)


_cache: dict[int, FormModel] = {}


def form_model(label: Label) -> FormModel:
    """The model of a label's form; made once for each label object and kept for the last few hundred of them."""
    found = _cache.get(id(label))
    # An id may be used again once its object is gone; the cache holds the label itself, so that it can't be.
    if found is not None and found.label is label:
        return found
    if len(_cache) >= _KEPT:
        _cache.clear()
    made = _cache[id(label)] = _make(label)
    return made


def _make(label: Label) -> FormModel:
    # A key of a TypedDict may be any word, `copy` and `model_fields` among them, where a BaseModel's attribute may not.
    members = {field.name: _type_of(field) for field in label.fields}
    form: Any = cast("Any", TypedDict)(f"Form_{label.name}", members, total=False)
    model = with_config(_STRICT)(form)
    points = (FieldType.ENTITY, FieldType.ANNOTATION, FieldType.ANNOTATIONS, FieldType.DATE)
    return FormModel(
        label=label,
        validator=cast("SchemaValidator", TypeAdapter(model).validator),
        fields={field.name: field for field in label.fields},
        dates=tuple(field.name for field in label.fields if field.type is FieldType.DATE),
        pointers=tuple(field for field in label.fields if field.type in points),
        required=tuple(field.name for field in label.fields if field.required),
        conditional=any(field.when for field in label.fields),
    )


def shown(value: JsonValue) -> str:
    """A value in a message: short, and telling "3" from 3."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"“{value if len(value) <= 60 else value[:60] + '…'}”"
    if isinstance(value, int | float):
        return f"the number {value!r}"
    return "a list" if isinstance(value, list) else "nothing" if value is None else "a group of values"


def _explain(field: FormField, value: JsonValue) -> str:
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        return "holds half a character (a lone surrogate), which can't be saved"
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        return _explain_choice(field, value)
    if field.type is FieldType.QUANTITY:
        return _explain_quantity(value)
    if field.type is FieldType.DATE and isinstance(value, dict):
        return _explain_date_pointer(field)
    if field.type is FieldType.WHOLE_NUMBER and isinstance(value, int) and not isinstance(value, bool):
        return f"{shown(value)} is too large"
    return _EXPECTED[field.type].format(shown(value))


_EXPECTED: Final = {
    FieldType.TEXT: "{} is not text",
    FieldType.LONG_TEXT: "{} is not text",
    FieldType.YES_NO: "{} is neither yes nor no",
    FieldType.WHOLE_NUMBER: "{} is not a whole number",
    FieldType.DATE: "{} is not a date: write it as text, like 2018-06",
    FieldType.ENTITY: "{} is not the id of an entity",
    FieldType.ANNOTATION: "{} is not a list with one annotation",
    FieldType.ANNOTATIONS: "{} is not a list of annotations, each of them once",
}


def _explain_choice(field: FormField, value: JsonValue) -> str:
    names = [choice.name for choice in field.choices]
    offered = ", ".join(names)
    if field.type is FieldType.CHOICE:
        return f"{shown(value)} is not one of the choices: {offered}"
    if not isinstance(value, list):
        return f"{shown(value)} is not a list of choices: {offered}"
    strange = next((item for item in value if item not in names), None)
    if strange is None:
        return "the same choice twice"
    return f"{shown(strange)} is not one of the choices: {offered}"


def _explain_quantity(value: JsonValue) -> str:
    if not isinstance(value, dict) or set(value) != {"amount", "unit"}:
        return f"{shown(value)} is not an amount with a unit"
    amount = value["amount"]
    if not isinstance(amount, str):
        return f"{shown(amount)} is not an amount: amounts are kept as text, like “300000.50”"
    if not isinstance(value["unit"], str):
        return f"{shown(value['unit'])} is not a unit"
    return f"{shown(amount)} is not an amount: use digits, and a point for decimals, like “300000.50”"


def _explain_date_pointer(field: FormField) -> str:
    if not field.labels:
        return "this date can't point at an annotation"
    return "a date is text, like 2018-06, or points at one annotation"
