"""Handing work in: the list of what to look at before, the submission with its note, taking it back."""

from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.review_views import Check


def checks(project: Project, document: str) -> list[Check]:
    """What to look at before submitting one's own work on a document, in document order.

    Required fields, open evidence, undecided conditions, overlapping twins.
    """
    _ = project, document
    return []


def submit(project: Project, document: str, *, note: str = "", nothing: bool = False) -> Changes:
    """Submit one's own work on a document, with a note to the supervisor. It is frozen until it is returned.

    Args:
        project: where.
        document: its id.
        note: words to the supervisor.
        nothing: the statement that there is nothing to annotate in this text.

    Raises:
        NotAllowedError: it is assigned to others, or submitted already.
        InvalidError: it is empty without that statement, or not empty with it; or required fields are missing.
    """
    _ = project, document, note, nothing
    return Changes()


def take_back(project: Project, document: str) -> Changes:
    """Take one's own submission back, as long as no supervisor took it to review."""
    _ = project, document
    return Changes()
