"""Field values in words for people."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from curator.domain.scheme import FieldType, FormField, Label
from curator.services.project import Project
from curator.store.queries import annotations, entities

UNKNOWN_PERSON = "somebody this project does not know"
_NOTHING: tuple[Any, ...] = ("", None, [], {})
_MAIN = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.ENTITY, FieldType.DATE)
_STATES = {"not_stated": "not stated", "not_applicable": "not applicable"}

Fields = Mapping[str, Mapping[str, Any]]
"""Field values as JSON, by name."""


def names(project: Project, forms: Iterable[Fields]) -> dict[str, str]:
    """What the ids in these forms stand for: names of entities, quotes of annotations."""
    ids = {target for fields in forms for value in fields.values() for target in _targets(value.get("value"))}
    wanted = sorted(ids)
    found = {ident: name for ident, (_, name) in entities.names(project.store, wanted).items()}
    found |= {ident: quote for ident, (_, quote) in annotations.quotes(project.store, wanted).items()}
    return found


def headline(label: Label | None, fields: Fields, known: Mapping[str, str]) -> str:
    """The main value of a form in words: its first filled field of a kind that says something by itself."""
    for field in label.fields if label else ():
        value = fields.get(field.name, {}).get("value")
        if field.type in _MAIN and value not in _NOTHING:
            return value_in_words(field, value, known)
    return ""


def field_in_words(field: FormField | None, value: Mapping[str, Any] | None, known: Mapping[str, str]) -> str:
    """A field value with its state: "" for an untouched one."""
    if value is None:
        return ""
    words = _STATES.get(value["state"]) or value_in_words(field, value.get("value"), known) or "stated"
    cited = len(value.get("evidence", ()))
    return f"{words} ({cited} cited)" if cited else words


def value_in_words(field: FormField | None, value: Any, known: Mapping[str, str]) -> str:  # noqa: ANN401 - any JSON value
    """A value as people say it: titles for choices, names for ids."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return ", ".join(value_in_words(field, item, known) for item in items)
    if isinstance(value, dict):
        content = cast("Mapping[str, Any]", value)
        if "annotation" in content:
            return known.get(content["annotation"], "an annotation that is not here")
        return f"{content.get('amount', '')} {content.get('unit', '')}".strip()
    return _plain(field, str(value), known)


def _plain(field: FormField | None, text: str, known: Mapping[str, str]) -> str:
    titles = {choice.name: choice.title for choice in field.choices} if field else {}
    if field and field.type is FieldType.ENTITY:
        return known.get(text, "an entity that is not here")
    return titles.get(text, text)


def _targets(value: Any) -> Iterable[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and "annotation" in value:
        yield value["annotation"]
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        for item in items:
            yield from _targets(item)
