"""When two annotators said the same of a field.

Each value is turned into a normal form; two values are the same when their normal forms are equal. References to other
annotations are the same when what they point at was matched: each annotator points at an annotation of their own.
"""

import json
import re
import unicodedata
from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Final, cast

from pydantic import JsonValue

from curator.domain.annotation import FieldState, FieldValue

UNTOUCHED: Final = ("untouched",)
"""The normal form of a field that its annotator has not looked at."""

Normal = Hashable

_AMOUNT: Final = re.compile(r"-?[0-9]{1,200}(\.[0-9]{1,200})?")


def normal_field(value: FieldValue | None, matches: Mapping[str, Hashable]) -> Normal:
    """The normal form of what an annotator says of a field; evidence does not count.

    `matches` gives, for the id of an annotation, what its match is known by.
    """
    if value is None:
        return UNTOUCHED
    if value.state is not FieldState.STATED:
        return (value.state.value,)
    return FieldState.STATED.value, normal_value(value.value, matches)


def normal_value(value: JsonValue, matches: Mapping[str, Hashable]) -> Normal:
    """The normal form of a stated value: lists are sets, amounts are numbers, texts are trimmed and composed (NFC)."""
    if isinstance(value, str):
        return "text", unicodedata.normalize("NFC", value).strip()
    if isinstance(value, list):
        return "set", frozenset(normal_value(member, matches) for member in value)
    if isinstance(value, dict):
        return _normal_group(value, matches)
    return type(value).__name__, value


def _normal_group(value: Mapping[str, JsonValue], matches: Mapping[str, Hashable]) -> Normal:
    target = pointed_at(value)
    if target is not None:
        return "annotation", matches.get(target, target)
    if set(value) == {"amount", "unit"}:
        amount = amount_of(value)
        if amount is not None:
            return "quantity", amount, str(value["unit"])
    return "json", json.dumps(value, sort_keys=True, ensure_ascii=False)


def amount_of(value: Mapping[str, JsonValue]) -> Decimal | None:
    """The amount of a quantity; None where it is not written as amounts are (a file may hold anything)."""
    amount = value["amount"]
    return Decimal(amount) if isinstance(amount, str) and _AMOUNT.fullmatch(amount) else None


def pointed_at(value: JsonValue | Mapping[str, JsonValue]) -> str | None:
    """The annotation that a value of the form {"annotation": id} points at, or None for any other value."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    target = cast("Mapping[str, JsonValue]", value).get("annotation")
    return target if isinstance(target, str) else None


def references(fields: Mapping[str, FieldValue]) -> set[str]:
    """The ids of all annotations that the values of an annotation point at."""
    found: set[str] = set()
    for field in fields.values():
        values = field.value if isinstance(field.value, list) else [field.value]
        found.update(target for value in values if (target := pointed_at(value)) is not None)
    return found
