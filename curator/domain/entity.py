"""Entities: the people, states, organizations, instruments and places that mentions refer to."""

from typing import Annotated

from pydantic import Field

from curator.domain.span import Value


class Entity(Value):
    """The body of an entity subject. `identifiers` maps an authority ("wikidata") to its id ("Q232")."""

    kind: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    aliases: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    withdrawn: bool = False
