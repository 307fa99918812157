"""Verbs that keep a project sound: verify, backup, backups, restore, rekey."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.opening import author, new_project_passphrase, reading, unlock
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, say, say_json, shown, table, warn
from curator.cli.waiting import interruptible, progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curator.services.verifying import Defect


def verify(
    project: ProjectPath,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Repair what can be, after a copy was put aside.", show_default=False),
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Check every hash, signature, quote and table. Whatever is not in order is named; --fix repairs what can be."""
    from curator.services import mending, rescuing, verifying

    unlock(project)
    if fix:
        return _fix(project, as_json=as_json)
    with progress() as report, interruptible() as cancelled, rescuing.advised(project):
        defects = verifying.verify(project, progress=report, cancelled=cancelled)
    amiss, idle = _apart(defects)
    _name(defects)
    if as_json:
        say_json({"in_order": not amiss, "defects": amiss, "without_effect": idle})
    elif amiss:
        repairs = " `curator verify --fix` repairs what can be." if any(one.damage for one in amiss) else ""
        warn(f"{counted(len(amiss), 'defect')}. Nothing was changed.{repairs}")
        warn(mending.advice(project, amiss))
    else:
        say(f"{shown(project)} is in order{_without_effect(idle)}.")
    return Status.NOT_IN_ORDER if amiss else Status.DONE


def _apart(defects: "Iterable[Defect]") -> "tuple[list[Defect], list[Defect]]":
    """What is not in order, and what is only told, since it has no effect."""
    found = list(defects)
    return [one for one in found if not one.has_no_effect], [one for one in found if one.has_no_effect]


def _without_effect(idle: "list[Defect]") -> str:
    if not idle:
        return ""
    does = "does" if len(idle) == 1 else "do"
    return f"; {counted(len(idle), 'revision')} {does} not count, since whoever made them had no right to"


def _fix(project: Path, *, as_json: bool) -> Status:
    from curator.services import mending, rescuing

    with progress() as report, interruptible() as cancelled, rescuing.advised(project):
        done = mending.fix(project, progress=report, cancelled=cancelled)
    amiss, idle = _apart(done.left)
    _name(done.left)
    if as_json:
        answer = {"in_order": not amiss, "repaired": done.repaired, "defects": amiss, "without_effect": idle}
        say_json({**answer, "kept": done.kept})
    elif done.kept:
        say(f"Repaired {counted(len(done.repaired), 'defect')} of {shown(project)}.")
        if done.from_backups:
            say(f"{counted(len(done.from_backups), 'changeset')} came from backups.")
        say(f"The project as it was is in {shown(done.kept)}.")
    elif not amiss:
        say(f"{shown(project)} is in order{_without_effect(idle)}. Nothing was changed.")
    if amiss and not as_json:
        warn(f"{counted(len(amiss), 'defect')} can't be repaired.")
        warn(done.advice)
    return Status.NOT_IN_ORDER if amiss else Status.DONE


def _name(defects: "list[Defect] | tuple[Defect, ...]") -> None:
    for defect in defects:
        warn(f"{defect.kind} ({defect.place} {defect.id}): {defect.message}")


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


def backups(project: ProjectPath, as_json: AsJson = False) -> Status:
    """List the backups of a project in your folder of backups, newest first, and how each was verified."""
    from curator.services import backup_list

    found = backup_list.of(project)
    if as_json:
        say_json([{"path": each.path, "size": each.size, **backup_list.as_json(each)} for each in found])
        return Status.DONE
    rows = [
        (
            each.note.made_at[:16].replace("T", " "),
            each.size,
            *(number if number >= 0 else "" for number in (each.note.documents, each.note.annotations)),
            f"verified {each.note.checked}" if each.note.checked else "not verified",
            each.note.before,
            each.path,
        )
        for each in found
    ]
    table(("Made (UTC)", "Bytes", "Documents", "Annotations", "Verified", "Before", "File"), rows, wide=("File",))
    return Status.DONE


def restore(
    project: ProjectPath,
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="The backup.", show_default=False)],
    as_json: AsJson = False,
) -> Status:
    """Put a backup in the place of a project. What was there is kept beside it, under another name."""
    from curator.services import backups

    unlock(backup_file)
    kept = backups.restore(project, backup_file, author=author())
    if as_json:
        say_json({"project": project, "kept": kept})
    else:
        say(f"Restored {shown(project)} from {shown(backup_file)}.")
        if kept:
            say(f"What was there before is in {shown(kept)}.")
    return Status.DONE


def rekey(project: ProjectPath, as_json: AsJson = False) -> Status:
    """Put a project under a new passphrase, encrypted. Backups made before keep the one they have, or none."""
    from curator.services import backup_list, rekeying, rescuing

    unlock(project)
    with rescuing.advised(project), progress() as report:
        rekeying.rekey(project, new_project_passphrase(), progress=report)
    before = [each.path for each in backup_list.of(project)]
    if as_json:
        say_json({"project": project, "backups_before": before})
    else:
        say(f"{shown(project)} lies under the new passphrase.")
        if before:
            number = counted(len(before), "backup")
            warn(f"note: {number} made before lie under the former one, or under none: `curator backups` lists them.")
    return Status.DONE
