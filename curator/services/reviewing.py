"""What supervisors say of annotations and of submitted work. All of it is one act each, and undoable.

Correcting a value in review is `annotating.set_field` by the supervisor: the annotation stays its author's, the
revision is the supervisor's, and `review` shows both values.
"""

from collections.abc import Sequence

from curator.domain.annotation import Annotation
from curator.domain.document import DocumentState
from curator.domain.errors import CuratorError, InvalidError, NotFoundError
from curator.domain.history import Kind, Operation
from curator.domain.people import Role
from curator.domain.review import Decision, FieldDecision, Submission, Verdict, assignment_id, decision_id, judgement_id
from curator.domain.supervision import Assignment
from curator.services import annotating, deciding, reading, reasons
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.deciding import Ruling
from curator.services.garbage import uncollected
from curator.services.project import Project, now
from curator.services.reasons import NO_REASON, Why
from curator.services.review_reading import review as review  # noqa: PLC0414 - shown by the same module that decides
from curator.store import journal
from curator.store.queries import ways as rows

_WORDS = {Verdict.ACCEPT: "accept", Verdict.RETURN: "return", Verdict.REJECT: "reject"}
_OPEN = ("draft", "done")


@at_once
def take_to_review(project: Project, document: str) -> Changes:
    """Take what was submitted of a document to review: its annotators can't take it back, and see each other's work.

    Raises:
        InvalidError: nothing of it is submitted.
    """
    project.require(Role.SUPERVISOR)
    title = reading.document_row(project, document).title
    ways = rows.page(project.store, rows.Chosen(document), 1000, 0)
    submitted = [way.annotator for way in ways if way.state == DocumentState.SUBMITTED]
    if not submitted:
        raise InvalidError(f"Nothing of “{title}” is submitted.")
    draft = Draft(project, "review", f"take {title[:40]} to review", focus=(document, None))
    for annotator in submitted:
        _set_in_review(draft, document, annotator, in_review=True)
    return draft.commit()


def _set_in_review(draft: Draft, document: str, annotator: str, *, in_review: bool) -> None:
    subject = assignment_id(document, annotator)
    if not journal.heads(draft.project.store.conn, [subject], Kind.ASSIGNMENT):
        return
    body = Assignment.model_validate(body_of(draft.project, Kind.ASSIGNMENT, subject))
    if not body.withdrawn:
        draft.put(Kind.ASSIGNMENT, subject, body.model_copy(update={"in_review": in_review}))


@at_once
def decide(  # noqa: PLR0913 - what a supervisor says, and what of
    project: Project,
    annotation: str,
    verdict: Verdict,
    *,
    field: str | None = None,
    reason: Why = NO_REASON,
    seen: Annotation | None = None,
) -> Changes:
    """Accept, return or reject an annotation, or one of its fields.

    A field that is returned or rejected returns the annotation; accepting the annotation accepts all of its fields.
    `seen` is the annotation as whoever decides saw it: an exchange may have brought changes since.

    Raises:
        CuratorError: what was seen is not what is there now.
        NotAllowedError: the person is no supervisor.
        InvalidError: returning or rejecting without a reason, or no such reason or field.
    """
    project.require(Role.SUPERVISOR)
    if seen is not None and seen != annotating.annotation_body(project, annotation):
        raise CuratorError("This annotation has changed meanwhile. Look again and decide then.")
    if field is not None:
        return _decide_field(project, annotation, verdict, field, reason)
    body = _live(project, annotation)
    cause, text = reasons.checked(project, reason, needed=verdict is not Verdict.ACCEPT)
    draft = Draft(project, "review", f"{_WORDS[verdict]} {_title(project, body.label)}")
    draft.focus = (body.document, annotation)
    ruling = Ruling(annotation, verdict, cause, text)
    deciding.rule(draft, [ruling], deciding.joined(draft, [annotation]))
    return draft.commit()


def _live(project: Project, annotation: str) -> Annotation:
    body = annotating.annotation_body(project, annotation)
    if body.withdrawn:
        raise NotFoundError("This annotation was withdrawn.")
    return body


def _title(project: Project, label: str) -> str:
    known = project.scheme.label(label)
    return known.title if known else label


def _decide_field(project: Project, annotation: str, verdict: Verdict, field: str, reason: Why) -> Changes:
    body = _live(project, annotation)
    label = project.scheme.label(body.label)
    form = label.field(field) if label else None
    if form is None:
        raise InvalidError(f"The form of “{_title(project, body.label)}” has no field “{field}”.")
    cause, text = reasons.checked(project, reason, needed=verdict is not Verdict.ACCEPT)
    draft = Draft(project, "review", f"{_WORDS[verdict]} {form.title}", focus=(body.document, annotation))
    head = deciding.joined(draft, [annotation])[annotation]
    me, at = project.me or "", now()
    said = FieldDecision(verdict=verdict, reason=text, cause=cause, revision=head, by=me, at=at)
    before = decision(project, annotation)
    if before is None or before.withdrawn:
        before = Decision(annotation=annotation, revision=head, verdict=None, by=me, at=at)
    update: dict[str, object] = {"fields": {**before.fields, field: said}, "imported": False}
    if verdict is not Verdict.ACCEPT:
        update |= {"verdict": Verdict.RETURN, "revision": head, "reason": None, "cause": None, "by": me, "at": at}
        update |= {"outcome": None, "error": None, "merged_into": None, "sources": ()}
    draft.put(Kind.DECISION, decision_id(annotation), before.model_copy(update=update))
    return draft.commit()


def decision(project: Project, annotation: str) -> Decision | None:
    """The decision subject of an annotation as it is now, withdrawn or not; None where nobody ever decided."""
    found = deciding.bodies(project, [annotation]).get(annotation)
    return Decision.model_validate(found, strict=False) if found else None


@at_once
def decide_many(project: Project, annotations: Sequence[str], verdict: Verdict, *, reason: Why = NO_REASON) -> Changes:
    """The same verdict on many annotations in one act; those that have it already stay as they are."""
    project.require(Role.SUPERVISOR)
    cause, text = reasons.checked(project, reason, needed=verdict is not Verdict.ACCEPT)
    with uncollected():
        number = len(set(annotations))
        many = "annotation" if number == 1 else f"{number:,} annotations"
        draft = Draft(project, "review", f"{_WORDS[verdict]} {many}")
        revisions = deciding.joined(draft, annotations)
        deciding.rule(draft, [Ruling(one, verdict, cause, text) for one in revisions], revisions)
        return draft.commit()


@at_once
def withdraw_decision(project: Project, annotation: str) -> Changes:
    """Take a decision back, so that the annotation is open again.

    Raises:
        NotFoundError: there is none.
    """
    project.require(Role.SUPERVISOR)
    before = decision(project, annotation)
    if before is None or before.withdrawn:
        raise NotFoundError("There is no decision on this annotation.")
    body = annotating.annotation_body(project, annotation)
    draft = Draft(project, "review", "take decision back", focus=(body.document, annotation))
    gone = before.model_copy(update={"withdrawn": True})
    draft.revise(Kind.DECISION, decision_id(annotation), gone, Operation.WITHDRAW)
    return draft.commit()


@at_once
def approve(project: Project, document: str, annotator: str, *, accept_rest: bool = False) -> Changes:
    """Approve an annotator's submitted work on a document.

    Raises:
        InvalidError: it is not submitted, or something in it is returned or not decided (`accept_rest` accepts that).
    """
    way = _submitted(project, document, annotator)
    states = {ident: state for ident, _, state in rows.of_author(project.store, document, annotator)}
    returned = sum(state == "returned" for state in states.values())
    rest = [ident for ident, state in states.items() if state in _OPEN]
    if returned:
        raise InvalidError(f"{returned} annotations are returned: return the document, or decide on them anew.")
    if rest and not accept_rest:
        raise InvalidError(f"{len(rest)} annotations are not decided yet.")
    draft = Draft(project, "review", f"approve {way.title[:40]}", focus=(document, None))
    if rest:
        deciding.rule(draft, [Ruling(one, Verdict.ACCEPT) for one in rest], deciding.heads(project, rest))
    _judge(draft, way, DocumentState.APPROVED, (None, None))
    return draft.commit()


@at_once
def send_back(project: Project, document: str, *annotators: str, reason: Why = NO_REASON) -> Changes:
    """Return the work of annotators so that they can change it. Needs a reason, here or on an annotation of each.

    Raises:
        InvalidError: it is not submitted, or there is no reason anywhere.
    """
    title = reading.document_row(project, document).title
    draft = Draft(project, "review", f"return {title[:40]}", focus=(document, None))
    for annotator in annotators:
        way = _submitted(project, document, annotator)
        states = [state for _, _, state in rows.of_author(project.store, document, annotator)]
        said = reasons.checked(project, reason, needed="returned" not in states)
        _judge(draft, way, DocumentState.RETURNED, said)
        _set_in_review(draft, document, annotator, in_review=False)
    return draft.commit()


def _submitted(project: Project, document: str, annotator: str) -> rows.Way:
    project.require(Role.SUPERVISOR)
    title = reading.document_row(project, document).title
    way = rows.one(project.store, document, annotator)
    if way is None or way.state not in (DocumentState.SUBMITTED, DocumentState.APPROVED):
        raise InvalidError(f"“{title}” is not submitted by this annotator.")
    return way


def _judge(draft: Draft, way: rows.Way, state: DocumentState, said: tuple[str | None, str | None]) -> None:
    cause, text = said
    body = Submission(
        document=way.document,
        state=state,
        work=way.work,
        annotator=way.annotator,
        reason=text,
        cause=cause,
        judged=way.submitted,
        by=draft.project.me,
        at=now(),
    )
    draft.put(Kind.SUBMISSION, judgement_id(way.document, way.annotator), body)
