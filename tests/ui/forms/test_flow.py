"""The flowing layout: nothing overlaps, nothing is cut off, the title stands first."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from curator.ui.forms.flow import FlowLayout


class Box(QWidget):
    """A widget of a given size."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return QSize(10, self._size.height())


sizes = st.lists(st.tuples(st.integers(10, 300), st.integers(10, 30)), min_size=1, max_size=8)


@given(sizes, st.integers(40, 400), st.booleans())
def test_no_two_items_overlap_and_all_lie_inside(boxes: list[tuple[int, int]], width: int, title_first: bool) -> None:
    holder = QWidget()
    layout = FlowLayout(holder, title_first=title_first)
    widgets = [Box(*size) for size in boxes]
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()
    height = layout.heightForWidth(width)
    layout.setGeometry(QRect(0, 0, width, height))
    places = [widget.geometry() for widget in widgets]
    for number, place in enumerate(places):
        assert QRect(0, 0, width, height).contains(place)
        assert not any(place.intersects(other) for other in places[:number])
    assert places[0].left() == 0 or not title_first
    holder.deleteLater()


def test_the_others_stand_at_the_right_of_the_title(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, gap=5, title_first=True)
    widgets = [Box(50, 20), Box(40, 20), Box(30, 20)]
    for widget in widgets:
        layout.addWidget(widget)
        widget.show()
    layout.setGeometry(QRect(0, 0, 200, 20))
    assert [widget.x() for widget in widgets] == [0, 125, 170]
