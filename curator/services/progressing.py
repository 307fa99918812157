"""How far a project is, added up: work by annotator, state and week, and why work was returned. Only reads."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from curator.domain.document import DocumentState
from curator.domain.errors import CancelledError
from curator.domain.review import AnnotationState
from curator.services import queueing, reasons, reviewing, ways
from curator.services.project import Project
from curator.services.review_views import QueueFilter, WorkRow

_PAGE = 2000
_DECIDED_AGAINST = (AnnotationState.RETURNED, AnnotationState.REJECTED)


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far a project is.

    Attributes:
        people: names of annotators by id, by name.
        states: documents by annotator and state.
        weeks: documents handed in, by the Monday of the week and the annotator.
        reasons: annotations that are returned or rejected now, by the title of the reason; "" is without.
    """

    people: dict[str, str]
    states: dict[tuple[str, DocumentState], int]
    weeks: dict[tuple[date, str], int]
    reasons: dict[str, int]


def progress_of(project: Project, *, cancelled: Callable[[], bool] = lambda: False) -> ProgressView:
    """Add it all up; a supervisor sees everybody, an annotator themselves.

    Raises:
        CancelledError: it was stopped.
    """
    rows = _works(project, cancelled)
    people = dict(sorted({row.annotator: row.annotator_name for row in rows}.items(), key=lambda each: each[1]))
    states = Counter((row.annotator, row.state) for row in rows)
    weeks = Counter((week, row.annotator) for row in rows if (week := _week(row.submitted_at)))
    return ProgressView(people, dict(states), dict(sorted(weeks.items())), _reasons(project, cancelled))


def _works(project: Project, cancelled: Callable[[], bool]) -> list[WorkRow]:
    found: list[WorkRow] = []
    while True:
        _stop_if_asked(cancelled)
        page = ways.works(project, limit=_PAGE, offset=len(found))
        found += page
        if len(page) < _PAGE:
            return found


def _week(at: str | None) -> date | None:
    """The Monday of the week of a UTC time."""
    if at is None:
        return None
    day = date.fromisoformat(at[:10])
    return date.fromordinal(day.toordinal() - day.weekday())


def _reasons(project: Project, cancelled: Callable[[], bool]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for ident in queueing.queue_ids(project, QueueFilter(states=_DECIDED_AGAINST)):
        _stop_if_asked(cancelled)
        view = reviewing.review(project, ident)
        given = [view.reason, *(each.reason for each in view.fields.values())]
        titles = [reason.title or reason.text for reason in given if reason and (reason.title or reason.text)]
        overruled = str(view.error_class or "").replace("_", " ").capitalize()
        found.update(titles[:1] or [overruled])
    known = {reason.title: number for number, reason in enumerate(reasons.reasons(project))}
    return dict(sorted(found.items(), key=lambda each: (-each[1], known.get(each[0], len(known)))))


def _stop_if_asked(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise CancelledError("Adding up was stopped.")


def weeks_between(weeks: Sequence[date]) -> list[date]:
    """Every week from the first to the last, also those without work."""
    if not weeks:
        return []
    first, last = min(weeks).toordinal(), max(weeks).toordinal()
    return [date.fromordinal(day) for day in range(first, last + 1, 7)]
