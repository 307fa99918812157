"""The list of annotations: read page by page, refreshed in place, narrowed by label."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from curator.domain.annotation import Progress
from curator.domain.review import AnnotationState
from curator.domain.scheme import AnnotationScheme, Label
from curator.services import identity
from curator.services.views import AnnotationRow
from curator.ui.annotation_list import AnnotationList
from curator.ui.annotation_model import PAGE, ROW_ROLE, AnnotationListModel
from curator.ui.main_window import MainWindow
from tests.support import projects as support

SCHEME = AnnotationScheme(
    name="S", labels=(Label(name="actor", title="Actor"), Label(name="date", title="Date", colour="#E69F00"))
)
NOWHERE = QModelIndex()


def annotation(number: int, label: str = "actor") -> AnnotationRow:
    return AnnotationRow(
        f"a{number}", label, number * 10, number * 10 + 5, f"words {number}", AnnotationState.DRAFT, Progress.DRAFT, ""
    )


class Source:
    """Rows in memory, read as the services read them; counts how much was read."""

    def __init__(self, count: int) -> None:
        self.rows = [annotation(number, "date" if number % 5 == 4 else "actor") for number in range(count)]
        self.read = 0

    def fetch(self, label: str | None, limit: int, offset: int) -> list[AnnotationRow]:
        found = [row for row in self.rows if label in (None, row.label)][offset : offset + limit]
        self.read += len(found)
        return found


def shown(model: AnnotationListModel) -> list[str]:
    return [model.index(place).data(ROW_ROLE).id for place in range(model.rowCount())]


@pytest.fixture
def source() -> Source:
    return Source(1000)


@pytest.fixture
def model(source: Source) -> AnnotationListModel:
    made = AnnotationListModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    tester.setUseFetchMore(False)  # it would fetch in the middle of a fetch
    made.show_source(source.fetch, SCHEME)
    return made


def test_only_what_is_looked_at_is_read() -> None:
    source, model = Source(50_000), AnnotationListModel()
    model.show_source(source.fetch, SCHEME)
    assert model.rowCount() == PAGE
    assert source.read == PAGE
    pages = 0
    while model.canFetchMore(NOWHERE):
        model.fetchMore(NOWHERE)
        pages += 1
    assert model.rowCount() == 50_000
    assert pages < 20


def test_narrowing_by_label_shows_that_label_alone(model: AnnotationListModel) -> None:
    model.set_label("date")
    assert shown(model)[:2] == ["a4", "a9"]
    model.set_label(None)
    assert shown(model)[:2] == ["a0", "a1"]


def test_one_changed_row_is_read_alone_and_changed_in_place(
    model: AnnotationListModel, source: Source, qtbot: QtBot
) -> None:
    source.rows[7] = replace(source.rows[7], headline="new", state=AnnotationState.DONE)
    source.read = 0
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged, timeout=500):
        model.refresh_rows({"a7"})
    assert source.read == 1
    assert model.index(7).data(ROW_ROLE).headline == "new"


def test_added_and_withdrawn_rows_come_and_go_in_their_place(
    model: AnnotationListModel, source: Source, qtbot: QtBot
) -> None:
    extra = replace(annotation(5), id="new", start=51)
    source.rows.insert(6, extra)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted, timeout=500) as said:
        model.refresh_rows({"new"})
    assert list(said.args or ())[1:] == [6, 6]
    del source.rows[2]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsRemoved, timeout=500) as gone:
        model.refresh_rows({"a2"})
    assert list(gone.args or ())[1:] == [2, 2]
    assert shown(model)[:6] == ["a0", "a1", "a3", "a4", "a5", "new"]


@given(st.lists(st.integers(0, 12), unique=True), st.lists(st.integers(0, 12), unique=True))
def test_any_list_becomes_any_other(before: list[int], after: list[int]) -> None:
    source, model = Source(0), AnnotationListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tester.setUseFetchMore(False)
    source.rows = [annotation(number) for number in before]
    model.show_source(source.fetch, SCHEME)
    source.rows = [replace(annotation(number), headline="new") for number in after]
    model.refresh()
    assert [model.index(place).data(ROW_ROLE) for place in range(model.rowCount())] == source.rows


def test_all_rows_may_change_at_once(model: AnnotationListModel, source: Source) -> None:
    source.rows.reverse()
    model.refresh()
    assert shown(model)[:2] == ["a999", "a998"]
    source.rows.clear()
    model.refresh()
    assert shown(model) == []
    model.show_source(None, None)
    assert shown(model) == []


def test_an_annotation_far_down_is_found_by_its_place(model: AnnotationListModel) -> None:
    assert model.place_of("a900", 9000) == 900
    assert model.place_of("gone", 9000) is None
    assert model.place_of("a3", 30) == 3


@pytest.fixture
def panel(qtbot: QtBot, source: Source) -> AnnotationList:
    made = AnnotationList()
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    qtbot.waitExposed(made)
    made.show_source(source.fetch, SCHEME)
    return made


def test_a_click_and_enter_go_to_the_annotation(panel: AnnotationList, qtbot: QtBot) -> None:
    place = panel.list.visualRect(panel.model.index(2)).center()
    with qtbot.waitSignal(panel.activated, timeout=500) as said:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said.args == ["a2"]
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.activated, timeout=500) as entered:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert entered.args == ["a3"]


def test_the_list_shows_which_annotation_is_chosen_in_the_text_without_saying_so(
    panel: AnnotationList, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.activated):
        panel.select("a500", 5000)
    assert panel.selected() == "a500"
    assert panel.list.viewport().rect().intersects(panel.list.visualRect(panel.model.index(500)))
    panel.select(None)
    assert panel.selected() is None


def test_the_chosen_annotation_stays_chosen_when_rows_come_before_it(panel: AnnotationList, source: Source) -> None:
    panel.select("a3", 30)
    source.rows.insert(0, replace(annotation(0), id="first"))
    panel.model.refresh_rows({"first"})
    assert panel.selected() == "a3"


def test_the_labels_of_the_scheme_are_offered(panel: AnnotationList, qtbot: QtBot) -> None:
    assert [panel.labels.itemText(n) for n in range(panel.labels.count())] == ["All labels", "Actor", "Date"]
    panel.labels.setFocus()
    qtbot.keyClicks(panel.labels, "d")
    assert panel.model.label == "date"


def test_screen_readers_hear_label_words_and_state(panel: AnnotationList) -> None:
    assert panel.model.index(4).data(Qt.ItemDataRole.AccessibleTextRole) == "Date, words 4, Draft"


def test_equal_words_of_two_people_say_whose_they_are_and_one_persons_need_not(panel: AnnotationList) -> None:
    people = {"p1": "Aigerim", "p2": "Bolat"}
    spoken = Qt.ItemDataRole.AccessibleTextRole
    for authors, starts, words in (
        (("p1", "p1"), (10, 10), ["", ""]),
        (("p1", "p2"), (10, 12), ["", ""]),
        (("p1", "p2"), (10, 10), ["Aigerim, ", "Bolat, "]),
    ):
        rows = [
            replace(annotation(1), id=f"a{place}", author=author, start=start)
            for place, (author, start) in enumerate(zip(authors, starts, strict=True))
        ]
        panel.show_source(lambda _label, _limit, offset, rows=rows: [] if offset else rows, SCHEME, people)
        said = [panel.model.index(place).data(spoken) for place in range(2)]
        assert said == [f"Actor, words 1, {word}Draft" for word in words]


def test_what_is_chosen_in_the_list_stays_chosen_for_the_keys_that_follow(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
        support.annotate(made, document)
        far = support.annotate(made, document, start=26, end=31)
    window.projects.open_path(made.path)
    window.desk.open(document)
    window.actions_by_id["view.annotations"].trigger()
    listed, text = window.side.list, window.reading.text
    place = listed.model.place_of(far, 26)
    assert place is not None
    index = listed.model.index(place)
    qtbot.mouseClick(listed.list.viewport(), Qt.MouseButton.LeftButton, pos=listed.list.visualRect(index).center())
    assert (window.desk.annotation and window.desk.annotation.id, text.caret()) == (far, 26)
    text.setFocus()
    for key in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
        qtbot.keyClick(text, key)
    assert window.desk.annotation
    assert window.desk.annotation.id == far
    qtbot.keyPress(text, Qt.Key.Key_Shift)
    qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyRelease(text, Qt.Key.Key_Shift)
    assert (window.desk.annotation.id, text.selection()) == (far, None)
    assert window.desk.annotation.body.spans[0].span.end > 31
