"""The texts and spans that everything is measured on, the same in every run and on every machine.

Prose-like ASCII (a code point is a byte is a UTF-16 unit, so that no side of a comparison converts offsets): words of
a made-up language whose frequencies fall off as in a natural one, in paragraphs of about 650 characters. Spans of 5 to
120 characters lie anywhere and overlap freely, one for every 100 characters in A, B and C.

    A   100,000 characters,  1,000 spans
    B 1,000,000 characters, 10,000 spans
    C 5,000,000 characters, 50,000 spans
    D 10,000 texts of 5,000 characters with 20 spans each
"""

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

LABELS: Final = ("actor", "organization", "date", "commitment")
RARE_WORD: Final = "quixozzle"
"""Stands in every text of A, B and C, and in one of a hundred texts of D."""

SIZES: Final = {"A": (100_000, 1_000), "B": (1_000_000, 10_000), "C": (5_000_000, 50_000)}
MANY: Final = 10_000
"""How many texts D has."""

_SHORTEST, _LONGEST = 5, 120
_SYLLABLES = tuple(onset + nucleus for onset in "bdfghklmnprstvz" for nucleus in ("a", "e", "i", "o", "u", "an", "er"))
_VOCABULARY_SIZE = 4_000


class Marked(NamedTuple):
    """One span: a label and `[start, end)`."""

    label: str
    start: int
    end: int


class Text(NamedTuple):
    """A text with its spans in document order."""

    title: str
    text: str
    spans: list[Marked]


def _vocabulary() -> tuple[str, ...]:
    random = Random("words")
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY_SIZE:
        words["".join(random.choices(_SYLLABLES, k=random.choice((1, 2, 2, 3, 3, 4))))] = None
    return tuple(words)


_WORDS = _vocabulary()
_WEIGHTS = tuple(accumulate(1 / (rank + 8) for rank in range(_VOCABULARY_SIZE)))


def prose(length: int, seed: str) -> str:
    """A text of just that many characters."""
    random = Random(f"text {seed}")
    paragraphs: list[str] = []
    written = 0
    while written < length:
        sentences = (_sentence(random) for _ in range(random.randint(5, 11)))
        paragraphs.append(" ".join(sentences) + "\n")
        written += len(paragraphs[-1])
    return "".join(paragraphs)[:length]


def _sentence(random: Random) -> str:
    words = random.choices(_WORDS, cum_weights=_WEIGHTS, k=random.randint(7, 19))
    return f"{' '.join(words).capitalize()}."


def spans(count: int, length: int, seed: str) -> list[Marked]:
    """So many different spans in a text of that length, in document order."""
    random = Random(f"spans {seed}")
    found: set[Marked] = set()
    while len(found) < count:
        start = random.randrange(length - _LONGEST)
        found.add(Marked(random.choice(LABELS), start, start + random.randint(_SHORTEST, _LONGEST)))
    return sorted(found, key=lambda span: (span.start, span.end, span.label))


def with_rare_word(text: str) -> str:
    """The text with the rare word over some of its middle; as long as before."""
    at = len(text) // 2
    word = f" {RARE_WORD} "
    return text[:at] + word + text[at + len(word) :]


def single(name: str) -> Text:
    """The text A, B or C."""
    length, count = SIZES[name]
    return Text(f"Text {name}", with_rare_word(prose(length, name)), spans(count, length, name))


def many(texts: int = MANY, *, length: int = 5_000, marks: int = 20) -> Iterator[Text]:
    """The texts of D, or others like them, one at a time."""
    for number in range(texts):
        seed = f"{length} {number}"
        text = prose(length, seed)
        yield Text(
            f"Text {number:05d}", with_rare_word(text) if number % 100 == 0 else text, spans(marks, length, seed)
        )
