"""Who works, and in which project: the first steps of most verbs."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from curator.cli.output import warn
from curator.domain.errors import InvalidError, StorageError

if TYPE_CHECKING:
    from curator.services.identity import Author
    from curator.services.project import Project

PASSPHRASE: Final = "CURATOR_PASSPHRASE"  # noqa: S105 - the name of a variable


def author() -> "Author":
    """The person of this computer account; their passphrase is asked for only when something has to be signed."""
    from curator.services import identity

    return identity.me(current_passphrase)


def current_passphrase() -> str:
    """The passphrase that the key lies under: from the environment, else asked for.

    Raises:
        StorageError: there is nobody to ask.
    """
    given = os.environ.get(PASSPHRASE)
    return given if given is not None else ask("Passphrase of your key: ")


def ask(prompt: str, *, what: str = "Your key", variable: str = PASSPHRASE) -> str:
    """A passphrase typed unseen: what lies under it, and the variable that scripts give it in.

    Raises:
        StorageError: there is no terminal to ask in.
    """
    import getpass

    if sys.stdin is None or not sys.stdin.isatty():
        raise StorageError(f"{what} lies under a passphrase, and there is no terminal to ask in: set {variable}.")
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise StorageError("No passphrase was given.") from error


def unlock(path: Path) -> None:
    """Ask for the passphrase of a project that lies under one, unless it is in the environment."""
    from curator.services import unlocking

    if not unlocking.is_locked(path):
        return
    unlocking.see_that_it_is_possible()
    given = os.environ.get(unlocking.VARIABLE)
    if given is None:
        given = ask(f"Passphrase of {path.name}: ", what="The project", variable=unlocking.VARIABLE)
    unlocking.unlock(path, given)


def new_project_passphrase(also: str = "") -> str:
    """The passphrase that a project is put under: from the environment (`also` names another variable), else typed.

    Raises:
        InvalidError: the two differ.
        StorageError: there is no terminal to ask in.
    """
    from curator.services import unlocking

    unlocking.see_that_it_is_possible()
    given = os.environ.get(unlocking.NEW_VARIABLE, os.environ.get(also))
    if given is not None:
        return given
    warn("Without it the project is lost, and nobody can bring it back: keep it safe.")
    about = {"what": "The new project", "variable": unlocking.NEW_VARIABLE}
    typed = ask("Passphrase: ", **about)
    if ask("The same again: ", **about) != typed:
        raise InvalidError("The two passphrases differ. Nothing was changed.")
    return typed


@contextmanager
def reading(path: Path) -> Generator["Project"]:
    """The project, to look at: works while a window has it open."""
    from curator.services import project, rescuing

    unlock(path)
    with rescuing.advised(path):
        opened = project.open_project(path, author=author(), read_only=True)
    with opened:
        _tell(opened)
        yield opened


@contextmanager
def writing(path: Path) -> Generator["Project"]:
    """The project, to change.

    Raises:
        NotAllowedError: another window has it (the message says who), or the person is not among its people.
    """
    from curator.services import project, rescuing

    unlock(path)
    with rescuing.advised(path):
        opened = project.open_project(path, author=author())
    with opened:
        _tell(opened)
        opened.require()
        yield opened


def _tell(project: "Project") -> None:
    from curator.services.project import LOG_LOST

    if project.log_lost:
        warn(f"note: {LOG_LOST}")
