"""A person's public key on its way to a supervisor: a few lines of text, on the clipboard or in a file.

The lines are those that `curator me` prints; what it prints with `--json`, and the bare key, are read as well. What
arrives is another person's word: who they are is settled by reading the fingerprint to each other.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from curator.domain.errors import InvalidError, StorageError
from curator.services.files import replacing
from curator.services.identity import Author
from curator.sharing.keys import fingerprint, is_public_key

ENDING: Final = ".key.txt"
_MOST = 64 * 1024
_KEY = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
_NAME = re.compile(r"^Name\s\s+(\S.*)$", re.MULTILINE)
_FINGERPRINT = re.compile(r"^Fingerprint\s\s+((?:[0-9a-f]{4} ){7}[0-9a-f]{4})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key in hexadecimal digits. `name` is what its holder calls themselves, or ""."""

    public: str
    name: str = ""

    @property
    def fingerprint(self) -> str:
        """What two people read to each other."""
        return fingerprint(self.public)


def in_words(author: Author) -> str:
    """The lines to hand to a supervisor."""
    return f"Name         {author.name}\nPublic key   {author.public_key}\nFingerprint  {author.fingerprint}\n"


def save(author: Author, path: Path) -> None:
    """Write the lines to a file.

    Raises:
        StorageError: it can't be written.
    """
    with replacing(path) as file:
        file.write(in_words(author).encode())


def load(path: Path) -> PublicKey:
    """The key in a file.

    Raises:
        InvalidError: there is no key in it, or more than one.
        StorageError: it can't be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise StorageError(f"The file can't be read: {error.strerror}.", place=str(path)) from error
    if len(data) > _MOST:
        raise InvalidError("This is no file with a key: it is too large.", place=str(path))
    return read(data.decode("utf-8-sig", "replace"))


def read(text: str) -> PublicKey:
    """The key in a text.

    Raises:
        InvalidError: there is no key in it, more than one, or not the one that its fingerprint says.
    """
    found = {digits.lower() for digits in _KEY.findall(text)}
    if not found:
        # A key that a mail broke into several lines is still one.
        found = {digits for digits in ["".join(text.split()).lower()] if _KEY.fullmatch(digits)}
    if len(found) != 1:
        what = "more than one key" if found else "no public key"
        raise InvalidError(f"There is {what} in it. A key has 64 hexadecimal digits, as “curator me” prints it.")
    if not is_public_key(next(iter(found))):
        raise InvalidError("A digit of this key is wrong: no key has these 64. Copy it instead of typing it.")
    key = PublicKey(found.pop(), _name(text))
    told = _FINGERPRINT.search(text)
    if told and told[1] != key.fingerprint:
        raise InvalidError("The fingerprint in it is that of another key. Ask for the key again.")
    return key


def _name(text: str) -> str:
    try:
        content: Any = orjson.loads(text)
    except ValueError:
        found = _NAME.search(text)
        return found[1].strip()[:200] if found else ""
    match content:
        case {"name": str(name)}:
            return name.strip()[:200]
        case _:
            return ""
