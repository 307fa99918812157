"""A chart in a frame with its title; it leaves as a picture or as a table."""

from PySide6.QtCore import QEvent, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.ui import theme
from curator.ui.dashboard import drawing
from curator.ui.dashboard.charts import Chart

_SCALE = 2


class ChartView(QWidget):
    """Shows a chart as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self._nothing = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart | None, nothing: str) -> None:
        """Show a chart; `nothing` where there is none, or nothing in it."""
        self.chart, self._nothing = chart, nothing
        self.setAccessibleDescription(_in_words(chart))
        self._fit()
        self.update()

    def _fit(self) -> None:
        height = drawing.height_of(self.chart, self.width(), self.font()) if self.chart else 30
        if round(height) != self.height():
            self.setFixedHeight(round(height))

    @override
    def sizeHint(self) -> QSize:
        return QSize(420, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        self._draw(QPainter(self))

    def _draw(self, painter: QPainter) -> None:
        if self.chart:
            drawing.draw(painter, self.chart, QSizeF(self.size()), self.font(), self._nothing)
        else:
            painter.setPen(QColor(theme.current().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self._nothing)

    def picture(self) -> QImage:
        """The chart as it is seen, twice as sharp."""
        margin = 16
        size = self.size() + QSize(2 * margin, 2 * margin)
        image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        image.fill(QColor(theme.current().surface))
        painter = QPainter(image)
        painter.translate(margin, margin)
        self._draw(painter)
        painter.end()
        return image


def _in_words(chart: Chart | None) -> str:
    """The chart for those who do not see it."""
    if chart is None:
        return ""
    headers, rows = chart.table()
    return "; ".join(", ".join(f"{head} {cell}" for head, cell in zip(headers, row, strict=False)) for row in rows[:40])


class ChartCard(QFrame):
    """Title, chart, and two buttons.

    Signals:
        picture_wanted, table_wanted: the person wants to have it as a file.
    """

    picture_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title = title
        self.view = ChartView(self)
        self.view.setAccessibleName(title)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        self.head = QHBoxLayout()
        self.head.addWidget(heading)
        self.head.addStretch()
        self.picture = self._button(self.tr("PNG"), self.tr("Save as a picture: %1"))
        self.picture.clicked.connect(self.picture_wanted)
        self.table = self._button(self.tr("CSV"), self.tr("Save as a table: %1"))
        self.table.clicked.connect(self.table_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(9)
        layout.addLayout(self.head)
        layout.addWidget(self.view)
        layout.addStretch(1)
        self.show_chart(None, "")

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setProperty("role", "link")
        button.setToolTip(tip.replace("%1", self.title))
        button.setAccessibleName(tip.replace("%1", self.title))
        self.head.addWidget(button)
        return button

    def show_chart(self, chart: Chart | None, nothing: str) -> None:
        """Show a chart."""
        self.view.show_chart(chart, nothing)
        for button in (self.picture, self.table):
            button.setEnabled(chart is not None and not chart.is_empty)

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.update()
