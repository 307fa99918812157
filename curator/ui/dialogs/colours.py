"""The colours of labels: the person's own choice, kept with their settings and not in the project."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QGridLayout, QPushButton, QToolButton, QWidget

from curator.domain.scheme import Label
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.reading.looks import OKABE_ITO


class ColoursDialog(Dialog):
    """Nine colours that colour-blind people tell apart, and any other.

    Signals:
        chosen: (label name, `#rrggbb`) show it so from now on; "" gives the scheme's colour back.
    """

    chosen = Signal(str, str)

    def __init__(self, labels: tuple[Label, ...], colours: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Label colours"))
        self._titles = {label.name: label.title for label in labels}
        self._swatches: dict[tuple[str, str], QToolButton] = {}
        self._now = {label.name: colours.get(label.name, label.colour) for label in labels}
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        for row, label in enumerate(labels):
            self._add_row(grid, row, label)
        self.body.addLayout(grid)
        self.body.addWidget(
            plain(
                self.tr("Text and underlines keep enough contrast in light and dark, whatever is chosen."),
                self,
                role="muted",
            )
        )
        self._show()

    def _add_row(self, grid: QGridLayout, row: int, label: Label) -> None:
        grid.addWidget(plain(label.title, self), row, 0)
        for column, colour in enumerate(OKABE_ITO, start=1):
            swatch = QToolButton(self)
            swatch.setIcon(_swatch(colour))
            swatch.setIconSize(QSize(20, 20))
            swatch.setCheckable(True)
            swatch.setAccessibleName(f"{label.title}: {colour}")
            swatch.clicked.connect(partial(self._choose, label.name, colour))
            self._swatches[label.name, colour] = swatch
            grid.addWidget(swatch, row, column)
        other = QPushButton(self.tr("Other…"), self)
        other.setAccessibleName(self.tr("Another colour for %1").replace("%1", label.title))
        other.setAutoDefault(False)
        other.clicked.connect(partial(self._ask, label.name))
        grid.addWidget(other, row, len(OKABE_ITO) + 1)
        back = QPushButton(self.tr("As the scheme"), self)
        back.setAutoDefault(False)
        back.clicked.connect(partial(self._reset, label.name, label.colour))
        grid.addWidget(back, row, len(OKABE_ITO) + 2)

    def _choose(self, name: str, colour: str) -> None:
        self._now[name] = colour
        self._show()
        self.chosen.emit(name, colour)

    def _reset(self, name: str, colour: str) -> None:
        self._now[name] = colour
        self._show()
        self.chosen.emit(name, "")

    def _ask(self, name: str) -> None:
        dialog = QColorDialog(QColor(self._now[name]), self)
        dialog.setWindowTitle(self._titles[name])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(partial(self._take, name))
        dialog.open()

    def _take(self, name: str, colour: QColor) -> None:
        self._choose(name, colour.name())

    def _show(self) -> None:
        for (name, colour), swatch in self._swatches.items():
            swatch.setChecked(self._now[name].lower() == colour.lower())


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(20, 20)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
