"""The middle of the window: a document's head, its text, and finding in it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.painting import SpanSource
from curator.services.views import DocumentView
from curator.ui import theme
from curator.ui.banner import Banner
from curator.ui.header import Header
from curator.ui.reading.find_bar import FindBar
from curator.ui.reading.layout import MARGIN
from curator.ui.reading.looks import DARK, LIGHT, LabelLook
from curator.ui.reading.text_view import TextView


class ReadingPane(QWidget):
    """The actions `reading.*`, and the widgets they act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAutoFillBackground(True)
        self.header = Header(self)
        self.banner = Banner(self)
        self.text = TextView(self)
        self.finding = FindBar(self.text, self)
        self.finding.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        layout.addWidget(self.finding)
        layout.addWidget(self.text, 1)
        self.restyle()
        self.text.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Keep the head in line with the column of words, wherever that is."""
        if watched is self.text.viewport() and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.header.set_side(self.text.viewport().x() + MARGIN)
            self.banner.set_side(self.text.viewport().x() + MARGIN)
        return False

    def restyle(self) -> None:
        """Take the theme's paper."""
        paper = DARK if theme.current().dark else LIGHT
        for widget in (self, self.header):
            palette = widget.palette()
            palette.setColor(palette.ColorRole.Window, paper.paper)
            widget.setPalette(palette)
        self.text.set_paper(paper)
        # The style sheet keeps the viewport's colours apart from the view's.
        self.text.viewport().setPalette(self.text.palette())

    def paint_now(self) -> None:
        """Paint the text at once and not when Qt finds the time: it is what a person waits for."""
        layout = self.layout()
        if layout:
            layout.activate()
        self.text.viewport().repaint()

    def show_document(self, view: DocumentView, source: SpanSource, looks: Mapping[str, LabelLook]) -> None:
        """Show a document from its beginning."""
        self.header.show()
        self.header.show_document(view)
        self.text.show_document(view.text, source, looks)

    def show_nothing(self, message: str) -> None:
        """Show no document, and say why."""
        self.header.hide()
        self.banner.hide()
        self.text.show_nothing(message)

    def find_words(self) -> None:
        """Begin to find words in the text."""
        self.finding.open()

    def find_next(self) -> None:
        """Go to the next place that was found."""
        self.finding.next()

    def find_previous(self) -> None:
        """Go to the place before."""
        self.finding.previous()

    def zoom_in(self) -> None:
        """Make the type larger."""
        self.text.zoom_in()

    def zoom_out(self) -> None:
        """Make the type smaller."""
        self.text.zoom_out()

    def zoom_reset(self) -> None:
        """Go back to the usual size."""
        self.text.zoom_reset()
