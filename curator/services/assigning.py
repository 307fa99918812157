"""Handing documents out: to whom, until when; by hand, evenly, or by a rule. All of it needs a supervisor."""

from collections.abc import Iterable, Sequence
from datetime import date

from curator.domain.errors import InvalidError, NotFoundError
from curator.domain.history import Kind, Operation
from curator.domain.people import Role
from curator.domain.review import assignment_id
from curator.domain.supervision import Assignment
from curator.services import reading
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.store import journal
from curator.store.queries import people, ways


@at_once
def assign(project: Project, documents: Sequence[str], annotators: Sequence[str], *, due: str | None = None) -> Changes:
    """Assign each of the documents to each of the annotators, in one act; several make it double annotation, blind.

    What is assigned already stays so, and gets the due date where one is given. `due` is an ISO date.

    Raises:
        NotAllowedError: the person is no supervisor.
        NotFoundError: no such document or person.
        InvalidError: the due date is none, or nobody was named.
    """
    pairs = [(document, annotator) for document in documents for annotator in annotators]
    return _assign(project, pairs, documents, annotators, due)


@at_once
def assign_evenly(
    project: Project, documents: Sequence[str], annotators: Sequence[str], *, each: int = 1, due: str | None = None
) -> Changes:
    """Assign each document to `each` annotators so that all get as many; what they have already counts.

    Raises:
        InvalidError: there are fewer annotators than `each`.
    """
    if not 1 <= each <= len(set(annotators)):
        raise InvalidError(f"Name at least {max(each, 1)} annotators, and give each document to at least one.")
    loads = ways.loads(project.store, annotators)
    pairs: list[tuple[str, str]] = []
    for document in documents:
        have = set(ways.assigned(project.store, document))
        free = sorted((one for one in loads if one not in have), key=lambda one: (loads[one], annotators.index(one)))
        for annotator in free[: max(0, each - len(have))]:
            loads[annotator] += 1
            pairs.append((document, annotator))
    return _assign(project, pairs, documents, annotators, due)


@at_once
def assign_by_rule(
    project: Project, documents: Sequence[str], annotators: Sequence[str], *, every: int, due: str | None = None
) -> Changes:
    """Assign each document to one annotator in turn, and every `every`-th of them to a second one as well.

    Raises:
        InvalidError: fewer than two annotators, or `every` is less than 1.
    """
    if every < 1 or len(set(annotators)) < 2:
        raise InvalidError("Giving every n-th document to two people needs two annotators and an n of at least 1.")
    pairs: list[tuple[str, str]] = []
    for place, document in enumerate(documents):
        pairs.append((document, annotators[place % len(annotators)]))
        if place % every == every - 1:
            pairs.append((document, annotators[(place + 1) % len(annotators)]))
    return _assign(project, pairs, documents, annotators, due)


@at_once
def unassign(project: Project, documents: Sequence[str], annotators: Sequence[str]) -> Changes:
    """Take documents away from annotators; what they annotated stays."""
    project.require(Role.SUPERVISOR)
    draft = Draft(project, "assign", "take assignment back", focus=_focus(documents))
    pairs = [(document, annotator) for document in documents for annotator in annotators]
    for body in _known(project, pairs):
        gone = body.model_copy(update={"withdrawn": True, "in_review": False})
        draft.revise(Kind.ASSIGNMENT, assignment_id(body.document, body.annotator), gone, Operation.WITHDRAW)
    return draft.commit()


@at_once
def set_due(project: Project, documents: Sequence[str], due: str | None) -> Changes:
    """Set the due date of all assignments of these documents; None takes it away."""
    project.require(Role.SUPERVISOR)
    draft = Draft(project, "assign", "set due date", focus=_focus(documents))
    pairs = [(one, annotator) for one in documents for annotator in ways.assigned(project.store, one)]
    for body in _known(project, pairs):
        changed = body.model_copy(update={"due": _day(due)})
        draft.revise(Kind.ASSIGNMENT, assignment_id(body.document, body.annotator), changed)
    return draft.commit()


def _assign(
    project: Project,
    pairs: Sequence[tuple[str, str]],
    documents: Sequence[str],
    annotators: Sequence[str],
    due: str | None,
) -> Changes:
    project.require(Role.SUPERVISOR)
    if not documents or not annotators:
        raise InvalidError("Name at least one document and one annotator.")
    _check(project, documents, annotators)
    day = _day(due)
    known = {(body.document, body.annotator): body for body in _known(project, pairs)}
    count = len(dict.fromkeys(document for document, _ in pairs))
    draft = Draft(project, "assign", f"assign {'document' if count == 1 else f'{count} documents'}")
    draft.focus = _focus(documents)
    for document, annotator in dict.fromkeys(pairs):
        body = known.get((document, annotator)) or Assignment(document=document, annotator=annotator)
        draft.put(
            Kind.ASSIGNMENT,
            assignment_id(document, annotator),
            body.model_copy(update={"withdrawn": False, "due": day or body.due}),
        )
    return draft.commit()


def _known(project: Project, pairs: Iterable[tuple[str, str]]) -> list[Assignment]:
    """The live assignments among these pairs."""
    subjects = [assignment_id(document, annotator) for document, annotator in pairs]
    there = journal.heads(project.store.conn, subjects, Kind.ASSIGNMENT)
    found = [Assignment.model_validate(body_of(project, Kind.ASSIGNMENT, one)) for one in subjects if one in there]
    return [body for body in found if not body.withdrawn]


def _check(project: Project, documents: Sequence[str], annotators: Sequence[str]) -> None:
    for document in documents:
        reading.document_row(project, document)
    for annotator in annotators:
        if people.name(project.store, annotator) is None:
            raise NotFoundError(f"There is no person {annotator} in the project.")


def _day(due: str | None) -> str | None:
    try:
        return date.fromisoformat(due).isoformat() if due else None
    except ValueError as error:
        raise InvalidError(f"“{due}” is no day. Write it as 2018-09-28.") from error


def _focus(documents: Sequence[str]) -> tuple[str, str | None] | None:
    return (documents[0], None) if len(documents) == 1 else None
