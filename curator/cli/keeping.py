"""Verbs that keep a project sound: verify, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from curator.cli import Status
from curator.cli.opening import author, reading
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, say, say_json, shown, warn
from curator.cli.waiting import progress


def verify(project: ProjectPath, as_json: AsJson = False) -> Status:
    """Check every hash, signature, quote and table. Whatever is not in order is named; nothing is changed."""
    from curator.services import verifying

    with progress() as report:
        defects = verifying.verify(project, progress=report)
    for defect in defects:
        warn(f"{defect.kind} ({defect.place} {defect.id}): {defect.message}")
    if as_json:
        say_json({"in_order": not defects, "defects": defects})
    elif defects:
        warn(f"{counted(len(defects), 'defect')}. Nothing was changed. `curator restore` puts a backup in its place.")
    else:
        say(f"{shown(project)} is in order.")
    return Status.NOT_IN_ORDER if defects else Status.DONE


def backup(
    project: ProjectPath,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to. [default: your folder of backups]"),
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Copy a project, and verify the copy. Prints where it is; a window may have the project open."""
    from curator.services import backups

    with reading(project) as opened, progress() as report:
        path = backups.backup(opened, output, progress=report)
    if as_json:
        say_json({"backup": path})
    else:
        say(shown(path))
    return Status.DONE


def restore(
    project: ProjectPath,
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="The backup.", show_default=False)],
    as_json: AsJson = False,
) -> Status:
    """Put a backup in the place of a project. What was there is kept beside it, under another name."""
    from curator.services import backups

    kept = backups.restore(project, backup_file, author=author())
    if as_json:
        say_json({"project": project, "kept": kept})
    else:
        say(f"Restored {shown(project)} from {shown(backup_file)}.")
        if kept:
            say(f"What was there before is in {shown(kept)}.")
    return Status.DONE
