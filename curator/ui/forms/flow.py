"""A layout that fills line after line, as words fill a paragraph."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Places items from left to right, and begins a new line where the width ends.

    With `title_first` the first item takes the left end of the first line, and all others stand at the right.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 5, title_first: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._title_first = title_first
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put `widget` at `place` among the items."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        # Qt asks for the same few widths again and again.
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        lines = self._lines(inner)
        height = sum(max(item.sizeHint().height() for item in line) for line in lines)
        return height + self._gap * max(0, len(lines) - 1) + margins.top() + margins.bottom()

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for number, line in enumerate(self._lines(inner.width())):
            height = max(item.sizeHint().height() for item in line)
            self._place(line, QRect(inner.left(), top, inner.width(), height), first=number == 0)
            top += height + self._gap

    def _place(self, line: list[QLayoutItem], box: QRect, *, first: bool) -> None:
        widths = [min(item.sizeHint().width(), box.width()) for item in line]
        left = box.left()
        for place, (item, width) in enumerate(zip(line, widths, strict=True)):
            if self._title_first and place == (1 if first else 0):
                left = box.right() + 1 - sum(widths[place:]) - self._gap * (len(widths) - place - 1)
            height = item.sizeHint().height()
            item.setGeometry(QRect(QPoint(left, box.top() + (box.height() - height) // 2), QSize(width, height)))
            left += width + self._gap

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = -1
        for item in self._items:
            if item.isEmpty():
                continue
            needed = min(item.sizeHint().width(), width)
            if room < needed or not lines:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= needed + self._gap
        return lines
