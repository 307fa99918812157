"""Whether field values fit the scheme, said in words for people."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is not in order with a field (or with the whole annotation, where `field` is None)."""

    field: str | None
    message: str
    severity: Severity = "error"
