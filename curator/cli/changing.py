"""Verbs that change what a project says: annotate, withdraw, describe, undo and redo. Each is one act."""

from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.opening import writing
from curator.cli.options import AsJson, DocumentName, ProjectPath
from curator.cli.output import say, say_json, shown, warn

if TYPE_CHECKING:
    from curator.domain.span import Span
    from curator.services.changes import Changes


def annotate(
    project: ProjectPath,
    document: DocumentName,
    label: Annotated[str, typer.Option(help="The label, by its name or title.", show_default=False)],
    start: Annotated[
        int | None, typer.Option(help="Where the span begins, in code points.", show_default=False)
    ] = None,
    end: Annotated[int | None, typer.Option(help="Where it ends: the first not in it.", show_default=False)] = None,
    span: Annotated[
        list[str] | None,
        typer.Option(metavar="START:END", help="A span; several make one in parts.", show_default=False),
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A field's value; repeat it.", show_default=False)
    ] = None,
    cite: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=START:END", help="Words that support a field; repeat it.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Add an annotation, and print its id. Offsets count code points of the text, from 0.

    VALUE is read by the field's type: text as it is; a choice's name; several choices with commas; yes or no;
    "300000 USD"; an EDTF date; an entity's name or id; annotations by the beginnings of their ids, with commas.
    @not_stated and @not_applicable are states; a text that begins with @ is written with two.
    """
    from curator.cli.values import Form, label_named, named_spans, named_values, read_fields
    from curator.services import annotating
    from curator.services import reading as queries

    spans = _spans(start, end, span or [])
    said, cited = named_values(field or []), named_spans(cite or [])
    with writing(project) as opened:
        form = Form(opened, queries.find_document(opened, document), label_named(opened, label))
        fields = read_fields(form, said, cited)
        changes = annotating.add(opened, form.document, form.label.name, spans, fields=fields)
        made = changes.focus[1] if changes.focus else None
        problems = annotating.problems(opened, made) if made else []
    if as_json:
        say_json({"annotation": made, "problems": problems, **changes_as_json(changes)})
    else:
        say(str(made))
        for problem in problems:
            warn(f"note: {problem.field or 'annotation'}: {problem.message}")
    return Status.DONE


def _spans(start: int | None, end: int | None, given: list[str]) -> list["Span"]:
    from curator.cli.values import read_span, span_between

    if (start is None) != (end is None):
        raise typer.BadParameter("the other end of the span is missing", param_hint="--start, --end")
    spans = [span_between(start, end)] if start is not None and end is not None else []
    spans += [read_span(item, "--span") for item in given]
    if not spans:
        raise typer.BadParameter("say where: --start N --end M, or --span START:END", param_hint="--span")
    return spans


def withdraw(
    project: ProjectPath,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            help="The annotation's id, or the unique beginning of it; with --document a document.",
            show_default=False,
        ),
    ],
    document: Annotated[
        bool, typer.Option("--document", help="SUBJECT is a document: by id, title or file name.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """End an annotation, or take a document out. The history stays, and undo brings it back."""
    from curator.services import annotating, documents
    from curator.services import reading as queries

    with writing(project) as opened:
        if document:
            found = queries.find_document(opened, subject)
            changes = documents.withdraw(opened, found)
        else:
            found = queries.find_annotation(opened, subject)
            changes = annotating.withdraw(opened, found)
    answer(changes, f"Withdrawn: {found}.", as_json=as_json)
    return Status.DONE


def describe(
    project: ProjectPath,
    document: DocumentName,
    title: Annotated[str | None, typer.Option(help="What it is called.", show_default=False)] = None,
    language: Annotated[str | None, typer.Option(help="Its language (BCP 47), like ru.", show_default=False)] = None,
    published: Annotated[
        str | None, typer.Option(help="When it was published (EDTF), like 2018-09-28.", show_default=False)
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands.", show_default=False)] = None,
    as_json: AsJson = False,
) -> Status:
    """Set what is known of a document besides its text. "" takes a value away."""
    from curator.services import documents
    from curator.services import reading as queries

    values = {"title": title, "language": language, "published": published, "url": url}
    if not any(value is not None for value in values.values()):
        raise typer.BadParameter("say what to set", param_hint="--title, --language, --published, --url")
    with writing(project) as opened:
        changes = documents.describe(opened, queries.find_document(opened, document), **values)
    words = "Nothing to change: it is so already." if changes.empty else f"Done: {changes.label}."
    answer(changes, words, as_json=as_json)
    return Status.DONE


def undo(project: ProjectPath, as_json: AsJson = False) -> Status:
    """Take back your last act in a project. The history keeps both."""
    from curator.services import undoing

    with writing(project) as opened:
        changes = undoing.undo(opened)
    return _stepped(changes, "Undone", "There is nothing to undo.", as_json=as_json)


def redo(project: ProjectPath, as_json: AsJson = False) -> Status:
    """Do again what was undone last."""
    from curator.services import undoing

    with writing(project) as opened:
        changes = undoing.redo(opened)
    return _stepped(changes, "Done again", "There is nothing to redo.", as_json=as_json)


def _stepped(changes: "Changes | None", word: str, nothing: str, *, as_json: bool) -> Status:
    """Status 1 where there was nothing to do, so that `while curator undo P` ends."""
    if changes is None:
        warn(nothing)
        if as_json:
            say_json(None)
        return Status.NOT_IN_ORDER
    answer(changes, f"{word}: {changes.label}.", as_json=as_json)
    if changes.left:
        warn(changes.left)
    return Status.DONE


def answer(changes: "Changes", words: str, *, as_json: bool) -> None:
    """Say what an act did: in words, or its ids."""
    if as_json:
        say_json(changes_as_json(changes))
    else:
        say(shown(words))


def changes_as_json(changes: "Changes") -> dict[str, object]:
    """What an act changed: the ids of its subjects, by kind."""
    return {
        "act": changes.label,
        "changeset": changes.changeset or None,
        "saved_at": changes.saved_at or None,
        "documents": sorted(changes.documents),
        "annotations": sorted(changes.annotations),
        "entities": sorted(changes.entities),
    }
