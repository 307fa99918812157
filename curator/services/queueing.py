"""The review queue: which annotations wait for a supervisor. Only reads."""

from curator.domain.document import DocumentState
from curator.domain.errors import NotAllowedError
from curator.domain.people import Role
from curator.domain.review import AnnotationState
from curator.services import wording
from curator.services.project import Project
from curator.services.review_views import QueueCounts, QueueFilter, QueueRow
from curator.store.queries import queue as rows

ALL = QueueFilter()
_WAITING = ("draft", "done")


def queue(project: Project, shown: QueueFilter = ALL, *, limit: int = 100, offset: int = 0) -> list[QueueRow]:
    """A page of the annotations that a filter lets through, by age. Needs a supervisor."""
    _require(project)
    return [
        QueueRow(
            annotation=row.annotation,
            document=row.document,
            document_title=row.title,
            label=row.label,
            quote=row.quote,
            start=row.start,
            end=row.end,
            author=row.author,
            author_name=row.name or wording.UNKNOWN_PERSON,
            state=AnnotationState(row.state),
            work=DocumentState(row.work),
            confidence=row.confidence,
            changed_at=row.changed_at,
        )
        for row in rows.page(project.store, _chosen(shown), limit, offset)
    ]


def queue_count(project: Project, shown: QueueFilter = ALL) -> int:
    """How many `queue` would give without a limit."""
    _require(project)
    return rows.count(project.store, _chosen(shown))


def queue_ids(project: Project, shown: QueueFilter = ALL) -> list[str]:
    """The ids of all that `queue` would give without a limit, for acting on all of them."""
    _require(project)
    return rows.ids(project.store, _chosen(shown))


def queue_counts(project: Project) -> QueueCounts:
    """What there is to filter by, and how much of each."""
    _require(project)
    states, labels = rows.states_of_submitted(project.store), rows.by_label(project.store)
    confidence = rows.by_confidence(project.store)
    without = sum(labels.values()) - sum(confidence.values())
    return QueueCounts(
        waiting=sum(states.get(state, 0) for state in _WAITING),
        states={AnnotationState(state): number for state, number in states.items()},
        annotators=rows.by_author(project.store),
        labels=labels,
        confidence=confidence | ({"": without} if without else {}),
    )


def _require(project: Project) -> None:
    """Looking at a queue changes nothing, so that it works in a project that is open read-only."""
    if Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("The review queue needs the role of a supervisor, which you do not hold in this project.")


def _chosen(shown: QueueFilter) -> rows.Chosen:
    return rows.Chosen(
        states=list(shown.states),
        work=list(shown.work),
        authors=list(shown.annotators),
        labels=list(shown.labels),
        confidence=list(shown.confidence),
        before=shown.before,
        document=shown.document,
        newest_first=shown.newest_first,
    )
