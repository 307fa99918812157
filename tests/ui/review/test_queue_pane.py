"""The review queue: what it lists, how it is narrowed, and where the next one is after a decision."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState
from curator.services.review_views import QueueCounts, QueueRow
from curator.ui.paging_model import PAGE
from curator.ui.review.queue_model import QueueModel, WorkModel, to_review
from curator.ui.review.queue_pane import QueuePane
from tests.ui.review.rows import queued, work


def fetcher(rows: Sequence[QueueRow]):  # noqa: ANN201 - a Fetch
    return lambda limit, offset: rows[offset : offset + limit]


@pytest.fixture
def pane(qtbot: QtBot) -> QueuePane:
    shown = QueuePane()
    qtbot.addWidget(shown)
    shown.resize(300, 800)
    shown.show()
    return shown


def test_the_models_keep_the_rules_of_item_models() -> None:
    model, works = QueueModel(), WorkModel()
    testers = [QAbstractItemModelTester(each) for each in (model, works)]
    rows = [queued(number) for number in range(PAGE + 50)]
    model.show(fetcher(rows), len(rows))
    works.show(to_review([work("d1", "Aigerim"), work("d1", "Bolat")]))
    assert model.rowCount() >= PAGE
    assert model.row(PAGE + 10) == rows[PAGE + 10]
    assert works.rowCount() == len(testers) - 1


def test_a_document_that_two_submitted_is_one_row_with_both_names() -> None:
    both, one, empty = to_review(
        [
            work("d1", "Bolat", undecided=2),
            work("d1", "Aigerim"),
            work("d2", "Dana", undecided=0),
            work("d3", "Dana", nothing=True),
        ]
    )
    assert (both.is_double, both.undecided, both.words) == (True, 5, "5 to decide · Aigerim + Bolat")
    assert (one.is_double, one.words) == (False, "all decided · Dana")
    assert empty.words == "nothing to annotate · Dana"


def test_what_annotators_wrote_to_the_supervisor_stands_on_the_card(pane: QueuePane) -> None:
    works = [work("d1", "Aigerim", note="please look\nat the end"), work("d1", "Bolat"), work("d2", "Bolat")]
    pane.show_works(to_review(works), 3)
    assert [row.notes for row in pane.works.rows] == [("Aigerim: “please look at the end”",), ()]
    with_note, without = (pane.work_list.visualRect(pane.works.index(row)).height() for row in (0, 1))
    assert with_note > without
    assert "please look" in pane.works.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert to_review(works, hides_names=True)[0].notes == ("“please look at the end”",)


def test_a_click_on_an_annotation_says_which(pane: QueuePane, qtbot: QtBot) -> None:
    pane.show_queue(fetcher([queued(0), queued(1)]), 2)
    place = pane.list.visualRect(pane.model.index(1)).center()
    with qtbot.waitSignal(pane.annotation_chosen) as chosen:
        QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [queued(1)]


def test_after_a_decision_the_next_one_is_the_one_that_moved_up(pane: QueuePane) -> None:
    rows = [queued(number) for number in range(4)]
    pane.show_queue(lambda limit, offset: rows[offset : offset + limit], 4)
    pane.mark("a1")
    del rows[1]
    pane.refresh_queue(3)
    following = pane.step(1)
    assert following
    assert following.annotation == "a2"
    back = pane.step(-1)
    assert back
    assert back.annotation == "a0"
    assert pane.step(-1) is None


def test_a_decision_elsewhere_leaves_the_place_in_the_list(pane: QueuePane) -> None:
    rows = [queued(number) for number in range(4)]
    pane.show_queue(lambda limit, offset: rows[offset : offset + limit], 4)
    pane.mark("a2")
    del rows[0]
    pane.refresh_queue(3)
    current = pane.current()
    assert current
    assert current.annotation == "a2"


def counts() -> QueueCounts:
    return QueueCounts(
        waiting=5,
        states={AnnotationState.DONE: 4, AnnotationState.DRAFT: 1, AnnotationState.RETURNED: 2},
        annotators={"p1": 3, "p2": 4},
        labels={"actor": 7},
        confidence={"": 3, "high": 4},
    )


def test_what_waits_is_shown_first_and_a_pill_shows_more(pane: QueuePane, qtbot: QtBot) -> None:
    pane.filters.show_counts(counts(), {"p1": "Aigerim", "p2": "Bolat"}, {"actor": "Actor"})
    first = pane.filter()
    assert first.states == (AnnotationState.DRAFT, AnnotationState.DONE)
    assert first.work == (DocumentState.SUBMITTED,)
    returned = pane.filters.pills[AnnotationState.RETURNED,]
    assert returned.text() == "Returned 2"
    with qtbot.waitSignal(pane.filter_changed):
        QTest.mouseClick(returned, Qt.MouseButton.LeftButton)
    assert AnnotationState.RETURNED in pane.filter().states
    assert pane.filter().work == ()


def test_the_boxes_narrow_by_annotator_label_confidence_and_age(pane: QueuePane, qtbot: QtBot) -> None:
    pane.filters.show_counts(counts(), {"p1": "Aigerim", "p2": "Bolat"}, {"actor": "Actor"})
    for box, words in (
        (pane.filters.annotator, "Bolat"),
        (pane.filters.label, "Actor"),
        (pane.filters.confidence, "high"),
        (pane.filters.age, "Older than a week"),
    ):
        box.setFocus()
        while box.currentText() != words:
            before = box.currentIndex()
            QTest.keyClick(box, Qt.Key.Key_Down)
            assert box.currentIndex() != before, words
    shown = pane.filter()
    assert (shown.annotators, shown.labels, shown.confidence) == (("p2",), ("actor",), ("high",))
    assert shown.before
    pane.filters.show_counts(counts(), {"p1": "Aigerim", "p2": "Bolat"}, {"actor": "Actor"})
    assert pane.filter().annotators == ("p2",)
