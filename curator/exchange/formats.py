"""The formats that files come in and go out in: their names, endings, and what each keeps and loses."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from curator.domain.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `keeps` and `loses` are sentences for people about a way out and in again."""

    name: str
    title: str
    endings: tuple[str, ...]
    media_type: str
    reads: bool
    writes: bool
    keeps: str
    loses: str


TEXT: Final = Format(
    name="text",
    title="Plain text",
    endings=(".txt", ".text"),
    media_type="text/plain",
    reads=True,
    writes=False,
    keeps="The text to the character, and the original bytes. The encoding is recognised, or given.",
    loses="The kind of line ends (all become \\n) and a byte order mark; both stay in the original bytes.",
)
MARKDOWN: Final = Format(
    name="markdown",
    title="Markdown, as text",
    endings=(".md", ".markdown"),
    media_type="text/markdown",
    reads=True,
    writes=False,
    keeps="The text with its marks (#, *, links) as they are written.",
    loses="How it would look: headings and links are not shown as such.",
)
JSON: Final = Format(
    name="json",
    title="Curator data set (JSON)",
    endings=(".json",),
    media_type="application/json",
    reads=True,
    writes=True,
    keeps="Texts, annotations with spans, values, evidence, states, decisions and provenance; entities, people.",
    loses="Original bytes, the steps of the history, keys and signatures, withdrawn items, unfinished typing.",
)
JSON_LINES: Final = Format(
    name="jsonl",
    title="Curator data set (JSON Lines, a document a line)",
    endings=(".jsonl", ".ndjson"),
    media_type="application/jsonl",
    reads=True,
    writes=True,
    keeps="The same as json, in bounded memory however large the project is.",
    loses="The same as json.",
)
FORMATS: Final = (TEXT, MARKDOWN, JSON, JSON_LINES)


def by_name(name: str) -> Format:
    """The format of that name.

    Raises:
        InvalidError: there is none.
    """
    found = next((format_ for format_ in FORMATS if format_.name == name.strip().lower()), None)
    if found is None:
        raise InvalidError(f"There is no format “{name}”. There are: {', '.join(one.name for one in FORMATS)}.")
    return found


def by_ending(path: Path) -> Format | None:
    """The format that files so named have, as far as the name says."""
    return next((format_ for format_ in FORMATS if path.suffix.lower() in format_.endings), None)


def to_write(path: Path, name: str | None) -> Format:
    """The format to write a file in.

    Raises:
        InvalidError: neither the name of a format nor the file's ending says which, or it can't be written.
    """
    found = by_name(name) if name else by_ending(path)
    if found is not None and found.writes:
        return found
    known = ", ".join(f"{one.name} ({', '.join(one.endings)})" for one in FORMATS if one.writes)
    what = f"“{found.name}” can be imported, but not exported" if found else "The name does not say which format"
    raise InvalidError(f"{what}. Formats to export: {known}.", place=str(path))
