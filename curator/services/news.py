"""What others did to a person's own work: decisions, changes, comments. What was seen is kept in this copy alone."""

from collections.abc import Sequence

from curator.services.project import Project
from curator.services.review_views import News


def news(project: Project, *, unseen: bool = False, document: str | None = None, limit: int = 200) -> list[News]:
    """What others did to the work of whoever asks, the newest first."""
    _ = project, unseen, document, limit
    return []


def unseen(project: Project) -> int:
    """How much of it was not seen yet."""
    _ = project
    return 0


def mark_seen(project: Project, revisions: Sequence[str]) -> None:
    """Remember that these were seen; nobody else is told."""
    _ = project, revisions
