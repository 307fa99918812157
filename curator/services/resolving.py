"""What values point at: annotations and entities by id, and dates by the rules of EDTF."""

from collections.abc import Mapping

from pydantic import JsonValue

from curator.domain import validation
from curator.domain.annotation import FieldValue
from curator.domain.scheme import FieldType, FormField, Label
from curator.services.project import Project
from curator.store.queries import annotations, entities


def date_problem(text: str) -> str | None:
    """Why a text is no EDTF date, or None when it is one."""
    from curator.text import dates

    problem = dates.problem_with(text)
    return problem.removesuffix(".") if problem else None  # it ends up within the sentences of others


def label_of(project: Project, annotation: str) -> str | None:
    """The label of a live annotation."""
    found = annotations.quotes(project.store, [annotation]).get(annotation)
    return found[0] if found else None


def kind_of(project: Project, entity: str) -> str | None:
    """The kind of an entity."""
    found = entities.names(project.store, [entity]).get(entity)
    return found[0] if found else None


def problems(project: Project, label: Label, fields: Mapping[str, FieldValue]) -> list[validation.Problem]:
    """What is missing or wrong in a form, with all that its values point at."""
    return validation.problems(
        label,
        fields,
        is_date=date_problem,
        label_of=lambda annotation: label_of(project, annotation),
        kind_of=lambda entity: kind_of(project, entity),
    )


def reference_value(field: FormField, annotation: str, label: str) -> JsonValue:
    """The value by which a field points at an annotation of that label, or None where it can't."""
    if field.labels and label not in field.labels:
        return None
    if field.type in (FieldType.ANNOTATION, FieldType.ANNOTATIONS):
        return [{"annotation": annotation}]
    if field.type is FieldType.DATE and field.labels:
        return {"annotation": annotation}
    return None
