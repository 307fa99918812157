"""What others have built upon an act since: undoing it must take back none of it.

Others are all whose work came in after the act: another person, the same one at another machine, an imported data set.
What had come in before, the person knew when acting.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curator.domain.history import Kind, Register, without, writers_of
from curator.domain.review import AnnotationState, Verdict, decision_id
from curator.services import deciding, wording
from curator.services.project import Project
from curator.store import journal, local
from curator.store.queries import annotations, people, steps

_DONE = {
    Kind.ANNOTATION: "annotated it",
    Kind.COMMENT: "commented on it",
    Kind.DECISION: "decided on it",
    Kind.SUBMISSION: "submitted work on it",
}


@dataclass(frozen=True, slots=True)
class Since:
    """What others did after a step. `quiet` is that there is nothing."""

    project: Project
    step: steps.Step
    quiet: bool

    def end(self, kind: Kind, subject: str) -> str:
        """Why a subject can't be taken out again, in words; "" where nobody built upon it."""
        if self.quiet:
            return ""
        store = self.project.store
        changed = steps.of_subject(store, self.step, kind, subject)
        if changed:
            return self._words(changed[0], "changed it")
        found = steps.about(store, self.step, kind, subject)
        return self._words(found, _about(kind, found.kind)) if found else ""

    def taken(self, kind: Kind, subject: str, registers: Iterable[Register]) -> dict[Register, str]:
        """Which of these registers can't be brought back since their values are others' now, or accepted, and why."""
        if self.quiet:
            return {}
        if kind == Kind.ANNOTATION and (found := self._accepted(subject, registers)):
            return found
        later = {one.revision: one for one in steps.of_subject(self.project.store, self.step, kind, subject)}
        if not later:
            return {}
        writers = self._writers(kind, subject)
        return {
            register: self._words(later[min(others)], "changed it")
            for register in registers
            if (others := writers.get(register, frozenset()) & later.keys())
        }

    def _accepted(self, annotation: str, registers: Iterable[Register]) -> dict[Register, str]:
        said = deciding.bodies(self.project, [annotation]).get(annotation, {})
        if not said or said.get("withdrawn"):
            return {}
        whole = said["verdict"] == Verdict.ACCEPT and self._is_approved(annotation)
        given = {name: one for name, one in said.get("fields", {}).items() if one["verdict"] == Verdict.ACCEPT}
        fields = self._as_judged(annotation, {name: one["revision"] for name, one in given.items()})
        accepted = [one for one in registers if whole or (one[0] == "fields" and one[1] in fields)]
        if not accepted:
            return {}
        later = steps.of_subject(self.project.store, self.step, Kind.DECISION, decision_id(annotation))
        return dict.fromkeys(accepted, self._words(later[0], "accepted it")) if later else {}

    def _is_approved(self, annotation: str) -> bool:
        """Whether the acceptance is of the annotation as it is now; one of an earlier version counts nothing."""
        placed = annotations.placed(self.project.store, annotation)
        return placed is not None and placed[2] == AnnotationState.APPROVED

    def _as_judged(self, annotation: str, judged: Mapping[str, str]) -> set[str]:
        """Those of the fields that still hold what they held in the revision that was judged."""
        conn = self.project.store.conn
        then = {ident: one.content() for ident, one in journal.revisions_by_id(conn, judged.values()).items()}
        if not judged:
            return set()
        now = journal.state_of(conn, annotation, Kind.ANNOTATION).body["fields"]
        return {
            name
            for name, revision in judged.items()
            if revision in then and then[revision]["fields"].get(name) == now.get(name)
        }

    def _writers(self, kind: Kind, subject: str) -> dict[Register, frozenset[str]]:
        made = people.makers(self.project.store, subject)
        every = [one for one in journal.revisions_of(self.project.store.conn, subject) if one.subject_kind == kind]
        return writers_of(without(every, {ident for ident, one in made.items() if one.refused}))

    def _words(self, later: steps.Later, done: str) -> str:
        if not later.own:
            return f"{later.name or wording.UNKNOWN_PERSON} has {done} since"
        return f"an import has {done} since" if later.activity == "import" else f"you have {done} elsewhere since"


def since(project: Project, step: local.Step) -> Since:
    """What others did after a step of this copy."""
    asked = steps.Step(step.changeset, project.author.public_key, project.replica)
    return Since(project, asked, not steps.are_others(project.store, asked))


def _about(kind: Kind, speaking: str) -> str:
    """What somebody did to a subject by a revision of another one that speaks of it."""
    if kind != Kind.DOCUMENT and speaking == Kind.ANNOTATION:
        return "referred to it"
    return "answered it" if kind == Kind.COMMENT else _DONE.get(Kind(speaking), "built upon it")
