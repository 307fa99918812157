"""The history: said in words, opened field by field."""

from datetime import datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from curator.services.views import FieldChange, HistoryEntry
from curator.ui.history_model import META_ROLE, OPEN_ROLE, HistoryModel, change_words, when
from curator.ui.history_panel import HistoryPanel, laid_out

ALMATY = timezone(timedelta(hours=5))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ALMATY)


def entry(number: int, *changes: FieldChange) -> HistoryEntry:
    return HistoryEntry(
        revision=f"r{number}",
        changeset=f"c{number}",
        at="2026-11-22T05:42:00.123Z",
        person_name="A. Sadykova",
        activity="annotate",
        operation="revise",
        software="curator 1",
        changes=changes,
        summary=f"Change {number}",
    )


DUE = FieldChange("Due", "", "2045")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-22T05:42:00.123Z", "today 10:42"),
        ("2026-11-21T05:42:00.123Z", "yesterday 10:42"),
        ("2026-11-20T20:00:00.000Z", "yesterday 01:00"),
        ("2026-05-03T05:42:00Z", "3 May 10:42"),
        ("2018-05-03T05:42:00Z", "3 May 2018 10:42"),
        ("2027-01-01T05:42:00Z", "1 Jan 2027 10:42"),
        ("long ago", "long ago"),
    ],
)
def test_times_are_said_as_people_say_them_where_they_are(at: str, words: str) -> None:
    assert when(at, NOW) == words


def test_a_change_is_said_from_before_to_after() -> None:
    assert change_words(DUE) == "Due: — → 2045"
    assert change_words(FieldChange("Due", "2044", "")) == "Due: 2044 → —"


def test_the_model_keeps_the_rules_of_item_models(qtbot: QtBot) -> None:
    model = HistoryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_entries([entry(1)])
    model.show_entries([entry(3, DUE), entry(2), entry(1)])
    model.toggle(model.index(0))
    model.show_entries([entry(9)])
    model.show_entries([])
    assert tester.model() is model


def test_new_entries_come_on_top_without_a_reset(qtbot: QtBot) -> None:
    model = HistoryModel()
    model.show_entries([entry(1, DUE)])
    model.toggle(model.index(0))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted, timeout=500):
        model.show_entries([entry(2), entry(1, DUE)])
    assert not model.index(0).data(OPEN_ROLE)
    assert model.index(1).data(OPEN_ROLE)
    assert str(model.index(0).data(META_ROLE)).endswith("revision 2")
    assert str(model.index(1).data(META_ROLE)).endswith("revision 1")


def test_a_click_or_enter_opens_an_entry_and_makes_room(qtbot: QtBot) -> None:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 300)
    panel.show()
    qtbot.waitExposed(panel)
    panel.show_entries([entry(2, DUE, FieldChange("Action", "x", "a very long action " * 8)), entry(1)])
    index = panel.model.index(0)
    closed = panel.list.visualRect(index).height()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(index).center())
    assert index.data(OPEN_ROLE)
    qtbot.waitUntil(lambda: panel.list.visualRect(index).height() > closed + 40, timeout=1000)
    panel.list.setFocus()
    panel.list.setCurrentIndex(index)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert not index.data(OPEN_ROLE)
    assert "Due: — → 2045" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_whether_the_history_was_checked_is_said_only_when_it_is_known(qtbot: QtBot) -> None:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    assert panel.verified_text() == ""
    panel.set_verified(True)
    assert panel.verified_text() == "verified ✓"
    panel.set_verified(False)
    assert "not in order" in panel.verified_text()
    panel.set_verified(None)
    assert panel.verified_text() == ""


def test_words_are_broken_only_where_they_are_wider_than_the_panel(qtbot: QtBot) -> None:
    words = "Action set to reach a world without terror (1 cited)"
    layout = laid_out(words, QFont(), 120)
    ends = [layout.lineAt(row).textStart() for row in range(1, layout.lineCount())]
    assert ends
    assert all(words[end - 1] == " " for end in ends)
    assert laid_out("x" * 200, QFont(), 120).lineCount() > 1
