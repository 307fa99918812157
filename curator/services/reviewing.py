"""What supervisors say of annotations and of submitted work. All of it is one act each, and undoable."""

from collections.abc import Sequence

from curator.domain.errors import NotFoundError
from curator.domain.review import Verdict
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.reasons import NO_REASON, Why
from curator.services.review_views import ReviewView


def take_to_review(project: Project, document: str) -> Changes:
    """Take what was submitted of a document to review: its annotators can't take it back, and see each other's work."""
    _ = project, document
    return Changes()


def decide(
    project: Project, annotation: str, verdict: Verdict, *, field: str | None = None, reason: Why = NO_REASON
) -> Changes:
    """Accept, return or reject an annotation, or one of its fields.

    A field that is returned or rejected returns the annotation; accepting the annotation accepts all of its fields.

    Raises:
        NotAllowedError: the person is no supervisor.
        InvalidError: returning or rejecting without a reason, or no such reason or field.
    """
    _ = project, annotation, verdict, field, reason
    return Changes()


def decide_many(project: Project, annotations: Sequence[str], verdict: Verdict, *, reason: Why = NO_REASON) -> Changes:
    """The same verdict on many annotations in one act; those that have it already stay as they are."""
    _ = project, annotations, verdict, reason
    return Changes()


def withdraw_decision(project: Project, annotation: str) -> Changes:
    """Take a decision back, so that the annotation is open again."""
    _ = project, annotation
    return Changes()


def approve(project: Project, document: str, annotator: str, *, accept_rest: bool = False) -> Changes:
    """Approve an annotator's submitted work on a document.

    Raises:
        InvalidError: it is not submitted, or something in it is returned or not decided (`accept_rest` accepts that).
    """
    _ = project, document, annotator, accept_rest
    return Changes()


def send_back(project: Project, document: str, annotator: str, *, reason: Why = NO_REASON) -> Changes:
    """Return an annotator's work so that they can change it. Needs a reason, here or on an annotation."""
    _ = project, document, annotator, reason
    return Changes()


def review(project: Project, annotation: str) -> ReviewView:
    """All that was said of an annotation in review: decision, fields, corrections with both values, outcome."""
    _ = project, annotation
    raise NotFoundError("There is nothing of that id.")
