"""Who changed what, when, field by field: the revisions of a subject in words."""

from collections.abc import Mapping
from typing import Any, cast

from curator.domain.annotation import Annotation
from curator.domain.history import Kind, Register, Revision, registers
from curator.domain.scheme import FormField, Label
from curator.services import reading, review_wording, ways, wording
from curator.services.project import Project
from curator.services.views import FieldChange, HistoryEntry
from curator.store import journal
from curator.store.queries import people

_SILENT = {("document",), ("text_sha256",), ("author",), ("scheme_version",), ("origin",), ("method",)}
_OPERATIONS = {"create": "Added", "withdraw": "Withdrawn", "restore": "Restored"}


def history(project: Project, subject: str) -> list[HistoryEntry]:
    """All revisions of a subject, the newest first."""
    revisions = journal.revisions_of(project.store.conn, subject)
    _require_shown(project, revisions)
    makers = people.makers(project.store, subject)
    contents = {revision.id: revision.content() for revision in revisions}
    known = wording.names(project, [content.get("fields", {}) for content in contents.values()])
    steps = _steps(revisions, makers)
    entries = [
        _entry(project, revision, makers[revision.id], _changes(project, revision, contents, known))
        for revision in revisions
        if revision.id not in steps
    ]
    return entries[::-1]


def _steps(revisions: list[Revision], makers: Mapping[str, people.Made]) -> set[str]:
    """Revisions that an undo made only for another of its own to rest on: they never stood."""
    return {
        parent
        for revision in revisions
        for parent in revision.parents
        if makers[revision.id].activity == "undo" and makers[parent].changeset == makers[revision.id].changeset
    }


def _require_shown(project: Project, revisions: list[Revision]) -> None:
    """What is hidden while people annotate apart from each other has no history for them to read either."""
    for revision in revisions[-1:]:
        content = revision.content()
        if revision.subject_kind == Kind.ANNOTATION:
            ways.require_shown(project, Annotation.model_validate(content, strict=False))
        elif annotation := content.get("annotation"):
            reading.annotation(project, annotation)


def _entry(project: Project, revision: Revision, made: people.Made, changes: tuple[FieldChange, ...]) -> HistoryEntry:
    summary = _summary(project, revision, changes)
    if made.activity in ("undo", "redo"):
        summary = f"{made.activity.capitalize()}: {summary}"
    return HistoryEntry(
        revision=revision.id,
        changeset=made.changeset,
        at=made.made_at,
        person_name=made.name or wording.UNKNOWN_PERSON,
        activity=made.activity,
        operation=revision.operation,
        software=made.software,
        changes=changes,
        summary=f"{summary} – not authorised: {made.refused}" if made.refused else summary,
    )


def _changes(
    project: Project, revision: Revision, contents: Mapping[str, dict[str, Any]], known: Mapping[str, str]
) -> tuple[FieldChange, ...]:
    after = registers(contents[revision.id])
    before = registers(contents[revision.parents[0]]) if revision.parents else {}
    label = project.scheme.label(after.get(("label",), ""))
    found: list[FieldChange] = []
    for register in sorted(before.keys() | after.keys()):
        old, new = before.get(register), after.get(register)
        if old != new and register not in _SILENT:
            words = in_words(label, register, old, known), in_words(label, register, new, known)
            if words[0] != words[1]:
                found.append(FieldChange(title_of(label, register), *words))
    return tuple(found)


def _field(label: Label | None, register: Register) -> FormField | None:
    return label.field(register[1]) if label and len(register) > 1 else None


def title_of(label: Label | None, register: Register) -> str:
    """What people call a register of a subject."""
    field = _field(label, register)
    return field.title if field else register[-1].replace("_", " ").capitalize()


def in_words(label: Label | None, register: Register, value: Any, known: Mapping[str, str]) -> str:  # noqa: ANN401
    """The value of a register as people say it, or ""."""
    if len(register) > 1:
        return wording.field_in_words(_field(label, register), value, known)
    if register == ("spans",):
        return " … ".join(f"“{span['exact']}” ({span['start']}–{span['end']})" for span in value or ())
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, dict):
        content = cast("Mapping[str, Any]", value)
        return ", ".join(f"{key}: {content[key]}" for key in sorted(content))
    return wording.value_in_words(None, value, known)


def _summary(project: Project, revision: Revision, changes: tuple[FieldChange, ...]) -> str:
    if words := review_wording.said(project, revision.subject_kind, revision.content()):
        return words
    if word := _OPERATIONS.get(revision.operation):
        label = project.scheme.label(revision.content().get("label", ""))
        return f"{word} as {label.title}" if label and revision.operation == "create" else word
    parts = [_phrase(change) for change in changes]
    return "; ".join(parts[:3]) + (f" and {len(parts) - 3} more" if len(parts) > 3 else "") or "Nothing changed"


def _phrase(change: FieldChange) -> str:
    if change.field == "Spans":
        return "Span moved"
    if not change.after:
        return f"{change.field} cleared"
    shown = change.after if len(change.after) <= 60 else change.after[:57] + "…"
    return f"{change.field} set to {shown}"
