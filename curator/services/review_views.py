"""What supervision's queries give: plain, frozen rows for queues, review, adjudication and read-outs.

Names of people, documents and reasons are in words already; ids are beside them.
"""

from dataclasses import dataclass, field

from curator.domain.annotation import FieldValue
from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState, ErrorClass, Outcome, Verdict
from curator.domain.validation import Severity
from curator.services.views import AnnotationRow


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One annotator's way with one document. `undecided` counts their annotations without a decision that counts.

    `assigned` is False for work on a document that was assigned to nobody. `due` is an ISO date, `submitted_at` a UTC
    time. `nothing` says that the annotator submitted the statement that there is nothing to annotate, `note` is what
    they wrote to the supervisor on submitting.
    """

    document: str
    document_title: str
    annotator: str
    annotator_name: str
    state: DocumentState
    assigned: bool
    due: str | None
    in_review: bool
    annotations: int
    undecided: int
    nothing: bool
    submitted_at: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which ways to list: all conditions that are given must hold. Ids of a document and of people; states."""

    document: str | None = None
    annotators: tuple[str, ...] = ()
    states: tuple[DocumentState, ...] = ()
    overdue_on: str | None = None


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """A reason as it was given: its name in the project's list (None without), its title, and the text with it."""

    name: str | None
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """One annotator's way with one document, with all that was said on it.

    `note` is the annotator's to the supervisor. `returned` is why it was sent back, while it is. `changed_since` says
    what was changed after an approval, which is why it is back in review. `frozen` says in words why its annotator
    can't change it now, None where they can. `blind` is whether they see only their own annotations.
    """

    row: WorkRow
    note: str
    returned: ReasonGiven | None
    judged_by: str | None
    judged_at: str | None
    changed_since: tuple[str, ...]
    frozen: str | None
    blind: bool


@dataclass(frozen=True, slots=True)
class Check:
    """Something that the list before submitting names; `annotation` and `field` are where to jump to.

    With an `error` nothing can be submitted, a `warning` is to be looked at.
    """

    document: str
    annotation: str | None
    field: str | None
    quote: str
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which annotations a review queue shows: all conditions that are given must hold.

    Attributes:
        states: the annotation's own state.
        work: how far its author is with the document (`submitted` is what waits for review).
        annotators: ids of authors.
        labels: names of labels.
        confidence: values of the field `confidence`; "" is without.
        before: last changed before this UTC time or date.
        document: id of a document.
        newest_first: else the oldest come first.
    """

    states: tuple[AnnotationState, ...] = ()
    work: tuple[DocumentState, ...] = ()
    annotators: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    before: str | None = None
    document: str | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An annotation in the review queue. `work` is how far its author is with the document."""

    annotation: str
    document: str
    document_title: str
    label: str
    quote: str
    start: int
    end: int
    author: str
    author_name: str
    state: AnnotationState
    work: DocumentState
    confidence: str
    changed_at: str


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many annotations of the whole project a queue would show, by each thing that it can be filtered by.

    `states` counts what waits in submitted work by the annotation's state; the others count everything.
    """

    waiting: int
    states: dict[AnnotationState, int]
    annotators: dict[str, int]
    labels: dict[str, int]
    confidence: dict[str, int]


@dataclass(frozen=True, slots=True)
class FieldDecisionView:
    """A decision on one field. `counts` is whether the value is still the one that it judged."""

    field: str
    verdict: Verdict
    reason: ReasonGiven | None
    by_name: str
    at: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What others than its author changed in an annotation: a field's name (or "spans", "label"), both values.

    `was` and `now` are the field values, None for an untouched field and for spans and label; the words always say.
    """

    name: str
    title: str
    was: FieldValue | None
    now: FieldValue | None
    was_in_words: str
    now_in_words: str
    by_name: str
    at: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """All that was said of one annotation in review.

    `verdict` is None where only fields were decided on. `counts` is whether the verdict is on the annotation as it is
    now; else it was "given on an earlier version". `merged_into` is the annotation that stands for this one.
    """

    annotation: str
    verdict: Verdict | None
    reason: ReasonGiven | None
    by_name: str | None
    at: str | None
    counts: bool
    fields: dict[str, FieldDecisionView] = field(default_factory=dict[str, FieldDecisionView])
    corrections: tuple[Correction, ...] = ()
    outcome: Outcome | None = None
    error_class: ErrorClass | None = None
    merged_into: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentView:
    """One entry of a thread."""

    id: str
    by: str
    by_name: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said on a document, an annotation, or one of its fields; `id` is that of the first entry."""

    id: str
    document: str
    annotation: str | None
    field: str | None
    resolved: bool
    entries: tuple[CommentView, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something that others did to a person's own work. `revision` is what `news.mark_seen` wants.

    `what` is "decision", "change", "comment", "returned" or "approved"; `words` is one line for people.
    """

    revision: str
    what: str
    document: str
    document_title: str
    annotation: str | None
    field: str | None
    words: str
    by_name: str
    at: str
    seen: bool


@dataclass(frozen=True, slots=True)
class GuidelineView:
    """A version of the guidelines; `version` counts from 1, `text` is Markdown."""

    version: int
    title: str
    text: str
    changed_at: str
    changed_by: str


@dataclass(frozen=True, slots=True)
class Member:
    """One annotator's part of a match: the annotation as lists show it, and what was decided on it."""

    annotator: str
    annotator_name: str
    row: AnnotationRow
    verdict: Verdict | None
    counts: bool


@dataclass(frozen=True, slots=True)
class MatchRow:
    """What several annotators made of the same thing.

    Attributes:
        members: at most one of each annotator.
        missing: ids of the annotators who have none.
        states: `agree` alone, or all that differs (`analysis.matches.State`).
        fields: names of the fields that differ.
        undisputed: whether `adjudicating.accept_agreeing` takes it.
        outcome: None while it is open; `unresolved` where one of them was changed after it was settled.
        result: id of the annotation that stands for all of them, once settled.
    """

    members: tuple[Member, ...]
    missing: tuple[str, ...]
    states: tuple[str, ...]
    fields: tuple[str, ...]
    undisputed: bool
    outcome: Outcome | None
    result: str | None
