"""Whether what the history says now makes sense: what things point at, and whether values fit the scheme.

Leaves to `verifying` whether the history is what was written and signed. What is found here was written as it stands,
by this program or another; it is no damage, and no copy of the file would be better.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import orjson
from pydantic import BaseModel

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.document import Document
from curator.domain.history import Kind
from curator.domain.review import Decision, Submission, assignment_id, decision_id, submission_subject
from curator.domain.scheme import AnnotationScheme, FieldType
from curator.domain.states import AnnotationState
from curator.domain.supervision import Assignment, Comment
from curator.domain.validation import MISSING, check_field, problems
from curator.domain.value_models import FormModel, form_model
from curator.services import resolving
from curator.store import integrity
from curator.store.database import Store

Model = TypeVar("Model", bound=BaseModel)
Body = Mapping[str, Any]
Said = Iterable[tuple[str, str]]
"""(kind, message) of what is wrong with one subject."""
_STATED = str(FieldState.STATED)
_NESTED = (dict, list)
_NAMED = (Kind.DOCUMENT, Kind.ENTITY, Kind.PERSON)
"""What others speak of, and is not so many that its ids would not fit into memory."""
_SPEAKING = (Kind.DECISION, Kind.SUBMISSION, Kind.ASSIGNMENT, Kind.COMMENT)


class Finding(NamedTuple):
    """What makes no sense: its kind, the kind of subject (or table) and the id where it stands, and in words."""

    kind: str
    place: str
    id: str
    message: str


class Senses:
    """Looks at the annotations of a project, as they are handed in, and in the end at all else.

    What is handed in are the heads of the annotations with bodies that are their kind's.
    """

    def __init__(self, store: Store) -> None:
        """Read what there is to point at."""
        self._store = store
        self._look = _Look(store)
        self._found: list[Finding] = []

    def see(self, subject: str, body: Body, state: str) -> None:
        """Take in what a head of an annotation says, and in which state the tables have the annotation."""
        for kind, said in self._look.at(body, is_approved=state == AnnotationState.APPROVED):
            self._found.append(Finding(kind, Kind.ANNOTATION, subject, said))

    def see_all(self, unfit: Container[str]) -> None:
        """Begin again, with every annotation of the tables but those whose revisions are `unfit`."""
        self._found.clear()
        for _, subject, revision, body in integrity.heads(self._store, Kind.ANNOTATION):
            if revision not in unfit:
                self.see(subject, orjson.loads(body), integrity.state_of_annotation(self._store, subject))

    def findings(self) -> Iterator[Finding]:
        """All that makes no sense in the present state of the project."""
        for subject, kinds in integrity.mixed_subjects(self._store):
            yield Finding("mixed kinds", "revision", subject, f"one id stands for several things: {kinds}")
        yield from self._found
        for kind, subject, _, body in integrity.heads(self._store, *_SPEAKING):
            yield from (Finding(what, kind, subject, said) for what, said in self._look.at_other(kind, subject, body))


class _Look:
    """What there is to point at, and the checks against it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.texts: dict[str, str | None] = {}
        named: dict[str, set[str]] = {kind: set() for kind in _NAMED}
        for kind, subject, _, body in integrity.heads(store, *_NAMED):
            named[kind].add(subject)
            if kind == Kind.DOCUMENT:
                document = parsed(Document, body)
                self.texts[subject] = document.text_sha256 if document else None
        self._entities, self._people = named[Kind.ENTITY], named[Kind.PERSON]
        schemes = filter(None, (parsed(AnnotationScheme, body) for body in integrity.bodies(store, Kind.SCHEME)))
        latest = {scheme.version: scheme for scheme in schemes}
        self._forms = {
            (version, label.name): form_model(label) for version, scheme in latest.items() for label in scheme.labels
        }

    def at(self, body: Body, *, is_approved: bool) -> Said:
        """What is wrong with an annotation, whose body is one: as JSON, for there may be a million of them."""
        found: list[tuple[str, str]] = []
        document = body["document"]
        if document not in self.texts:
            found.append(("orphan annotation", f"its document {document} is not in the project"))
        elif self.texts[document] not in (body["text_sha256"], None):
            words = f"its spans count in the text {body['text_sha256'][:12]}…, which is not its document's"
            found.append(("wrong text", words))
        if body["author"] not in self._people:
            found.append(("unknown author", f"its author {body['author']} is not among the people of the project"))
        if not body.get("withdrawn"):
            fields = body.get("fields", {})
            found += self._targets(fields)
            found += self._form(body, fields, is_approved=is_approved)
        return found

    def _targets(self, fields: Body) -> Said:
        return [
            ("dangling reference", f"{name} points at the annotation {target}, which is not there")
            for name, field in fields.items()
            if field.get("evidence") or field.get("value").__class__ in _NESTED
            for target in _annotations_in(field)
            if not self._is_annotation(target)
        ]

    def _is_annotation(self, ident: str) -> bool:
        return integrity.is_subject(self._store, Kind.ANNOTATION, ident)

    def _form(self, body: Body, fields: Body, *, is_approved: bool) -> Said:
        model = self._forms.get((body["scheme_version"], body["label"]))
        if model is None:
            words = f"version {body['scheme_version']} of the scheme has no label “{body['label']}”"
            return [("unknown label", words)]
        found = self._values(model, fields) if fields else []
        if is_approved and any(name not in fields for name in model.required):
            answers = {name: _field_value(field) for name, field in fields.items()}
            missing = (problem.field for problem in problems(model.label, answers) if problem.message == MISSING)
            found += [("incomplete approval", f"it is approved, but “{name}” is {MISSING}") for name in missing]
        return found

    def _values(self, model: FormModel, fields: Body) -> list[tuple[str, str]]:
        """All values are checked at once; only of those that may be wrong is it asked why."""
        found: list[tuple[str, str]] = []
        values = {name: value for name, field in fields.items() if (value := field.get("value")) is not None}
        wrong = model.refusals(values)
        for name, field in fields.items():
            definition = model.fields.get(name)
            if definition is None:
                found.append(("unknown field", f"the form of “{model.label.title}” has no field “{name}”"))
            elif (name in wrong or name in model.dates or field["state"] != _STATED) and (
                message := check_field(model.label, name, _field_value(field), is_date=_date_problem)
            ):
                found.append(("unfit value", f"{name}: {message}"))
            elif definition.type is FieldType.ENTITY and name in values and values[name] not in self._entities:
                found.append(("dangling reference", f"{name} names the entity {values[name]}, which is not there"))
        return found

    def at_other(self, kind: str, subject: str, body: str) -> Said:
        """What is wrong with something else that speaks of what may not be there; nothing in a body that is unfit."""
        if kind == Kind.DECISION:
            decision = parsed(Decision, body)
            return self.at_decision(subject, decision) if decision else ()
        if kind == Kind.SUBMISSION:
            return _orphan("state", self.at_submission, subject, parsed(Submission, body))
        if kind == Kind.ASSIGNMENT:
            return _orphan("assignment", self.at_assignment, subject, parsed(Assignment, body))
        return _orphan("comment", self.at_comment, subject, parsed(Comment, body))

    def at_decision(self, subject: str, body: Decision) -> Said:
        """What is wrong with a decision."""
        if subject != decision_id(body.annotation):
            yield "orphan decision", f"its id is not that of the decision on the annotation {body.annotation}"
        if not self._is_annotation(body.annotation):
            yield "orphan decision", f"it judges the annotation {body.annotation}, which is not in the project"
        elif not integrity.is_revision_of(self._store, body.revision, body.annotation):
            yield "orphan decision", f"it judges the revision {body.revision}, which is none of its annotation"
        if body.merged_into and not self._is_annotation(body.merged_into):
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
        if body.annotation and not self._is_annotation(body.annotation):
            return f"it speaks of the annotation {body.annotation}, which is not in the project"
        return self._stranger(body.by)

    def _stranger(self, person: str | None) -> str | None:
        known = person is None or person in self._people
        return None if known else f"the person {person} is not among the people of the project"


def _orphan(name: str, wrong: Callable[[str, Model], str | None], subject: str, value: Model | None) -> Said:
    """What speaks of what is not there; nothing is said of an unfit body."""
    said = wrong(subject, value) if value else None
    return [(f"orphan {name}", said)] if said else ()


def _annotations_in(field: Body) -> Iterable[str]:
    """The annotations that the evidence and the value of a field point at, each once."""
    value: Any = field.get("value")
    items: list[Any] = [*field.get("evidence", ()), *(value if isinstance(value, list) else [value])]
    return dict.fromkeys([str(item["annotation"]) for item in items if item.__class__ is dict and "annotation" in item])


def _field_value(field: Body) -> FieldValue:
    return FieldValue.model_validate_json(orjson.dumps(field))


@lru_cache(maxsize=4096)
def _date_problem(text: str) -> str | None:
    return resolving.date_problem(text)


def parsed(model: type[Model], body: str | bytes) -> Model | None:
    """A body as a value; None for an unfit one, which `verifying` names."""
    try:
        return model.model_validate_json(body)
    except ValueError:
        return None
