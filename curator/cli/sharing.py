"""Verbs that bring the work of several people together: hand-in, receive, exchange, conflicts."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from curator.cli import Status
from curator.cli.looking import brief_id
from curator.cli.opening import author, new_project_passphrase, reading, unlock
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, details, say, say_json, shown, table, warn
from curator.cli.waiting import interruptible, progress

if TYPE_CHECKING:
    from curator.services.conflicts import Conflict
    from curator.services.exchanging import Exchanged
    from curator.services.project import Project
    from curator.services.receiving_report import Report

_FEW: Final = 20
"""So many of what does not count are named one by one."""


def hand_in(
    project: ProjectPath,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="PARCEL", help="The parcel to write.", show_default=False)
    ],
    to: Annotated[
        str | None, typer.Option(metavar="PERSON", help="For whom: only what they lack goes in.", show_default=False)
    ] = None,
    documents: Annotated[
        list[str] | None,
        typer.Option(metavar="DOCUMENT", help="Only the texts of these go along; repeat it.", show_default=False),
    ] = None,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Only the person of --to can open it.", show_default=False)
    ] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="Also what they are known to have.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Write a parcel with your work and all that the receiver lacks, or hand out documents to an annotator."""
    from curator.services import sharing

    with reading(project) as opened, progress() as report, interruptible() as cancelled:
        made = sharing.hand_in(
            opened,
            output,
            to=to,
            documents=documents or None,
            sealed=sealed,
            everything=everything,
            progress=report,
            cancelled=cancelled,
        )
    if as_json:
        say_json(made)
    else:
        words = f"{counted(made.changesets, 'changeset')}, {counted(made.blobs, 'text')} or original"
        say(f"{shown(made.path)}: {words}{', sealed' if made.sealed else ''}.")
        if to and not made.changesets and not made.blobs:
            warn("They are not known to lack anything, so that the parcel is empty. --everything writes all of it.")
    return Status.DONE


def receive(
    project: ProjectPath,
    parcel: Annotated[Path, typer.Argument(metavar="PARCEL", help="The parcel.", show_default=False)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come, and write nothing.", show_default=False)
    ] = False,
    encrypt: Annotated[
        bool,
        typer.Option("--encrypt", help="Keep the project that is made under a passphrase.", show_default=False),
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Take what a parcel brings into a project, or make the project of it where there is none.

    The project is copied before. What can't be believed is refused by name; what lacks its base, or whose author
    nobody knows, is kept aside.
    """
    if project.exists():
        if encrypt:
            raise typer.BadParameter("the project is there already: `rekey` puts it under one", param_hint="--encrypt")
        report = _received(project, parcel, dry=dry_run)
    else:
        if dry_run:
            raise typer.BadParameter("there is no project yet: it would be made", param_hint="--dry-run")
        report = _made_of(project, parcel, encrypt=encrypt)
    if as_json:
        say_json(report)
    else:
        _say(report)
        _say_how_to_go_on(report)
    return Status.DONE if report.whole else Status.NOT_IN_ORDER


def _received(project: Path, parcel: Path, *, dry: bool) -> "Report":
    from curator.services import project as projects
    from curator.services import sharing

    unlock(project)
    with progress() as report, interruptible() as cancelled, projects.open_project(project, author=author()) as opened:
        verb = sharing.examine if dry else sharing.receive
        return verb(opened, parcel, progress=report, cancelled=cancelled)


def _made_of(project: Path, parcel: Path, *, encrypt: bool) -> "Report":
    from curator.services import sharing, unlocking

    connector = unlocking.new_connector(new_project_passphrase(unlocking.VARIABLE)) if encrypt else None
    with progress() as report:
        return sharing.receive_new(project, parcel, author=author(), progress=report, connector=connector)


def _say(report: "Report") -> None:
    known = "" if report.sender_known else " – nobody in the project has this key"
    if report.sender_revoked:
        known = f" – this key was revoked by {report.sender_revoked.by} on {report.sender_revoked.at[:10]}"
    details(
        [
            ("Project", report.project_name),
            ("From", f"{report.sender} ({report.fingerprint}){known}"),
            ("Made", report.made_at),
            ("Changesets", f"{report.changesets}: {report.new} new, {report.known} known, {report.waiting} kept aside"),
            ("New", _kinds(report.made)),
            ("Changed", _kinds(report.changed)),
            ("Conflicts", len(report.conflicts) or None),
            ("Not authorised", len(report.refused) or None),
            ("Texts left out", report.withheld or None),
            ("Texts left out before", report.texts or None),
            ("Copy", report.backup),
        ]
    )
    if not report.applied:
        say("Nothing was written.")
    elif report.empty and not report.waiting:
        say("Everything in it is here already.")


def _say_how_to_go_on(report: "Report") -> None:
    """What does not count and what waits, for what, and how it comes in."""
    for one in report.conflicts[:_FEW]:
        named = report.titles.get(one.subject, f"{one.kind} {one.subject}")
        warn(f"conflict: {named}. Both values stay until somebody decides.")
    for one in report.reopened[:_FEW]:
        warn(shown(f"no longer approved: the work of {one.name} on “{one.title}”, now {one.state.replace('_', ' ')}."))
    for one in report.refused[:_FEW]:
        named = report.titles.get(one.subject, f"{one.kind} {one.subject}")
        warn(f"not authorised: {named} by {one.by}: {one.reason}")
    if len(report.refused) > _FEW:
        warn(f"… and {len(report.refused) - _FEW} more. `curator verify` names them all.")
    if report.refused:
        warn("It is kept in the history and has no effect. Who made it can ask a supervisor to do it for them.")
    for ident in report.missing[:_FEW]:
        warn(f"missing: the changeset {ident}")
    if report.missing:
        warn(
            f"What builds on it is kept aside. Ask {report.sender} for a parcel with everything (`curator hand-in` "
            "without --to) and receive it: then it comes in by itself."
        )
    for one in report.strangers:
        name = f", who calls themselves “{one.name}” and" if one.name else ", who"
        warn(
            f"kept aside: {counted(one.changesets, 'changeset')} by {one.fingerprint}{name} "
            "is not among the project's people. Read the fingerprint to each other; then a "
            f"supervisor can add them: curator people PROJECT add --name NAME --key {one.key} --admit"
        )


def _kinds(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def exchange(
    project: ProjectPath,
    folder: Annotated[
        Path | None, typer.Option(help="Use this folder from now on.", metavar="FOLDER", show_default=False)
    ] = None,
    sealed: Annotated[
        bool | None,
        typer.Option(
            "--sealed/--open",
            help="With --folder: only the project's people can open what is put there, or whoever finds it.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Pick up what is new in the project's exchange folder, and put out what is new here."""
    from curator.services import project as projects
    from curator.services import sharing

    if sealed is not None and not folder:
        raise typer.BadParameter("say for which folder", param_hint="--folder")
    unlock(project)
    with projects.open_project(project, author=author()) as opened:
        if folder:
            sharing.set_folder(opened, folder, sealed=sealed)
        done = sharing.exchange(opened)
    if as_json:
        say_json(done)
    else:
        _say_exchanged(done)
    return Status.DONE if done.whole else Status.NOT_IN_ORDER


def _say_exchanged(done: "Exchanged") -> None:
    for report in done.received:
        say(shown(f"From {report.sender}: {counted(report.new, 'changeset')}, {report.waiting} kept aside."))
        _say_how_to_go_on(report)
    for one in done.refused:
        warn(f"refused: {one.path.name}: {one.message}")
    if done.refused:
        warn("The rest is done. What is refused is tried again next time; ask who put it there to take it away.")
    say(f"Put out {shown(done.put.name)}." if done.put else "Nothing to put out.")


class Action(StrEnum):
    """What to do with conflicts."""

    RESOLVE = "resolve"


def conflicts(
    project: ProjectPath,
    action: Annotated[
        Action | None,
        typer.Argument(metavar="ACTION", help="`resolve` decides one; without it they are listed.", show_default=False),
    ] = None,
    subject: Annotated[
        str | None, typer.Argument(metavar="SUBJECT", help="Its id, or the beginning of it.", show_default=False)
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NUMBER", help="Which value counts; one for each field.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """List what several people changed differently, with both values, or decide: `resolve SUBJECT --take action=2`."""
    if action is None:
        return _list(project, as_json=as_json)
    if not subject or not take:
        raise typer.BadParameter("say what to resolve and how", param_hint="SUBJECT, --take")
    return _resolve(project, subject, take, as_json=as_json)


def _list(project: Path, *, as_json: bool) -> Status:
    from curator.services import conflicts as verbs

    with reading(project) as opened:
        found, passed = verbs.conflicts(opened), verbs.passed(opened)
        if as_json:
            say_json({"conflicts": found, "decisions_passed": passed})
            return Status.DONE
        rows = [row for one in found for row in _cells(opened, one)]
        table(("Id", "What", "Field", "No.", "Value", "By", "When"), rows, wide=("What", "Value"))
    for one in passed:
        words = f"“{one.verdict}” by {one.decided.name} and a change by {one.changed.name} met"
        warn(f"review again: {one.title}: {words} ({one.annotation}).")
    return Status.DONE


def _cells(project: "Project", conflict: "Conflict") -> list[tuple[object, ...]]:
    ident = brief_id(project, conflict.subject)
    return [
        (
            ident,
            conflict.title,
            one.register[-1],
            number,
            side.words or "nothing",
            ", ".join(who.name for who in side.by),
            side.by[-1].at,
        )
        for one in conflict.disagreements
        for number, side in enumerate(one.sides, start=1)
    ]


def _resolve(project: Path, subject: str, take: list[str], *, as_json: bool) -> Status:
    from curator.cli.opening import writing
    from curator.domain.errors import NotFoundError
    from curator.services import conflicts as verbs

    with writing(project) as opened:
        found = [one for one in verbs.conflicts(opened) if one.subject.startswith(subject)]
        if len(found) != 1:
            raise NotFoundError(f"{'More than one' if found else 'No'} conflict is about “{subject}”.")
        chosen = dict(_taken(found[0], words) for words in take)
        changes = verbs.resolve(opened, found[0].subject, chosen, found[0].kind)
    if as_json:
        say_json({"act": changes.label, "changeset": changes.changeset})
    else:
        say(shown(f"Done: {changes.label}."))
    return Status.DONE


def _taken(conflict: "Conflict", words: str) -> tuple[tuple[str, ...], int]:
    name, _, number = words.rpartition("=")
    for one in conflict.disagreements:
        if name in (one.register[-1], ".".join(one.register)) and number.isdecimal():
            return one.register, int(number) - 1
    known = ", ".join(one.register[-1] for one in conflict.disagreements)
    raise typer.BadParameter(f"“{words}” is no FIELD=NUMBER; the fields are: {known}", param_hint="--take")
