"""What was said of an annotation in review, for supervisors and for its annotator. Only reads."""

from collections.abc import Mapping
from typing import Any, cast

from curator.domain.annotation import Annotation, FieldValue
from curator.domain.history import Kind, Register, Revision, registers
from curator.domain.review import Decision, FieldDecision, Verdict
from curator.domain.scheme import Label
from curator.services import deciding, reasons, wording
from curator.services.project import Project
from curator.services.review_views import Correction, FieldDecisionView, ReviewView
from curator.store import journal
from curator.store.queries import people

_CORRECTED: tuple[Register, ...] = (("label",), ("spans",))


def review(project: Project, annotation: str) -> ReviewView:
    """All that was said of an annotation in review: decision, fields, corrections with both values, outcome.

    Raises:
        NotFoundError: there is no such annotation.
    """
    from curator.services import reading

    view = reading.annotation(project, annotation)
    history = _History(project, annotation, view.body)
    found = deciding.bodies(project, [annotation]).get(annotation)
    corrections = tuple(history.corrections(project.scheme.label(view.body.label)))
    if not found or found.get("withdrawn"):
        return ReviewView(annotation, None, None, None, None, counts=False, corrections=corrections)
    decision = Decision.model_validate(found, strict=False)
    return ReviewView(
        annotation=annotation,
        verdict=decision.verdict,
        reason=reasons.given(project, decision.cause, decision.reason),
        by_name=people.name(project.store, decision.by) or wording.UNKNOWN_PERSON,
        at=decision.at,
        counts=decision.verdict is not None and str(view.state) == _STATES[decision.verdict],
        fields={name: _field(project, history, name, said) for name, said in decision.fields.items()},
        corrections=corrections,
        outcome=decision.outcome,
        error_class=decision.error,
        merged_into=decision.merged_into,
        sources=tuple(source.annotation for source in decision.sources),
    )


_STATES = {Verdict.ACCEPT: "approved", Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}


def _field(project: Project, history: "_History", name: str, said: FieldDecision) -> FieldDecisionView:
    return FieldDecisionView(
        field=name,
        verdict=said.verdict,
        reason=reasons.given(project, said.cause, said.reason),
        by_name=people.name(project.store, said.by) or wording.UNKNOWN_PERSON,
        at=said.at,
        counts=history.still(("fields", name), said.revision),
    )


class _History:
    """The revisions of one annotation that count, with who made each."""

    def __init__(self, project: Project, annotation: str, body: Annotation) -> None:
        self._project = project
        self._makers = people.makers(project.store, annotation)
        self._revisions = [
            revision
            for revision in journal.revisions_of(project.store.conn, annotation)
            if revision.subject_kind == Kind.ANNOTATION and not self._makers[revision.id].refused
        ]
        self._held = {revision.id: registers(revision.content()) for revision in self._revisions}
        self._now = registers(body.model_dump(mode="json"))

    def still(self, register: Register, revision: str) -> bool:
        """Whether a register holds what it held in a revision."""
        return revision in self._held and self._held[revision].get(register) == self._now.get(register)

    def corrections(self, label: Label | None) -> list[Correction]:
        """What others wrote last, against what its author had there before."""
        before: dict[Register, Any] = {}
        last: dict[Register, people.Made] = {}
        author = self._now.get(("author",))
        for revision in self._revisions:
            made = self._makers[revision.id]
            for register, was in self._written(revision).items():
                if made.person == author:
                    last.pop(register, None)
                    before.pop(register, None)
                else:
                    before.setdefault(register, was)
                    last[register] = made
        changed = [register for register in last if before[register] != self._now.get(register)]
        words = self._names([*before.values(), *self._now.values()])
        return [
            self._correction(label, register, (before[register], self._now.get(register)), last[register], words)
            for register in sorted(changed)
        ]

    def _written(self, revision: Revision) -> dict[Register, Any]:
        """The registers that a revision wrote upon its first parent, with what stood there."""
        if not revision.parents or revision.parents[0] not in self._held:
            return {}
        was, now = self._held[revision.parents[0]], self._held[revision.id]
        written = {register for register in was.keys() | now.keys() if was.get(register) != now.get(register)}
        return {register: was.get(register) for register in written if len(register) > 1 or register in _CORRECTED}

    def _names(self, values: list[Any]) -> dict[str, str]:
        forms = [{"one": cast("dict[str, Any]", one)} for one in values if isinstance(one, dict) and "state" in one]
        return wording.names(self._project, forms)

    def _correction(
        self,
        label: Label | None,
        register: Register,
        values: tuple[Any, Any],
        made: people.Made,
        names: Mapping[str, str],
    ) -> Correction:
        field = label.field(register[1]) if label and len(register) > 1 else None
        was, now = (self._in_words(label, register, value, names) for value in values)
        is_field = len(register) > 1
        name = "".join(register[-1:])
        return Correction(
            name=name,
            title=field.title if field else name.replace("_", " ").capitalize(),
            was=_value(values[0]) if is_field else None,
            now=_value(values[1]) if is_field else None,
            was_in_words=was,
            now_in_words=now,
            by_name=made.name or wording.UNKNOWN_PERSON,
            at=made.made_at,
        )

    def _in_words(self, label: Label | None, register: Register, value: Any, names: Mapping[str, str]) -> str:  # noqa: ANN401
        if len(register) > 1:
            return wording.field_in_words(label.field(register[1]) if label else None, value, names)
        if register == ("spans",):
            return " … ".join(f"“{span['exact']}”" for span in value or ())
        known = self._project.scheme.label(str(value))
        return known.title if known else str(value or "")


def _value(value: Any) -> FieldValue | None:  # noqa: ANN401 - any JSON value
    return FieldValue.model_validate(value, strict=False) if value is not None else None
