"""What the command line prints: one JSON value for programs, else text for people.

Words from documents, names and files may hold control characters, bidi controls or rich's markup: they are escaped
and never interpreted. In a terminal, rows stand in a table; piped, they are one line each, the cells apart by tabs.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO, cast

from curator.domain.errors import StorageError


class OutputClosedError(Exception):
    """Whoever read standard output has gone away (`curator list P | head -1`)."""


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def say(*lines: str) -> None:
    """Print lines for people. They must be safe to show: pass words of users through `shown`."""
    _write("".join(f"{line}\n" for line in lines).encode(_encoding(), "backslashreplace"))


def warn(message: str) -> None:
    """Print a message on standard error; words of users in it are made safe here."""
    if sys.stderr is not None:
        try:
            sys.stderr.write("".join(f"{shown(line)}\n" for line in message.split("\n")))
            sys.stderr.flush()
        except OSError:
            return  # nobody is there to be told


def say_json(value: Any) -> None:  # noqa: ANN401 - any value
    """Print one JSON value: UTF-8 whatever the terminal's encoding, indented for the eye."""
    import orjson

    _write(orjson.dumps(value, default=_as_json, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def say_text(text: str) -> None:
    """Print a document's text: to a terminal safely; into a pipe just as it is, in UTF-8, nothing added."""
    if is_terminal():
        say(*map(shown, text.split("\n")))
    else:
        _write(text.encode())


def shown(value: object) -> str:
    """Words of users (or a path) on one line, safe to show: what can't be seen is spelled out; "" for None."""
    words = "" if value is None else str(value)
    if words.isprintable():  # as most are; what would be spelled out never is
        return words
    from curator.text.safe_display import visible

    return visible(words)


def path_words(path: Path) -> str:
    """A path as text that JSON can hold, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, wide: Sequence[str] = ()) -> None:
    """Print rows: as a table in a terminal; piped without headers, one line each, the cells apart by tabs.

    In a terminal the columns that `wide` names give way where room is short, and what they hold is cut with "…".
    """
    cells = [[shown(cell) for cell in row] for row in rows]
    if not is_terminal():
        say(*("\t".join(row) for row in cells))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        grid.add_column(header, no_wrap=header not in wide, min_width=12 if header in wide else None)
    for row in cells:
        grid.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
    Console(markup=False, highlight=False, emoji=False).print(grid)


def details(pairs: Sequence[tuple[str, object]]) -> None:
    """Print names with their values, one a line, those that are None or "" left out."""
    filled = [(name, shown(value)) for name, value in pairs if value not in (None, "")]
    width = max((len(name) for name, _ in filled), default=0)
    say(*(f"{name:<{width}}  {value}" for name, value in filled))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 document", "2 documents"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8" if sys.stdout is not None else "utf-8"


def _write(data: bytes) -> None:
    out: TextIO | None = sys.stdout
    if out is None:
        raise StorageError("Standard output is closed, so there is nowhere to print the answer.")
    try:
        out.flush()
        rest = memoryview(data)
        while rest:  # without a buffer (PYTHONUNBUFFERED), a write may take a part
            rest = rest[out.buffer.write(rest) :]
        out.buffer.flush()
    except BrokenPipeError as error:
        raise OutputClosedError from error
    except OSError as error:
        raise StorageError(f"The answer can't be printed ({error.strerror}).", place="standard output") from error


def _as_json(value: object) -> object:
    """What orjson does not know: sets become sorted lists, values and tuples with names their fields, paths text."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, set | frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, Path):
        return path_words(value)
    if isinstance(value, tuple):  # a NamedTuple: others orjson knows
        return cast("Any", value)._asdict()
    raise TypeError(f"no JSON for {type(value).__name__}")
