"""Verbs that make something: a project, its documents from files, a data set of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.opening import author, new_project_passphrase, reading, writing
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, is_terminal, path_words, say, say_json, shown, warn
from curator.cli.waiting import interruptible, progress
from curator.domain.states import AnnotationState

if TYPE_CHECKING:
    from curator.services.importing import ImportItem, ImportReport

_FEW = 20
"""So many files are listed one by one in a terminal when all went well."""


def new(
    project: ProjectPath,
    name: Annotated[str | None, typer.Option(help="What it is called. [default: the file's name]")] = None,
    scheme: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its annotation scheme. [default: commitments]")
    ] = None,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Keep it under a passphrase, encrypted.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Make a project. Whoever makes it is its first supervisor. A name without an ending gets .curator."""
    from curator.services import project as projects
    from curator.services import schemes, unlocking

    labels = schemes.load_scheme(scheme) if scheme else schemes.default_scheme()
    connector = unlocking.new_connector(new_project_passphrase(unlocking.VARIABLE)) if encrypt else None
    project = _with_ending(project)
    named = name or shown(project.stem)
    with projects.create(project, name=named, scheme=labels, author=author(), connector=connector) as made:
        if as_json:
            about = {"name": labels.name, "version": labels.version}
            say_json({"path": project, "id": made.id, "name": made.name, "scheme": about, "supervisor": made.me})
        else:
            say(f"Made the project “{shown(made.name)}” in {shown(project)}.")
            say(f"Its scheme is “{shown(labels.name)}”; {shown(made.author.name)} is its first supervisor.")
    return Status.DONE


def _with_ending(project: Path) -> Path:
    """As in the window, whose dialogs show only files with the ending, and which imports what is dropped without it."""
    from curator.services.backup_list import SUFFIX

    return project if project.suffix or project.is_dir() else project.with_name(project.name + SUFFIX)


def import_(
    project: ProjectPath,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Texts, folders of them, data sets.", show_default=False)
    ],
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of the texts, like windows-1251. [default: recognised]")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="Their format, as `formats` lists it. [default: by their names]")
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Import texts, folders and data sets. What is refused is named; the rest is in."""
    from curator.services import importing

    with writing(project) as opened, interruptible() as cancelled, progress() as report:
        found = importing.import_paths(
            opened, files, encoding=encoding, format=format_, progress=report, cancelled=cancelled
        )
    if as_json:
        say_json(_report_as_json(found))
    else:
        _say_report(found)
    if found.cancelled:
        warn("Stopped. What was imported is in; nothing of the unfinished part was kept.")
        return Status.INTERRUPTED
    return Status.NOT_IN_ORDER if found.refused else Status.DONE


def _report_as_json(report: "ImportReport") -> dict[str, object]:
    changed = report.changes
    return {
        "imported": report.count("imported"),
        "already": report.count("already"),
        "refused": report.count("refused"),
        "skipped": report.count("skipped"),
        "cancelled": report.cancelled,
        "items": report.items,
        "warnings": report.warnings,
        "changeset": changed.changeset if changed else None,
        "saved_at": changed.saved_at if changed else None,
    }


def _say_report(report: "ImportReport") -> None:
    taken = [item for item in report.items if item.outcome != "refused"]
    if is_terminal() and len(taken) > _FEW:  # for people: those with something to say
        taken = [item for item in taken if item.message or item.doubtful]
    say(*map(_item_line, taken))
    counts = [f"{counted(report.count('imported'), 'file')} imported"]
    counts += [f"{report.count('already')} there already"] if report.count("already") else []
    counts += [f"{report.count('skipped')} skipped"] if report.count("skipped") else []
    counts += [f"{len(report.refused)} refused"] if report.refused else []
    say(f"{', '.join(counts)}.")
    for item in report.refused:
        where = f"{path_words(item.path)}, {item.place}" if item.place else path_words(item.path)
        warn(f"refused: {where}: {item.message}")
    for warning in report.warnings:
        warn(f"note: {warning}")


def _item_line(item: "ImportItem") -> str:
    words = [f"{item.outcome}: {shown(item.path)}"]
    if item.encoding and item.encoding not in ("utf-8", "ascii"):
        words.append(f"read as {item.encoding}")
    if item.message:
        words.append(shown(item.message))
    return "; ".join(words)


def export(
    project: ProjectPath,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to; replaced as a whole.", show_default=False)
    ],
    format_: Annotated[
        str | None, typer.Option("--format", help="As `formats` lists it. [default: by the file's name]")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All annotations, not only the approved ones.", show_default=False)
    ] = False,
    state: Annotated[
        list[AnnotationState] | None,
        typer.Option(help="Annotations in this state instead; repeat it.", show_default=False),
    ] = None,
    annotator: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this annotator's; repeat it.", show_default=False)
    ] = None,
    adjudicated: Annotated[
        bool, typer.Option("--adjudicated", help="Only what adjudication settled.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Export the data set: the approved annotations, or all of them, or those of a state or an annotator."""
    from curator.services import exporting, people

    with reading(project) as opened, progress() as report:
        done = exporting.export(
            opened,
            output,
            format=format_,
            everything=everything,
            chosen=exporting.Chosen(
                tuple(state or ()),
                tuple(people.find_person(opened, one) for one in annotator or ()),
                adjudicated,
            ),
            progress=lambda done, total, _: report(done, total, "Exporting"),
        )
    for warning in done.warnings:
        warn(f"note: {warning}")
    if as_json:
        say_json(done)
    else:
        what = f"{counted(done.documents, 'document')} with {counted(done.annotations, 'annotation')}"
        say(f"Exported {what} to {shown(done.path)}.")
        if not (done.annotations or everything or state):
            warn("note: only approved annotations go out; --all exports the others, too.")
    return Status.DONE
