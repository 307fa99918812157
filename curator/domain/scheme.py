"""Annotation schemes: the labels of a project and the form of each."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from curator.domain.span import Value

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""A machine name: what the data set and the command line call a label, a field or a choice."""

Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
"""What people see."""


class FieldType(StrEnum):
    """The types of a form field; how each value looks in JSON stands behind it."""

    TEXT = "text"  # string, one line
    LONG_TEXT = "long_text"  # string
    CHOICE = "choice"  # the name of one choice
    CHOICES = "choices"  # list of names of choices
    YES_NO = "yes_no"  # true or false
    WHOLE_NUMBER = "whole_number"  # integer
    QUANTITY = "quantity"  # {"amount": decimal as a string, "unit": string}
    DATE = "date"  # EDTF string, or {"annotation": id} where `labels` allows one
    ENTITY = "entity"  # the id of an entity
    ANNOTATION = "annotation"  # list with one {"annotation": id}
    ANNOTATIONS = "annotations"  # list of {"annotation": id}


class Choice(Value):
    """One of the values that a choice field offers."""

    name: Name
    title: Title


class Condition(Value):
    """When a field is asked for: another field of the form is stated, with one of `values` if any are given."""

    field: Name
    values: tuple[JsonValue, ...] = ()


class FormField(Value):
    """One field of a label's form.

    `choices` belongs to choice fields, `entity_kinds` to entities, `labels` to annotations and dates
    (which labels they may point at; for entities nothing), `units` to quantities (offered, not enforced).
    """

    name: Name
    title: Title
    type: Annotated[FieldType, Field(strict=False)]
    required: bool = False
    help: str = ""
    default: JsonValue = None
    when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    entity_kinds: tuple[Name, ...] = ()
    labels: tuple[Name, ...] = ()
    units: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_choices(self) -> Self:
        needs = self.type in (FieldType.CHOICE, FieldType.CHOICES)
        if needs != bool(self.choices):
            raise ValueError(f'field "{self.name}": choices belong to choice fields, which need at least one')
        return self


class Label(Value):
    """One kind of annotation. `key` is the digit that tags a selection, `colour` is `#rrggbb`."""

    name: Name
    title: Title
    key: Annotated[str, Field(pattern=r"^[1-9]?$")] = ""
    colour: Annotated[str, Field(pattern=_COLOUR.pattern + "$")] = "#0072B2"
    help: str = ""
    fields: tuple[FormField, ...] = ()

    @model_validator(mode="after")
    def _fields_are_sound(self) -> Self:
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names):
            raise ValueError(f'label "{self.name}": two fields have the same name')
        for field in self.fields:
            if field.when and field.when.field not in names:
                raise ValueError(f'field "{field.name}" depends on "{field.when.field}", which is not in the form')
        return self

    def field(self, name: str) -> FormField | None:
        """The field of that name, if the form has one."""
        return next((field for field in self.fields if field.name == name), None)


class AnnotationScheme(Value):
    """The labels of a project, with their forms; `version` grows with each change."""

    name: Title
    version: Annotated[int, Field(ge=1)] = 1
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]
    entity_kinds: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _labels_are_sound(self) -> Self:
        names = [label.name for label in self.labels]
        if len(set(names)) < len(names):
            raise ValueError("two labels have the same name")
        keys = [label.key for label in self.labels if label.key]
        if len(set(keys)) < len(keys):
            raise ValueError("two labels have the same key")
        known = set(names)
        for label in self.labels:
            for field in label.fields:
                if unknown := set(field.labels) - known:
                    raise ValueError(f'field "{label.name}.{field.name}" points at unknown labels: {sorted(unknown)}')
        return self

    def label(self, name: str) -> Label | None:
        """The label of that name, if the scheme has one."""
        return next((label for label in self.labels if label.name == name), None)
