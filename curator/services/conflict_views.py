"""What a person sees of a conflict. Plain values; nothing here reads the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from curator.domain.history import Kind, Register


@dataclass(frozen=True, slots=True)
class Who:
    """Who wrote a value, in which revision, and when by their clock."""

    name: str
    at: str
    revision: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values; `value` is None where there was none, and `words` say it."""

    value: Any
    words: str
    by: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A register of a subject with several values; the first of them is shown."""

    register: Register
    title: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A subject that people changed differently.

    `what` is `values`, or `withdrawal` where one ended what another changed. `document` is where it belongs, or "".
    """

    kind: Kind
    subject: str
    document: str
    title: str
    what: Literal["values", "withdrawal"]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `takes` is the number of the side that it takes of each register it is about."""

    words: str
    by: tuple[Who, ...]
    takes: Mapping[Register, int]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has to choose: one register, or (with `register` None) the word of one person as a whole.

    `said` is what happened, in a sentence, where the title does not say it.
    """

    register: Register | None
    title: str
    options: tuple[Option, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conflict in a list. `fields` are the titles of what was changed differently."""

    kind: Kind
    subject: str
    document: str
    document_title: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A decision and a change of its annotation that knew nothing of each other: it is to be reviewed again."""

    annotation: str
    document: str
    title: str
    verdict: str
    decided: Who
    changed: Who
