"""Handing documents out: to whom, until when; by hand, evenly, or by a rule. All of it needs a supervisor."""

from collections.abc import Sequence

from curator.services.changes import Changes
from curator.services.project import Project


def assign(project: Project, documents: Sequence[str], annotators: Sequence[str], *, due: str | None = None) -> Changes:
    """Assign each of the documents to each of the annotators, in one act; several make it double annotation, blind.

    What is assigned already stays so, and gets the due date where one is given. `due` is an ISO date.

    Raises:
        NotAllowedError: the person is no supervisor.
        NotFoundError: no such document or person.
        InvalidError: the due date is none, or nobody was named.
    """
    _ = project, documents, annotators, due
    return Changes()


def assign_evenly(
    project: Project, documents: Sequence[str], annotators: Sequence[str], *, each: int = 1, due: str | None = None
) -> Changes:
    """Assign each document to `each` annotators so that all get as many; what they have already counts."""
    _ = project, documents, annotators, each, due
    return Changes()


def assign_by_rule(
    project: Project, documents: Sequence[str], annotators: Sequence[str], *, every: int, due: str | None = None
) -> Changes:
    """Assign each document to one annotator in turn, and every `every`-th of them to a second one as well."""
    _ = project, documents, annotators, every, due
    return Changes()


def unassign(project: Project, documents: Sequence[str], annotators: Sequence[str]) -> Changes:
    """Take documents away from annotators; what they annotated stays."""
    _ = project, documents, annotators
    return Changes()


def set_due(project: Project, documents: Sequence[str], due: str | None) -> Changes:
    """Set the due date of all assignments of these documents; None takes it away."""
    _ = project, documents, due
    return Changes()
