"""The names of states, verdicts and roles. They need nothing, so that a command line that only helps starts at once."""

from enum import StrEnum


class DocumentState(StrEnum):
    """How far the work on a document is."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Verdict(StrEnum):
    """A supervisor's word on an annotation."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"


class Outcome(StrEnum):
    """How the annotations that several annotators made of one thing became one."""

    UNANIMOUS = "unanimous"
    ADJUDICATED = "adjudicated"
    UNRESOLVED = "unresolved"


class ErrorClass(StrEnum):
    """Why an annotation was overruled."""

    AMBIGUOUS_TEXT = "ambiguous_text"
    GUIDELINE_GAP = "guideline_gap"
    SLIP = "slip"


class AnnotationState(StrEnum):
    """What an annotation counts as: its annotator's word until a decision counts."""

    DRAFT = "draft"
    DONE = "done"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"


class Role(StrEnum):
    """What a person may do; `curator` is the program, never a role."""

    ANNOTATOR = "annotator"
    SUPERVISOR = "supervisor"
