"""Handing work in: the list of what to look at before, the submission with its note, taking it back."""

from collections.abc import Iterator, Mapping

from curator.domain.annotation import Annotation, Progress
from curator.domain.document import DocumentState
from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind, Operation
from curator.domain.review import Submission, own_submission_id
from curator.domain.scheme import Label
from curator.domain.validation import asked_fields
from curator.services import drafts, reading, resolving, ways
from curator.services.acting import Draft, at_once
from curator.services.changes import Changes
from curator.services.project import Project, now
from curator.services.review_views import Check
from curator.services.work import own_annotations
from curator.store.queries import ways as rows


def checks(project: Project, document: str) -> list[Check]:
    """What to look at before submitting one's own work on a document: what is only typed, then all in document order.

    Required fields, open evidence, undecided conditions, overlapping twins.
    """
    own = own_annotations(project, document, project.me or "")
    twins = _twins(own)
    typed = list(_only_typed(project, own))
    places = {(check.annotation, check.field) for check in typed}
    found = (check for ident, body in own.items() for check in _checks(project, ident, body, twins.get(ident)))
    return typed + [check for check in found if (check.annotation, check.field) not in places]


def drafts_left(project: Project, document: str) -> int:
    """How many of one's own annotations of a document are still drafts."""
    own = own_annotations(project, document, project.me or "")
    return sum(body.progress is Progress.DRAFT for body in own.values())


def _only_typed(project: Project, own: Mapping[str, Annotation]) -> Iterator[Check]:
    """What stands in a form of this copy and is no value: it would be left out of what is submitted."""
    unfinished = drafts.every(project)
    for ident, body in own.items():
        label = project.scheme.label(body.label)
        if label is None or ident not in unfinished:
            continue
        asked = asked_fields(label, body.fields)
        for name, text in unfinished[ident].items():
            if name in asked and text.strip():
                words = (
                    f"{_title(label, name)}: “{text.strip()[:60]}” was typed, but does not fit. Mend it or clear it."
                )
                yield Check(body.document, ident, name, _quote(body), words, "error")


def _quote(body: Annotation) -> str:
    return " … ".join(span.exact for span in body.spans)


def _checks(project: Project, ident: str, body: Annotation, twin: str | None) -> Iterator[Check]:
    quote = _quote(body)
    label = project.scheme.label(body.label)
    if label is None:
        words = f"The scheme has no label “{body.label}” any more."
        yield Check(body.document, ident, None, quote, words, "error")
        return
    for problem in resolving.problems(project, label, body.fields):
        words = f"{_title(label, problem.field)}: {problem.message}."
        yield Check(body.document, ident, problem.field, quote, words, problem.severity)
    for name, on in _undecided(label, body):
        words = f"Whether “{_title(label, name)}” is asked for is not decided: “{_title(label, on)}” is not filled in."
        yield Check(body.document, ident, on, quote, words, "warning")
    if twin is not None:
        words = f"It overlaps another {label.title} of yours: “{twin}”."
        yield Check(body.document, ident, None, quote, words, "warning")


def _undecided(label: Label, body: Annotation) -> Iterator[tuple[str, str]]:
    """(field, the field that its condition rests on) where nobody has looked at that yet."""
    for field in label.fields:
        if field.when is not None and field.when.field not in body.fields and field.name not in body.fields:
            yield field.name, field.when.field


def _title(label: Label, name: str | None) -> str:
    field = label.field(name) if name else None
    return field.title if field else name or label.title


def _twins(own: Mapping[str, Annotation]) -> dict[str, str]:
    """The words of an earlier annotation of the same label that each one overlaps, where it does."""
    last: dict[str, tuple[int, str]] = {}
    found: dict[str, str] = {}
    parts = [(span, ident, body.label) for ident, body in own.items() for span in body.spans]
    owner: dict[str, str] = {}
    for span, ident, label in sorted(parts, key=lambda part: (part[0].start, part[0].end)):
        before = last.get(label)
        if before is not None and before[0] > span.start and owner[label] != ident:
            found.setdefault(ident, before[1])
        if before is None or span.end > before[0]:
            last[label], owner[label] = (span.end, span.exact), ident
    return found


@at_once
def submit(project: Project, document: str, *, note: str = "", nothing: bool = False) -> Changes:
    """Submit one's own work on a document, with a note to the supervisor. It is frozen until it is returned.

    Args:
        project: where.
        document: its id.
        note: words to the supervisor.
        nothing: the statement that there is nothing to annotate in this text.

    Raises:
        NotAllowedError: it is assigned to others, or submitted already.
        InvalidError: it is empty without that statement, or not empty with it; or required fields
            are missing, or something is typed that is no value.
    """
    me = project.require()
    title = reading.document_row(project, document).title
    _require_open(project, document, me)
    way = rows.one(project.store, document, me)
    annotations = way.annotations if way else 0
    if nothing and annotations:
        raise InvalidError(f"You say that there is nothing to annotate, but you have {annotations} annotations here.")
    if not nothing and not annotations:
        raise InvalidError("There is nothing to submit. If the text holds nothing to annotate, say that.")
    wrong = [check for check in checks(project, document) if check.severity == "error"]
    if wrong:
        raise InvalidError(f"{len(wrong)} things must be put right first: “{wrong[0].quote[:60]}”: {wrong[0].message}")
    body = Submission(
        document=document,
        state=DocumentState.SUBMITTED,
        work=way.work if way else "0",
        annotator=me,
        nothing=nothing,
        note=note.strip(),
        by=me,
        at=now(),
    )
    draft = Draft(project, "submit", f"submit {title[:40]}", focus=(document, None))
    draft.put(Kind.SUBMISSION, own_submission_id(document, me), body)
    return draft.commit()


def _require_open(project: Project, document: str, me: str) -> None:
    """A supervisor's own work is not frozen, but can't be submitted twice either."""
    ways.require_open(project, document)
    way = rows.one(project.store, document, me)
    if way is not None and way.state in (DocumentState.SUBMITTED, DocumentState.APPROVED):
        raise NotAllowedError("You submitted this document already, and it was not returned.")


@at_once
def take_back(project: Project, document: str) -> Changes:
    """Take one's own submission back, as long as no supervisor took it to review.

    Raises:
        NotFoundError: there is no submission.
        NotAllowedError: it is in review, or was judged already.
    """
    me = project.require()
    way = rows.one(project.store, document, me)
    subject = own_submission_id(document, me)
    body = ways.submission(project, subject)
    if way is None or body is None:
        raise NotFoundError("You have not submitted this document.")
    if ways.is_taken(project, document):
        raise NotAllowedError("A supervisor took it to review already. Ask them to return it.")
    draft = Draft(project, "submit", "take submission back", focus=(document, None))
    draft.revise(Kind.SUBMISSION, subject, body.model_copy(update={"withdrawn": True}), Operation.WITHDRAW)
    return draft.commit()
