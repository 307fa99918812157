"""What supervisors say of annotations, and what becomes of a document on its way."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from curator.domain.document import DocumentState
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.span import Value


class Verdict(StrEnum):
    """A supervisor's word on an annotation."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"


class AnnotationState(StrEnum):
    """What an annotation counts as: its annotator's word until a decision counts."""

    DRAFT = "draft"
    DONE = "done"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


STATE_OF_VERDICT = {
    Verdict.ACCEPT: AnnotationState.APPROVED,
    Verdict.RETURN: AnnotationState.RETURNED,
    Verdict.REJECT: AnnotationState.REJECTED,
}


class Decision(Value):
    """The body of a decision subject; its id derives from the annotation's, and it names the revision judged.

    `by` and `at` are the person's id and the time as people read it. `imported` says that they are what a data set
    claimed: the decision then rests on the word of the supervisor who imported it.
    """

    annotation: str
    revision: str
    verdict: Annotated[Verdict, Field(strict=False)]
    reason: str | None = None
    by: str
    at: str
    imported: bool = False
    withdrawn: bool = False


class Submission(Value):
    """The body of a submission subject: the state that a document was given, and the work it was given for.

    `work` is the digest of the document's annotations at that moment (`history.work_digest`); when the work has
    changed since, the state no longer stands.
    """

    document: str
    state: Annotated[DocumentState, Field(strict=False)]
    work: str
    imported: bool = False
    withdrawn: bool = False


def decision_id(annotation: str) -> str:
    """The id of the one decision subject of an annotation, so that two supervisors who disagree make a conflict."""
    return derived_id(Kind.DECISION, annotation)


def submission_id(document: str) -> str:
    """The id of the one submission subject of a document."""
    return derived_id(Kind.SUBMISSION, document)
