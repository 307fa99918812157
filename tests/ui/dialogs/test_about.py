"""Help says which version this is, in words that can be read out."""

from PySide6.QtWidgets import QApplication, QLabel

from curator import __version__
from curator.ui.dialogs.about import AboutDialog
from tests.journeys.hands import Hands


def test_about_says_the_version_and_goes_with_esc(at_work: Hands) -> None:
    at_work.window.actions_by_id["window.about"].trigger()
    at_work.opened(AboutDialog)
    dialog = at_work.window.findChild(AboutDialog)
    assert dialog
    assert dialog.windowTitle() == "About Curator"
    assert f"Curator {__version__}" in [label.text() for label in dialog.findChildren(QLabel)]
    at_work.press("Esc")
    at_work.closed()
    assert QApplication.focusWidget() is at_work.window.reading.text
