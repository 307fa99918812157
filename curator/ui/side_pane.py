"""The right pane: the form of the chosen annotation with its history below, or the list of all annotations."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from curator.ui.annotation_list import AnnotationList
from curator.ui.desk import Desk
from curator.ui.forms.panel import FormPanel
from curator.ui.history_panel import HistoryPanel


class SidePane(QWidget):
    """Shows what the desk says is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FormPanel(self)
        self.history = HistoryPanel(self)
        self.list = AnnotationList(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.form)
        self.splitter.addWidget(self.history)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([520, 340])
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.splitter)
        self.pages.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._desk: Desk | None = None

    def attach(self, desk: Desk) -> None:
        """Follow this desk."""
        self._desk = desk

    def show_list(self) -> None:
        """Show the list."""

    def take_focus(self) -> None:
        """Go into what is shown."""
