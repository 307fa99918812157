"""Double annotation made one: what agrees, what differs, and the word of a supervisor on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.domain.annotation import FieldValue
from curator.domain.review import ErrorClass
from curator.domain.span import Span
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.reasons import NO_REASON, Why
from curator.services.review_views import MatchRow


@dataclass(frozen=True, slots=True)
class Third:
    """What a third annotation says: each part chosen from one of its sources, or new."""

    label: str
    spans: Sequence[Span]
    fields: Mapping[str, FieldValue]


def matches(project: Project, document: str, annotators: Sequence[str] = ()) -> list[MatchRow]:
    """What the annotators (all that are assigned, if none are named) made of the same things, in document order.

    Needs a supervisor.
    """
    _ = project, document, annotators
    return []


def accept_agreeing(project: Project, document: str, annotators: Sequence[str] = ()) -> Changes:
    """Accept in one act all that agrees and is undisputed and not settled yet."""
    _ = project, document, annotators
    return Changes()


def take(
    project: Project, match: Sequence[str], chosen: str, *, error: ErrorClass | None = None, reason: Why = NO_REASON
) -> Changes:
    """Let one of the annotations of a match stand for all; the others are rejected in its favour.

    Args:
        project: where.
        match: the ids of all annotations of the match.
        chosen: the one to take.
        error: why the others were overruled.
        reason: the same in words.
    """
    _ = project, match, chosen, error, reason
    return Changes()


def make_third(
    project: Project, match: Sequence[str], third: Third, *, error: ErrorClass | None = None, reason: Why = NO_REASON
) -> Changes:
    """Make an annotation that stands for a match and names its sources; `changes.focus` has its id."""
    _ = project, match, third, error, reason
    return Changes()


def reject_all(
    project: Project, match: Sequence[str], *, error: ErrorClass | None = None, reason: Why = NO_REASON
) -> Changes:
    """Settle that none of a match stands."""
    _ = project, match, error, reason
    return Changes()


def reopen(project: Project, match: Sequence[str]) -> Changes:
    """Take the outcome of a match back, and withdraw the third where one was made."""
    _ = project, match
    return Changes()
