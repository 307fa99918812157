"""Who sits at this computer: a name, an id, and the key pair that signs what they do."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import orjson

from curator.domain.errors import StorageError
from curator.domain.ids import is_sha256, is_uuid, new_id
from curator.services.files import put_in_place, replacing
from curator.services.home import data_folder

if TYPE_CHECKING:
    from curator.sharing.keys import KeyPair

AskPassphrase = Callable[[], str]
_SEALED = {"sealed": str, "salt": str, "argon2id": dict}


class Author:
    """A person with their key. The private key is read when something is signed for the first time."""

    def __init__(self, path: Path, kept: dict[str, Any], ask: AskPassphrase | None) -> None:
        self._path = path
        self._kept: dict[str, Any] = kept
        self._ask = ask
        self._pair: KeyPair | None = None
        self._signer: Callable[[bytes], bytes] | None = None

    @property
    def name(self) -> str:
        """How the person is called in projects that they make from now on."""
        return self._kept["name"]

    @property
    def has_said_name(self) -> bool:
        """Whether the person has said what they are called; until then the name is the account's."""
        return self._kept.get("named") is True

    @property
    def person_id(self) -> str:
        """The id that the person gets in projects that they make or join."""
        return self._kept["person"]

    @property
    def public_key(self) -> str:
        """The Ed25519 public key in hexadecimal digits."""
        return self._kept["key"]["public"]

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint, to be read to another person."""
        from curator.sharing.keys import fingerprint

        return fingerprint(self.public_key)

    @property
    def has_passphrase(self) -> bool:
        """Whether the private key lies under a passphrase."""
        return "sealed" in self._kept["key"]

    @property
    def is_unlocked(self) -> bool:
        """Whether the key can sign without asking for a passphrase: that can't be done in a background thread."""
        return self._pair is not None or not self.has_passphrase

    def unlock(self) -> None:
        """Ask for the passphrase now, if the key lies under one that was not asked for yet.

        Raises:
            WrongPassphraseError: the passphrase is not the right one.
        """
        self._opened()

    def sign(self, message: bytes) -> bytes:
        """The signature of this person.

        Raises:
            WrongPassphraseError: the passphrase that was asked for is not the right one.
        """
        if self._signer is None:
            from nacl.signing import SigningKey

            key = SigningKey(self._opened().seed)
            self._signer = lambda data: key.sign(data).signature
        return self._signer(message)

    def unseal(self, box: bytes) -> bytes:
        """What was sealed to this person's public key.

        Raises:
            NotForYouError: it was sealed to another's.
        """
        return self._opened().unseal(box)

    def _opened(self) -> "KeyPair":
        if self._pair is None:
            from curator.sharing.keys import opened

            if self.has_passphrase and self._ask is None:
                raise StorageError("Your key lies under a passphrase: give it in CURATOR_PASSPHRASE or in the window.")
            self._pair = opened(self._kept["key"], self._ask() if self.has_passphrase and self._ask else "")
        return self._pair

    def rename(self, name: str) -> None:
        """Be called so in projects that are made from now on."""
        self._kept = {**self._kept, "name": name.strip() or self.name, "named": True}
        _write(self._path, self._kept)

    def set_passphrase(self, passphrase: str) -> None:
        """Put the private key under a passphrase, or with "" under none."""
        from curator.sharing.keys import sealed

        self._kept = {**self._kept, "key": sealed(self._opened(), passphrase)}
        _write(self._path, self._kept)


def me(ask: AskPassphrase | None = None) -> Author:
    """The person of this computer account (or of `CURATOR_HOME`), made on first use."""
    path = data_folder() / "identity.json"
    if not path.exists():
        _make(path)
    try:
        kept = orjson.loads(path.read_bytes())
        if not _is_sound(kept):
            raise ValueError
    except (ValueError, OSError) as error:
        raise StorageError(
            "The file with your key can't be read. Put a copy of it back; without it your work can't be signed.",
            place=str(path),
        ) from error
    return Author(path, cast("dict[str, Any]", kept), ask)


def _make(path: Path) -> None:
    """Make the person; where two programs start for the first time at once, both get the one that was faster."""
    from curator.sharing.keys import new_pair, sealed

    partial = path.with_name(f".{path.name}.{new_id()}")
    try:
        _write(partial, {"name": _account_name(), "person": new_id(), "key": sealed(new_pair(), "")})
        put_in_place(partial, path)
    except StorageError:
        if not path.exists():
            raise
    finally:
        partial.unlink(missing_ok=True)


def _is_sound(kept: Any) -> bool:  # noqa: ANN401 - whatever the file holds
    """Whether this is a person with a key, as `_make` and `set_passphrase` write them."""
    match kept:
        case {"name": str(), "person": str(person), "key": {"public": str(public), **rest}}:
            private = rest.get("seed") or all(isinstance(rest.get(key), kind) for key, kind in _SEALED.items())
            return is_uuid(person) and is_sha256(public) and bool(private)
        case _:
            return False


def _write(path: Path, kept: dict[str, Any]) -> None:
    with replacing(path, private=True) as file:
        file.write(orjson.dumps(kept, option=orjson.OPT_INDENT_2))


def _account_name() -> str:
    """The person's full name as the system knows it, else the account's name."""
    try:
        import pwd

        full = pwd.getpwnam(getpass.getuser()).pw_gecos.split(",")[0].strip()
    except (ImportError, KeyError, OSError):
        full = ""
    try:
        return full or getpass.getuser()
    except (KeyError, OSError):
        return "Annotator"
