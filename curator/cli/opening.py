"""Who works, and in which project: the first steps of most verbs."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from curator.domain.errors import StorageError

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


def ask(prompt: str) -> str:
    """A passphrase typed unseen.

    Raises:
        StorageError: there is no terminal to ask in.
    """
    import getpass

    if sys.stdin is None or not sys.stdin.isatty():
        raise StorageError(f"Your key lies under a passphrase, and there is no terminal to ask in: set {PASSPHRASE}.")
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise StorageError("No passphrase was given.") from error


@contextmanager
def reading(path: Path) -> Generator["Project"]:
    """The project, to look at: works while a window has it open."""
    from curator.services import project

    with project.open_project(path, author=author(), read_only=True) as opened:
        yield opened


@contextmanager
def writing(path: Path) -> Generator["Project"]:
    """The project, to change.

    Raises:
        NotAllowedError: another window has it (the message says who), or the person is not among its people.
    """
    from curator.services import project

    with project.open_project(path, author=author()) as opened:
        opened.require()
        yield opened
