"""Panes beside or above each other, of which one is there to be read in."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override


class Panes(QSplitter):
    """One pane, the chief, has what the others leave; where that is less than it needs, they give way.

    They come back as the window does: what they want is what the person gave them.
    """

    def __init__(self, orientation: Qt.Orientation, chief: int, needed: int, parent: QWidget | None = None) -> None:
        """`chief` is the place of the chief pane, `needed` the pixels that it is to have before the others."""
        super().__init__(orientation, parent)
        self._chief = chief
        self._needed = needed
        self._wanted: list[int] = []
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._keep)

    @override
    def setSizes(self, sizes: Sequence[int], /) -> None:
        super().setSizes(sizes)
        self._wanted = list(sizes)

    def _keep(self) -> None:
        self._wanted = self.sizes()

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        if len(self._wanted) == self.count() and self._length(event.size()) != self._length(event.oldSize()):
            super().setSizes(self._shared(self._length(event.size())))

    def _length(self, size: QSize) -> int:
        return size.width() if self.orientation() == Qt.Orientation.Horizontal else size.height()

    def _shared(self, length: int) -> list[int]:
        """Sizes for so many pixels: each other pane gives way by its share of what it has above its least."""
        sizes = list(self._wanted)
        others = [place for place in range(len(sizes)) if place != self._chief]
        spare = {place: max(0, sizes[place] - self._least(place)) for place in others}
        room = length - sum(sizes[place] for place in others)
        lacking = min(max(0, self._needed - room), sum(spare.values()))
        for place, most in spare.items():
            sizes[place] -= lacking * most // sum(spare.values()) if lacking else 0
        sizes[self._chief] = max(0, length - sum(sizes[place] for place in others))
        return sizes

    def _least(self, place: int) -> int:
        pane = self.widget(place)
        return self._length(pane.minimumSizeHint()) if pane else 0
