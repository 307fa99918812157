"""Undo and redo without end: steps kept in the file, each appending revisions that bring earlier values back.

Only what the step itself changed is brought back, and only where it still stands as the step left it: what others
or an import changed since stays.
"""

from typing import Any

from curator.domain.errors import CuratorError
from curator.domain.history import MISSING, Kind, Register, Revision, SubjectState, put, registers
from curator.domain.people import Role
from curator.services import reopening, ways
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
    with project.store.atomic() as conn:
        for first, last in _touched(project, step):
            _bring_back(draft, first, last, back=back)
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
    project, kind, subject = draft.project, Kind(first.subject_kind), first.subject_id
    before, after = _before(project, first), last.content()
    if _is_closed(project, kind, after):
        return
    if before.conflicts:
        decided = reopening.Decided(kind, subject, before, after)
        done = decided.reopen(draft) if back else decided.decide_again(draft)
    else:
        held = registers(before.body), registers(after)
        source, target = held[::-1] if back else held
        done = _write_back(draft, (kind, subject), source, target)
    if done and kind == Kind.ANNOTATION:
        draft.focus = (after["document"], subject)
    elif done and kind == Kind.DOCUMENT:
        draft.focus = (subject, None)


def _write_back(
    draft: Draft, about: tuple[Kind, str], source: dict[Register, Any], target: dict[Register, Any]
) -> bool:
    """Give those registers that still hold what `source` says what `target` says; whether there are any."""
    current = body_of(draft.project, *about)
    now = registers(current)
    changed = False
    for register in source.keys() | target.keys():
        old, new = source.get(register, MISSING), target.get(register, MISSING)
        if old != new and now.get(register, MISSING) == old:
            put(current, register, new)
            changed = True
    if changed:
        was = now.get(_WITHDRAWN, False), current.get("withdrawn", False)
        draft.revise(*about, current, reopening.operation(*was))
    return changed


def _is_closed(project: Project, kind: Kind, body: dict[str, Any]) -> bool:
    """Whether a supervisor's word, or one's own submission, stands against undoing: what was submitted is frozen."""
    if Role.SUPERVISOR in project.roles:
        return False
    if kind == Kind.ANNOTATION:
        return ways.frozen(project, body["document"]) is not None
    return kind == Kind.SUBMISSION and ways.is_taken(project, body["document"])


def _before(project: Project, first: Revision) -> SubjectState:
    """What the subject held before the step; before it was made, it held the same, withdrawn."""
    if not first.parents:
        return SubjectState((), {**first.content(), "withdrawn": True}, {})
    return journal.state_upon(project.store.conn, first.subject_id, first.subject_kind, first.parents)
