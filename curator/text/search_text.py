"""Finding words in a text, as a reader sees them: whatever the case, and whether accents are composed or not.

Positions are always those of the text itself. Nothing is prepared or copied: the words looked for become a pattern that
knows all their forms, so the first match in 5 MB is there before a prepared copy would be.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from re import escape
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from curator.domain.span import Span
from curator.text.graphemes import cluster_end, cluster_start
from curator.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import regex

_CLUSTER = lazy_pattern(r"\X")
_BLANKS = "[ \u00a0\u2007\u202f]"  # no-break spaces look like spaces
_BREAKS = lazy_pattern(r"[\s\p{Cc}\u2028\u2029]+")
_LONGEST = 2000  # code points of words to look for


class Snippet(NamedTuple):
    """A match and the text around it, on one line; "…" where the text goes on."""

    before: str
    match: str
    after: str


def normalized(text: str) -> str:
    """The form in which two texts are equal for a search: composed, and without case (Unicode's canonical caseless)."""
    return normalize("NFC", normalize("NFD", text).casefold())


def matches(text: str, words: str, *, case: bool = False, whole: bool = False, start: int = 0) -> Iterator[Span]:
    """The places of `words` from `start` on, one after the other as they are asked for; none overlap.

    Args:
        text: where to look.
        words: taken literally; a space matches a no-break space too.
        case: whether upper and lower case differ.
        whole: whether the match must not touch other letters or digits.
        start: where to begin, for going on from the last match.
    """
    if not words or len(words) > _LONGEST:
        return
    for match in _pattern(words, case=case, whole=whole).finditer(text, start):
        yield Span(start=match.start(), end=match.end())


def find_all(text: str, words: str, *, case: bool = False, whole: bool = False, limit: int | None = None) -> list[Span]:
    """As `matches`, all of them or the first `limit`."""
    return list(islice(matches(text, words, case=case, whole=whole), limit))


def snippet(text: str, span: Span, width: int = 80) -> Snippet:
    """The words of `span` with text around them, `width` code points in all where the match leaves room for them."""
    room = max(0, width - span.length) // 2
    start = cluster_start(text, max(0, span.start - room))
    end = cluster_end(text, min(len(text), span.end + room))
    before, after = _one_line(text[start : span.start]), _one_line(text[span.end : end])
    match = _one_line(text[span.start : span.end])
    if span.length > width:
        match = _one_line(text[span.start : cluster_start(text, span.start + width)]) + "…"
    return Snippet(("…" if start else "") + before, match, after + ("…" if end < len(text) else ""))


def _one_line(text: str) -> str:
    return text if text.isprintable() and "  " not in text else _BREAKS().sub(" ", text)


@lru_cache(maxsize=16)
def _pattern(words: str, *, case: bool, whole: bool) -> "regex.Pattern[str]":
    """The pattern of all forms of `words`."""
    import regex

    forms = "".join(_forms(cluster) for cluster in _CLUSTER().findall(words))
    # An accent behind the match would make its last letter another one.
    pattern = rf"{forms}(?![\u0300-\u036f])"
    if whole:
        pattern = rf"(?<![\p{{L}}\p{{M}}\p{{N}}_]){pattern}(?![\p{{L}}\p{{M}}\p{{N}}_])"
    return regex.compile(pattern if case else f"(?if){pattern}", regex.V1)


def _forms(cluster: str) -> str:
    """One character as a reader sees it, in every way it can be written."""
    if cluster in {" ", "\u00a0"}:
        return _BLANKS
    composed, decomposed = normalize("NFC", cluster), normalize("NFD", cluster)
    forms = [escape(form) for form in dict.fromkeys((composed, decomposed, cluster))]
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"
