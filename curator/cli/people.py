"""The people of a project on the command line: who is in it, adding somebody, a lost key, work from before."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curator.cli import Status
from curator.cli.looking import brief_id
from curator.cli.opening import reading, writing
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, say, say_json, shown, table, warn
from curator.domain.states import Role

if TYPE_CHECKING:
    from curator.services.changes import Changes
    from curator.services.people import PersonEntry
    from curator.services.project import Project


class Action(StrEnum):
    """What to do with the people of a project."""

    ADD = "add"
    KEY = "add-key"
    NAME = "rename"
    ROLES = "set-roles"
    REVOKE = "revoke"


def people(
    project: ProjectPath,
    action: Annotated[
        Action | None,
        typer.Argument(
            metavar="ACTION",
            help="`add`, `rename`, `add-key` of somebody, `set-roles`, `revoke` a key; without it they are listed.",
            show_default=False,
        ),
    ] = None,
    who: Annotated[
        str | None,
        typer.Argument(metavar="PERSON", help="A name, a key or its fingerprint, or an id.", show_default=False),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="With `add` and `rename`: what they are called.", show_default=False)
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The public key, as `curator me` prints it.", show_default=False)
    ] = None,
    role: Annotated[
        list[Role] | None, typer.Option(help="What they may do; repeat it. [default: annotator]", show_default=False)
    ] = None,
    admit: Annotated[
        bool, typer.Option("--admit", help="With `add`: their work that waits counts, too.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """List the people of a project with their roles and the fingerprints of their keys, or change who is in it.

    Read the fingerprint to each other before you add somebody. `revoke` lets a key count no longer; what it signed
    before, as far as it is known here, stays.
    """
    if action is None:
        if who or name or key or role or admit:
            raise typer.BadParameter(
                "say what to do: `add`, `add-key`, `rename`, `set-roles` or `revoke`", param_hint="ACTION"
            )
        return _list(project, as_json=as_json)
    with writing(project) as opened:
        changes = _change(opened, action, who, (name, key, role or [Role.ANNOTATOR], admit))
    if as_json:
        say_json({"act": changes.label, "changeset": changes.changeset or None, "people": sorted(changes.people)})
    else:
        say(shown(f"Done: {changes.label}."))
    return Status.DONE


def _change(
    project: "Project", action: Action, who: str | None, given: tuple[str | None, str | None, list[Role], bool]
) -> "Changes":
    from curator.services import people as verbs

    name, key, roles, admit = given
    if action is Action.ADD:
        return _add(project, name or who, key, roles, admit=admit)
    if not who:
        raise typer.BadParameter("say who: a name, a key or its fingerprint, or an id", param_hint="PERSON")
    person = verbs.find_person(project, who)
    if action is Action.REVOKE:
        return verbs.revoke(project, person, key)
    if action is Action.NAME:
        return verbs.rename(project, person, _called(name))
    if action is Action.ROLES:
        return verbs.set_roles(project, person, roles)
    if not key:
        raise typer.BadParameter("say which key", param_hint="--key")
    return verbs.add_key(project, person, key)


def _called(name: str | None) -> str:
    if not name:
        raise typer.BadParameter("say what they are called from now on", param_hint="--name")
    return name


def _add(project: "Project", name: str | None, key: str | None, roles: list[Role], *, admit: bool) -> "Changes":
    from curator.services import joining

    if not name or not key:
        raise typer.BadParameter("a person needs both", param_hint="--name, --key")
    return joining.join(project, joining.Newcomer(key, name, tuple(roles), admit=admit))[0]


def _list(project: ProjectPath, *, as_json: bool) -> Status:
    from curator.services import people as verbs
    from curator.services import sharing

    with reading(project) as opened:
        rows, waiting = verbs.list_people(opened), sharing.strangers(opened)
        if as_json:
            say_json([_as_json(row) for row in rows])
        else:
            cells = [(brief_id(opened, row.id), row.name, ", ".join(row.roles), _fingerprints(row)) for row in rows]
            table(("Id", "Name", "Roles", "Fingerprint"), cells, wide=("Name",))
    for one in waiting:
        warn(
            f"{one.fingerprint}{f', who calls themselves “{one.name}”,' if one.name else ''} is not among them; "
            f"{counted(one.changesets, 'changeset')} of theirs wait. To add them: "
            f"curator people PROJECT add --name NAME --key {one.key} --admit"
        )
    return Status.DONE


def _fingerprints(row: "PersonEntry") -> str:
    words = [f"{key.fingerprint} (revoked)" if key.revoked else key.fingerprint for key in row.keys]
    return "; ".join(words) or "no key, imported"


def _as_json(row: "PersonEntry") -> dict[str, Any]:
    from dataclasses import asdict

    holding = [key.fingerprint for key in row.keys if not key.revoked]
    return {**asdict(row), "fingerprint": holding[0] if holding else None}
