"""The hand-written source of the sample project's annotations: what its lines mean, and where its quotes are.

`data/source/README.md` describes the notation. Nothing here knows the data set's JSON; `build_sample` does.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import category

_HEADER = re.compile(r"\[(?P<key>[\w-]+)\] (?P<label>[a-z]+)(?: (?P<state>[a-z]+))?")
_QUOTE = re.compile(r'"(?P<first>[^"]+)"(?: \.\. "(?P<last>[^"]+)")?(?: #(?P<nth>\d+))?')
_FIELD = re.compile(r"(?P<name>[a-z_]+) (?:(?P<mark>[?-])|= (?P<value>.+?))(?: << (?P<evidence>.+))?")
_STATES = {"?": "not_stated", "-": "not_applicable", None: "stated"}
OWN = "."
"""Evidence that means the annotation's own spans."""


class SourceError(Exception):
    """A line of the source that means nothing, or a quote that is not where it should be."""


@dataclass(frozen=True)
class Quote:
    """Words of the text: those of `first`, or all from `first` to the end of `last`."""

    first: str
    last: str | None = None
    nth: int | None = None


@dataclass
class FieldLine:
    """One field; each item of `evidence` is a quote, `@key` of another annotation, or `OWN`."""

    state: str
    value: str | None
    evidence: list[Quote | str]


@dataclass
class Entry:
    """One annotation as written; `scope` is how the one line begins that its quotes are looked up in."""

    key: str
    label: str
    state: str | None
    scope: str | None
    line: int
    quotes: list[Quote] = field(default_factory=list[Quote])
    fields: dict[str, FieldLine] = field(default_factory=dict[str, FieldLine])
    settings: dict[str, str] = field(default_factory=dict[str, str])


def read_entries(path: Path) -> list[Entry]:
    """The annotations that a source file describes, in its order.

    Raises:
        SourceError: a line that means nothing, or a key given twice.
    """
    entries: list[Entry] = []
    scope: str | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        try:
            if not line or line.startswith("#"):
                continue
            if line.startswith("in "):
                scope = None if line == "in *" else line[3:].strip('"')
            elif found := _HEADER.fullmatch(line):
                entries.append(Entry(found["key"], found["label"], found["state"], scope, number))
            else:
                _read_detail(entries[-1], line)
        except (IndexError, SourceError) as error:
            raise SourceError(f"{path.name}:{number}: cannot read {line!r}: {error}") from error
    keys = [entry.key for entry in entries]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise SourceError(f"{path.name}: keys given twice: {sorted(twice)}")
    return entries


def _read_detail(entry: Entry, line: str) -> None:
    if line.startswith('"'):
        entry.quotes.append(_quote(line))
    elif line.startswith(("by ", "revisions ", "decision ", "reason ")):
        name, _, value = line.partition(" ")
        entry.settings[name] = value
    elif found := _FIELD.fullmatch(line):
        evidence = found["evidence"].split(" << ") if found["evidence"] else []
        items = [item if item == OWN or item.startswith("@") else _quote(item) for item in evidence]
        entry.fields[found["name"]] = FieldLine(_STATES[found["mark"]], found["value"], items)
    else:
        raise SourceError("neither a quote, a setting nor a field")


def _quote(written: str) -> Quote:
    found = _QUOTE.fullmatch(written)
    if not found:
        raise SourceError(f"{written!r} is not a quote")
    return Quote(found["first"], found["last"], int(found["nth"]) if found["nth"] else None)


def scope_of(text: str, beginning: str | None) -> tuple[int, int]:
    """The place of the one line of `text` that begins so (without its line end), or the whole text."""
    if beginning is None:
        return 0, len(text)
    starts = [at.start() for at in re.finditer("^" + re.escape(beginning), text, re.MULTILINE)]
    if len(starts) != 1:
        raise SourceError(f"{len(starts)} lines begin with {beginning!r}")
    end = text.find("\n", starts[0])
    return starts[0], len(text) if end < 0 else end


def locate(text: str, quote: Quote, areas: list[tuple[int, int]]) -> tuple[int, int]:
    """Where `quote` stands, in code points: in the first of `areas` that has it, whole words only.

    Raises:
        SourceError: no area has it, or it is there more than once and `nth` does not say which is meant.
    """
    for start, end in areas:
        found = _occurrences(text, quote.first, start, end)
        if not found:
            continue
        if quote.nth is None and len(found) > 1:
            raise SourceError(f"{quote.first!r} is there {len(found)} times: say which with #n")
        if len(found) < (quote.nth or 1):
            raise SourceError(f"{quote.first!r} is there only {len(found)} times")
        first = found[(quote.nth or 1) - 1]
        return first, _end_of(text, quote, first)
    raise SourceError(f"{quote.first!r} is not there")


def _end_of(text: str, quote: Quote, first: int) -> int:
    if quote.last is None:
        return first + len(quote.first)
    ends = _occurrences(text, quote.last, first, len(text))
    if not ends:
        raise SourceError(f"{quote.last!r} does not follow {quote.first!r}")
    return ends[0] + len(quote.last)


def _occurrences(text: str, words: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    at = text.find(words, start, end)
    while at >= 0:
        if _is_edge(text, at) and _is_edge(text, at + len(words)):
            found.append(at)
        at = text.find(words, at + 1, end)
    return found


def _is_edge(text: str, at: int) -> bool:
    """Whether no word and no grapheme runs across the place `at`."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    if category(after).startswith("M") or category(after) == "Sk" or "\u200d" in (before, after):
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(character: str) -> bool:
    return character.isalnum() or category(character).startswith("M")
