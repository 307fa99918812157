"""The text with both annotators' spans: clicks choose, progress is said in words."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.domain.painting import Painted
from curator.text.span_index import SpanIndex
from curator.ui import theme
from curator.ui.adjudication.page import AdjudicationPage
from curator.ui.adjudication.pairs import Pairs
from tests.ui.adjudication.matches import TEXT, both, pairs
from tests.ui.reading.desk import LABELS


def page_on(qtbot: QtBot, found: Pairs) -> AdjudicationPage:
    theme.load_fonts()
    page = AdjudicationPage()
    qtbot.addWidget(page)
    page.resize(760, 500)
    page.show()
    spans = [
        Painted(mark.start, mark.end, mark.id, mark.label, "done") for match in found.matches for mark in match.marks
    ]
    page.sheet.show_text(TEXT, SpanIndex(spans), LABELS)
    page.show_pairs(found, ["A · Aigerim", "B · Bolat"])
    return page


def test_a_click_on_words_chooses_the_annotation_there(qtbot: QtBot) -> None:
    found = pairs(both("ministry"), both("adopt the code by 2045", "adopt the code"))
    page = page_on(qtbot, found)
    cursor = QTextCursor(page.sheet.document())
    cursor.setPosition(TEXT.index("2045") + 1)
    place = page.sheet.cursorRect(cursor).center() + QPoint(2, 0)
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.mouseClick(page.sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["2045-1"]


def test_progress_is_said_in_words_and_shown(qtbot: QtBot) -> None:
    found = pairs(both("ministry"), both("adopt the code by 2045", "adopt the code"), both("Aigerim"))
    page = page_on(qtbot, found)
    found.settled |= {0, 2}
    page.show_progress(found)
    assert page.words.accessibleName() == "2 of 3 decided"
    assert (page.bar.value(), page.bar.maximum()) == (2, 3)


def test_the_chosen_pair_is_painted_in_light_and_dark_without_a_word(qtbot: QtBot) -> None:
    found = pairs(both("adopt the code by 2045", "adopt the code"))
    page = page_on(qtbot, found)
    page.sheet.show_current(frozenset({"2045-1", "2045-2"}), 5)
    before = page.sheet.grab().toImage()
    page.sheet.show_current(frozenset())
    assert page.sheet.grab().toImage() != before
