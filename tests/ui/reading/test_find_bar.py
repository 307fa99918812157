from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.ui.reading.find_bar import FindBar
from curator.ui.reading.finder import MOST, Finder, Query
from tests.ui.reading.desk import Desk, OpenDesk

TEXT = "The Code of Conduct.\nA code that all know.\n" + "Other words.\n" * 300 + "The last code, encoded."
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Finding:
    """A view with its find bar."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window = QWidget()
        self.bar = FindBar(desk.view)
        column = QVBoxLayout(self.window)
        column.addWidget(self.bar)
        column.addWidget(desk.view)
        self.window.resize(760, 600)
        self.window.show()
        self.bar.open()
        self.words = self.bar.findChildren(QLineEdit)[0]

    def says(self) -> str:
        return self.bar.findChildren(QLabel)[0].text()

    def find(self, words: str, expected: str) -> None:
        self.words.clear()
        self.desk.qtbot.keyClicks(self.words, words)
        self.desk.qtbot.waitUntil(lambda: self.says() == expected)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.desk.qtbot.keyClick(self.words, key, modifiers)

    def check(self, title: str) -> None:
        box = next(box for box in self.bar.findChildren(QCheckBox) if box.text().replace("&", "") == title)
        box.click()


@pytest.fixture
def finding(open_desk: OpenDesk) -> Iterator[Finding]:
    found = Finding(open_desk(TEXT))
    yield found
    found.desk.view.setParent(None)


def test_words_are_found_while_they_are_typed_whatever_their_case(finding: Finding) -> None:
    finding.find("code", "1 of 4")


def test_enter_goes_on_and_round_and_shift_enter_back(finding: Finding) -> None:
    finding.find("code", "1 of 4")
    finding.key(Qt.Key.Key_Return)
    assert finding.says() == "2 of 4"
    for _ in range(3):
        finding.key(Qt.Key.Key_F3)
    assert finding.says() == "1 of 4"
    finding.key(Qt.Key.Key_Return, SHIFT)
    assert finding.says() == "4 of 4"


def test_case_and_whole_words_can_be_asked_for(finding: Finding) -> None:
    finding.find("code", "1 of 4")
    finding.check("Match case")
    finding.desk.qtbot.waitUntil(lambda: finding.says() == "1 of 3")
    finding.check("Whole words")
    finding.desk.qtbot.waitUntil(lambda: finding.says() == "1 of 2")


def test_what_is_not_there_is_said(finding: Finding) -> None:
    finding.find("treaty", "Not found")


def test_what_is_found_far_away_comes_into_sight(finding: Finding) -> None:
    finding.find("encoded", "1 of 1")
    span = finding.desk.span("encoded")
    cursor = finding.desk.view.view_cursor(span.start, span.start)
    assert finding.desk.view.viewport().rect().contains(finding.desk.view.cursorRect(cursor).center())


def test_escape_closes_and_leaves_what_was_found_selected_in_the_text(finding: Finding) -> None:
    finding.find("that all", "1 of 1")
    finding.key(Qt.Key.Key_Escape)
    assert not finding.bar.isVisible()
    assert finding.desk.view.selection() == finding.desk.span("that all")
    assert finding.window.focusWidget() is finding.desk.view


def test_the_selected_words_are_where_it_starts(finding: Finding) -> None:
    finding.desk.view.select(finding.desk.span("all know"))
    finding.bar.open()
    assert finding.words.text() == "all know"
    finding.desk.qtbot.waitUntil(lambda: finding.says() == "1 of 1")


def test_finding_starts_at_the_caret(finding: Finding) -> None:
    finding.desk.view.set_caret(finding.desk.span("that").start)
    finding.bar.open()
    finding.find("code", "3 of 4")


def test_a_search_gives_way_to_others_and_stops_where_there_is_too_much(qtbot: QtBot) -> None:
    finder = Finder()
    turns = []
    finder.found.connect(lambda: turns.append(len(finder.places)))
    finder.start("ab " * MOST * 2, Query("a"))
    qtbot.waitUntil(lambda: finder.is_done)
    assert finder.is_full
    assert len(finder.places) == MOST
    assert len(turns) > 1


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_no_place_is_lost_or_found_twice_between_two_slices(qtbot: QtBot, size: int) -> None:
    text = "é" * 19_990 + "ababab" * 10 + "x" * 40_000 + "ab"
    finder = Finder()
    words = ("ab" * 4)[:size]
    finder.start(text, Query(words, match_case=True))
    qtbot.waitUntil(lambda: finder.is_done)
    places, at = [], text.find(words)
    while at >= 0:
        places.append((at, at + size))
        at = text.find(words, at + size)
    assert finder.places == places


def test_the_bar_needs_no_mouse(finding: Finding) -> None:
    finding.words.setFocus()
    QApplication.processEvents()
    for widget in finding.bar.findChildren(QCheckBox):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
