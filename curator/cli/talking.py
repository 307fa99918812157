"""Verbs of what people tell each other: comments, the guidelines, the reasons for returning and rejecting."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.changing import answer
from curator.cli.opening import reading, writing
from curator.cli.options import AsJson, DocumentName, ProjectPath
from curator.cli.output import say_json, say_text, table
from curator.domain.errors import InvalidError, NotFoundError, StorageError

if TYPE_CHECKING:
    from curator.domain.supervision import Reason
    from curator.services.changes import Changes
    from curator.services.project import Project
    from curator.services.review_views import Thread


def comments(
    project: ProjectPath,
    document: DocumentName,
    add: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Begin a thread, or answer in one.", show_default=False)
    ] = None,
    annotation: Annotated[
        str | None, typer.Option(metavar="ID", help="On this annotation of it.", show_default=False)
    ] = None,
    field: Annotated[str | None, typer.Option(help="On this field of the annotation.", show_default=False)] = None,
    thread: Annotated[
        str | None, typer.Option(metavar="ID", help="The thread to answer in, or to resolve.", show_default=False)
    ] = None,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="Say that the thread is resolved.", show_default=False)
    ] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Say that the thread is open again.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """List the comments on a document and its annotations, begin a thread, answer in one, or resolve one."""
    from curator.services import reading as queries

    if sum((add is not None, resolve, reopen)) > 1:
        raise typer.BadParameter("choose one of them", param_hint="--add, --resolve, --reopen")
    if (resolve or reopen) and thread is None:
        raise typer.BadParameter("say which thread", param_hint="--thread")
    if thread is not None and (annotation or field):
        raise typer.BadParameter("a thread has its place already", param_hint="--thread")
    if add is None and not (resolve or reopen):
        if thread is not None or field is not None:
            raise typer.BadParameter("say what to do there", param_hint="--add, --resolve, --reopen")
        return _list(project, document, annotation, as_json=as_json)
    with writing(project) as opened:
        found = queries.find_document(opened, document)
        if thread is not None:
            changes = _in_thread(opened, found, thread, add, resolved=resolve)
        else:
            on = queries.find_annotation(opened, annotation) if annotation else None
            changes = _begun(opened, found, str(add), on, field)
    answer(changes, f"Done: {changes.label}.", as_json=as_json)
    return Status.DONE


def _begun(project: "Project", document: str, words: str, annotation: str | None, field: str | None) -> "Changes":
    from curator.services import commenting

    return commenting.comment(project, document, words, annotation=annotation, field=field)


def _in_thread(project: "Project", document: str, given: str, words: str | None, *, resolved: bool) -> "Changes":
    from curator.services import commenting

    found = [one.id for one in commenting.threads(project, document) if given and one.id.startswith(given)]
    if len(found) != 1:
        raise NotFoundError(f"The document has no thread {given}." if not found else f"Several threads begin {given}.")
    if words is not None:
        return commenting.answer(project, found[0], words)
    return commenting.resolve(project, found[0], resolved=resolved)


def _list(project: Path, document: str, annotation: str | None, *, as_json: bool) -> Status:
    from curator.services import commenting
    from curator.services import reading as queries

    with reading(project) as opened:
        on = queries.find_annotation(opened, annotation) if annotation else None
        found = commenting.threads(opened, queries.find_document(opened, document), annotation=on)
    if as_json:
        say_json(found)
    else:
        table(
            ("Thread", "State", "Annotation", "Field", "By", "At", "Words"),
            [cells for one in found for cells in _thread_cells(one)],
            wide=("Words",),
        )
    return Status.DONE


def _thread_cells(thread: "Thread") -> list[tuple[object, ...]]:
    place = (thread.id[:12], "resolved" if thread.resolved else "open", (thread.annotation or "")[:12], thread.field)
    return [
        (*place, entry.by_name, entry.at[:16].replace("T", " "), " ".join(entry.text.split()))
        for entry in thread.entries
    ]


def guidelines(
    project: ProjectPath,
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Make this Markdown the new version.", show_default=False)
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the new version is called.", show_default=False)] = None,
    version: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Print this version, from 1.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Print the project's guidelines (Markdown), or write a new version of them. Every version is kept."""
    from curator.services import guidelines as pages

    if write is None and title is not None:
        raise typer.BadParameter("say which file has the new version", param_hint="--write")
    if write is not None:
        if version is not None:
            raise typer.BadParameter("choose one of them", param_hint="--write, --version")
        text = _read(write)
        with writing(project) as opened:
            now = pages.current(opened)
            changes = pages.write(opened, text, title=title or (now.title if now else "Guidelines"))
        answer(changes, "Nothing to change." if changes.empty else "A new version is written.", as_json=as_json)
        return Status.DONE
    with reading(project) as opened:
        every = pages.versions(opened)
        found = pages.current(opened) if version is None else next((v for v in every if v.version == version), None)
    if version is not None and found is None:
        raise NotFoundError(f"There is no version {version} of the guidelines. There are {len(every)}.")
    if as_json:
        say_json(found)
    elif found is not None:
        say_text(found.text)
    return Status.DONE


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(f"It is no text in UTF-8 (byte {error.start:,}).", place=str(path)) from error
    except OSError as error:
        raise StorageError(f"It can't be read ({error.strerror}).", place=str(path)) from error


def reasons(
    project: ProjectPath,
    put: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=TITLE", help="The whole new list, in this order; repeat it.", show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """List the reasons that the project offers for returning and rejecting, or give it another list."""
    from curator.services import reasons as lists

    if not put:
        with reading(project) as opened:
            found = lists.reasons(opened)
        if as_json:
            say_json(found)
        else:
            table(("Name", "Reason"), [(one.name, one.title) for one in found], wide=("Reason",))
        return Status.DONE
    chosen = [_reason(one) for one in put]
    with writing(project) as opened:
        changes = lists.set_reasons(opened, chosen)
    answer(changes, "Nothing to change: it is so already." if changes.empty else "Done.", as_json=as_json)
    return Status.DONE


def _reason(given: str) -> "Reason":
    from pydantic import ValidationError

    from curator.domain.supervision import Reason

    name, equals, title = given.partition("=")
    try:
        return Reason(name=name.strip(), title=title.strip() if equals else "")
    except ValidationError as error:
        raise typer.BadParameter(f"“{given}” is not NAME=TITLE, like too_wide=The span is too wide") from error
