"""Whether what the history says now makes sense: what things point at, and whether values fit the scheme.

Leaves to `verifying` whether the history is what was written and signed. What is found here was written as it stands,
by this program or another; it is no damage, and no copy of the file would be better.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from curator.domain.annotation import Annotation, AnnotationEvidence, FieldValue
from curator.domain.document import Document
from curator.domain.history import Kind
from curator.domain.review import Decision, Submission, assignment_id, decision_id, submission_subject
from curator.domain.scheme import AnnotationScheme, FieldType, Label
from curator.domain.supervision import Assignment, Comment
from curator.domain.validation import MISSING, check_field, problems
from curator.services import resolving
from curator.store import integrity
from curator.store.database import Store

Model = TypeVar("Model", bound=BaseModel)
Said = Iterator[tuple[str, str]]
"""(kind, message) of what is wrong with one subject."""


class Finding(NamedTuple):
    """What makes no sense: its kind, the kind of subject (or table) and the id where it stands, and in words."""

    kind: str
    place: str
    id: str
    message: str


def findings(store: Store) -> Iterator[Finding]:
    """All that makes no sense in the present state of a project."""
    for subject, kinds in integrity.mixed_subjects(store):
        yield Finding("mixed kinds", "revision", subject, f"one id stands for several things: {kinds}")
    look = _Look(store)
    for subject, body in integrity.heads(store, Kind.ANNOTATION):
        if annotation := _parsed(Annotation, body):
            yield from (Finding(kind, Kind.ANNOTATION, subject, said) for kind, said in look.at(subject, annotation))
    for subject, body in integrity.heads(store, Kind.DECISION):
        if decision := _parsed(Decision, body):
            wrong = look.at_decision(subject, decision)
            yield from (Finding(kind, Kind.DECISION, subject, said) for kind, said in wrong)
    yield from _orphans(store, Kind.SUBMISSION, Submission, "state", look.at_submission)
    yield from _orphans(store, Kind.ASSIGNMENT, Assignment, "assignment", look.at_assignment)
    yield from _orphans(store, Kind.COMMENT, Comment, "comment", look.at_comment)


def _orphans(
    store: Store, kind: Kind, model: type[Model], name: str, wrong: Callable[[str, Model], str | None]
) -> Iterator[Finding]:
    """What of a kind speaks of what is not there."""
    for subject, body in integrity.heads(store, kind):
        if (parsed := _parsed(model, body)) and (said := wrong(subject, parsed)):
            yield Finding(f"orphan {name}", kind, subject, said)


class _Look:
    """What there is to point at, and the checks against it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._annotations = integrity.subjects(store, Kind.ANNOTATION)
        self._entities = integrity.subjects(store, Kind.ENTITY)
        self._people = integrity.subjects(store, Kind.PERSON)
        self._approved = integrity.approved(store)
        documents = [(subject, _parsed(Document, body)) for subject, body in integrity.heads(store, Kind.DOCUMENT)]
        self.texts = {subject: document.text_sha256 if document else None for subject, document in documents}
        schemes = filter(None, (_parsed(AnnotationScheme, body) for body in integrity.bodies(store, Kind.SCHEME)))
        self._schemes = {scheme.version: scheme for scheme in schemes}

    def at(self, subject: str, body: Annotation) -> Said:
        """What is wrong with an annotation."""
        if body.document not in self.texts:
            yield "orphan annotation", f"its document {body.document} is not in the project"
        elif self.texts[body.document] not in (body.text_sha256, None):
            yield "wrong text", f"its spans count in the text {body.text_sha256[:12]}…, which is not its document's"
        if body.author not in self._people:
            yield "unknown author", f"its author {body.author} is not among the people of the project"
        if not body.withdrawn:
            yield from self._targets(body)
            yield from self._form(subject, body)

    def _targets(self, body: Annotation) -> Said:
        for name, field in body.fields.items():
            pointed = [item.annotation for item in field.evidence if isinstance(item, AnnotationEvidence)]
            values = field.value if isinstance(field.value, list) else [field.value]
            pointed += [str(item["annotation"]) for item in values if isinstance(item, dict) and "annotation" in item]
            for target in dict.fromkeys(pointed):
                if target not in self._annotations:
                    yield "dangling reference", f"{name} points at the annotation {target}, which is not there"

    def _form(self, subject: str, body: Annotation) -> Said:
        scheme = self._schemes.get(body.scheme_version)
        label = scheme.label(body.label) if scheme else None
        if label is None:
            yield "unknown label", f"version {body.scheme_version} of the scheme has no label “{body.label}”"
            return
        for name, field in body.fields.items():
            yield from self._field(label, name, field)
        if subject in self._approved:
            for problem in problems(label, body.fields):
                if problem.message == MISSING:
                    yield "incomplete approval", f"it is approved, but “{problem.field}” is {MISSING}"

    def _field(self, label: Label, name: str, field: FieldValue) -> Said:
        definition = label.field(name)
        if definition is None:
            yield "unknown field", f"the form of “{label.title}” has no field “{name}”"
        elif message := check_field(label, name, field, is_date=_date_problem):
            yield "unfit value", f"{name}: {message}"
        elif definition.type is FieldType.ENTITY and field.value is not None and field.value not in self._entities:
            yield "dangling reference", f"{name} names the entity {field.value}, which is not there"

    def at_decision(self, subject: str, body: Decision) -> Said:
        """What is wrong with a decision."""
        if subject != decision_id(body.annotation):
            yield "orphan decision", f"its id is not that of the decision on the annotation {body.annotation}"
        if body.annotation not in self._annotations:
            yield "orphan decision", f"it judges the annotation {body.annotation}, which is not in the project"
        elif not integrity.is_revision_of(self._store, body.revision, body.annotation):
            yield "orphan decision", f"it judges the revision {body.revision}, which is none of its annotation"
        if body.merged_into and body.merged_into not in self._annotations:
            yield "orphan decision", f"it names the annotation {body.merged_into}, which is not in the project"
        if body.by not in self._people:
            yield "unknown author", f"the person {body.by} who decided is not among the people of the project"

    def at_submission(self, subject: str, body: Submission) -> str | None:
        """What is wrong with what was said of a document or of an annotator's work on it."""
        expected = submission_subject(body.document, body.annotator, body.state)
        if body.document not in self.texts or (body.annotator is None and subject != expected):
            return f"it speaks of the document {body.document}, which is not in the project"
        if subject != expected:
            return "its id is not that of what it says"
        return self._stranger(body.annotator)

    def at_assignment(self, subject: str, body: Assignment) -> str | None:
        """What is wrong with an assignment."""
        if body.document not in self.texts:
            return f"it speaks of the document {body.document}, which is not in the project"
        if subject != assignment_id(body.document, body.annotator):
            return "its id is not that of what it says"
        return self._stranger(body.annotator)

    def at_comment(self, _subject: str, body: Comment) -> str | None:
        """What is wrong with a comment."""
        if body.document not in self.texts:
            return f"it speaks of the document {body.document}, which is not in the project"
        if body.annotation and body.annotation not in self._annotations:
            return f"it speaks of the annotation {body.annotation}, which is not in the project"
        return self._stranger(body.by)

    def _stranger(self, person: str | None) -> str | None:
        known = person is None or person in self._people
        return None if known else f"the person {person} is not among the people of the project"


@lru_cache(maxsize=4096)
def _date_problem(text: str) -> str | None:
    return resolving.date_problem(text)


def _parsed(model: type[Model], body: str) -> Model | None:
    """A body as a value; None for an unfit one, which `verifying` names."""
    try:
        return model.model_validate_json(body)
    except ValueError:
        return None
