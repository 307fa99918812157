"""People and their roles, as the history knows them."""

from typing import Annotated

from pydantic import Field

from curator.domain.span import Value
from curator.domain.states import Role


class Person(Value):
    """The body of a person subject. `keys` are Ed25519 public keys in hexadecimal digits.

    `imported` marks a person who came in with a data set: known by name, without a key, able to sign nothing.
    `revoked` names, for each key that no longer holds, the last changesets of it that stay valid; `admitted` names
    changesets that count with these roles although the key held none when they were made. Both go for what the same
    key signed before.
    """

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    roles: tuple[Annotated[Role, Field(strict=False)], ...] = ()
    keys: tuple[str, ...] = ()
    imported: bool = False
    revoked: dict[str, tuple[str, ...]] = {}
    admitted: dict[str, tuple[Annotated[Role, Field(strict=False)], ...]] = {}
