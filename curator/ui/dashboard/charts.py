"""Charts as values: what they show, and the table behind each. What they look like is in `drawing`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Table = tuple[list[str], list[list[object]]]


@dataclass(frozen=True, slots=True)
class Series:
    """One part of each bar: its name, and its colour (`#rrggbb`)."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of stacked parts. `values[row][series]` are counts; `upright` bars stand, others lie."""

    rows: Sequence[str]
    series: Sequence[Series]
    values: Sequence[Sequence[int]]
    upright: bool = False
    row_title: str = ""

    @property
    def largest(self) -> int:
        """The longest bar."""
        return max((sum(row) for row in self.values), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.largest

    def table(self) -> Table:
        """The numbers."""
        rows: list[list[object]] = [[name, *values] for name, values in zip(self.rows, self.values, strict=True)]
        return [self.row_title, *(each.name for each in self.series)], rows


@dataclass(frozen=True, slots=True)
class Matrix:
    """A field of cells, tinted by `shares` (0 to 1, None for no tint) with `words` in them.

    `strong_diagonal` says that the diagonal is what is wished for: it has the colour of what is well, all else another.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    shares: Sequence[Sequence[float | None]]
    words: Sequence[Sequence[str]]
    cells: Sequence[Sequence[object]]
    corner: str = ""
    strong_diagonal: bool = False
    notes: Sequence[str] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.rows or not self.columns

    def table(self) -> Table:
        """The values."""
        rows: list[list[object]] = [[name, *cells] for name, cells in zip(self.rows, self.cells, strict=True)]
        return [self.corner, *self.columns], rows


@dataclass(frozen=True, slots=True)
class Figures:
    """Named figures, each with what it stands on; `value` is "" where it is undefined, and `note` says why."""

    rows: Sequence[tuple[str, str, str]]
    headers: tuple[str, str, str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.rows

    def table(self) -> Table:
        """The figures."""
        return list(self.headers), [list(row) for row in self.rows]


Chart = Bars | Matrix | Figures
