"""What supervision adds to a project: assignments, reasons, guidelines, comments."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.scheme import Name, Title
from curator.domain.span import Value


class Assignment(Value):
    """The body of an assignment subject: one document for one annotator. `due` is an ISO date.

    `in_review` says that a supervisor took what this annotator submitted to review: from then on, until it is
    returned, the annotator sees what others made of the same document.
    """

    document: str
    annotator: str
    due: str | None = None
    in_review: bool = False
    withdrawn: bool = False


class Reason(Value):
    """One of the reasons that a project has for returning and rejecting."""

    name: Name
    title: Title


class Reasons(Value):
    """The body of the setting that lists the reasons of a project."""

    reasons: tuple[Reason, ...]
    withdrawn: bool = False

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        if len({reason.name for reason in self.reasons}) < len(self.reasons):
            raise ValueError("two reasons have the same name")
        return self


DEFAULT_REASONS = (
    Reason(name="wrong_span", title="The span is too wide, too narrow or elsewhere"),
    Reason(name="wrong_label", title="Another label fits"),
    Reason(name="wrong_value", title="The text says something else"),
    Reason(name="missing_value", title="The text says more than was filled in"),
    Reason(name="missing_evidence", title="Nothing in the text supports it"),
    Reason(name="duplicate", title="It is annotated already"),
    Reason(name="not_in_guidelines", title="The guidelines do not ask for it"),
)


class Guideline(Value):
    """The body of the guideline subject. `text` is Markdown; its revisions are its versions."""

    title: Title = "Guidelines"
    text: Annotated[str, Field(max_length=1_000_000)]
    withdrawn: bool = False


class Comment(Value):
    """The body of a comment subject: an entry of a thread, or (with `resolved`) whether a thread is resolved.

    The first entry of a thread has no `thread`; all others name the first. `by` is the person's id.
    """

    document: str
    annotation: str | None = None
    field: str | None = None
    thread: str | None = None
    text: Annotated[str, Field(max_length=10_000)] = ""
    resolved: bool | None = None
    by: str
    at: str
    withdrawn: bool = False


GUIDELINE_ID = derived_id(Kind.GUIDELINE, "guidelines")
REASONS_ID = derived_id(Kind.SETTING, "reasons")
