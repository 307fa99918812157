"""Verbs that show something and change nothing: they work while a window has the project open."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from curator.cli import Status
from curator.cli.opening import reading
from curator.cli.options import AsJson, DocumentName, ProjectPath
from curator.cli.output import counted, details, is_terminal, say, say_json, say_text, shown, table, warn

if TYPE_CHECKING:
    from curator.services.project import Project
    from curator.services.views import AnnotationRow, DocumentRow, HistoryEntry, Hit

ALL = 10**9
"""More rows than there are: for verbs that list all."""


def list_(project: ProjectPath, as_json: AsJson = False) -> Status:
    """List the documents of a project."""
    from curator.services import reading as queries

    with reading(project) as opened:
        rows = queries.documents(opened, limit=ALL)
        if as_json:
            say_json(rows)
            return Status.DONE
        table(
            ("Id", "Title", "State", "Annotations", "Language", "Published", "File"),
            [_document_cells(opened, row) for row in rows],
            wide=("Title", "File"),
        )
        if is_terminal():
            marks = sum(row.annotations for row in rows)
            say(f"{counted(len(rows), 'document')}, {counted(marks, 'annotation')}.")
    return Status.DONE


def _document_cells(project: "Project", row: "DocumentRow") -> tuple[object, ...]:
    ident, state = brief_id(project, row.id), _words(row.state)
    return ident, row.title, state, row.annotations, row.language, row.published, row.file_name


def show(
    project: ProjectPath,
    document: DocumentName,
    text: Annotated[
        bool, typer.Option("--text", help="Print the text alone, just as it is.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Show one document with its annotations."""
    from curator.services import reading as queries

    with reading(project) as opened:
        view = queries.document(opened, queries.find_document(opened, document))
        rows = [] if text else queries.annotations(opened, view.row.id, limit=ALL)
        if as_json:
            marks = [_annotation_as_json(opened, row.id) for row in rows]
            say_json({**_document_as_json(view.row), "text": view.text, **({} if text else {"annotations": marks})})
        elif text:
            say_text(view.text)
        else:
            _say_document(view.row, rows)
            headers = ("Id", "Label", "Place", "Words", "Value", "State")
            table(headers, [_annotation_cells(opened, row) for row in rows], wide=("Words", "Value"))
    return Status.DONE


def _say_document(row: "DocumentRow", annotations: list["AnnotationRow"]) -> None:
    details(
        [
            ("Title", row.title),
            ("Id", row.id),
            ("State", _words(row.state)),
            ("Language", row.language),
            ("Published", row.published),
            ("URL", row.url),
            ("File", row.file_name),
            ("Text", counted(row.length, "character")),
            ("Annotations", len(annotations)),
        ]
    )
    if annotations:
        say("")


def _document_as_json(row: "DocumentRow") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(row)


def _annotation_cells(project: "Project", row: "AnnotationRow") -> tuple[object, ...]:
    quote, value = " ".join(row.quote.split()), " ".join(row.headline.split())
    return brief_id(project, row.id), row.label, f"{row.start}:{row.end}", quote, value, _words(row.state)


def _annotation_as_json(project: "Project", annotation: str) -> dict[str, Any]:
    """An annotation as the data set has it, and what its form finds wrong."""
    from curator.services import reading as queries

    view = queries.annotation(project, annotation)
    body = view.body.model_dump(mode="json", include={"label", "author", "spans", "fields", "progress", "method"})
    return {
        "id": view.id,
        **body,
        "state": view.state,
        "decision": view.decision,
        "head": view.head,
        "changed_at": view.changed_at,
        "changed_by": view.changed_by,
        "problems": view.problems,
    }


def search(
    project: ProjectPath,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words to find.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many finds at most.")] = 100,
    as_json: AsJson = False,
) -> Status:
    """Find words in texts, quotes, values and entities. All must occur; the last may be a beginning."""
    from curator.services import searching

    with reading(project) as opened:
        hits = searching.find(opened, " ".join(query), limit=limit)
        if as_json:
            say_json(hits)
            return Status.DONE
        headers = ("Found in", "Place", "Annotation", "Document", "Words")
        table(headers, [_hit_cells(opened, hit) for hit in hits], wide=("Document", "Words"))
    if not hits and is_terminal():
        warn("Nothing was found.")
    return Status.DONE


def _hit_cells(project: "Project", hit: "Hit") -> tuple[object, ...]:
    place = f"{hit.span.start}:{hit.span.end}" if hit.span else ""
    annotation = brief_id(project, hit.annotation_id) if hit.annotation_id else ""
    return hit.kind, place, annotation, hit.document_title, hit.snippet


def history(
    project: ProjectPath,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT", help="An annotation, a document or an entity: its id or name.", show_default=False
        ),
    ],
    as_json: AsJson = False,
) -> Status:
    """Show who changed what when, the newest first."""
    from curator.services import histories, naming

    with reading(project) as opened:
        entries = histories.history(opened, naming.find_subject(opened, subject))
    if as_json:
        say_json(entries)
    else:
        say(*(line for entry in entries for line in _entry_lines(entry)))
    return Status.DONE


def _entry_lines(entry: "HistoryEntry") -> list[str]:
    at = entry.at[:19].replace("T", " ")
    lines = [f"{at} UTC  {shown(entry.person_name)}  {shown(entry.summary)}"]
    for change in entry.changes:
        before, after = shown(change.before) or "(nothing)", shown(change.after) or "(nothing)"
        lines.append(f"    {shown(change.field)}: {before} → {after}")
    return lines


def formats(as_json: AsJson = False) -> Status:
    """List the formats of import and export. With what each keeps and loses."""
    from curator.exchange.formats import FORMATS

    if as_json:
        say_json(FORMATS)
        return Status.DONE
    for one in FORMATS:
        ways = " and ".join(["import"] * one.reads + ["export"] * one.writes)
        say(f"{one.name}  {one.title} ({', '.join(one.endings)}); {ways}")
        say(f"    keeps: {one.keeps}", f"    loses: {one.loses}")
    return Status.DONE


def brief_id(project: "Project", ident: str) -> str:
    """An id: for people the shortest beginning that names it, for pipes all of it."""
    from curator.services import naming

    return naming.short_id(project, ident) if is_terminal() else ident


def _words(state: str) -> str:
    return state.replace("_", " ")
