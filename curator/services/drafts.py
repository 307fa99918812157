"""Unfinished typing in a form: kept in this copy of the file until it becomes a value, and offered after a crash."""

from curator.services.project import Project
from curator.store import local


def keep(project: Project, annotation: str, name: str, text: str) -> None:
    """Keep what is being typed into a field. Not history: nobody else sees it."""
    if project.read_only:
        return
    with project.store.atomic() as conn:
        local.keep_draft(conn, annotation, name, text)


def drop(project: Project, annotation: str, name: str) -> None:
    """Forget what was being typed, since it has become a value or was given up."""
    if project.read_only or name not in of(project, annotation):
        return
    with project.store.atomic() as conn:
        local.drop_draft(conn, annotation, name)


def of(project: Project, annotation: str) -> dict[str, str]:
    """The unfinished typing of an annotation's form, by field."""
    return local.drafts(project.store.conn, annotation)


def every(project: Project) -> dict[str, dict[str, str]]:
    """The unfinished typing of all forms, by annotation and field."""
    return local.every_draft(project.store.conn)
