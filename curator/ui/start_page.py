"""What the window shows while no project is open: the sample project, new, open, and those opened last."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

_PATH = Qt.ItemDataRole.UserRole
_WIDTH = 600


class StartPage(QWidget):
    """The first page.

    Signals:
        sample_wanted, new_wanted, open_wanted, receive_wanted: a button was pressed.
        recent_chosen: (Path) open this project.
        recent_forgotten: (Path) take it off the list.
    """

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    receive_wanted = Signal()
    recent_chosen = Signal(Path)
    recent_forgotten = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = self._button(self.tr("Open the sample project"), self.sample_wanted)
        self.sample.setProperty("role", "primary")
        self.new = self._button(self.tr("New project…"), self.new_wanted)
        self.open = self._button(self.tr("Open project…"), self.open_wanted)
        self.receive = self._button(self.tr("Receive a parcel…"), self.receive_wanted)
        self.recent = _RecentList(self)
        self.recent.setAccessibleName(self.tr("Projects opened last"))
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        self.recent.forgotten.connect(self.recent_forgotten)
        self._recent_title = QLabel(self.tr("Opened last"), self)
        self._recent_title.setProperty("role", "field")
        self._lay_out()

    def _button(self, text: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setMinimumHeight(36)
        button.setAutoDefault(True)
        button.clicked.connect(partial(_emit, signal))
        return button

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Curator"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2.3)
        font.setWeight(font.Weight.Bold)
        title.setFont(font)
        what = QLabel(
            self.tr("Read documents, mark what they say, and make data of it in which each value keeps its words."),
            self,
        )
        what.setWordWrap(True)
        what.setProperty("role", "muted")
        drop = QLabel(
            self.tr("Or drop a project, a parcel, or texts to begin a new project with, onto this window."), self
        )
        drop.setWordWrap(True)
        drop.setProperty("role", "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.sample, self.new, self.open, self.receive):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QFrame(self)
        column.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(14)
        inner.addWidget(title)
        inner.addWidget(what)
        inner.addSpacing(8)
        inner.addLayout(buttons)
        inner.addWidget(drop)
        inner.addSpacing(14)
        inner.addWidget(self._recent_title)
        inner.addWidget(self.recent)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def show_recent(self, paths: list[Path]) -> None:
        """List these projects; those that are gone are said to be."""
        self.recent.clear()
        for path in paths:
            there = path.is_file()
            folder = _shown(path.parent)
            where = folder if there else self.tr("not there any more: %1").replace("%1", folder)
            item = QListWidgetItem(f"{path.stem}\n{where}")
            item.setData(_PATH, str(path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path.stem}, {where}")
            if not there:
                item.setForeground(self.palette().placeholderText())
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 16))
            self.recent.addItem(item)
        self.recent.setVisible(bool(paths))
        self._recent_title.setVisible(bool(paths))
        self.recent.fit()
        if paths:
            self.recent.setCurrentRow(0)

    def _choose(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(Path(item.data(_PATH)))


def _shown(folder: Path) -> str:
    """A folder as people write it."""
    home = Path.home()
    return f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)


def _emit(signal: SignalInstance, *_checked: bool) -> None:
    signal.emit()


class _RecentList(QListWidget):
    """Delete takes an entry off the list (not the file off the disk).

    Signals:
        forgotten: (Path)
    """

    forgotten = Signal(Path)

    def fit(self) -> None:
        """Be as high as the entries are."""
        rows = [self.item(row).sizeHint().height() for row in range(min(self.count(), 6))]
        self.setFixedHeight(sum(rows) + 2 * self.frameWidth() + 4)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and item:
            self.forgotten.emit(Path(item.data(_PATH)))
            return
        super().keyPressEvent(event)
