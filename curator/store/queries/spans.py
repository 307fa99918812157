"""Where the spans of a document are: what a text view asks on every repaint.

The spans that overlap a window are found class by class of length (the bounds of `projection.annotations.SIZES`,
written out below): none that starts earlier than its class is long can reach into the window. 0.04 ms where the plain
condition on both ends takes 2.5 ms.
"""

from collections.abc import Iterable

from curator.domain.painting import DISPUTED, Painted
from curator.store.database import Store

_IN_WINDOW = """
SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation
WHERE span.document = ?1 AND size = 0 AND span.start > ?2 - 256 AND span.start < ?3 AND span."end" > ?2
  AND (?4 IS NULL OR author = ?4)
UNION ALL
SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation
WHERE span.document = ?1 AND size = 1 AND span.start > ?2 - 4096 AND span.start < ?3 AND span."end" > ?2
  AND (?4 IS NULL OR author = ?4)
UNION ALL
SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation
WHERE span.document = ?1 AND size = 2 AND span.start > ?2 - 65536 AND span.start < ?3 AND span."end" > ?2
  AND (?4 IS NULL OR author = ?4)
UNION ALL
SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation
WHERE span.document = ?1 AND size = 3 AND span.start < ?3 AND span."end" > ?2
  AND (?4 IS NULL OR author = ?4)
ORDER BY 1, 2 DESC, 3
"""
_NEXT_START = """
SELECT min(start) FROM (
  SELECT min(start) AS start FROM span WHERE document = ?1 AND size = 0 AND start > ?2
  UNION ALL SELECT min(start) FROM span WHERE document = ?1 AND size = 1 AND start > ?2
  UNION ALL SELECT min(start) FROM span WHERE document = ?1 AND size = 2 AND start > ?2
  UNION ALL SELECT min(start) FROM span WHERE document = ?1 AND size = 3 AND start > ?2
)
"""
_PREVIOUS_START = """
SELECT max(start) FROM (
  SELECT max(start) AS start FROM span WHERE document = ?1 AND size = 0 AND start < ?2
  UNION ALL SELECT max(start) FROM span WHERE document = ?1 AND size = 1 AND start < ?2
  UNION ALL SELECT max(start) FROM span WHERE document = ?1 AND size = 2 AND start < ?2
  UNION ALL SELECT max(start) FROM span WHERE document = ?1 AND size = 3 AND start < ?2
)
"""
_NEXT_OWN = (
    "SELECT min(span.start) FROM annotation JOIN span ON span.annotation = n "
    "WHERE annotation.document = ?1 AND author = ?3 AND span.start > ?2"
)
_PREVIOUS_OWN = (
    "SELECT max(span.start) FROM annotation JOIN span ON span.annotation = n "
    "WHERE annotation.document = ?1 AND author = ?3 AND span.start < ?2"
)
_DISPUTED = (
    "SELECT subject FROM conflict WHERE document = (SELECT id FROM document WHERE n = ?) AND kind = 'annotation'"
)


class DocumentSpans:
    """The spans of one document (a `SpanSource`); those of one author alone where `only` names one."""

    def __init__(self, store: Store, document: int, only: str | None = None) -> None:
        self._store = store
        self._document = document
        self._only = only

    def in_window(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`, in order of (start, -end)."""
        rows = self._store.conn.execute(_IN_WINDOW, (self._document, start, end, self._only))
        return self._painted(rows)

    def at(self, position: int) -> list[Painted]:
        """The spans that hold the code point at `position`."""
        return self.in_window(position, position + 1)

    def of(self, annotation: str) -> list[Painted]:
        """All spans of one annotation, in document order."""
        rows = self._store.query(
            'SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation '
            "WHERE annotation.id = ?1 AND span.document = ?2 AND (?3 IS NULL OR author = ?3) ORDER BY 1",
            (annotation, self._document, self._only),
        )
        return self._painted(rows)

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:
        """The next span in document order after that of `annotation` at `start` (or after `start` itself)."""
        return self._neighbour(start, annotation, forward=True)

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:
        """The span before that."""
        return self._neighbour(start, annotation, forward=False)

    def _painted(self, rows: Iterable[tuple[int, int, str, str, str]]) -> list[Painted]:
        spans = list(map(Painted._make, rows))
        disputed = {subject for (subject,) in self._store.conn.execute(_DISPUTED, (self._document,))}
        if not disputed:
            return spans
        return [span._replace(state=DISPUTED) if span.annotation in disputed else span for span in spans]

    def _neighbour(self, start: int, annotation: str | None, *, forward: bool) -> Painted | None:
        """Spans that start at one place follow each other longest first, as they are listed and painted."""
        same = self._starting_at(start)
        if annotation is not None and forward is False:
            same.reverse()
        if annotation is not None:
            places = [number for number, painted in enumerate(same) if painted.annotation == annotation]
            if places and places[0] + 1 < len(same):
                return same[places[0] + 1]
        place = self._nearest_start(start, forward=forward)
        if place is None:
            return None
        found = self._starting_at(place)
        return found[0] if forward else found[-1]

    def _starting_at(self, start: int) -> list[Painted]:
        rows = self._store.query(
            'SELECT span.start, span."end", annotation.id, label, state FROM span JOIN annotation ON n = annotation '
            "WHERE span.document = ?1 AND size BETWEEN 0 AND 3 AND span.start = ?2 AND (?3 IS NULL OR author = ?3) "
            "ORDER BY 2 DESC, 3",
            (self._document, start, self._only),
        )
        return self._painted(rows)

    def _nearest_start(self, start: int, *, forward: bool) -> int | None:
        if self._only is not None:
            own = _NEXT_OWN if forward else _PREVIOUS_OWN
            found = self._store.one(own, (self._document, start, self._only))
        else:
            found = self._store.one(_NEXT_START if forward else _PREVIOUS_START, (self._document, start))
        return found[0] if found else None
