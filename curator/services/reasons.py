"""The reasons that a project has for returning and rejecting."""

from collections.abc import Sequence
from dataclasses import dataclass

from curator.domain.supervision import DEFAULT_REASONS, Reason
from curator.services.changes import Changes
from curator.services.project import Project


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: a name of the project's list, words, or both."""

    name: str | None = None
    text: str = ""


NO_REASON = Why()


def reasons(project: Project) -> tuple[Reason, ...]:
    """The reasons in the order in which they are offered."""
    _ = project
    return DEFAULT_REASONS


def set_reasons(project: Project, chosen: Sequence[Reason]) -> Changes:
    """Give the project another list. Needs a supervisor; what was given before keeps its name."""
    _ = project, chosen
    return Changes()
