"""What can be said of a document besides its text: title, language, publication date, URL; and taking it out."""

import re
from typing import Any, Final

from curator.domain.errors import InvalidError, NotAllowedError
from curator.domain.history import Kind, Operation
from curator.domain.people import Role
from curator.services import resolving
from curator.services.acting import Draft, at_once, body_of
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.texts import open_text
from curator.store.queries import documents as rows

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_KEYS = {"title": "title", "language": "language", "published": "publication date", "url": "URL"}


@at_once
def describe(project: Project, document: str, **values: str | None) -> Changes:
    """Set `title`, `language` (BCP 47), `published` (EDTF) or `url` of a document; "" takes a value away.

    Raises:
        InvalidError: no such property, an empty title, a date or a language tag that is none.
    """
    open_text(project, document)
    body = body_of(project, Kind.DOCUMENT, document)
    changed = {**body, **{name: _checked(name, value) for name, value in values.items() if value is not None}}
    if changed == body:
        return Changes()
    words = [_KEYS[name] for name in _KEYS if changed.get(name) != body.get(name)]
    draft = Draft(project, "describe", f"set {' and '.join(words)}", focus=(document, None))
    draft.revise(Kind.DOCUMENT, document, changed)
    return draft.commit()


def _checked(name: str, value: str) -> str | None:
    if name not in _KEYS:
        raise InvalidError(f"A document has no “{name}”. It has: {', '.join(_KEYS)}.")
    text = value.strip()
    if name == "title" and not text:
        raise InvalidError("A document needs a title.")
    if name == "published" and text and (problem := resolving.date_problem(text)):
        raise InvalidError(f"Publication date: {problem}.")
    if name == "language" and text and not _TAG.fullmatch(text):
        raise InvalidError(f"Language: “{text}” is no language tag like en, ru, kk or zh-Hant.")
    return text or None


def withdraw(project: Project, document: str) -> Changes:
    """Take a document out of the project, with its annotations; its history stays, and Undo brings it back.

    Raises:
        NotAllowedError: the person is no supervisor.
        StorageError: it has annotations, and the project could not be copied before.
    """
    copy_before_removal(project, document)
    return _withdraw(project, document)


def copy_before_removal(project: Project, document: str) -> None:
    """Copy the project before a document with annotations is taken out of it; one copy will do for several of them."""
    row = rows.row(project.store, document)
    if row is not None and row.annotations and Role.SUPERVISOR in project.roles:
        from curator.services import rotation

        rotation.back_up_before_series(project, "removal", verified=False)


@at_once
def _withdraw(project: Project, document: str) -> Changes:
    return _set_withdrawn(project, document, withdrawn=True)


@at_once
def restore(project: Project, document: str) -> Changes:
    """Bring a withdrawn document back."""
    return _set_withdrawn(project, document, withdrawn=False)


def _set_withdrawn(project: Project, document: str, *, withdrawn: bool) -> Changes:
    if Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("Taking documents out needs the role of a supervisor.")
    body: dict[str, Any] = body_of(project, Kind.DOCUMENT, document)
    word = "remove" if withdrawn else "bring back"
    draft = Draft(project, "describe", f"{word} document", focus=None if withdrawn else (document, None))
    operation = Operation.WITHDRAW if withdrawn else Operation.RESTORE
    if body.get("withdrawn", False) is not withdrawn:
        draft.revise(Kind.DOCUMENT, document, {**body, "withdrawn": withdrawn}, operation)
    return draft.commit()
