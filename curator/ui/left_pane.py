"""The left pane: the documents, and for supervisors the review queue behind a switch."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from curator.ui.document_list import DocumentPane


class LeftPane(QWidget):
    """Documents, or the queue.

    Signals:
        queue_wanted: the person wants to see the review queue.
        documents_wanted: the person wants to see the documents again.
    """

    queue_wanted = Signal()
    documents_wanted = Signal()

    def __init__(self, documents: DocumentPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.documents = documents
        self.queue: QWidget | None = None
        self.to_documents = self._segment(self.tr("Documents"), "first")
        self.to_queue = self._segment(self.tr("Review"), "last")
        self.to_documents.setChecked(True)
        self._group = QButtonGroup(self)
        self._switch = QWidget(self)
        row = QHBoxLayout(self._switch)
        row.setContentsMargins(14, 10, 10, 0)
        row.setSpacing(0)
        for button in (self.to_documents, self.to_queue):
            self._group.addButton(button)
            row.addWidget(button, 1)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(documents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._switch)
        layout.addWidget(self.pages, 1)
        self.to_documents.clicked.connect(self.documents_wanted)
        self.to_queue.clicked.connect(self.queue_wanted)
        self.offer_queue(offered=False)

    def _segment(self, words: str, place: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setCheckable(True)
        button.setProperty("role", "segment")
        button.setProperty("place", place)
        return button

    @property
    def shows_queue(self) -> bool:
        """Whether the queue is in front."""
        return self.queue is not None and self.pages.currentWidget() is self.queue

    def offer_queue(self, *, offered: bool) -> None:
        """Show the switch, or not: only supervisors have a queue."""
        self._switch.setVisible(offered)
        if not offered:
            self.show_documents()

    def count_waiting(self, number: int) -> None:
        """Say on the switch how much waits."""
        words = self.tr("Review")
        self.to_queue.setText(f"{words}  {number:n}" if number else words)

    def show_documents(self) -> None:
        """Bring the documents to the front."""
        self.to_documents.setChecked(True)
        self.pages.setCurrentWidget(self.documents)

    def show_queue(self, queue: QWidget) -> None:
        """Bring the queue to the front."""
        if self.queue is None:
            self.queue = queue
            self.pages.addWidget(queue)
        self.to_queue.setChecked(True)
        self.pages.setCurrentWidget(queue)

    def take_focus(self) -> None:
        """Go into what is in front."""
        target = self.queue if self.shows_queue and self.queue else self.documents.list
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
