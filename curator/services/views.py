"""What the services' queries give: plain, frozen rows for lists and panels, ready to show.

Leaves to `curator.domain` what things are; nothing here is stored.
"""

from dataclasses import dataclass
from typing import Literal

from curator.domain.annotation import Annotation, Progress
from curator.domain.document import Document, DocumentState
from curator.domain.people import Role
from curator.domain.review import AnnotationState, Decision
from curator.domain.span import Span
from curator.domain.validation import Problem

HitKind = Literal["text", "quote", "value", "entity"]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list. `annotations` counts those not withdrawn, `by_label` the same by label name.

    `conflicts` counts what several people changed differently in it and nobody has resolved. `in_review` is whether a
    supervisor took to review what is submitted of it.
    """

    id: str
    title: str
    state: DocumentState
    annotations: int
    by_label: dict[str, int]
    language: str | None
    published: str | None
    file_name: str
    length: int
    url: str | None
    conflicts: int = 0
    in_review: bool = False


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document to read. `text` is the text that every span counts in; never a widget's."""

    row: DocumentRow
    body: Document
    text: str


@dataclass(frozen=True, slots=True)
class AnnotationView:
    """One annotation with all that its form shows. `head` is the id of its newest revision.

    `conflicts` names the registers that several people changed differently: `body` holds one of their values.
    """

    id: str
    body: Annotation
    state: AnnotationState
    decision: Decision | None
    head: str
    changed_at: str
    changed_by: str
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotationRow:
    """An annotation in a list. `headline` is its main value in words, or "".

    `conflict` is whether several people changed it differently. `author` is the id of whoever made it.
    """

    id: str
    label: str
    start: int
    end: int
    quote: str
    state: AnnotationState
    progress: Progress
    headline: str
    conflict: bool = False
    author: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one revision did to one field, in words for people; "" where there was or is nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One revision of a subject. `at` is a UTC ISO time, `summary` one line for people."""

    revision: str
    changeset: str
    at: str
    person_name: str
    activity: str
    operation: str
    software: str
    changes: tuple[FieldChange, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found. `span` is its place in the document, where it has one."""

    kind: HitKind
    document_id: str
    document_title: str
    annotation_id: str | None
    span: Span | None
    snippet: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the project. `fingerprint` is None for people without a key."""

    id: str
    name: str
    roles: tuple[Role, ...]
    fingerprint: str | None
    imported: bool


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity in a list; `mentions` counts the annotations that point at it."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How big a project is and how far: documents by state, annotations not withdrawn, documents with conflicts."""

    documents: int
    by_state: dict[DocumentState, int]
    annotations: int
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Undo and Redo would do ("set due date"); None where there is nothing to do.

    `undo_why` and `redo_why` say why that can't be done any more ("Sara has accepted it since"); "" where it can.
    """

    undo_label: str | None
    redo_label: str | None
    undo_why: str = ""
    redo_why: str = ""
