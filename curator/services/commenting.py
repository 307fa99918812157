"""Comments on documents, annotations and fields: threads that are open or resolved."""

from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.review_views import Thread


def comment(
    project: Project, document: str, text: str, *, annotation: str | None = None, field: str | None = None
) -> Changes:
    """Begin a thread on a document, an annotation of it, or a field of that."""
    _ = project, document, text, annotation, field
    return Changes()


def answer(project: Project, thread: str, text: str) -> Changes:
    """Add to a thread; an answer opens a resolved one again."""
    _ = project, thread, text
    return Changes()


def resolve(project: Project, thread: str, *, resolved: bool = True) -> Changes:
    """Say that a thread is resolved, or open again. Who began it, the annotation's author and supervisors may."""
    _ = project, thread, resolved
    return Changes()


def withdraw(project: Project, comment: str) -> Changes:
    """Take one's own comment away; its history stays."""
    _ = project, comment
    return Changes()


def threads(
    project: Project, document: str, *, annotation: str | None = None, resolved: bool | None = None
) -> list[Thread]:
    """The threads of a document (of one annotation), the oldest first; only resolved or only open ones if asked."""
    _ = project, document, annotation, resolved
    return []


def open_threads(project: Project, document: str) -> dict[str, int]:
    """How many open threads each annotation of a document has; "" is the document itself."""
    _ = project, document
    return {}
