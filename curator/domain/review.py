"""What supervisors say of annotations, and what becomes of a document on its way."""

from functools import lru_cache
from typing import Annotated

from pydantic import Field

from curator.domain.document import DocumentState
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.span import Value
from curator.domain.states import AnnotationState, ErrorClass, Outcome, Verdict

_LEFT_OUT = Field(exclude_if=lambda value: not value)
_LEFT_OUT_NAME = Field(strict=False, exclude_if=lambda value: not value)

JUDGED_STATES = frozenset({DocumentState.APPROVED, DocumentState.RETURNED})
"""States of submitted work that only a supervisor gives."""


STATE_OF_VERDICT = {
    Verdict.ACCEPT: AnnotationState.APPROVED,
    Verdict.RETURN: AnnotationState.RETURNED,
    Verdict.REJECT: AnnotationState.REJECTED,
}

CONFIDENCE = "confidence"
"""The name of the form field that the review queue takes for how sure an annotator is, where a label has it."""


class FieldDecision(Value):
    """A supervisor's word on one field of an annotation, on its value as `revision` had it."""

    verdict: Annotated[Verdict, Field(strict=False)]
    reason: str | None = None
    cause: str | None = None
    revision: str
    by: str
    at: str


class Judged(Value):
    """An annotation together with its revision that an outcome rests on."""

    annotation: str
    revision: str


class Decision(Value):
    """The body of a decision subject; its id derives from the annotation's, and it names the revision judged.

    `by` and `at` are the person's id and the time as people read it. `imported` says that they are what a data set
    claimed: the decision then rests on the word of the supervisor who imported it. `cause` is the name of a reason in
    the project's list, `reason` is in words. `verdict` is None where only fields were decided on.

    What several annotators made of one thing becomes one by `outcome`. `merged_into` is the annotation that stands
    for this one: an agreeing twin of it (`accept`), or the one that overruled it (`reject`), for what `error` says.
    `sources` are all of the annotations that the outcome rests on, each with the revision that was looked at. Keys
    without a value are left out, so that decisions of older projects are written as they always were.
    """

    annotation: str
    revision: str
    verdict: Annotated[Verdict, Field(strict=False)] | None
    reason: str | None = None
    by: str
    at: str
    imported: bool = False
    withdrawn: bool = False
    cause: Annotated[str | None, _LEFT_OUT] = None
    fields: Annotated[dict[str, FieldDecision], _LEFT_OUT] = {}
    outcome: Annotated[Outcome | None, _LEFT_OUT_NAME] = None
    error: Annotated[ErrorClass | None, _LEFT_OUT_NAME] = None
    merged_into: Annotated[str | None, _LEFT_OUT] = None
    sources: Annotated[tuple[Judged, ...], _LEFT_OUT] = ()


class Submission(Value):
    """The body of a submission subject: what was said of the work on a document as it was then.

    Without an annotator, it is the state that a data set gave the document as a whole. With one, `submitted` is the
    annotator's own word, and `approved` or `returned` a supervisor's on the revision of that word named by `judged`.
    `work` is the digest of the annotations at that moment (`history.work_digest`): of the document, or of the
    annotator's in it. `nothing` states that there is nothing to annotate.
    """

    document: str
    state: Annotated[DocumentState, Field(strict=False)]
    work: str
    imported: bool = False
    withdrawn: bool = False
    annotator: Annotated[str | None, _LEFT_OUT] = None
    nothing: Annotated[bool, _LEFT_OUT] = False
    note: Annotated[str, _LEFT_OUT] = ""
    reason: Annotated[str | None, _LEFT_OUT] = None
    cause: Annotated[str | None, _LEFT_OUT] = None
    judged: Annotated[str | None, _LEFT_OUT] = None
    by: Annotated[str | None, _LEFT_OUT] = None
    at: Annotated[str | None, _LEFT_OUT] = None


def submission_subject(document: str, annotator: str | None, state: str) -> str:
    """The id of the submission subject that a body with these values must have."""
    if annotator is None:
        return submission_id(document)
    if state in JUDGED_STATES:
        return judgement_id(document, annotator)
    return own_submission_id(document, annotator)


@lru_cache(maxsize=1 << 15)
def decision_id(annotation: str) -> str:
    """The id of the one decision subject of an annotation, so that two supervisors who disagree make a conflict."""
    return derived_id(Kind.DECISION, annotation)


def submission_id(document: str) -> str:
    """The id of the one submission subject of a document."""
    return derived_id(Kind.SUBMISSION, document)


def own_submission_id(document: str, annotator: str) -> str:
    """The id of the one subject in which an annotator says that a document is submitted."""
    return derived_id(Kind.SUBMISSION, f"{document}:{annotator}")


def judgement_id(document: str, annotator: str) -> str:
    """The id of the one subject in which supervisors say what becomes of what an annotator submitted."""
    return derived_id(Kind.SUBMISSION, f"{document}:{annotator}:judgement")


def assignment_id(document: str, annotator: str) -> str:
    """The id of the one assignment of a document to an annotator."""
    return derived_id(Kind.ASSIGNMENT, f"{document}:{annotator}")


def resolution_id(thread: str) -> str:
    """The id of the one subject that says whether a thread is resolved."""
    return derived_id(Kind.COMMENT, f"{thread}:resolved")
