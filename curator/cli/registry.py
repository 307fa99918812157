"""The registry of entities: listing it, and adding to it, so that values can name somebody new."""

from enum import StrEnum
from typing import Annotated

import typer

from curator.cli import Status
from curator.cli.looking import ALL, brief_id
from curator.cli.opening import reading, writing
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import say, say_json, table
from curator.domain.errors import InvalidError


class Action(StrEnum):
    """What to do with the registry."""

    ADD = "add"


def entities(
    project: ProjectPath,
    action: Annotated[
        Action | None,
        typer.Argument(metavar="ACTION", help="`add` adds an entity; without it they are listed.", show_default=False),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Its name.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help="Its kind, as the scheme has it.", show_default=False)] = None,
    alias: Annotated[
        list[str] | None, typer.Option(help="Another name of it; repeat the option.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """List the entities of a project, or add one. `add` prints the new id."""
    given = [option for option, value in (("--name", name), ("--kind", kind), ("--alias", alias)) if value]
    if action is None and given:
        raise typer.BadParameter("say `add` to add an entity", param_hint=", ".join(given))
    if action is None:
        return _list(project, as_json=as_json)
    if not name or not kind:
        raise typer.BadParameter("an entity needs both", param_hint="--name, --kind")
    return _add(project, (name, kind, alias or []), as_json=as_json)


def _list(project: ProjectPath, *, as_json: bool) -> Status:
    from curator.services import reading as queries

    with reading(project) as opened:
        rows = sorted(queries.complete_entities(opened, "", limit=ALL), key=lambda row: (row.name.casefold(), row.id))
        if as_json:
            say_json(rows)
            return Status.DONE
        cells = [
            (brief_id(opened, row.id), row.kind.replace("_", " "), row.mentions, row.name, "; ".join(row.aliases))
            for row in rows
        ]
        table(("Id", "Kind", "Mentions", "Name", "Other names"), cells, wide=("Name", "Other names"))
    return Status.DONE


def _add(project: ProjectPath, entity: tuple[str, str, list[str]], *, as_json: bool) -> Status:
    from curator.services import entities as registry

    name, kind, aliases = entity
    with writing(project) as opened:
        known = [choice.name for choice in opened.scheme.entity_kinds]
        if known and kind not in known:
            raise InvalidError(f"The scheme has no kind of entity “{kind}”. It has: {', '.join(known)}.")
        changes = registry.add(opened, kind=kind, name=name, aliases=aliases)
    [made] = changes.entities
    if as_json:
        say_json({"entity": made, "changeset": changes.changeset, "saved_at": changes.saved_at})
    else:
        say(made)
    return Status.DONE
