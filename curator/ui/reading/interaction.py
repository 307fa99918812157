"""What pointing and pressing mean, as pure functions: which span, what a selection covers, where an end goes."""

from collections.abc import Sequence
from enum import StrEnum

from curator.domain.painting import Painted
from curator.domain.span import Span
from curator.text.graphemes import cluster_start, grapheme_safe, next_cluster, previous_cluster
from curator.text.words import next_word_end, next_word_start, previous_word_end, previous_word_start, snap_to_words


class Edge(StrEnum):
    """The end of a span that moves."""

    START = "start"
    END = "end"


def innermost_first(hits: Sequence[Painted]) -> list[Painted]:
    """The spans at one place, the shortest first; each annotation once."""
    ordered = sorted(hits, key=lambda hit: (hit.end - hit.start, hit.start, hit.annotation))
    return list({hit.annotation: hit for hit in reversed(ordered)}.values())[::-1]


def chosen_by_click(hits: Sequence[Painted], current: str | None, *, again: bool) -> Painted | None:
    """The span that a click means: the innermost, or with each further click at the same place the next one out."""
    ordered = innermost_first(hits)
    if not ordered:
        return None
    place = next((index for index, hit in enumerate(ordered) if hit.annotation == current), None)
    if not again or place is None:
        return ordered[0]
    return ordered[(place + 1) % len(ordered)]


def selected(text: str, first: int, last: int, *, exact: bool) -> Span | None:
    """What a selection between two positions, in any order, covers: whole words, or whole characters if `exact`."""
    start, end = min(first, last), max(first, last)
    if start == end:
        return None
    return grapheme_safe(text, start, end) if exact else snap_to_words(text, start, end)


def trimmed(text: str, span: Span) -> Span | None:
    """The span without the white space at its ends; None where it holds nothing else."""
    words = text[span.start : span.end]
    start, end = span.end - len(words.lstrip()), span.start + len(words.rstrip())
    return grapheme_safe(text, start, end) if start < end else None


def paragraph_at(text: str, position: int) -> Span | None:
    """The paragraph that holds a position, without its newline; None where it is empty."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    return Span(start=start, end=end) if start < end else None


def stepped(text: str, span: Span, edge: Edge, *, forward: bool, exact: bool) -> Span:
    """The span after one of its ends took a step: a word, or a character if `exact`. It never becomes empty."""
    at = span.start if edge is Edge.START else span.end
    if exact:
        to = next_cluster(text, at) if forward else previous_cluster(text, at)
    elif edge is Edge.START:
        to = next_word_start(text, at) if forward else previous_word_start(text, at)
    else:
        to = next_word_end(text, at) if forward else previous_word_end(text, at)
    return _with_edge(span, edge, to)


def dragged(text: str, span: Span, edge: Edge, position: int, *, exact: bool) -> Span:
    """The span after one of its ends was dragged to a position: with whole words, or whole characters if `exact`."""
    start, end = (position, span.end) if edge is Edge.START else (span.start, position)
    if start >= end:
        return span
    if exact:
        return _with_edge(span, edge, cluster_start(text, position))
    words = snap_to_words(text, start, end)
    return _with_edge(span, edge, words.start if edge is Edge.START else words.end) if words else span


def _with_edge(span: Span, edge: Edge, position: int) -> Span:
    start, end = (position, span.end) if edge is Edge.START else (span.start, position)
    return Span(start=start, end=end) if start < end else span
