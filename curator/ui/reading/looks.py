"""Colours: the paper that texts are read on, and each label's colour made legible on it.

A label has one colour, the user's. Fill, underline and tag are derived from it for light and dark paper, so that
small text keeps a contrast of 4.5 to 1 and lines one of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11) whatever was chosen.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor

from curator.ui import theme
from curator.ui.theme import contrast, mix

OKABE_ITO: Final = ("#0072B2", "#009E73", "#E69F00", "#CC79A7", "#D55E00", "#56B4E9", "#8C7A00", "#6A51A3", "#666666")
"""Colours that colour-blind people tell apart (Okabe and Ito 2008; yellow and black, unfit for fills, replaced)."""

DEPTHS: Final = 4
"""How many overlapping spans are filled; deeper ones have their underline alone, for the words to stay legible."""

_TEXT_CONTRAST = 4.5
_LINE_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class LabelLook:
    """How a label shows: its name in the scheme, its title for people, the digit that tags, `#rrggbb`."""

    name: str
    title: str
    key: str
    colour: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours that a text is read in, as `#rrggbb`; `fill` and `chosen` are opacities of a label's colour."""

    paper: str
    ink: str
    muted: str
    accent: str
    selection: str
    hit: str
    hit_now: str
    dispute: str
    fill: float
    chosen: float

    @property
    def is_dark(self) -> bool:
        """Whether the ink is lighter than the paper."""
        return contrast(self.paper, "#000000") < contrast(self.ink, "#000000")


LIGHT: Final = Paper(
    paper="#fffdf9",
    ink="#1d2430",
    muted="#697386",
    accent="#2f6fed",
    selection="#b9d2fb",
    hit="#fff0a8",
    hit_now="#ffd24d",
    dispute="#b3261e",
    fill=0.135,
    chosen=0.26,
)
DARK: Final = Paper(
    paper="#1b1d23",
    ink="#e6e8ec",
    muted="#98a1b0",
    accent="#7aa5ff",
    selection="#33538f",
    hit="#4d4520",
    hit_now="#806a10",
    dispute="#ff8a7a",
    fill=0.25,
    chosen=0.42,
)


def worn_paper() -> Paper:
    """The paper that goes with the look that the program wears."""
    return DARK if theme.current().dark else LIGHT


def default_colour(index: int) -> str:
    """A colour for the label at `index` of a scheme that names none."""
    return OKABE_ITO[index % len(OKABE_ITO)]


@lru_cache(maxsize=2048)
def fill(colour: str, paper: Paper, depth: int = 0, chosen: bool = False) -> QColor:
    """The translucent colour behind a label's words; overlaps darken by themselves, the deeper the less.

    It is made so thin that words stay legible where `DEPTHS` spans lie on one another.
    """
    shade = QColor(colour if not paper.is_dark else line(colour, paper).name())
    strength = 1.0
    while strength > 0.1 and _contrast_on(shade.name(), paper, strength) < _TEXT_CONTRAST:
        strength -= 0.05
    shade.setAlphaF(_alpha(paper, strength, depth, chosen=chosen))
    return shade


def _contrast_on(colour: str, paper: Paper, strength: float) -> float:
    return contrast(mix(colour, paper.paper, _stacked(paper, strength)), paper.ink)


def _alpha(paper: Paper, strength: float, depth: int, *, chosen: bool) -> float:
    return strength * (paper.chosen if chosen else paper.fill / (1 + 0.6 * depth))


def _stacked(paper: Paper, strength: float) -> float:
    """How much of the paper is covered by a chosen span over as many others as are filled."""
    left = 1 - _alpha(paper, strength, 0, chosen=True)
    for depth in range(DEPTHS):
        left *= 1 - _alpha(paper, strength, depth, chosen=False)
    return 1 - left


@lru_cache(maxsize=512)
def ink(colour: str, paper: Paper) -> QColor:
    """The label's colour, dark or light enough to read small text in."""
    return QColor(_towards_ink(colour, paper, _TEXT_CONTRAST))


@lru_cache(maxsize=512)
def line(colour: str, paper: Paper) -> QColor:
    """The label's colour, dark or light enough for underlines and outlines."""
    return QColor(_towards_ink(colour, paper, _LINE_CONTRAST))


def _towards_ink(colour: str, paper: Paper, wanted: float) -> str:
    """`colour`, mixed with as little of the ink as gives the contrast `wanted`."""
    for step in range(21):
        mixed = mix(paper.ink, colour, step / 20)
        if contrast(mixed, paper.paper) >= wanted:
            return mixed
    return paper.ink
