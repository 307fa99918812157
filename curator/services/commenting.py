"""Comments on documents, annotations and fields: threads that are open or resolved."""

import orjson

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import Kind, Operation
from curator.domain.ids import bound_id
from curator.domain.people import Role
from curator.domain.review import resolution_id
from curator.domain.supervision import Comment
from curator.services import reading, ways, wording
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project, now
from curator.services.review_views import CommentView, Thread
from curator.store.queries import comments as rows

_LONGEST = 10_000


@at_once
def comment(
    project: Project, document: str, text: str, *, annotation: str | None = None, field: str | None = None
) -> Changes:
    """Begin a thread on a document, an annotation of it, or a field of that.

    Raises:
        InvalidError: there are no words, or too many; or the annotation is of another document or has no such field.
    """
    me = project.require()
    reading.document_row(project, document)
    _check_place(project, document, annotation, field)
    body = Comment(document=document, annotation=annotation, field=field, text=_words(text), by=me, at=now())
    draft = Draft(project, "comment", "comment", focus=(document, annotation))
    draft.create(Kind.COMMENT, bound_id(me), body)
    return draft.commit()


@at_once
def answer(project: Project, thread: str, text: str) -> Changes:
    """Add to a thread; an answer opens a resolved one again."""
    me = project.require()
    began = _began(project, thread)
    update = {"thread": thread, "text": _words(text), "by": me, "at": now()}
    draft = Draft(project, "comment", "answer", focus=(began.document, began.annotation))
    draft.create(Kind.COMMENT, bound_id(me), began.model_copy(update=update))
    if _is_resolved(project, began.document, thread) and _may_resolve(project, began, me):
        _resolve(draft, thread, began, resolved=False)
    return draft.commit()


@at_once
def resolve(project: Project, thread: str, *, resolved: bool = True) -> Changes:
    """Say that a thread is resolved, or open again. Who began it, the annotation's author and supervisors may.

    Raises:
        NotAllowedError: the thread is between others.
    """
    me = project.require()
    began = _began(project, thread)
    if not _may_resolve(project, began, me):
        raise NotAllowedError("This thread is between others. Who began it or a supervisor can resolve it.")
    draft = Draft(project, "comment", "resolve thread" if resolved else "open thread again")
    draft.focus = (began.document, began.annotation)
    if _is_resolved(project, began.document, thread) is not resolved:
        _resolve(draft, thread, began, resolved=resolved)
    return draft.commit()


def _resolve(draft: Draft, thread: str, began: Comment, *, resolved: bool) -> None:
    update = {"thread": thread, "text": "", "resolved": resolved, "by": draft.project.me, "at": now()}
    draft.put(Kind.COMMENT, resolution_id(thread), began.model_copy(update=update))


def _may_resolve(project: Project, began: Comment, me: str) -> bool:
    if me == began.by or Role.SUPERVISOR in project.roles:
        return True
    return began.annotation is not None and reading.annotation(project, began.annotation).body.author == me


@at_once
def withdraw(project: Project, comment: str) -> Changes:
    """Take one's own comment away; its history stays.

    Raises:
        NotAllowedError: it is another's.
    """
    me = project.require()
    body = _body(project, comment)
    if body.by != me:
        raise NotAllowedError("This comment is another person's.")
    draft = Draft(project, "comment", "withdraw comment", focus=(body.document, body.annotation))
    draft.revise(Kind.COMMENT, comment, body.model_copy(update={"withdrawn": True}), Operation.WITHDRAW)
    return draft.commit()


def threads(
    project: Project, document: str, *, annotation: str | None = None, resolved: bool | None = None
) -> list[Thread]:
    """The threads of a document (of one annotation), the oldest first; only resolved or only open ones if asked."""
    gathered: dict[str, list[rows.Entry]] = {}
    ended: dict[str, bool] = {}
    for entry in rows.entries(project.store, document, ways.sees_as(project)):
        if entry.resolved is None:
            gathered.setdefault(entry.thread, []).append(entry)
        else:
            ended[entry.thread] = bool(entry.resolved)
    found = [_thread(ident, entries, resolved=ended.get(ident, False)) for ident, entries in gathered.items()]
    return [
        thread for thread in found if annotation in (None, thread.annotation) and resolved in (None, thread.resolved)
    ]


def _thread(ident: str, entries: list[rows.Entry], *, resolved: bool) -> Thread:
    bodies = [orjson.loads(entry.body) for entry in entries]
    said = tuple(
        CommentView(entry.id, entry.author, entry.name or wording.UNKNOWN_PERSON, body["at"], body["text"])
        for entry, body in zip(entries, bodies, strict=True)
    )
    return Thread(ident, entries[0].document, entries[0].annotation, bodies[0].get("field"), resolved, said)


def open_threads(project: Project, document: str) -> dict[str, int]:
    """How many open threads each annotation of a document has; "" is the document itself."""
    found: dict[str, int] = {}
    for thread in threads(project, document, resolved=False):
        place = thread.annotation or ""
        found[place] = found.get(place, 0) + 1
    return found


def _check_place(project: Project, document: str, annotation: str | None, field: str | None) -> None:
    if annotation is None:
        if field is not None:
            raise InvalidError("A comment on a field needs the annotation that has it.")
        return
    body = reading.annotation(project, annotation).body
    if body.document != document:
        raise InvalidError("The annotation is of another document.")
    label = project.scheme.label(body.label)
    if field is not None and (label is None or label.field(field) is None):
        raise InvalidError(f"The form of “{body.label}” has no field “{field}”.")


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > _LONGEST:
        raise InvalidError(f"A comment needs words, {_LONGEST:,} characters at most.")
    return words


def _began(project: Project, thread: str) -> Comment:
    body = _body(project, thread)
    if body.thread is not None:
        raise NotFoundError("This comment is an answer: name the thread that it is in.")
    if body.annotation is not None:
        reading.annotation(project, body.annotation)
    if not any(one.id == thread for one in threads(project, body.document)):
        raise NotFoundError("There is no such thread, or it can't be read before this document is in review.")
    return body


def _body(project: Project, comment: str) -> Comment:
    return Comment.model_validate(body_of(project, Kind.COMMENT, comment), strict=False)


def _is_resolved(project: Project, document: str, thread: str) -> bool:
    return any(one.id == thread and one.resolved for one in threads(project, document))
