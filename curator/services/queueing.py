"""The review queue: which annotations wait for a supervisor. Only reads."""

from curator.services.project import Project
from curator.services.review_views import QueueCounts, QueueFilter, QueueRow

ALL = QueueFilter()


def queue(project: Project, shown: QueueFilter = ALL, *, limit: int = 100, offset: int = 0) -> list[QueueRow]:
    """A page of the annotations that a filter lets through, by age. Needs a supervisor."""
    _ = project, shown, limit, offset
    return []


def queue_count(project: Project, shown: QueueFilter = ALL) -> int:
    """How many `queue` would give without a limit."""
    _ = project, shown
    return 0


def queue_ids(project: Project, shown: QueueFilter = ALL) -> list[str]:
    """The ids of all that `queue` would give without a limit, for acting on all of them."""
    _ = project, shown
    return []


def queue_counts(project: Project) -> QueueCounts:
    """What there is to filter by, and how much of each."""
    _ = project
    return QueueCounts(0, {}, {}, {}, {})
