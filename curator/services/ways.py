"""How far each annotator is with each document, and what that lets them see and change. Only reads."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from curator.domain.annotation import Annotation
from curator.domain.document import DocumentState
from curator.domain.errors import NotAllowedError
from curator.domain.history import Kind
from curator.domain.people import Role
from curator.domain.review import Submission, judgement_id, own_submission_id
from curator.services import wording
from curator.services.project import Project
from curator.store import journal, subjects
from curator.store.queries import documents, people
from curator.store.queries import ways as rows

if TYPE_CHECKING:
    from curator.services.review_views import WorkFilter, WorkRow, WorkView

_FROZEN = (DocumentState.SUBMITTED, DocumentState.APPROVED)


# What a window shows only later is imported by the functions that need it: every start reads through this module.


YOU: Final = "you"
"""Whom a document is assigned to, as its annotator is told."""


def works(
    project: Project, shown: "WorkFilter | None" = None, *, limit: int = 1000, offset: int = 0
) -> "list[WorkRow]":
    """The ways of annotators with documents, by title and name. Annotators see their own alone."""
    from curator.services.review_views import WorkFilter

    shown = shown or WorkFilter()
    only = sees_as(project)
    annotators = shown.annotators if only is None else (only,)
    chosen = rows.Chosen(shown.document, annotators, list(shown.states), shown.overdue_on)
    found = rows.page(project.store, chosen, limit, offset)
    notes = _notes(project, found)
    return [_row(way, notes.get(own_submission_id(way.document, way.annotator), "")) for way in found]


def _notes(project: Project, found: "list[rows.Way]") -> dict[str, str]:
    """What annotators wrote on submitting, by the ids of their submissions."""
    wanted = [own_submission_id(way.document, way.annotator) for way in found if way.submitted]
    said = subjects.bodies(project.store, wanted, Kind.SUBMISSION) if wanted else {}
    return {subject: body.get("note", "") for subject, body in said.items() if not body.get("withdrawn")}


def assignees(project: Project, shown: Iterable[str]) -> dict[str, list[str]]:
    """The names of those whom each of these documents is assigned to; to annotators, which are theirs (`YOU`)."""
    if Role.SUPERVISOR not in project.roles:
        return {one: [YOU] for one in shown if project.me and project.me in rows.assigned(project.store, one)}
    given = {document: rows.assigned(project.store, document) for document in shown}
    everybody = {one for some in given.values() for one in some}
    names = {one: people.name(project.store, one) or wording.UNKNOWN_PERSON for one in everybody}
    return {document: sorted((names[one] for one in some), key=str.casefold) for document, some in given.items()}


def assigned_people(project: Project) -> dict[str, str]:
    """The names of those to whom anything is assigned, by id and by name; nothing to annotators."""
    if Role.SUPERVISOR not in project.roles:
        return {}
    names = {ident: name for ident, name, *_ in people.people(project.store)}
    loads = rows.loads(project.store, list(names))
    return {ident: name for ident, name in names.items() if loads[ident]}


def work(project: Project, document: str, annotator: str | None = None) -> "WorkView":
    """One annotator's way with one document, with all that was said on it; None is whoever asks.

    Raises:
        NotFoundError: there is no such document.
    """
    person = annotator or project.me or ""
    if person != project.me and Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("How far others are is for supervisors to see.")
    from curator.services import reasons
    from curator.services.reading import document_row
    from curator.services.review_views import WorkView

    title = document_row(project, document).title
    way = rows.one(project.store, document, person)
    if way is None:
        return _untouched(project, document, title, person)
    said, judged = _said(project, document, person)
    returned = way.state == DocumentState.RETURNED and judged is not None
    note = said.note if said else ""
    return WorkView(
        row=_row(way, note),
        note=note,
        returned=reasons.given(project, judged.cause, judged.reason) if returned and judged else None,
        judged_by=people.name(project.store, judged.by) if judged and judged.by else None,
        judged_at=judged.at if judged else None,
        changed_since=_changed_since(project, way),
        frozen=frozen(project, document),
        blind=only_own(project, document) is not None,
    )


def _untouched(project: Project, document: str, title: str, person: str) -> "WorkView":
    from curator.services.review_views import WorkRow, WorkView

    name = people.name(project.store, person) or wording.UNKNOWN_PERSON
    row = WorkRow(
        document=document,
        document_title=title,
        annotator=person,
        annotator_name=name,
        state=DocumentState.NEW,
        assigned=False,
        due=None,
        in_review=False,
        annotations=0,
        undecided=0,
        nothing=False,
        submitted_at=None,
    )
    return WorkView(row, "", None, None, None, (), None, only_own(project, document) is not None)


def _row(way: rows.Way, note: str) -> "WorkRow":
    from curator.services.review_views import WorkRow

    return WorkRow(
        document=way.document,
        document_title=way.title,
        annotator=way.annotator,
        annotator_name=way.name or wording.UNKNOWN_PERSON,
        state=DocumentState(way.state),
        assigned=way.assigned,
        due=way.due,
        in_review=way.in_review,
        annotations=way.annotations,
        undecided=way.undecided,
        nothing=way.empty,
        submitted_at=way.submitted_at,
        note=note,
    )


def _said(project: Project, document: str, person: str) -> tuple[Submission | None, Submission | None]:
    """What the annotator said last on submitting, and what a supervisor said of it."""
    found = [submission(project, make(document, person)) for make in (own_submission_id, judgement_id)]
    return found[0], found[1]


def submission(project: Project, subject: str) -> Submission | None:
    """A submission as it is now; None where there is none, or it was taken back."""
    if not journal.heads(project.store.conn, [subject], Kind.SUBMISSION):
        return None
    body = journal.state_of(project.store.conn, subject, Kind.SUBMISSION).body
    found = Submission.model_validate(body, strict=False)
    return None if found.withdrawn else found


def _changed_since(project: Project, way: rows.Way) -> tuple[str, ...]:
    """What happened to work that was approved, and is not any more."""
    if way.verdict != DocumentState.APPROVED or way.state != DocumentState.SUBMITTED:
        return ()
    head = journal.heads(project.store.conn, [judgement_id(way.document, way.annotator)], Kind.SUBMISSION)
    [judgements] = head.values()
    words = {"create": "added", "withdraw": "withdrew", "restore": "brought back"}
    found = rows.changed_after(project.store, way.document, way.annotator, judgements[0])
    return tuple(
        f"{name or wording.UNKNOWN_PERSON} {words.get(operation, 'changed')} {f'“{quote}”' if quote else 'one'}"
        for quote, name, operation in found
    ) or ("It was submitted anew.",)


def sees_as(project: Project) -> str | None:
    """Whose eyes somebody sees with: None for supervisors, who see everything; else the person's id."""
    return None if Role.SUPERVISOR in project.roles else project.me or ""


def frozen(project: Project, document: str) -> str | None:
    """Why whoever asks can't change their work on a document now, in words; None where they can."""
    if Role.SUPERVISOR in project.roles or project.me is None:
        return None
    way = rows.one(project.store, document, project.me)
    if way is not None and way.state in _FROZEN:
        if way.state == DocumentState.APPROVED:
            return "Your work on this document was approved. It can't be changed until a supervisor returns it."
        unless = "" if is_taken(project, document) else "you take it back or "
        return f"You submitted this. It can't be changed until {unless}a supervisor returns it."
    assigned = rows.assigned(project.store, document)
    if assigned and project.me not in assigned:
        return "This document is assigned to others."
    return None


def is_taken(project: Project, document: str) -> bool:
    """Whether a supervisor took what whoever asks submitted to review, or judged it."""
    way = rows.one(project.store, document, project.me or "")
    return way is not None and (way.in_review or way.judged == way.submitted != "")


def require_open(project: Project, document: str) -> None:
    """Check that whoever acts may change their work on a document.

    Raises:
        NotAllowedError: it is submitted or approved, or assigned to others.
    """
    if reason := frozen(project, document):
        raise NotAllowedError(reason)


def is_hidden(project: Project, body: Annotation) -> bool:
    """Whether an annotation is another's that whoever asks may not see yet."""
    person = sees_as(project)
    return person not in (None, body.author) and only_own(project, body.document) is not None


def require_shown(project: Project, body: Annotation) -> None:
    """Check that whoever asks may see an annotation.

    Raises:
        NotAllowedError: the document is annotated by several people apart from each other, and not in review yet.
    """
    if is_hidden(project, body):
        raise NotAllowedError("Several people annotate this document without seeing each other's work until review.")


def only_own(project: Project, document: str) -> str | None:
    """The id of whoever asks, where they may see only their own annotations of a document; else None."""
    person = sees_as(project)
    row = documents.row(project.store, document) if person is not None else None
    if person is None or row is None:
        return None
    return person if rows.is_blind(project.store, row.n, person) else None
