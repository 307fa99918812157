"""The look: colours by name for light and dark, the style sheet made from them, and the program's own font.

The colours stand in `resources/style/*.json` and the style sheet in `curator.qss` beside them. Widgets that paint
themselves ask `current()` when they paint; what Qt paints follows the palette and the style sheet.
"""

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

Mode = Literal["system", "light", "dark"]

_RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
_LEGIBLE: Final = 4.5
"""The contrast that text needs against what it stands on (WCAG 2.2, 1.4.3)."""

_STATES: Final = {"draft": "new", "done": "in_progress"}
"""States of annotations that look like a state of documents; the others have the same name."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one look, as `#rrggbb`, by what it is for."""

    name: str
    background: str
    paper: str
    panel: str
    surface: str
    text: str
    muted: str
    line: str
    line_strong: str
    hover: str
    accent: str
    accent_text: str
    accent_soft: str
    on_accent: str
    danger: str
    warning: str
    ok: str
    state_new: str
    state_in_progress: str
    state_submitted: str
    state_returned: str
    state_approved: str
    state_rejected: str

    @property
    def dark(self) -> bool:
        """Whether this is the dark look."""
        return self.name == "dark"

    def state(self, state: str) -> str:
        """The colour of a document's or an annotation's state."""
        return str(getattr(self, f"state_{_STATES.get(state, state)}", self.state_new))


@lru_cache(maxsize=2)
def tokens(name: str) -> Tokens:
    """The tokens of the look "light" or "dark"."""
    colours: dict[str, str] = json.loads((_RESOURCES / "style" / f"{name}.json").read_text("utf-8"))
    return Tokens(name=name, **colours)


class Theme(QObject):
    """The look that the program wears; it follows the system's unless told otherwise.

    Signals:
        changed: the colours are others now; widgets that keep colours must ask for them again.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = "system"
        self._worn: Tokens | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def mode(self) -> Mode:
        """What was asked for; "system" follows the system."""
        return self._mode

    @property
    def worn(self) -> Tokens:
        """The colours in use."""
        return self._worn or tokens("light")

    def wear(self, mode: Mode) -> None:
        """Put on the look of `mode`."""
        self._mode = mode
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        # So that title bars and native dialogs follow; Unknown gives the choice back to the system.
        self._app.styleHints().setColorScheme(schemes.get(mode, Qt.ColorScheme.Unknown))
        self._follow()

    def _follow(self) -> None:
        wanted = self._mode
        if wanted == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            wanted = "dark" if dark else "light"
        if self._worn is not None and self._worn.name == wanted:
            return
        self._worn = tokens(wanted)
        self._app.setPalette(palette(self._worn))
        self._app.setStyleSheet(style_sheet(self._worn))
        self.changed.emit()


_worn: list[Theme] = []
"""The one theme of the running program; a list, because a test may run several programs one after the other."""


def apply(app: QApplication, mode: Mode = "system") -> Theme:
    """Dress the program: Fusion as the base, Inter as the font, the colours of `mode`."""
    theme = next((theme for theme in _worn if theme.parent() is app), None)
    if theme is None:
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(_font(app.font()))
        theme = Theme(app)
        _worn[:] = [theme]
    theme.wear(mode)
    return theme


def current() -> Tokens:
    """The colours in use; light ones before `apply`."""
    return _worn[0].worn if _worn else tokens("light")


@lru_cache(maxsize=1)
def load_fonts() -> tuple[str, ...]:
    """Make Inter known to Qt, once; returns the families that were found."""
    found: list[str] = []
    for file in sorted((_RESOURCES / "fonts").glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(file))
        found += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(found))


def _font(system: QFont) -> QFont:
    font = QFont("Inter")
    # The design's 13 pixels, unless the person has chosen larger letters for all programs.
    font.setPointSizeF(min(max(9.75, system.pointSizeF() - 1), 14))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def style_sheet(look: Tokens) -> str:
    """The style sheet in the colours of `look`."""
    template = Template((_RESOURCES / "style" / "curator.qss").read_text("utf-8"))
    names = {field.name: str(getattr(look, field.name)) for field in fields(look)}
    return template.substitute(names, images=(_RESOURCES / "style").as_posix())


def palette(look: Tokens) -> QPalette:
    """The palette in the colours of `look`: what Fusion paints with."""
    role = QPalette.ColorRole
    made = QPalette(QColor(look.panel))
    colours = {
        role.Window: look.background,
        role.WindowText: look.text,
        role.Base: look.surface,
        role.AlternateBase: look.panel,
        role.Text: look.text,
        role.PlaceholderText: look.muted,
        role.Button: look.panel,
        role.ButtonText: look.text,
        role.BrightText: look.danger,
        role.ToolTipBase: look.surface,
        role.ToolTipText: look.text,
        role.Highlight: look.accent,
        role.HighlightedText: look.on_accent,
        role.Link: look.accent_text,
        role.Mid: look.line,
        role.Accent: look.accent,
    }
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(look.muted))
    return made


@lru_cache(maxsize=512)
def mix(colour: str, ground: str, share: float) -> str:
    """`share` of `colour` laid over `ground`."""
    one, two = QColor(colour), QColor(ground)
    parts = zip((one.red(), one.green(), one.blue()), (two.red(), two.green(), two.blue()), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    value = QColor(colour)
    channels = (value.redF(), value.greenF(), value.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=512)
def legible(colour: str, ground: str) -> str:
    """`colour`, moved towards black or white just far enough to be read on `ground`."""
    end = "#000000" if _luminance(ground) > 0.18 else "#ffffff"
    for step in range(21):
        moved = mix(end, colour, step / 20)
        if contrast(moved, ground) >= _LEGIBLE:
            return moved
    return end


def pill(colour: str, look: Tokens | None = None) -> tuple[str, str]:
    """The background and the text colour of a chip or pill in `colour`."""
    worn = look or current()
    ground = mix(colour, worn.panel, 0.20 if worn.dark else 0.16)
    return ground, legible(colour, ground)
