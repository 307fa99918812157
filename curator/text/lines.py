"""Which line of a text a position is in."""


class LineCounter:
    """Counts from where it was asked last: in a long text the next question is mostly about a place near by."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._before = 0

    def number(self, position: int) -> int:
        """The number, from 1, of the line that a code point is in; lines end with a line feed."""
        if position >= self._place:
            self._before += self._text.count("\n", self._place, position)
        else:
            self._before -= self._text.count("\n", position, self._place)
        self._place = position
        return self._before + 1
