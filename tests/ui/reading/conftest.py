"""Opens text views for the tests of this folder."""

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from curator.domain.painting import Painted
from curator.text.span_index import SpanIndex
from curator.ui import theme
from curator.ui.reading.text_view import TextView
from tests.ui.reading.desk import LABELS, Desk, OpenDesk


@pytest.fixture
def open_desk(qtbot: QtBot) -> OpenDesk:
    """Open a view on a text; spans are given as (annotation, label, words) or with a state behind."""
    theme.load_fonts()

    def open_on(text: str, *spans: Sequence[str], width: int = 760, height: int = 600) -> Desk:
        view = TextView()
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        painted = [_painted(text, *span) for span in spans]
        index = SpanIndex(painted)
        view.show_document(text, index, LABELS)
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        return Desk(qtbot, view, text, index)

    return open_on


def _painted(text: str, annotation: str, label: str, words: str, state: str = "draft") -> Painted:
    start = text.index(words)
    return Painted(start, start + len(words), annotation, label, state)
