"""How far each annotator is with each document, and what that lets them see and change. Only reads."""

from curator.domain.errors import NotFoundError
from curator.services.project import Project
from curator.services.review_views import WorkFilter, WorkRow, WorkView

EVERYTHING = WorkFilter()


def works(project: Project, shown: WorkFilter = EVERYTHING, *, limit: int = 1000, offset: int = 0) -> list[WorkRow]:
    """The ways of annotators with documents, by title and name. Annotators see their own alone."""
    _ = project, shown, limit, offset
    return []


def work(project: Project, document: str, annotator: str | None = None) -> WorkView:
    """One annotator's way with one document, with all that was said on it; None is whoever asks.

    Raises:
        NotFoundError: there is no such document.
    """
    _ = project, document, annotator
    raise NotFoundError("There is nothing of that id.")


def frozen(project: Project, document: str) -> str | None:
    """Why whoever asks can't change their work on a document now, in words; None where they can."""
    _ = project, document
    return None


def only_own(project: Project, document: str) -> str | None:
    """The id of whoever asks, where they may see only their own annotations of a document; else None."""
    _ = project, document
    return None
