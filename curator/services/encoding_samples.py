"""How a file reads in an encoding: a few words of it, for a person to say whether the letters are right."""

from itertools import chain
from pathlib import Path

_BEGINNING = 1 << 20
_BEFORE = 20
_LENGTH = 90


def sample(path: Path, encoding: str) -> str:
    """The words around the first letters beyond ASCII, on one line; "" where the file can't be read any more.

    Bytes that the encoding does not know are shown as U+FFFD.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_BEGINNING).decode(encoding, "replace").lstrip("\ufeff")
    except (OSError, ValueError, LookupError):
        return ""
    telling = (at for at, character in enumerate(text) if character > "~" and character.isprintable())
    start = max(next(chain(telling, (0,))) - _BEFORE, 0)
    return " ".join(text[start : start + 2 * _LENGTH].split())[:_LENGTH]
