"""The road that every act walks: check, one changeset, one transaction, then what changed.

A verb describes the new bodies of its subjects; this module gives them revisions, seals and signs the changeset,
appends it, and has the undo step written in the same transaction. When `commit` returns, the act is on disk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel

from curator.domain.errors import CuratorError, InvalidError, NotFoundError
from curator.domain.history import Act, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import bound_id
from curator.services.changes import Changes, by_kind
from curator.services.project import SOFTWARE, Project, now
from curator.store import appending, journal, local, subjects

Body = BaseModel | Mapping[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


def at_once(verb: Callable[Concatenate[Project, P], T]) -> Callable[Concatenate[Project, P], T]:
    """A verb that reads and writes one state: what an exchange brings meanwhile comes before it or after it.

    Else what it writes would rest on words that it has not read, and take them back unseen.
    """

    @wraps(verb)
    def whole(project: Project, *args: P.args, **kwargs: P.kwargs) -> T:
        if project.read_only:
            project.require()
        with project.store.atomic():
            project.look_again()
            project.require()
            done = verb(project, *args, **kwargs)
        project.lean_on_log()
        return done

    return whole


@dataclass(slots=True)
class Draft:
    """An act that is being put together. `undoable` is whether it becomes a step of Undo."""

    project: Project
    activity: str
    label: str
    undoable: bool = True
    focus: tuple[str, str | None] | None = None
    revisions: list[Revision] = field(default_factory=list[Revision])
    blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _about: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])

    def create(self, kind: Kind, subject: str, body: Body) -> str:
        """Add a new subject; gives the id of its revision."""
        return self._add(kind, subject, (), Operation.CREATE, body)

    def revise(self, kind: Kind, subject: str, body: Body, operation: Operation = Operation.REVISE) -> str:
        """Give a subject a new body, upon all that is known of it; gives the id of the revision that says so.

        A body that says what is known already makes no revision: there would be nothing in it to undo.

        Raises:
            NotFoundError: there is no such subject.
        """
        heads = subjects.heads(self.project.store, subject, kind)
        if not heads:
            raise NotFoundError(f"There is no {kind} {subject} in the project.")
        if len(heads) == 1 and heads[0].body == encoded(body):
            return heads[0].id
        return self._add(kind, subject, tuple(head.id for head in heads), operation, body)

    def beside(self, kind: Kind, subject: str, upon: str, body: Body, operation: Operation = Operation.REVISE) -> str:
        """Give a subject one more revision upon one of its own, beside all else that rests on that; gives its id."""
        return self._add(kind, subject, (upon,), operation, body)

    def put(self, kind: Kind, subject: str, body: Body) -> None:
        """Give a subject a body whether there is one already or not, as where ids are derived."""
        self.put_many(kind, {subject: body})

    def put_many(self, kind: Kind, bodies: Mapping[str, Body]) -> None:
        """The same for many subjects of a kind at once."""
        conn = self.project.store.conn
        heads = journal.heads(conn, bodies, kind)
        known = journal.revisions_by_id(conn, [head for several in heads.values() for head in several]) if heads else {}
        for subject, body in bodies.items():
            before = [known[head] for head in heads.get(subject, ())]
            if len(before) == 1 and before[0].body == encoded(body):
                continue
            was = any(head.content().get("withdrawn") for head in before)
            operation = Operation.RESTORE if was else Operation.REVISE if before else Operation.CREATE
            self._add(kind, subject, tuple(head.id for head in before), operation, body)

    def _add(self, kind: Kind, subject: str, parents: tuple[str, ...], operation: Operation, body: Body) -> str:
        revision = Revision(bound_id(self.project.author.public_key), kind, subject, parents, operation, encoded(body))
        self.revisions.append(revision)
        if kind in _SPEAKING:
            self._note_about(body)
        return revision.id

    def _note_about(self, body: Body) -> None:
        """The document and the annotation whose rows show what a decision, a submission or a comment says of them."""
        said = body.model_dump(include={"document", "annotation"}) if isinstance(body, BaseModel) else body
        if document := said.get("document"):
            self._about.add((Kind.DOCUMENT, document))
        if annotation := said.get("annotation"):
            self._about.add((Kind.ANNOTATION, annotation))

    def commit(self) -> Changes:
        """Sign and write the act. Nothing is written of an act without revisions."""
        if not self.revisions:
            return Changes(label=self.label)
        project = self.project
        with project.store.atomic() as conn:
            act = Act(journal.tips(conn), project.replica, project.author.public_key, now(), self.activity, SOFTWARE)
            changeset = seal(act, self.revisions, list(self.blobs), project.author.sign)
            seq = appending.append(conn, changeset, self.blobs)
            if self.undoable:
                local.add_step(conn, seq, self.label, project.author.public_key)
        project.lean_on_log()
        touched = [(revision.subject_kind, revision.subject_id) for revision in self.revisions]
        if any(kind in (Kind.SCHEME, Kind.SETTING, Kind.PERSON) for kind, _ in touched):
            project.refresh()
        said = by_kind([*touched, *self._about])
        return Changes(self.label, changeset.id, act.made_at, focus=self.focus, left="", **said)


_SPEAKING = frozenset({Kind.DECISION, Kind.SUBMISSION, Kind.ASSIGNMENT, Kind.COMMENT})


def encoded(body: Body) -> bytes:
    """A body in canonical JSON.

    Raises:
        InvalidError: it holds what no file can: half a character (a lone surrogate), or a float.
    """
    try:
        return body_bytes(body.model_dump(mode="json") if isinstance(body, BaseModel) else body)
    except ValueError as error:
        raise InvalidError(f"This can't be saved: {error}.") from error


def body_of(project: Project, kind: Kind, subject: str) -> dict[str, Any]:
    """The body of a subject as it is now.

    Raises:
        NotFoundError: there is no such subject.
        CuratorError: two people changed it differently, and nobody has decided yet.
    """
    heads = subjects.heads(project.store, subject, kind)
    if not heads:
        raise NotFoundError(f"There is no {kind} {subject} in the project.")
    if len(heads) == 1:
        return heads[0].content()
    state = journal.state_of(project.store.conn, subject, kind)
    if state.conflicts:
        raise CuratorError(f"The {kind} {subject} was changed differently by several people: resolve that first.")
    return state.body


def shown_body(project: Project, kind: Kind, subject: str) -> dict[str, Any]:
    """The body of a subject as it is shown; where several people changed it differently, with one of their values.

    Raises:
        NotFoundError: there is no such subject.
    """
    heads = subjects.heads(project.store, subject, kind)
    if not heads:
        raise NotFoundError(f"There is no {kind} {subject} in the project.")
    if len(heads) == 1:
        return heads[0].content()
    return journal.state_of(project.store.conn, subject, kind).body
