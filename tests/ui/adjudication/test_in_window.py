"""Adjudication in the whole window: what was decided is seen where it was decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from curator.domain.annotation import FieldState, FieldValue
from curator.services import annotating
from curator.ui.adjudication.page import AdjudicationPage
from curator.ui.adjudication.panel import PairPanel
from curator.ui.main_window import MainWindow
from curator.ui.review.queue_pane import QueuePane
from tests.support import projects as support
from tests.support.team import Team

LONG = "Minister of Foreign Affairs and of the Affairs of the Diaspora of the Republic, as the press release says"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Two annotators, one match: the same words, another role, both too long for a line."""
    made = Team(tmp_path, "Aigerim", "Bolat")
    made.assign("Aigerim", "Bolat")
    for name, words in (("Aigerim", LONG), ("Bolat", f"{LONG} of July")):
        mark = made.annotate(name, 0, 6)
        annotating.set_field(made.as_(name), mark, "role", FieldValue(state=FieldState.STATED, value=words))
        made.submit(name)
    made.as_("Boss").close()
    yield made
    made.project.close()


def test_a_note_to_the_supervisor_stands_above_the_text_and_above_both_works(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    made = Team(tmp_path, "Aigerim", "Bolat")
    made.assign("Aigerim", "Bolat")
    for name, note in (("Aigerim", "please look"), ("Bolat", "")):
        made.annotate(name)
        made.submit(name, note)
    made.close()
    support.author("Boss")
    window.projects.open_path(made.path)
    qtbot.waitUntil(lambda: window.reading.banner.text == "Aigerim: “please look”")
    window.actions_by_id["supervision.adjudicate"].trigger()
    page = window.findChild(AdjudicationPage)
    assert page
    assert page.notes.isVisible()
    assert page.notes.text() == "Aigerim: “please look”"
    window.actions_by_id["supervision.take_to_review"].trigger()
    assert window.reading.header.state.text() == "In review"
    qtbot.waitUntil(lambda: not window.projects.background.tasks, timeout=20_000)


class Pairs:
    """The window on the two annotators' work."""

    def __init__(self, qtbot: QtBot, window: MainWindow, team: Team) -> None:
        support.author("Boss")
        self.qtbot, self.window = qtbot, window
        window.projects.open_path(team.path)
        window.actions_by_id["supervision.adjudicate"].trigger()
        self.until(lambda: isinstance(window.side.guest, PairPanel) and window.side.guest.shown is not None)
        self.at_rest()

    def until(self, holds: object) -> None:
        assert callable(holds)
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=20_000)

    def at_rest(self) -> None:
        self.until(lambda: not self.window.projects.background.tasks)

    @property
    def panel(self) -> PairPanel:
        panel = self.window.side.guest
        assert isinstance(panel, PairPanel)
        return panel

    @property
    def page(self) -> AdjudicationPage:
        page = self.window.middle.currentWidget()
        assert isinstance(page, AdjudicationPage)
        return page

    def press(self, button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.at_rest()


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow, team: Team) -> Pairs:
    return Pairs(qtbot, window, team)


def words(panel: PairPanel) -> list[str]:
    return [button.accessibleName() for button in panel.takes]


def roles(panel: PairPanel) -> list[str]:
    return [button.property("role") for button in panel.takes]


def test_the_side_that_was_taken_is_marked_and_offered_no_more(shown: Pairs) -> None:
    panel = shown.panel
    assert (words(panel), roles(panel)) == (["Take A", "Take B"], ["primary", ""])
    assert panel.taken_signs() == [False, False]
    shown.press(panel.takes[1])
    assert (words(panel), roles(panel)) == (["Take A", "✓ B is taken"], ["", "taken"])
    assert not panel.takes[1].isEnabled()
    assert panel.taken_signs() == [False, True]
    assert panel.outcome.text() == "Decided by a supervisor: B stands."
    before = shown.window.session.undo_state().undo_label
    QTest.keyClick(shown.page.sheet, Qt.Key.Key_2)
    assert "B is taken already" in shown.window.projects.messages.text
    assert shown.window.session.undo_state().undo_label == before
    shown.press(panel.again)
    assert (words(panel), roles(panel)) == (["Take A", "Take B"], ["primary", ""])


def test_it_is_said_that_neither_stands_or_that_a_third_does(shown: Pairs) -> None:
    panel = shown.panel
    shown.press(panel.none)
    assert panel.outcome.text() == "Decided by a supervisor: none of them stands."
    assert panel.taken_signs() == [False, False]
    shown.press(panel.again)
    shown.press(panel.third)
    shown.press(panel.third)
    assert panel.outcome.text() == "Decided by a supervisor: a third stands."
    assert roles(panel) == ["", ""]


def test_while_a_third_is_made_keeping_it_is_the_button_that_stands_out(shown: Pairs) -> None:
    panel = shown.panel
    shown.press(panel.third)
    assert (panel.third.property("role"), roles(panel)) == ("primary", ["", ""])
    shown.press(panel.third)
    assert panel.third.property("role") == ""


def test_escape_in_the_comment_goes_back_to_the_text(shown: Pairs) -> None:
    line = shown.panel.threads.line
    line.setFocus()
    shown.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert shown.window.focusWidget() is shown.page.sheet


def test_what_the_panel_says_where_nobody_annotated_stands_off_its_edge(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    window.actions_by_id["supervision.adjudicate"].trigger()
    qtbot.waitUntil(lambda: not window.projects.background.tasks, timeout=20_000)
    panel = window.side.guest
    assert isinstance(panel, PairPanel)
    [words] = [label for label in panel.findChildren(QLabel) if label.isVisible()]
    assert words.text() == "Nobody annotated anything here."
    assert words.mapTo(panel, words.contentsRect().topLeft()).x() + words.margin() >= 14


def test_the_head_says_when_the_document_is_ready_and_when_it_is_approved(shown: Pairs) -> None:
    assert shown.page.pill.text() == "Adjudicate"
    shown.press(shown.panel.takes[0])
    assert shown.page.pill.text() == "Ready to approve"
    shown.window.actions_by_id["supervision.approve"].trigger()
    shown.at_rest()
    assert shown.page.pill.text() == "Approved"
    shown.window.viewing.dark()
    assert shown.page.pill.text() == "Approved"
    shown.window.actions_by_id["edit.undo"].trigger()
    shown.at_rest()
    assert shown.page.pill.text() == "Ready to approve"


def test_values_that_differ_are_read_whole_and_alike_ones_stay_short(shown: Pairs) -> None:
    table = shown.panel.fields
    for place, value in ((0, LONG), (1, f"{LONG} of July")):
        cell = table.cells["role", place]
        lines = cell.lines(cell.width())
        assert " ".join(" ".join(lines).split()) == f"≠ {value}"
        assert len(lines) > 3
        assert cell.height() >= len(lines) * cell.fontMetrics().height()
        assert table.geometry().bottom() >= cell.geometry().bottom()


def test_hidden_names_are_hidden_in_the_queue_as_well(shown: Pairs) -> None:
    window = shown.window
    window.actions_by_id["supervision.queue"].trigger()
    queue = window.left.queue
    assert isinstance(queue, QueuePane)
    for names in (["Aigerim", "Bolat"], [], ["Aigerim", "Bolat"]):
        spoken = [
            str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))
            for model in (queue.works, queue.model)
            for row in range(model.rowCount())
        ]
        assert len(spoken) == 3
        assert [name for name in ("Aigerim", "Bolat") if any(name in words for words in spoken)] == names
        assert queue.filters.annotator.isEnabled() is bool(names)
        window.actions_by_id["supervision.names"].trigger()
    assert window.actions_by_id["supervision.names"].isChecked()
    window.supervising.leave_adjudication()
    window.siding.show_list()
    listed = [window.side.list.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert not any(name in words for name in ("Aigerim", "Bolat") for words in listed)
    assert "2 annotators" in queue.works.rows[0].words


def test_letters_buttons_and_keys_mean_the_same_annotator_whatever_their_ids(shown: Pairs) -> None:
    panel = shown.panel
    assert panel.shown
    assert [side.words["role"] for side in panel.shown.sides] == [LONG, f"{LONG} of July"]
    assert panel.headings() == ["A · Aigerim", "B · Bolat"]


def test_what_one_annotator_alone_has_bears_their_letter(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    team.assign("Aigerim", "Bolat")
    team.annotate("Aigerim", 30, 40)
    team.annotate("Bolat", 0, 6)
    for name in ("Aigerim", "Bolat"):
        team.submit(name)
    team.close()
    shown = Pairs(qtbot, window, team)
    assert words(shown.panel)[:1] == ["Take B"]
    QTest.keyClick(shown.page.sheet, Qt.Key.Key_1)
    assert "A has nothing here" in window.projects.messages.text
    assert shown.page.words.accessibleName() == "0 of 2 decided"
    QTest.keyClick(shown.page.sheet, Qt.Key.Key_2)
    assert shown.page.words.accessibleName() == "1 of 2 decided"


@pytest.mark.parametrize("assigned", [(), ("Aigerim",)])
def test_of_fewer_than_two_annotators_it_is_said_that_there_is_nothing_to_compare(
    window: MainWindow, tmp_path: Path, assigned: tuple[str, ...]
) -> None:
    team = Team(tmp_path, "Aigerim", "Bolat")
    if assigned:
        team.assign(*assigned)
    team.annotate("Aigerim", 0, 6)
    team.close()
    support.author("Boss")
    window.projects.open_path(team.path)
    window.actions_by_id["supervision.adjudicate"].trigger()
    assert "at least two annotators" in window.projects.messages.text
    assert (window.middle.currentWidget(), window.side.guest) == (window.reading, None)


def test_long_names_do_not_hold_the_window_wide(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    names = ("Aigerim" * 14, "Bolat" * 20)
    team = Team(tmp_path, *names)
    team.assign(*names)
    for name in names:
        team.annotate(name, 0, 6)
        team.submit(name)
    team.close()
    shown = Pairs(qtbot, window, team)
    assert window.minimumSizeHint().width() <= 1000
    assert all(any(name in heading for name in names) for heading in shown.panel.headings())
