"""Chips: small buttons that stand for a piece of evidence or a reference, and can be taken away."""

from typing import Final, Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from curator.ui import theme
from curator.ui.forms import marks

Look = Literal["link", "chip"]

_CROSS = 16
_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 0}


class Chip(QAbstractButton):
    """A word or two to click. Delete or the cross takes it away.

    Looks: a `link` is blue text after a quotation mark, a `chip` is tinted in the colour given.

    Signals:
        removed: the person takes it away; the chip stays until its owner says so.
        moved: an arrow key was pressed: 1 to the right, -1 to the left, 0 down, out of the row of chips.
    """

    removed = Signal()
    moved = Signal(int)

    def __init__(self, look: Look = "chip", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look = look
        self._colour = ""
        self._removable = False
        self._limit = 168 if look == "link" else 260
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_text(self, text: str, *, colour: str = "", removable: bool = False) -> None:
        """Say `text` (kept on one line), in `colour` (`#rrggbb`, or "" for the accent)."""
        line = " ".join(text.split())
        if (line, colour, removable) == (self.text(), self._colour, self._removable):
            return
        self._colour, self._removable = colour, removable
        self.setText(line)
        self.setAccessibleName(line)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        # One pixel more: an advance is rounded, and what is a fraction too narrow would be shortened by letters.
        width = self.fontMetrics().horizontalAdvance(self.text()) + 1 + self._lead() + self._trail()
        return QSize(min(width, self._limit), self.fontMetrics().height() + (4 if self._look == "link" else 6))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def _lead(self) -> int:
        return 17 if self._look == "link" else 9

    def _trail(self) -> int:
        if self._look == "link":
            return 3 if not self._removable else _CROSS + 1
        return 9 if not self._removable else _CROSS + 4

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = theme.pill(self._colour or look.accent, look)
        if self._look == "link":
            ground, ink = look.hover, look.accent_text if self.isEnabled() else look.muted
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._look != "link" or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._paint_words(painter, ink)

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        area = self.rect().adjusted(self._lead(), 0, -self._trail(), 0)
        painter.setPen(QColor(ink))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        if self._look == "link":
            marks.draw(painter, "quote", QRectF(4, 0, 9, self.height()), ink)
        if self._removable and (self.underMouse() or self.hasFocus() or self._look == "chip"):
            marks.draw(painter, "close", QRectF(self._cross()).adjusted(3, 3, -3, -3), ink)

    def _cross(self) -> QRect:
        return QRect(self.width() - _CROSS - 1, 0, _CROSS, self.height())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        inside = self._cross().contains(event.position().toPoint())
        if self._removable and inside and event.button() == Qt.MouseButton.LeftButton and self.isDown():
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = event.key()
        if self._removable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in _STEPS and not event.modifiers():
            self.moved.emit(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)
