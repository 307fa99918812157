"""What several people said differently: both values, who said each and when; and deciding between them.

Deciding is a revision that rests on all there is. Whoever decided otherwise meanwhile makes a conflict again, and
nobody's word is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from curator.domain.errors import InvalidError, NotAllowedError, NotFoundError
from curator.domain.history import MISSING, Candidate, Kind, Operation, Register, SubjectState
from curator.domain.people import Role
from curator.services import histories, wording
from curator.services.acting import Draft, shown_body
from curator.services.changes import Changes
from curator.services.project import Project
from curator.store import journal
from curator.store.queries import conflicts as rows
from curator.store.queries import people

_ANYBODYS = frozenset({Kind.DOCUMENT, Kind.ENTITY, Kind.SUBMISSION})
_WITHDRAWN = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class Who:
    """Who wrote a value, in which revision, and when by their clock."""

    name: str
    at: str
    revision: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values; `value` is None where there was none, and `words` say it."""

    value: Any
    words: str
    by: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A register of a subject with several values; the first of them is shown."""

    register: Register
    title: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A subject that people changed differently.

    `what` is `values`, or `withdrawal` where one ended what another changed. `document` is where it belongs, or "".
    """

    kind: Kind
    subject: str
    document: str
    title: str
    what: Literal["values", "withdrawal"]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A decision and a change of its annotation that knew nothing of each other: it is to be reviewed again."""

    annotation: str
    document: str
    title: str
    verdict: str
    decided: Who
    changed: Who


def conflicts(project: Project, document: str | None = None) -> list[Conflict]:
    """All conflicts, or those of one document."""
    return [_conflict(project, row) for row in rows.rows(project.store, document)]


def conflict(project: Project, subject: str, kind: Kind | None = None) -> Conflict:
    """The conflict of one subject.

    Raises:
        NotFoundError: nobody disagrees on it.
    """
    for row in rows.rows(project.store):
        if row.subject == subject and kind in (None, row.kind):
            return _conflict(project, row)
    raise NotFoundError(f"There is no conflict about {subject}.")


def passed(project: Project, document: str | None = None) -> list[Passed]:
    """Decisions that met a change: approve against edit. A new decision, or a change that knows of it, ends it."""
    return [
        Passed(
            one.annotation,
            one.document,
            wording.title(project, Kind.ANNOTATION, shown_body(project, Kind.ANNOTATION, one.annotation)),
            one.verdict,
            _who(project, one.decision),
            _who(project, one.head),
        )
        for one in rows.passed(project.store, document)
    ]


def resolve(project: Project, subject: str, choice: Mapping[Register, int], kind: Kind | None = None) -> Changes:
    """Decide a conflict: for each register, the number of the side that counts from now on.

    Raises:
        NotFoundError: nobody disagrees on it.
        InvalidError: a register is left undecided, or there is no such side.
        NotAllowedError: the work is another's, and this person is no supervisor.
    """
    found = conflict(project, subject, kind)
    state = journal.state_of(project.store.conn, subject, found.kind)
    _require(project, found.kind, state)
    body = _decided(state, choice)
    draft = Draft(project, "resolve", f"resolve a conflict about {found.title}")
    was, now = bool(state.body.get("withdrawn")), bool(body.get("withdrawn"))
    draft.revise(found.kind, subject, body, Operation.WITHDRAW if now and not was else Operation.REVISE)
    if found.document:
        draft.focus = (found.document, subject if found.kind == Kind.ANNOTATION else None)
    return draft.commit()


def _require(project: Project, kind: Kind, state: SubjectState) -> None:
    me = project.require()
    own = kind == Kind.ANNOTATION and state.body.get("author") == me and ("author",) not in state.conflicts
    if not own and kind not in _ANYBODYS and Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("Deciding between others' values needs a supervisor.")


def _decided(state: SubjectState, choice: Mapping[Register, int]) -> dict[str, Any]:
    """The body with the chosen values."""
    body: dict[str, Any] = {**state.body}
    if "fields" in body:
        body["fields"] = {**body["fields"]}
    for register, candidates in state.conflicts.items():
        if register not in choice:
            raise InvalidError(f"“{'.'.join(register)}” is left undecided.")
        if not 0 <= choice[register] < len(candidates):
            raise InvalidError(f"“{'.'.join(register)}” has no side {choice[register] + 1}.")
        _put(body, register, candidates[choice[register]].value)
    if unknown := set(choice) - state.conflicts.keys():
        raise InvalidError(f"Nobody disagrees on “{'.'.join(min(unknown))}”.")
    return body


def _put(body: dict[str, Any], register: Register, value: Any) -> None:  # noqa: ANN401 - any JSON value
    for key in register[:-1]:
        body = body.setdefault(key, {})
    if value is MISSING:
        body.pop(register[-1], None)
    else:
        body[register[-1]] = value


def _conflict(project: Project, row: rows.Row) -> Conflict:
    kind = Kind(row.kind)
    state = journal.state_of(project.store.conn, row.subject, kind)
    label = project.scheme.label(str(state.body.get("label", "")))
    known = wording.names(project, [state.body.get("fields", {})])
    disagreements = tuple(
        Disagreement(
            register,
            histories.title_of(label, register),
            tuple(_side(project, histories.in_words(label, register, _value(one), known), one) for one in candidates),
        )
        for register, candidates in state.conflicts.items()
    )
    what = "withdrawal" if _WITHDRAWN in state.conflicts else "values"
    return Conflict(kind, row.subject, row.document, wording.title(project, kind, state.body), what, disagreements)


def _value(candidate: Candidate) -> Any:  # noqa: ANN401 - any JSON value
    return None if candidate.value is MISSING else candidate.value


def _side(project: Project, words: str, candidate: Candidate) -> Side:
    by = sorted((_who(project, writer) for writer in candidate.writers), key=lambda who: (who.at, who.revision))
    return Side(_value(candidate), words, tuple(by))


def _who(project: Project, revision: str) -> Who:
    made = people.maker(project.store, revision)
    name = (made.name if made else None) or wording.UNKNOWN_PERSON
    return Who(name, made.made_at if made else "", revision)
