"""Round tinted buttons and signs: states, filters, labels. A word always says what the colour says."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from curator.ui import theme

_SIDE = 10


class Pill(QAbstractButton):
    """A pill with a bold word, perhaps with a key before or a count behind it.

    Without `clickable` it is only to be read. A checkable pill that is checked has a frame as well as its colour.
    """

    def __init__(self, parent: QWidget | None = None, *, clickable: bool = True) -> None:
        super().__init__(parent)
        self._colour = ""
        self._key = ""
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 0.92)
        self.setFont(font)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_word(self, word: str, colour: str, *, key: str = "") -> None:
        """Say `word` in `colour` (`#rrggbb`), with `key` in front of it."""
        self._colour, self._key = colour, key
        self.setText(word)
        self.setAccessibleName(f"{word} ({key})" if key else word)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        key = metrics.horizontalAdvance(self._key) + 6 if self._key else 0
        return QSize(metrics.horizontalAdvance(self.text()) + key + 2 * _SIDE, metrics.height() + 5)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        framed = self.isChecked() or self.hasFocus() or (self.underMouse() and self.isEnabled())
        paint_pill(painter, box, self._colour, framed="strong" if self.isChecked() or self.hasFocus() else framed)
        ink = theme.pill(self._colour)[1]
        painter.setPen(QColor(ink if self.isEnabled() else theme.current().muted))
        area = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        if self._key:
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._key)
            area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(self._key) + 6)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


def paint_pill(painter: QPainter, box: QRectF, colour: str, *, framed: bool | str = False) -> None:
    """The ground of a pill; `framed` outlines it, "strong" more so."""
    ground, ink = theme.pill(colour)
    painter.setPen(QPen(QColor(ink), 1.5 if framed == "strong" else 1) if framed else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
