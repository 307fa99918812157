"""Undo and redo of deciding a conflict: the values stand beside each other again, and then one of them counts again.

A conflict is there while values were written apart from each other. So undoing writes each of them anew, upon a
revision of its own that says otherwise, and all of these beside each other; nothing is erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curator.domain.history import MISSING, Candidate, Kind, Operation, Register, SubjectState, put, registers
from curator.services.acting import Draft
from curator.store import journal

_WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decided:
    """A subject whose values were in conflict `before`, and the body `after` that was decided for.

    `kept` are registers that are left as they are.
    """

    kind: Kind
    subject: str
    before: SubjectState
    after: dict[str, Any]
    kept: frozenset[Register] = frozenset()

    def reopen(self, draft: Draft) -> bool:
        """Let those values stand beside each other again that were decided between; whether any can.

        What was changed since stays as it is. The value that was shown first is shown first again.
        """
        state = self._state(draft)
        if state.conflicts:
            return False
        held, chosen = registers(state.body), registers(self.after)
        again = {
            register: candidates
            for register, candidates in self.before.conflicts.items()
            if register not in self.kept and held.get(register, MISSING) == chosen.get(register, MISSING)
        }
        if not again:
            return False
        upon = draft.revise(self.kind, self.subject, state.body)
        most = max(len(candidates) for candidates in again.values())
        # Of several values that were written at one moment, that of the last revision is shown first.
        for number in reversed(range(most)):
            other = self._with(state.body, again, number + 1)
            step = self._add(draft, upon, state.body, other)
            self._add(draft, step, other, self._with(state.body, again, number))
        return True

    def _with(
        self, body: Mapping[str, Any], again: Mapping[Register, tuple[Candidate, ...]], number: int
    ) -> dict[str, Any]:
        """The body with the value of that number in each register; round where a register has fewer."""
        made = copied(body)
        for register, candidates in again.items():
            put(made, register, candidates[number % len(candidates)].value)
        return made

    def _add(self, draft: Draft, upon: str, was: Mapping[str, Any], body: Mapping[str, Any]) -> str:
        ended = bool(was.get(_WITHDRAWN)), bool(body.get(_WITHDRAWN))
        return draft.beside(self.kind, self.subject, upon, body, operation(*ended))

    def decide_again(self, draft: Draft) -> bool:
        """Decide once more as it was decided, where the same values stand against each other; whether they do."""
        state = self._state(draft)
        if self.kept or _values(state) != _values(self.before):
            return False
        body, chosen = copied(state.body), registers(self.after)
        for register in state.conflicts:
            put(body, register, chosen.get(register, MISSING))
        ended = bool(state.body.get(_WITHDRAWN)), bool(body.get(_WITHDRAWN))
        draft.revise(self.kind, self.subject, body, operation(*ended))
        return True

    def _state(self, draft: Draft) -> SubjectState:
        return journal.state_of(draft.project.store.conn, self.subject, self.kind)


def _values(state: SubjectState) -> dict[Register, list[Any]]:
    return {register: [one.value for one in candidates] for register, candidates in state.conflicts.items()}


def copied(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body whose registers can be given other values."""
    made = {**body}
    if "fields" in made:
        made["fields"] = {**made["fields"]}
    return made


def operation(was: bool, ends: bool) -> Operation:
    """What a revision does that finds a subject withdrawn or not, and leaves it withdrawn or not."""
    return Operation.REVISE if was == ends else Operation.WITHDRAW if ends else Operation.RESTORE
