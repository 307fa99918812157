"""The middle of the window while two people's work is made one: whose line is which, how far it is, the text."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.painting import SpanSource
from curator.services.views import DocumentView
from curator.ui import theme
from curator.ui.adjudication.pairs import LETTERS, Pairs
from curator.ui.adjudication.sheet import PairSheet, draw_line
from curator.ui.dialogs.base import plain
from curator.ui.header import ElidedLabel
from curator.ui.pills import Pill
from curator.ui.reading.layout import MARGIN
from curator.ui.reading.looks import DARK, LIGHT, LabelLook


class LineSign(QWidget):
    """A short piece of the line that an annotator's spans are underlined with."""

    def __init__(self, letter: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._letter = -1
        self.show_letter(letter)

    def show_letter(self, letter: int) -> None:
        """Be the line of A (0), of B (1) or of another."""
        self._letter = letter
        self.update()
        self.setAccessibleName(
            self.tr("solid line") if letter == 0 else self.tr("dashed line") if letter == 1 else self.tr("dotted line")
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(26, 14)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        rect = QRectF(1, self.height() / 2 - 1.2, 24, 2.4)
        draw_line(QPainter(self), rect, QColor(theme.current().muted), self._letter)


class MarkSign(QWidget):
    """The mark that stands in the margin at what is to decide."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(9, 14)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().state_returned))
        painter.drawRoundedRect(QRectF(2, 1, 5, self.height() - 2), 2, 2)


class AdjudicationPage(QWidget):
    """Head, progress and text.

    Signals:
        left: the person wants to go back to the text alone.
        chosen: (annotation id) the person clicked it.
    """

    left = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setAutoFillBackground(True)
        self.sheet = PairSheet(self)
        self.sheet.chosen.connect(self.chosen)
        self.title = ElidedLabel(self)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.notes = plain("", self)
        self.notes.hide()
        self.pill = Pill(self, clickable=False)
        self.close_button = QToolButton(self)
        self.close_button.setText(self.tr("Back to the text"))
        self.close_button.setProperty("role", "link")
        self.close_button.clicked.connect(self.left)
        self.legend = QWidget(self)
        self._legend_row = QHBoxLayout(self.legend)
        self._legend_row.setContentsMargins(0, 0, 0, 0)
        self._legend_row.setSpacing(7)
        self._in_legend: tuple[str, ...] | None = None
        self._is_approved = self._is_ready = False
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setProperty("role", "decided")
        self.bar.setAccessibleName(self.tr("Decided"))
        self.words = QLabel(self)
        self.hint = ElidedLabel(self)
        self.hint.setProperty("role", "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lay_out()
        self.restyle()
        self.sheet.viewport().installEventFilter(self)

    def _lay_out(self) -> None:
        self._head = QWidget(self)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        top.addWidget(self.pill)
        below = QHBoxLayout()
        below.addWidget(self.words)
        below.addWidget(self.hint, 1)
        self._inner = QVBoxLayout(self._head)
        self._inner.setSpacing(5)
        self._inner.addLayout(top)
        self._inner.addWidget(self.legend)
        self._inner.addWidget(self.notes)
        self._foot = QWidget(self)
        self._foot_layout = QVBoxLayout(self._foot)
        self._foot_layout.addLayout(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.bar)
        layout.addWidget(self._foot)
        layout.addWidget(self.sheet, 1)
        self._set_side(MARGIN)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.sheet.viewport() and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._set_side(self.sheet.viewport().x() + MARGIN)
        return False

    def _set_side(self, margin: int) -> None:
        self._inner.setContentsMargins(margin, 14, max(20, margin - 12), 8)
        self._foot_layout.setContentsMargins(margin, 5, max(20, margin - 12), 2)

    def restyle(self) -> None:
        """Take the theme's paper."""
        paper = DARK if theme.current().dark else LIGHT
        for widget in (self, self._head, self._foot):
            palette = widget.palette()
            palette.setColor(palette.ColorRole.Window, paper.paper)
            widget.setPalette(palette)
        self.sheet.set_paper(paper)
        self.sheet.viewport().setPalette(self.sheet.palette())
        self.show_state(approved=self._is_approved, ready=self._is_ready)

    # what is shown

    def settle(self) -> None:
        """Give every part its size now."""
        layout = self.layout()
        if layout:
            layout.activate()

    def show_document(self, view: DocumentView, source: SpanSource, labels: Mapping[str, LabelLook]) -> None:
        """Show a document; who made what comes a moment later."""
        self.title.show_text(view.row.title)
        self.sheet.show_text(view.text, source, labels)
        self.words.setText(self.tr("Comparing…"))
        self.bar.setRange(0, 0)
        self.hint.show_text("")

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show what the annotators wrote to the supervisor with their work."""
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def show_state(self, *, approved: bool, ready: bool) -> None:
        """Say whether the document is approved, or ready to be because everything is decided."""
        self._is_approved, self._is_ready = approved, ready
        look = theme.current()
        if approved or ready:
            words = self.tr("Approved") if approved else self.tr("Ready to approve")
            self.pill.show_word(words, look.state_approved)
        else:
            self.pill.show_word(self.tr("Adjudicate"), look.state_in_progress)

    def show_pairs(self, pairs: Pairs, names: Sequence[str]) -> None:
        """Show whose each annotation is, and how far it is."""
        self.sheet.show_pairs(pairs)
        self._show_legend(names)
        self.show_progress(pairs)

    def show_progress(self, pairs: Pairs) -> None:
        """Say how much is decided."""
        total = len(pairs.matches)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(pairs.decided if total else 1)
        words = self.tr("%1 of %2 decided").replace("%1", f"{pairs.decided:n}").replace("%2", f"{total:n}")
        self.words.setText(f"<b>{words}</b>")
        self.words.setAccessibleName(words)
        self.hint.show_text(
            self.tr("J/K next · 1 take A · 2 take B · 3 make a third · R return · Shift+A all that agree")
        )

    def _show_legend(self, names: Sequence[str]) -> None:
        if self._in_legend == tuple(names):
            return
        self._in_legend = tuple(names)
        while item := self._legend_row.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        for letter, name in enumerate(names):
            if letter:
                self._legend_row.addWidget(self._muted("·"))
            self._legend_row.addWidget(self._muted(name or LETTERS[letter]))
            self._legend_row.addWidget(LineSign(letter, self.legend))
        self._legend_row.addWidget(self._muted("·"))
        self._legend_row.addWidget(MarkSign(self.legend))
        self._legend_row.addWidget(self._muted(self.tr("to decide")))
        self._legend_row.addStretch()

    def _muted(self, words: str) -> ElidedLabel:
        label = ElidedLabel(self.legend)
        label.setProperty("role", "muted")
        label.show_text(words)
        return label
