"""Undo and redo without end: steps kept in the file, each appending revisions that bring earlier values back.

Only what the step itself changed is brought back, and only where it still stands as the step left it: what others
or an import changed since stays.
"""

from typing import Any

from curator.domain.errors import CuratorError
from curator.domain.history import MISSING, Kind, Operation, Register, Revision, registers
from curator.domain.people import Role
from curator.services import ways
from curator.services.acting import Draft, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.views import UndoState
from curator.store import journal, local

_WITHDRAWN = ("withdrawn",)


def state(project: Project) -> UndoState:
    """What Undo and Redo would do now."""
    if project.read_only:
        return UndoState(None, None)
    key = project.author.public_key
    back, forth = local.next_undo(project.store.conn, key), local.next_redo(project.store.conn, key)
    return UndoState(back.label if back else None, forth.label if forth else None)


def undo(project: Project) -> Changes | None:
    """Take back this person's last act; None where there is nothing to undo.

    Raises:
        CuratorError: what the act did was changed since by something else; the step is given up.
    """
    project.require()
    step = local.next_undo(project.store.conn, project.author.public_key)
    return _take(project, step, "undo") if step else None


def redo(project: Project) -> Changes | None:
    """Do again what was undone last; None where there is nothing to redo.

    Raises:
        CuratorError: what the act did was changed since by something else; the step is given up.
    """
    project.require()
    step = local.next_redo(project.store.conn, project.author.public_key)
    return _take(project, step, "redo") if step else None


def _take(project: Project, step: local.Step, activity: str) -> Changes:
    """One step back or forth: its revisions and the step's own mark in one transaction."""
    back = activity == "undo"
    draft = Draft(project, activity, step.label, undoable=False)
    for first, last in _touched(project, step):
        _bring_back(draft, first, last, back=back)
    with project.store.atomic() as conn:
        if not draft.revisions:
            local.drop_step(conn, step.n)
        else:
            local.mark_step(conn, step.n, undone=back)
            return draft.commit()
    raise CuratorError(f"“{step.label}” can't be {activity}ne: what it changed has been changed since, or submitted.")


def _touched(project: Project, step: local.Step) -> list[tuple[Revision, Revision]]:
    """The first and the last revision of each subject that the step's changeset touched."""
    ends: dict[str, tuple[Revision, Revision]] = {}
    for revision in journal.revisions_in(project.store.conn, step.changeset):
        first = ends.get(revision.subject_id, (revision, revision))[0]
        ends[revision.subject_id] = (first, revision)
    return list(ends.values())


def _bring_back(draft: Draft, first: Revision, last: Revision, *, back: bool) -> None:
    """Write what the step changed of one subject back to what it was (or forth again)."""
    project = draft.project
    kind = Kind(first.subject_kind)
    before, after = _before(project, first), registers(last.content())
    current = body_of(project, kind, first.subject_id)
    now = registers(current)
    source, target = (after, before) if back else (before, after)
    changed = False
    if _is_closed(project, kind, current):
        return
    for register in before.keys() | after.keys():
        old, new = source.get(register, MISSING), target.get(register, MISSING)
        if old != new and now.get(register, MISSING) == old:
            _write(current, register, new)
            changed = True
    if not changed:
        return
    was, is_now = now.get(_WITHDRAWN, False), current.get("withdrawn", False)
    operation = Operation.REVISE if was == is_now else Operation.WITHDRAW if is_now else Operation.RESTORE
    draft.revise(kind, first.subject_id, current, operation)
    if kind == Kind.ANNOTATION:
        draft.focus = (current["document"], first.subject_id)
    elif kind == Kind.DOCUMENT:
        draft.focus = (first.subject_id, None)


def _is_closed(project: Project, kind: Kind, body: dict[str, Any]) -> bool:
    """Whether a supervisor's word, or one's own submission, stands against undoing: what was submitted is frozen."""
    if Role.SUPERVISOR in project.roles:
        return False
    if kind == Kind.ANNOTATION:
        return ways.frozen(project, body["document"]) is not None
    return kind == Kind.SUBMISSION and ways.is_taken(project, body["document"])


def _before(project: Project, first: Revision) -> dict[Register, Any]:
    """What the subject held before the step; before it was made, it held the same, withdrawn."""
    if not first.parents:
        return {**registers(first.content()), _WITHDRAWN: True}
    parents = journal.revisions_by_id(project.store.conn, first.parents)
    return registers(parents[first.parents[0]].content())


def _write(body: dict[str, Any], register: Register, value: Any) -> None:  # noqa: ANN401 - any JSON value
    for key in register[:-1]:
        body = body.setdefault(key, {})
    if value is MISSING:
        body.pop(register[-1], None)
    else:
        body[register[-1]] = value
