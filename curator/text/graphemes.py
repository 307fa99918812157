"""What a reader takes for one character: grapheme clusters (Unicode UAX #29), found without reading the whole text.

An emoji family, a flag, or a letter with its accents is several code points, and a span should not cut it. Whether a
position cuts a cluster depends on what comes before it, so each search goes back to the nearest place that surely
starts a cluster and reads forward from there, within `REACH` code points. Longer clusters exist only in texts made
to annoy; such a one counts as ending where the reach ends.
"""

from curator.domain.span import Span
from curator.text.patterns import lazy_pattern

REACH = 4096
"""Code points that a search looks back or ahead: enough for a letter with 1,000 accents."""

_CLUSTER = lazy_pattern(r"\X")
# A character that starts a cluster whatever comes before it, as long as that is no prepended mark: not an
# extending or joining one, nor half of a flag, nor of an emoji sequence or an Indic conjunct. Searched backwards.
_SURE_START = lazy_pattern(
    r"(?r)(?<!\p{GCB=Prepend})[[\p{GCB=Other}\p{GCB=Control}\p{GCB=CR}]--\p{Extended_Pictographic}--\p{InCB=Consonant}]"
)


def is_boundary(text: str, position: int) -> bool:
    """Whether `position` lies between two clusters, or at an end of the text."""
    return cluster_start(text, position) == position


def cluster_start(text: str, position: int) -> int:
    """The nearest boundary at or before `position`."""
    return _around(text, position)[0]


def cluster_end(text: str, position: int) -> int:
    """The nearest boundary at or after `position`."""
    return _around(text, position)[1]


def next_cluster(text: str, position: int) -> int:
    """The first boundary after `position`, or the text's end."""
    return cluster_end(text, position + 1) if position < len(text) else len(text)


def previous_cluster(text: str, position: int) -> int:
    """The last boundary before `position`, or 0."""
    return cluster_start(text, position - 1) if position > 0 else 0


def grapheme_safe(text: str, start: int, end: int) -> Span:
    """The smallest span that holds `[start, end)` and cuts no cluster. The span must lie in the text."""
    return Span(start=cluster_start(text, start), end=cluster_end(text, end))


def _around(text: str, position: int) -> tuple[int, int]:
    """The boundaries around `position`; both are `position` where it is one itself."""
    if not 0 < position < len(text) or _surely_between(text[position - 1], text[position]):
        return position, position
    low, high = max(0, position - REACH), min(len(text), position + REACH)
    sure = _SURE_START().search(text, low, position)
    at = sure.start() if sure else low
    while at < position:
        cluster = _CLUSTER().match(text, at, high)
        # Never empty: `at` is before `high`.
        after = cluster.end() if cluster else at + 1
        if after > position:
            return at, after
        at = after
    return position, position


def _surely_between(before: str, after: str) -> bool:
    """Whether a boundary lies between two characters, for the commonest cases: ASCII, but for CR LF."""
    return before.isascii() and after.isascii() and not (before == "\r" and after == "\n")
