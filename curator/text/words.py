"""Whole words as a reader expects them: what a selection snaps to, and where the ends of a span move to.

Inside a word are letters, digits and their marks, and what joins two parts into one word: an apostrophe (don't), a
hyphen (Under-Secretary-General), a point or comma between digits (1,000.5), a point after a single letter (U.S.,
V.Voronkov) or before a small one (un.org). This follows UAX #29 where that agrees with readers. Chinese, Japanese, Thai
and their like put no spaces between words; there, nothing is added to what was selected.

Every function looks at the text around a position only, at most `REACH` code points for a word.
"""

from enum import Enum
from functools import lru_cache

from curator.domain.span import Span
from curator.text.graphemes import REACH, cluster_end, cluster_start, grapheme_safe
from curator.text.patterns import lazy_pattern

_GAP = 65536  # code points without any word that a search crosses before it stops

# What a span does not begin or end with, unless a rule below keeps it. "25%", "§ 5", "#2" and "@name" keep their signs.
_OUTER_CLASS = r"[\s\p{Z}\p{Cc}\p{Cf}[\p{P}--[%‰§#@&]]]"
_LEADING = lazy_pattern(rf"{_OUTER_CLASS}*+")
_TRAILING = lazy_pattern(rf"(?r){_OUTER_CLASS}*+")
_CONTENT_AHEAD = lazy_pattern(rf"(?s)(?!{_OUTER_CLASS}).")
_CONTENT_BEHIND = lazy_pattern(rf"(?sr)(?!{_OUTER_CLASS}).")
_ABBREVIATION = lazy_pattern(r"(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+$")  # the U.S of "U.S."

# Scripts whose words are not set apart by spaces (LB=SA: Thai, Lao, Khmer, Burmese and others).
_UNSPACED = lazy_pattern(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{LB=SA}]")
_MARK = lazy_pattern(r"[\p{M}\u200c\u200d]")

_APOSTROPHES = frozenset("'’＇·‧&@")  # between letters; with signs that join letters in the same way: R&D, col·lecció
_HYPHENS = frozenset("-‐‑\u00ad_‿")  # between letters or digits
_DIGIT_SIGNS = frozenset(".,:")
_HEBREW_SIGNS = frozenset("\"'׳״")
_CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“„", "“": "„", '"': '"', "』": "『", "」": "「", "》": "《"}
_OPENERS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“”", '"': '"', "『": "』", "「": "」", "《": "》"}


class _Kind(Enum):
    LETTER = 1
    DIGIT = 2
    MARK = 3
    UNSPACED = 4
    OTHER = 5


@lru_cache(maxsize=4096)
def _kind(character: str) -> _Kind:
    if _MARK().match(character):
        return _Kind.MARK
    if _UNSPACED().match(character):
        return _Kind.UNSPACED
    if character.isalpha():
        return _Kind.LETTER
    return _Kind.DIGIT if character.isnumeric() else _Kind.OTHER


def snap_to_words(text: str, start: int, end: int) -> Span | None:
    """The whole words that a selection means: without outer space and punctuation, with cut words completed.

    A caret (`start == end`) gives the word that it stands in or touches. A bracket or quote at an end stays where its
    partner is inside. Punctuation selected alone is kept as it is.

    Returns:
        None where nothing but white space is selected.
    """
    if start == end:
        return word_at(text, start)
    whole = grapheme_safe(text, start, end)  # a joiner selected alone is nothing without its letters
    inner = _without_edges(text, whole.start, whole.end)
    if inner is None:
        return _without_spaces(text, whole.start, whole.end)
    start, end = _word_start(text, inner[0]), _word_end(text, inner[1])
    if text[end : end + 1] == "." and _ABBREVIATION().search(text, max(start, end - 16), end):
        end += 1
    return grapheme_safe(text, start, end)


def word_at(text: str, position: int) -> Span | None:
    """The word that `position` is in, or else touches: the one after it before the one that ends there."""
    for at in (position, position - 1):
        if 0 <= at < len(text) and _CONTENT_AHEAD().match(text, at):
            return snap_to_words(text, at, at + 1)
    return None


def next_word_end(text: str, position: int) -> int:
    """The first end of a word after `position`, or the text's end."""
    found = _CONTENT_AHEAD().search(text, position, position + _GAP)
    if found is None:
        return cluster_end(text, min(position + _GAP, len(text)))
    return _word_end(text, found.end())


def previous_word_start(text: str, position: int) -> int:
    """The last start of a word before `position`, or 0."""
    found = _CONTENT_BEHIND().search(text, max(0, position - _GAP), position)
    if found is None:
        return cluster_start(text, max(0, position - _GAP))
    return _word_start(text, found.start())


def next_word_start(text: str, position: int) -> int:
    """The first start of a word after `position`, or the text's end."""
    inside = position < len(text) and _CONTENT_AHEAD().match(text, position)
    after = next_word_end(text, position) if inside else cluster_end(text, position + 1)
    found = _CONTENT_AHEAD().search(text, after, after + _GAP)
    # A mark on a space belongs to the space's cluster, which was left behind if it began before.
    return cluster_end(text, found.start() if found else min(after + _GAP, len(text)))


def previous_word_end(text: str, position: int) -> int:
    """The last end of a word before `position`, or 0."""
    inside = position > 0 and _CONTENT_AHEAD().match(text, position - 1)
    before = previous_word_start(text, position) if inside else cluster_start(text, position - 1)
    found = _CONTENT_BEHIND().search(text, max(0, before - _GAP), before)
    return cluster_start(text, found.end() if found else max(0, before - _GAP))


def _word_start(text: str, position: int) -> int:
    """Where the word or cluster that `position` cuts starts; one without end counts as not cut."""
    at, stop = position, max(0, position - REACH)
    while at > stop:
        start = at - 1 if _joined(text, at) else cluster_start(text, at)
        if start == at:
            return at
        at = start
    return at if at == 0 else cluster_start(text, position)


def _word_end(text: str, position: int) -> int:
    """Where the word or cluster that `position` cuts ends; one without end counts as not cut."""
    at, stop = position, min(len(text), position + REACH)
    while at < stop:
        end = at + 1 if _joined(text, at) else cluster_end(text, at)
        if end == at:
            return at
        at = end
    return at if at == len(text) else cluster_end(text, position)


def _joined(text: str, position: int) -> bool:
    """Whether the characters on both sides of `position`, which is inside the text, are parts of one word."""
    after = _kind(text[position])
    if after is _Kind.MARK:
        return True
    before = _kind_before(text, position)
    if _is_wordlike(before) and _is_wordlike(after):
        return True
    return _connects(text, position) or _connects(text, position - 1)


def _is_wordlike(kind: _Kind) -> bool:
    return kind is _Kind.LETTER or kind is _Kind.DIGIT


def _base_before(text: str, position: int) -> int:
    """The index of the last character before `position` that is no mark, or -1."""
    stop = max(0, position - REACH)
    at = position - 1
    while at >= stop and _kind(text[at]) is _Kind.MARK:
        at -= 1
    return at if at >= stop else -1


def _kind_before(text: str, position: int) -> _Kind:
    base = _base_before(text, position)
    return _kind(text[base]) if base >= 0 else _Kind.OTHER


def _connects(text: str, position: int) -> bool:
    """Whether the character at `position` joins its neighbours into one word."""
    if not 0 < position < len(text) - 1 or _is_wordlike(_kind(text[position])):
        return False
    base, following = _base_before(text, position), position + 1
    if base < 0:
        return False
    before, after = _kind(text[base]), _kind(text[following])
    if text[position] in _HYPHENS:
        return _is_wordlike(before) and _is_wordlike(after)
    if before is _Kind.DIGIT and after is _Kind.DIGIT:
        return text[position] in _DIGIT_SIGNS
    return before is after is _Kind.LETTER and _connects_letters(text, base, position)


def _connects_letters(text: str, base: int, position: int) -> bool:
    """Whether the sign at `position`, between the letters at `base` and behind it, joins them."""
    sign, following = text[position], text[position + 1]
    if sign == ".":
        return following.islower() or not _is_wordlike(_kind_before(text, base))
    return sign in _APOSTROPHES or (sign in _HEBREW_SIGNS and _is_hebrew(text[base]) and _is_hebrew(following))


def _is_hebrew(character: str) -> bool:
    return "א" <= character <= "ת"


def _without_edges(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The selection without outer spaces and punctuation, but with brackets whose partner is inside."""
    leading, trailing = _LEADING().match(text, start, end), _TRAILING().match(text, start, end)
    inner_start = leading.end() if leading else start
    inner_end = trailing.start() if trailing else end
    if inner_start >= inner_end:
        return None
    inner = text[inner_start:inner_end]
    while inner_end < end and _keeps_after(text[inner_end], inner):
        inner, inner_end = inner + text[inner_end], inner_end + 1
    while inner_start > start and _keeps_before(text[inner_start - 1], inner):
        inner, inner_start = text[inner_start - 1] + inner, inner_start - 1
    return inner_start, inner_end


def _keeps_after(character: str, inner: str) -> bool:
    """Whether `character` belongs to the selected `inner` that it follows."""
    if character == ".":
        return _ABBREVIATION().search(inner, max(0, len(inner) - 16)) is not None
    openers = _CLOSERS.get(character, "")
    return _unpaired(inner, openers, character)


def _keeps_before(character: str, inner: str) -> bool:
    """Whether `character` belongs to the selected `inner` that it comes before."""
    if character in "-‐":
        return inner[0].isdigit()
    return _unpaired(inner, _OPENERS.get(character, ""), character)


def _unpaired(inner: str, partners: str, character: str) -> bool:
    """Whether `inner` holds a partner of `character` that is without its own."""
    if character in partners:  # the straight quote opens and closes
        return inner.count(character) % 2 == 1
    return sum(inner.count(partner) for partner in partners) > inner.count(character)


def _without_spaces(text: str, start: int, end: int) -> Span | None:
    """The selection, which has no words, without outer white space; None where that is all of it."""
    selected = text[start:end]
    stripped = selected.strip()
    if not stripped:
        return None
    start += len(selected) - len(selected.lstrip())
    return grapheme_safe(text, start, start + len(stripped))
