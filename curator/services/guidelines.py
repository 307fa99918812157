"""The guidelines of a project: one page in Markdown, every version of which is kept."""

from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.review_views import GuidelineView


def current(project: Project) -> GuidelineView | None:
    """The guidelines as they are now; None where there are none."""
    _ = project
    return None


def versions(project: Project) -> list[GuidelineView]:
    """All versions, the newest first."""
    _ = project
    return []


def write(project: Project, text: str, *, title: str = "Guidelines") -> Changes:
    """Write a new version. Needs a supervisor."""
    _ = project, text, title
    return Changes()
