"""Undo and redo without end: steps kept in the file, each appending revisions that bring earlier values back.

Only what the step itself changed is brought back, and only where it still stands as the step left it: what others
or an import changed since stays, and what they built upon is not taken out from under them (`since`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from curator.domain.errors import CuratorError, StorageError
from curator.domain.history import MISSING, WITHDRAWN, Kind, Register, Revision, SubjectState, put, registers
from curator.domain.people import Role
from curator.services import reopening, ways
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.since import Since, since
from curator.services.views import UndoState
from curator.store import journal, local
from curator.store.queries import steps

_MANY = 100
"""A step that touched more is not tried in advance."""
_LABEL: Register = ("label",)
_ELSE = "what it changed has been changed since"
_NEXT = {"undo": local.next_undo, "redo": local.next_redo}


def state(project: Project) -> UndoState:
    """What Undo and Redo would do now."""
    if project.read_only:
        return UndoState(None, None)
    (back, not_back), (forth, not_forth) = _offered(project, "undo"), _offered(project, "redo")
    return UndoState(back, forth, not_back, not_forth)


def undo(project: Project) -> Changes | None:
    """Take back this person's last act; None where there is nothing to undo.

    Raises:
        CuratorError: what the act did was changed or built upon since by others; the step is given up.
    """
    return _take(project, "undo")


def redo(project: Project) -> Changes | None:
    """Do again what was undone last; None where there is nothing to redo.

    Raises:
        CuratorError: what the act did was changed or built upon since by others; the step is given up.
    """
    return _take(project, "redo")


def _offered(project: Project, activity: str) -> tuple[str | None, str]:
    """What the next step did, and why it can't be taken any more."""
    step = _NEXT[activity](project.store.conn, project.author.public_key)
    if step is None:
        return None, ""
    after = since(project, step)
    if after.quiet or steps.touches(project.store, step.changeset) > _MANY:
        return step.label, ""
    taking = _Taking(Draft(project, activity, step.label, undoable=False), after)
    try:
        taking.bring_all(step)
    except StorageError:
        raise
    except CuratorError as error:  # several changed it differently
        return step.label, str(error).rstrip(".")
    return step.label, "" if taking.draft.revisions else taking.why


def _take(project: Project, activity: str) -> Changes | None:
    """One step back or forth."""
    taken = _taken(project, activity)
    if taken is None:
        return None
    taking, changes = taken
    if changes.empty:
        raise CuratorError(
            f"“{changes.label}” can't be {activity}ne: {taking.why}. Change it by hand if it is to be otherwise."
        )
    return taking.named(changes)


@at_once
def _taken(project: Project, activity: str) -> "tuple[_Taking, Changes] | None":
    """What was done of the next step, whose own mark is written with it; a step that nothing is left of is dropped."""
    conn = project.store.conn
    step = _NEXT[activity](conn, project.author.public_key)
    if step is None:
        return None
    taking = _Taking(Draft(project, activity, step.label, undoable=False), since(project, step))
    taking.bring_all(step)
    changes = taking.draft.commit()
    if changes.empty:
        local.drop_step(conn, step.n)
    else:
        local.mark_step(conn, step.n, undone=taking.back)
    return taking, changes


@dataclass(slots=True)
class _Taking:
    """A step that is being taken back or forth. `left` says why what could not be brought back stays as it is."""

    draft: Draft
    since: Since
    left: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def back(self) -> bool:
        return self.draft.activity == "undo"

    @property
    def why(self) -> str:
        return "; ".join(list(self.left)[:3]) or _ELSE

    def named(self, changes: Changes) -> Changes:
        """The changes, with words on what stays."""
        words = f"Not all of “{changes.label}” could be {self.draft.activity}ne: {self.why}."
        return replace(changes, left=words) if self.left else changes

    def bring_all(self, step: local.Step) -> None:
        """Bring back what the step changed of each subject that it touched."""
        ends: dict[str, tuple[Revision, Revision]] = {}
        for revision in journal.revisions_in(self.draft.project.store.conn, step.changeset):
            first = ends.get(revision.subject_id, (revision, revision))[0]
            ends[revision.subject_id] = (first, revision)
        for first, last in ends.values():
            self._bring(first, last)

    def _bring(self, first: Revision, last: Revision) -> None:
        """Write what the step changed of one subject back to what it was (or forth again)."""
        kind, subject = Kind(first.subject_kind), first.subject_id
        before, after = _before(self.draft.project, first), last.content()
        if why := _closed(self.draft.project, kind, after):
            self.left[why] = None
            return
        held = registers(before.body), registers(after)
        source, target = held[::-1] if self.back else held
        differing = {one for one in source.keys() | target.keys() if _at(source, one) != _at(target, one)}
        kept = self._kept(kind, subject, differing | before.conflicts.keys(), ends=_ends(source, target))
        if before.conflicts:
            decided = reopening.Decided(kind, subject, before, after, frozenset(kept))
            done = decided.reopen(self.draft) if self.back else decided.decide_again(self.draft)
        else:
            done = self._write((kind, subject), source, target, differing - kept.keys())
        self.left.update(dict.fromkeys(kept.values()))
        if done and kind == Kind.ANNOTATION:
            self.draft.focus = (after["document"], subject)
        elif done and kind == Kind.DOCUMENT:
            self.draft.focus = (subject, None)

    def _kept(self, kind: Kind, subject: str, changing: set[Register], *, ends: bool) -> dict[Register, str]:
        """What has to stay as it is, and why."""
        if ends and (why := self.since.end(kind, subject)):
            return dict.fromkeys(changing, why)
        taken = self.since.taken(kind, subject, changing)
        # The fields of a form do not come back without the label that has the form.
        return dict.fromkeys(changing, taken[_LABEL]) if _LABEL in taken else taken

    def _write(
        self,
        about: tuple[Kind, str],
        source: Mapping[Register, Any],
        target: Mapping[Register, Any],
        changing: set[Register],
    ) -> bool:
        """Give those registers that still hold what `source` says what `target` says; whether there are any."""
        current = body_of(self.draft.project, *about)
        now = registers(current)
        still = [one for one in changing if _at(now, one) == _at(source, one)]
        for register in still:
            put(current, register, _at(target, register))
        if still:
            was = now.get((WITHDRAWN,), False), current.get(WITHDRAWN, False)
            self.draft.revise(*about, current, reopening.operation(*was))
        return bool(still)


def _at(held: Mapping[Register, Any], register: Register) -> Any:  # noqa: ANN401 - a JSON value
    return held.get(register, MISSING)


def _ends(source: Mapping[Register, Any], target: Mapping[Register, Any]) -> bool:
    """Whether a subject is taken out by going from one to the other."""
    return target.get((WITHDRAWN,)) is True and source.get((WITHDRAWN,)) is not True


def _closed(project: Project, kind: Kind, body: dict[str, Any]) -> str:
    """How a supervisor's word, or one's own submission, stands against undoing: what was submitted is frozen."""
    if Role.SUPERVISOR in project.roles:
        return ""
    if kind == Kind.ANNOTATION and ways.frozen(project, body["document"]):
        return "the document has been submitted, or given to others"
    return "a supervisor has it" if kind == Kind.SUBMISSION and ways.is_taken(project, body["document"]) else ""


def _before(project: Project, first: Revision) -> SubjectState:
    """What the subject held before the step; before it was made, it held the same, withdrawn."""
    if not first.parents:
        return SubjectState((), {**first.content(), "withdrawn": True}, {})
    return journal.state_upon(project.store.conn, first.subject_id, first.subject_kind, first.parents)
