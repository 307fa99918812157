"""The small list of the spans that lie over one another at one place."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from curator.domain.painting import DISPUTED, Painted
from curator.text.safe_display import isolated, visible
from curator.ui.reading import looks
from curator.ui.reading.looks import LabelLook, Paper

_QUOTE: Final = 48
_WIDEST: Final = 420
_TALLEST: Final = 8  # rows


def describe(painted: Painted, text: str, labels: Mapping[str, LabelLook]) -> str:
    """A span in words, for lists, tips and screen readers; the quote comes from the stored text."""
    look = labels.get(painted.label)
    quote = " ".join(text[painted.start : min(painted.end, painted.start + 4 * _QUOTE)].split())
    shown = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}…"
    title = visible(look.title if look else painted.label, _QUOTE)
    return f"{title} · {isolated(shown)} · {_state_title(painted.state)}"


def _state_title(state: str) -> str:
    titles = {
        "draft": QCoreApplication.translate("SpanPopup", "draft"),
        "done": QCoreApplication.translate("SpanPopup", "done"),
        "approved": QCoreApplication.translate("SpanPopup", "approved"),
        "returned": QCoreApplication.translate("SpanPopup", "returned"),
        "rejected": QCoreApplication.translate("SpanPopup", "rejected"),
        DISPUTED: QCoreApplication.translate("SpanPopup", "in conflict"),
    }
    return titles.get(state, state)


class SpanPopup(QFrame):
    """A list inside the text view. With the focus: Up, Down, Enter, Esc. Without: a click chooses.

    Signals:
        chosen: the span that was chosen.
    """

    chosen = Signal(Painted)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.setObjectName("spanPopup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._list = _List(self)
        self._list.setAccessibleName(self.tr("Annotations at this place"))
        self._list.itemClicked.connect(self._choose)
        self._list.accepted.connect(self._choose_current)
        self._list.dismissed.connect(self._dismiss)
        self._spans: Sequence[Painted] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._list)
        self.hide()

    def open(
        self, lines: Sequence[tuple[Painted, str]], at: QPoint, *, current: str | None = None, focus: bool = False
    ) -> None:
        """List spans, each with its line, below a point of the parent's viewport, without leaving the parent."""
        self._spans = [painted for painted, _ in lines]
        self._list.clear()
        for painted, line in lines:
            item = QListWidgetItem(line)
            self._list.addItem(item)
            if painted.annotation == current:
                self._list.setCurrentItem(item)
        if focus and self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        self._place(at)
        self.show()
        self.raise_()
        if focus:
            self._list.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_icons(self, colours: Sequence[str], paper: Paper) -> None:
        """Put each label's colour before its line."""
        for row, colour in enumerate(colours):
            pixmap = QPixmap(10, 10)
            pixmap.fill(looks.line(colour, paper))
            self._list.item(row).setIcon(QIcon(pixmap))

    def _place(self, at: QPoint) -> None:
        rows = min(self._list.count(), _TALLEST)
        height = rows * (max(self._list.sizeHintForRow(0), 18) + 4) + 16
        width = min(_WIDEST, max(160, self._list.sizeHintForColumn(0) + 36), self._view.width())
        room = self._view.rect()
        left = min(max(0, at.x()), room.width() - width)
        top = at.y() if at.y() + height <= room.height() else max(0, at.y() - height - 40)
        self.setGeometry(left, top, width, height)

    def _choose(self, item: QListWidgetItem) -> None:
        painted = self._spans[self._list.row(item)]
        self._dismiss()
        self.chosen.emit(painted)

    def _choose_current(self) -> None:
        if item := self._list.currentItem():
            self._choose(item)

    def _dismiss(self) -> None:
        had_focus = self._list.hasFocus()
        self.hide()
        if had_focus:
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)


class _List(QListWidget):
    """The list itself.

    Signals:
        accepted: Enter was pressed.
        dismissed: Esc was pressed, or the focus went elsewhere.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.setSpacing(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.accepted.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.dismissed.emit()
