"""The cards of the document list."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from curator.domain.document import DocumentState
from curator.services.views import DocumentRow
from curator.ui.document_delegate import DocumentDelegate
from curator.ui.paging_model import ROW

SIZE = QSize(300, 80)
Card = Callable[[str], QImage]


@pytest.fixture
def card(qapp: QApplication) -> Card:
    """Paints the card of a document with this title."""

    def paint(title: str) -> QImage:
        item, model, delegate = QStandardItem(), QStandardItemModel(), DocumentDelegate()
        item.setData(DocumentRow("1", title, DocumentState.NEW, 0, {}, None, None, "a.txt", 6, None), ROW)
        model.appendRow(item)
        image = QImage(SIZE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, SIZE.width(), SIZE.height())
        option.font = QFont(qapp.font())
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0, 0))
        painter.end()
        return image

    return paint


def _inked(image: QImage, left: int, right: int) -> bool:
    """Whether anything is painted in the first line of the title between these columns."""
    white = Qt.GlobalColor.white
    return any(image.pixelColor(x, y) != white for x in range(left, right) for y in range(12, 28))


@pytest.mark.parametrize(
    ("title", "at_left"), [("A word", True), ("Слово", True), ("דבר", False), ("«كلمة» 2018", False), ("12", True)]
)
def test_a_title_begins_where_its_script_does(card: Card, title: str, at_left: bool) -> None:
    image = card(title)
    assert _inked(image, 10, 40) is at_left
    assert _inked(image, SIZE.width() - 40, SIZE.width() - 10) is not at_left


def test_a_title_of_characters_beyond_the_first_plane_is_cut_between_them(card: Card) -> None:
    assert _inked(card("😀 " * 200), 10, 290)
