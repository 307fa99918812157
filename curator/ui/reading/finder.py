"""Finds words in a text a few milliseconds at a time, so that typing and scrolling go on meanwhile."""

from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from curator.text.search_text import matches

MOST: Final = 50_000
"""Places that are kept; who finds more has to say more precisely what to find."""

_TURN: Final = 0.006  # seconds
_SLICE: Final = 20_000  # code points
_CONTEXT: Final = 64  # code points around a slice that say whether a word is whole
_REACH: Final = 4  # how many times as long as the words a match can be, with accents on their own


class Query(NamedTuple):
    """What to find."""

    words: str
    match_case: bool = False
    whole_words: bool = False


class Finder(QObject):
    """One search at a time, in the background of the event loop.

    Signals:
        found: more places were found, or the search has ended.
    """

    found = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.places: list[tuple[int, int]] = []
        self.is_done = True
        self._text = ""
        self._query = Query("")
        self._searched = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_full(self) -> bool:
        """Whether the search ended because there was too much to find."""
        return len(self.places) >= MOST

    def start(self, text: str, query: Query) -> None:
        """Begin a search from the start of `text`; one that is under way ends."""
        self.places = []
        self._text, self._query, self._searched = text, query, 0
        self.is_done = not query.words
        if self.is_done:
            self._timer.stop()
        else:
            self._timer.start()

    def stop(self) -> None:
        """End the search; what was found stays."""
        self._timer.stop()
        self.is_done = True

    def _work(self) -> None:
        until = perf_counter() + _TURN
        while perf_counter() < until and not self.is_done:
            self._search_slice()
            if self._searched >= len(self._text) or self.is_full:
                self.stop()
        self.found.emit()

    def _search_slice(self) -> None:
        """Search for what starts in the next slice of the text; the words may reach into the one behind it."""
        start, end = self._searched, self._searched + _SLICE
        low = max(0, start - _CONTEXT)
        part = self._text[low : end + _REACH * len(self._query.words) + _CONTEXT]
        last = self.places[-1][1] if self.places else 0
        for span in matches(part, self._query.words, case=self._query.match_case, whole=self._query.whole_words):
            if low + span.start >= end:
                break
            if low + span.start >= max(start, last):
                self.places.append((low + span.start, low + span.end))
        del self.places[MOST:]
        self._searched = end
