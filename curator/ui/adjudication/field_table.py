"""The fields of a match in columns, one for each annotator; for a third, each cell can be chosen."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from curator.ui import theme
from curator.ui.adjudication.pairs import letter_of
from curator.ui.adjudication.shown import ShownMatch
from curator.ui.forms.tips import plain_tip
from curator.ui.lines import first_lines

_DIFFERS = "≠ "
_SIDE = 8
_ABOVE = 5
_DOT = 12
"""The room at the right of a chosen value."""
_LINES_ALIKE = 2
_LINES = 40
"""What differs is there to be compared, so it is shown whole, as long as it can be read here at all."""


class Cell(QAbstractButton):
    """A value in words. One that differs is tinted, bold, and has a sign; one that is chosen has a frame and a dot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._differs = False
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_value(self, words: str, *, differs: bool, choosable: bool, chosen: bool) -> None:
        """Show this."""
        self._differs = differs
        self.setText(words)
        self.setAccessibleName(f"{_DIFFERS}{words}" if differs else words)
        self.setToolTip(plain_tip(words))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if differs else QFont.Weight.Normal)
        self.setFont(font)
        self.setChecked(choosable and chosen)
        self.setEnabled(choosable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if choosable else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def lines(self, width: int) -> list[str]:
        """What is shown in a cell of that width."""
        words = f"{_DIFFERS}{self.text()}" if self._differs else self.text()
        room = width - 2 * _SIDE - (_DOT if self.isEnabled() else 0)
        return first_lines(words, self.font(), room, _LINES if self._differs else _LINES_ALIKE)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return len(self.lines(width)) * self.fontMetrics().height() + 2 * _ABOVE + 1

    @override
    def sizeHint(self) -> QSize:
        return QSize(90, self.heightForWidth(max(self.width(), 90)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.fontMetrics().height() + 2 * _ABOVE + 1)

    @override
    def paintEvent(self, e: QPaintEvent, /) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        ground, ink = theme.pill(look.state_returned) if self._differs else (look.surface, look.text)
        edge = look.accent if self.isChecked() or self.hasFocus() else ink if self._differs else look.line
        painter.setPen(QPen(QColor(edge), 2 if self.isChecked() else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 5, 5)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawEllipse(QRectF(self.width() - 14, self.height() / 2 - 3.5, 7, 7))
        painter.setFont(self.font())
        painter.setPen(QColor(look.text if self.text() else look.muted))
        metrics = self.fontMetrics()
        for number, line in enumerate(self.lines(self.width())):
            painter.drawText(_SIDE, _ABOVE + number * metrics.height() + metrics.ascent(), line.strip())


class FieldTable(QWidget):
    """Titles on the left, a column of cells for each annotator.

    Attributes:
        sides: whose value a third takes, by field.
        spans_of: whose label and spans it takes.

    Signals:
        chosen: another cell was chosen for the third.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sides: dict[str, int] = {}
        self.spans_of = 0
        self._shown: ShownMatch | None = None
        self.cells: dict[tuple[str, int], Cell] = {}
        self._widgets: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(7)
        self._grid.setVerticalSpacing(6)

    def show_match(self, shown: ShownMatch, *, is_third: bool) -> None:
        """Show the fields of a match; in a third each cell can be chosen."""
        if self._shown is None or self._shown.match.marks != shown.match.marks or not is_third:
            self.sides, self.spans_of = {}, 0
        self._shown = shown
        self._clear()
        columns = len(shown.sides)
        for place in range(columns):
            self._put(_head(letter_of(shown.sides[place].letter), self), 0, place + 1)
        rows = [("", self.tr("Words"))] if is_third else []
        rows += [(field.name, field.title) for field in shown.fields]
        for number, (name, title) in enumerate(rows, start=1):
            self._put(_title(title, self), number, 0)
            for place in range(columns):
                self._put(self._cell(name, place, is_third=is_third), number, place + 1)
        for column in range(1, columns + 1):
            self._grid.setColumnStretch(column, 1)
        self.setVisible(bool(rows))

    def _clear(self) -> None:
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._widgets, self.cells = [], {}

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column)
        self._widgets.append(widget)
        widget.show()

    def _cell(self, name: str, place: int, *, is_third: bool) -> Cell:
        assert self._shown is not None  # noqa: S101
        cell = Cell(self)
        side = self._shown.sides[place]
        if name:
            words = side.words.get(name) or self.tr("not looked at")
            differs = self._shown.differs(name)
        else:
            words = " … ".join(" ".join(quoted.exact.split()) for quoted in side.view.body.spans)
            differs = not (self._shown.same_spans and self._shown.same_label)
        chosen = (self.sides.get(name, 0) if name else self.spans_of) == place
        cell.show_value(words, differs=differs, choosable=is_third, chosen=chosen)
        cell.clicked.connect(partial(self._choose, name, place))
        self.cells[name, place] = cell
        return cell

    def _choose(self, name: str, place: int, *_checked: bool) -> None:
        if name:
            self.sides[name] = place
        else:
            self.spans_of = place
        for (field, side), cell in self.cells.items():
            if field == name:
                cell.setChecked(side == place)
        self.chosen.emit()

    def take_focus(self) -> None:
        """Go to the first cell."""
        first = next(iter(self.cells.values()), None)
        if first:
            first.setFocus(Qt.FocusReason.TabFocusReason)


def _head(letter: str, parent: QWidget) -> QLabel:
    label = QLabel(letter, parent)
    label.setProperty("role", "field")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _title(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "field")
    label.setWordWrap(True)
    label.setMaximumWidth(96)
    return label
