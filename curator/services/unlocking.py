"""Projects under a passphrase: making their keys, and opening what is locked.

What was unlocked stays so until the program ends; its backups, which have its salt, are unlocked with it.
"""

from pathlib import Path
from typing import Final

from curator.domain.errors import InvalidError
from curator.sharing.keys import WrongPassphraseError
from curator.store import database, encryption

VARIABLE: Final = "CURATOR_PROJECT_PASSPHRASE"
NEW_VARIABLE: Final = "CURATOR_NEW_PROJECT_PASSPHRASE"
"""The one that `new --encrypt` and `rekey` put a project under; `new` takes that of `VARIABLE` too."""
SHORTEST: Final = 8
"""Characters that a new passphrase has at least."""


def is_encrypted(path: Path) -> bool:
    """Whether this is a project under a passphrase."""
    return encryption.salt_of(path) is not None


def is_locked(path: Path) -> bool:
    """Whether its passphrase has to be given before it can be opened."""
    salt = encryption.salt_of(path)
    return salt is not None and not encryption.is_held(salt)


def see_that_it_is_possible() -> None:
    """Nothing, where what encrypted projects need is installed.

    Raises:
        MissingExtraError: it is not.
    """
    encryption.require()


def is_possible() -> bool:
    """Whether what encrypted projects need is installed."""
    try:
        encryption.require()
    except encryption.MissingExtraError:
        return False
    return True


def unlock(path: Path, passphrase: str) -> None:
    """Open a locked project with its passphrase, for the rest of the run. Nothing is written.

    Raises:
        WrongPassphraseError: it is another one.
        MissingExtraError: what encrypted projects need is not installed.
    """
    salt = encryption.salt_of(path)
    if salt is None:
        return
    encryption.require()
    key = _key(passphrase, salt)
    if not database.opens(path, encryption.connector(salt, key)):
        raise WrongPassphraseError(
            "The passphrase is not that of the project (or the beginning of the file is damaged). Nothing was changed.",
            place=str(path),
        )
    encryption.hold(salt, key)


def new_connector(passphrase: str) -> database.Connect:
    """What makes a new encrypted project under this passphrase; unlocked already.

    Raises:
        InvalidError: the passphrase is too short.
        MissingExtraError: what encrypted projects need is not installed.
    """
    encryption.require()
    if len(passphrase) < SHORTEST:
        raise InvalidError(f"A passphrase has at least {SHORTEST} characters: take a few words.")
    salt = encryption.new_salt()
    key = _key(passphrase, salt)
    encryption.hold(salt, key)
    return encryption.connector(salt, key)


def _key(passphrase: str, salt: bytes) -> bytes:
    from curator.sharing.passphrases import key_of

    return key_of(passphrase, salt, encryption.KEY_SIZE)
