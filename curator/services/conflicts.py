"""What several people said differently: both values, who said each and when; and deciding between them.

Deciding is a revision that rests on all there is. Whoever decided otherwise meanwhile makes a conflict again, and
nobody's word is lost.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from curator.domain.annotation import Annotation
from curator.domain.errors import CuratorError, InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import MISSING, Kind, Register, SubjectState, put, registers
from curator.domain.people import Role
from curator.domain.review import JUDGED_STATES
from curator.services import conflict_wording as words_of
from curator.services import ways
from curator.services.acting import Draft, at_once, shown_body
from curator.services.changes import Changes
from curator.services.conflict_views import Conflict, Disagreement, Listed, Option, Passed, Question, Side, Who
from curator.services.project import Project
from curator.services.reopening import copied, operation
from curator.store import journal
from curator.store.queries import conflicts as rows

_BY_REGISTER = frozenset({Kind.ANNOTATION, Kind.DOCUMENT, Kind.ENTITY, Kind.PERSON})
"""Kinds whose values are chosen one by one; of the others each person's word is taken as a whole, or not."""


def listed(project: Project) -> list[Listed]:
    """All conflicts that whoever asks may see, by document and place in it; quick, whatever their number."""
    me = ways.sees_as(project)
    found = rows.placed(project.store)
    return [_listed(project, row) for row in found if me is None or not is_hidden(project, _body(project, row.of))]


def _listed(project: Project, row: rows.Placed) -> Listed:
    kind, subject, document = Kind(row.of.kind), row.of.subject, row.of.document
    label = project.scheme.label(row.label or "")
    if kind == Kind.ANNOTATION:
        title = words_of.annotation_title(project, row.label or "", row.quote or "")
    else:
        title = words_of.title(project, kind, _body(project, row.of))
    by_register = kind in _BY_REGISTER
    fields = tuple(words_of.register_title(label, register) for register in row.fields) if by_register else ()
    return Listed(kind, subject, document, row.document_title or "", title, fields)


def conflicts(project: Project, document: str | None = None) -> list[Conflict]:
    """All conflicts that whoever asks may see, or those of one document."""
    found = rows.rows(project.store, document)
    return [_conflict(project, row) for row in found if not is_hidden(project, _body(project, row))]


def conflict(project: Project, subject: str, kind: Kind | None = None) -> Conflict:
    """The conflict of one subject.

    Raises:
        NotFoundError: nobody disagrees on it.
    """
    for row in rows.about(project.store, subject, kind):
        if not is_hidden(project, _body(project, row)):
            return _conflict(project, row)
    raise NotFoundError(f"There is no conflict about {subject}.")


def passed(project: Project, document: str | None = None) -> list[Passed]:
    """Decisions that met a change: approve against edit. A new decision, or a change that knows of it, ends it."""
    found: list[Passed] = []
    for one in rows.passed(project.store, document):
        body = shown_body(project, Kind.ANNOTATION, one.annotation)
        if not is_hidden(project, body):
            title = words_of.title(project, Kind.ANNOTATION, body)
            sides = words_of.who(project, one.decision), words_of.who(project, one.head)
            found.append(Passed(one.annotation, one.document, title, one.verdict, *sides))
    return found


def questions(project: Project, found: Conflict) -> tuple[Question, ...]:
    """What has to be chosen to decide a conflict."""
    if found.kind not in _BY_REGISTER:
        return (_whose_word(project, found),)
    return tuple(_question(project, one) for one in found.disagreements)


def _question(project: Project, one: Disagreement) -> Question:
    register = one.register
    options = tuple(Option(side.words, side.by, {register: number}) for number, side in enumerate(one.sides))
    said = words_of.sentence(project, one.sides) if register == words_of.WITHDRAWN else ""
    return Question(register, one.title, options, said)


def _whose_word(project: Project, found: Conflict) -> Question:
    """What each head says as a whole; where it holds none of the values of a register, the one shown first."""
    state = journal.state_of(project.store.conn, found.subject, found.kind)
    options: dict[tuple[int, ...], Option] = {}
    for head in journal.revisions_by_id(project.store.conn, state.heads).values():
        body = head.content()
        held = registers(body)
        takes = {
            register: next((n for n, one in enumerate(several) if one.value == held.get(register, MISSING)), 0)
            for register, several in state.conflicts.items()
        }
        said = words_of.version_in_words(project, found.kind, body)
        options.setdefault(tuple(takes.values()), Option(said, (words_of.who(project, head.id),), takes))
    return Question(None, "Whose word counts?", tuple(options[key] for key in sorted(options)))


def why_not(project: Project, found: Conflict) -> str:
    """Why whoever asks can't decide a conflict, in words; "" where they can."""
    return _why_not(project, found.kind, journal.state_of(project.store.conn, found.subject, found.kind))


def _why_not(project: Project, kind: Kind, state: SubjectState) -> str:
    if project.read_only:
        return "The project is open read-only."
    if project.me is None or not project.roles:
        return "You are not among the people of this project, or may only read it. Ask its supervisor."
    if Role.SUPERVISOR in project.roles or _is_own_submission(project, kind, state):
        return ""
    if kind == Kind.DOCUMENT and ("text_sha256",) not in state.conflicts:
        return ""
    if kind == Kind.ANNOTATION and state.body.get("author") == project.me and ("author",) not in state.conflicts:
        return ways.frozen(project, state.body["document"]) or ""
    return "Deciding between others' values needs a supervisor."


def _is_own_submission(project: Project, kind: Kind, state: SubjectState) -> bool:
    """Whether it is a person's own word on their work, which they gave on two computers."""
    said = state.body
    return kind == Kind.SUBMISSION and said.get("annotator") == project.me and said["state"] not in JUDGED_STATES


@at_once
def resolve(
    project: Project,
    subject: str,
    choice: Mapping[Register, int],
    kind: Kind | None = None,
    *,
    shown: Sequence[Question] | None = None,
) -> Changes:
    """Decide a conflict: for each register, the number of the side that counts from now on.

    `shown` are the questions as whoever answers them saw them: others' words may have come in since, which gives the
    sides other numbers.

    Raises:
        NotFoundError: nobody disagrees on it.
        CuratorError: what was shown is not what is there now.
        InvalidError: a register is left undecided, or there is no such side.
        NotAllowedError: the work is another's, and this person is no supervisor, or it is frozen.
    """
    found = conflict(project, subject, kind)
    if shown is not None and questions(project, found) != tuple(shown):
        raise CuratorError(f"It has changed meanwhile: {found.title}. Look again and decide then.")
    state = journal.state_of(project.store.conn, subject, found.kind)
    if reason := _why_not(project, found.kind, state):
        raise NotAllowedError(reason)
    body = _decided(state, choice)
    draft = Draft(project, "resolve", f"resolve a conflict about {found.title}")
    ended = bool(state.body.get("withdrawn")), bool(body.get("withdrawn"))
    draft.revise(found.kind, subject, body, operation(*ended))
    if found.document:
        draft.focus = (found.document, subject if found.kind == Kind.ANNOTATION else None)
    return draft.commit()


def _decided(state: SubjectState, choice: Mapping[Register, int]) -> dict[str, Any]:
    """The body with the chosen values."""
    body = copied(state.body)
    for register, candidates in state.conflicts.items():
        if register not in choice:
            raise InvalidError(f"“{'.'.join(register)}” is left undecided.")
        if not 0 <= choice[register] < len(candidates):
            raise InvalidError(f"“{'.'.join(register)}” has no side {choice[register] + 1}.")
        put(body, register, candidates[choice[register]].value)
    if unknown := set(choice) - state.conflicts.keys():
        raise InvalidError(f"Nobody disagrees on “{'.'.join(min(unknown))}”.")
    return body


def _conflict(project: Project, row: rows.Row) -> Conflict:
    kind = Kind(row.kind)
    state = journal.state_of(project.store.conn, row.subject, kind)
    label = project.scheme.label(str(state.body.get("label", "")))
    disagreements = tuple(
        Disagreement(
            register,
            words_of.register_title(label, register),
            words_of.sides(project, (kind, row.subject), state, register),
        )
        for register in state.conflicts
    )
    what = "withdrawal" if words_of.WITHDRAWN in state.conflicts else "values"
    return Conflict(kind, row.subject, row.document, words_of.title(project, kind, state.body), what, disagreements)


def _body(project: Project, row: rows.Row) -> dict[str, Any]:
    return shown_body(project, Kind(row.kind), row.subject)


def is_hidden(project: Project, body: Mapping[str, Any]) -> bool:
    """Whether it is about work of others that whoever asks may not see yet, or is none of their business."""
    me = ways.sees_as(project)
    if me is None:
        return False
    if "spans" in body:
        return ways.is_hidden(project, Annotation.model_validate(body, strict=False))
    if annotation := body.get("annotation"):
        with suppress(NotFoundError):
            return is_hidden(project, shown_body(project, Kind.ANNOTATION, annotation))
        return True
    return body.get("annotator") not in (None, me)


__all__ = [
    "Conflict",
    "Disagreement",
    "Listed",
    "Option",
    "Passed",
    "Question",
    "Side",
    "Who",
    "conflict",
    "conflicts",
    "is_hidden",
    "listed",
    "passed",
    "questions",
    "resolve",
    "why_not",
]
