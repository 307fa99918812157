"""Verbs about the person at this computer: who they are, and their window."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from curator.cli import Status
from curator.cli.opening import PASSPHRASE, ask, author
from curator.cli.options import AsJson
from curator.cli.output import details, say_json, warn
from curator.domain.errors import InvalidError

if TYPE_CHECKING:
    from curator.services.identity import Author

NEW_PASSPHRASE: Final = "CURATOR_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable


def me(
    name: Annotated[str | None, typer.Option(help="Be called so in projects from now on.", show_default=False)] = None,
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Put your key under a passphrase, or change it.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Show your name and your public key, which others know your work by."""
    person = author()
    if name is not None and not name.strip():
        raise typer.BadParameter("a person needs a name", param_hint="--name")
    if passphrase:
        person.set_passphrase(_new_passphrase(person))
    if name is not None:
        person.rename(name)
    about = {
        "name": person.name,
        "id": person.person_id,
        "public_key": person.public_key,
        "fingerprint": person.fingerprint,
        "has_passphrase": person.has_passphrase,
    }
    if as_json:
        say_json(about)
    else:
        under = "set" if person.has_passphrase else "none (curator me --passphrase sets one)"
        details(
            [
                ("Name", person.name),
                ("Id", person.person_id),
                ("Public key", person.public_key),
                ("Fingerprint", person.fingerprint),
                ("Passphrase", under),
            ]
        )
    return Status.DONE


def _new_passphrase(person: "Author") -> str:
    """The passphrase to come: from the environment, else typed twice; "" for none.

    Raises:
        InvalidError: the two differ.
        StorageError: there is no terminal to ask in.
    """
    given = os.environ.get(NEW_PASSPHRASE)
    if given is None and not person.has_passphrase:
        given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if person.has_passphrase:
        person.sign(b"")  # asks for the present one first, and says so when it is wrong
    warn("Without it your key is lost, so keep it safe. Enter nothing for no passphrase.")
    typed = ask("New passphrase: ")
    if ask("The same again: ") != typed:
        raise InvalidError("The two passphrases differ. Nothing was changed.")
    return typed


def open_(
    project: Annotated[
        Path | None, typer.Argument(metavar="PROJECT", help="The project file.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """Open the window, on a project where one is given, or to make a project of a parcel."""
    from curator import app

    if project is not None and not project.exists():
        raise InvalidError("There is no such file.", place=str(project))
    status = app.main(["--", str(project)] if project else [])
    if as_json:
        say_json({"project": project, "status": status})
    return Status.DONE if status == 0 else Status.NOT_IN_ORDER
