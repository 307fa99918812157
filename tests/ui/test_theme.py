"""The look: both themes are complete and legible, and follow what is asked for."""

from itertools import product

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.ui import theme

NAMES = ("light", "dark")


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read_on_every_ground(name: str) -> None:
    look = theme.tokens(name)
    grounds = (look.background, look.paper, look.panel, look.surface, look.hover, look.accent_soft)
    inks = (look.text, look.muted, look.accent_text, look.danger, look.warning, look.ok)
    for ink, ground in product(inks, grounds):
        assert theme.contrast(ink, ground) >= 4.3, (ink, ground)
    assert theme.contrast(look.on_accent, look.accent) >= 4.4


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("colour", ["#0072B2", "#009E73", "#E69F00", "#CC79A7", "#000000", "#ffffff", "#F0E442"])
def test_the_words_of_a_pill_can_be_read_in_any_colour(name: str, colour: str) -> None:
    ground, ink = theme.pill(colour, theme.tokens(name))
    assert theme.contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_has_a_colour_for_every_name(name: str) -> None:
    sheet = theme.style_sheet(theme.tokens(name))
    assert "$" not in sheet
    assert theme.tokens(name).accent in sheet


def test_every_state_has_a_colour() -> None:
    look = theme.tokens("light")
    assert look.state("draft") == look.state_new
    assert look.state("done") == look.state_in_progress
    assert look.state("approved") == look.state_approved
    assert look.state("something else") == look.state_new


def test_the_program_wears_what_was_asked_for_and_says_when_it_changes(qapp: QApplication, qtbot: QtBot) -> None:
    worn = theme.apply(qapp, "light")
    with qtbot.waitSignal(worn.changed, timeout=1000):
        assert theme.apply(qapp, "dark") is worn
    assert theme.current().dark
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.tokens("dark").background
    with qtbot.assertNotEmitted(worn.changed):
        worn.wear("dark")
    worn.wear("light")
    assert not theme.current().dark
    assert worn.mode == "light"


def test_inter_comes_with_the_program() -> None:
    assert "Inter" in theme.load_fonts()
