"""Buttons that show one of our signs: they draw it themselves, and so follow the theme without being told."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from curator.ui import theme
from curator.ui.forms import marks
from curator.ui.forms.tips import plain_tip


class MarkButton(QToolButton):
    """A small button with a sign. `tone` names the colour among the theme's tokens."""

    def __init__(self, mark: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = mark
        self.tone = "muted"
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if tip:
            self.setToolTip(plain_tip(tip))
            self.setAccessibleName(tip)

    @override
    def sizeHint(self) -> QSize:
        return QSize(24, 22)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        super().paintEvent(arg__1)
        box = QRectF(self.rect()).adjusted(6, 5, -6, -5)
        marks.draw(QPainter(self), self.mark, box, str(getattr(theme.current(), self.tone)))


class LinkButton(QToolButton):
    """Words to click, after a sign or none; for what is offered everywhere and must not shout."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = ""
        self._tone = "muted"
        self.setProperty("role", "link")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_words(self, words: str, mark: str = "", tone: str = "muted") -> None:
        """Show `words` after the sign `mark`, in the theme's colour `tone`."""
        if (words, mark, tone) != (self.text(), self._mark, self._tone):
            self._mark, self._tone = mark, tone
            self.setText(words)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        lead = 15 if self._mark else 0
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + lead + 9, metrics.height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        look = theme.current()
        colour = look.accent_text if self.underMouse() else str(getattr(look, self._tone))
        painter = QPainter(self)
        lead = 15 if self._mark else 0
        if self._mark:
            marks.draw(painter, self._mark, QRectF(4, 0, 11, self.height()), colour)
        painter.setPen(QColor(colour))
        area = self.rect().adjusted(4 + lead, 0, -3, 0)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
