"""What stands above a text: its title, where it comes from, its state, and the labels to tag with."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import Label
from curator.services.views import DocumentRow, DocumentView
from curator.ui import theme
from curator.ui.document_model import state_of
from curator.ui.forms.flow import FlowLayout
from curator.ui.pills import Pill

_ASKS_FOR: Final = 320
"""Pixels of width that a line of words asks for at most; it takes what there is."""
_LEAST: Final = 40
"""Pixels that words keep at the least, where they need so many."""


class ElidedLabel(QLabel):
    """One line of plain text that ends in "…" where it does not fit, and then shows whole as a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = self._more = ""

    @property
    def whole(self) -> str:
        """What it says, also where it does not fit."""
        return self._whole

    def show_text(self, text: str, more: str = "") -> None:
        """Say `text`; `more` for who points at it."""
        self._whole, self._more = " ".join(text.split()), more
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(min(self._needed(), _ASKS_FOR), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._needed(), _LEAST), super().minimumSizeHint().height())

    def _needed(self) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(self._whole) + 2

    def _fit(self) -> None:
        from html import escape

        shown = QFontMetrics(self.font()).elidedText(
            self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        self.setText(shown)
        lines = [line for line in ("" if shown == self._whole else self._whole, *self._more.split("\n")) if line]
        self.setToolTip(f"<div>{'<br>'.join(escape(line) for line in lines)}</div>" if lines else "")


class Header(QWidget):
    """The head of the text pane.

    Signals:
        label_clicked: (label name) tag the selected words with it.
    """

    label_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAutoFillBackground(True)
        self._chips: list[Pill] = []
        self._labels: tuple[Label, ...] = ()
        self.title = ElidedLabel(self)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.state = Pill(self, clickable=False)
        self.meta = ElidedLabel(self)
        self.meta.setProperty("role", "muted")
        self.hint = QLabel(self)
        self.hint.setProperty("role", "muted")
        self.hint.setMinimumWidth(1)  # it gives way, so that it must not hold the window wide
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self._chip_host = QWidget(self)
        self._chip_row = FlowLayout(self._chip_host, gap=7)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self._chip_host, 1)
        bottom.addWidget(self.hint)
        layout = QVBoxLayout(self)
        self._outer = layout
        self.set_side(30)
        layout.setSpacing(5)
        layout.addLayout(top)
        layout.addWidget(self.meta)
        layout.addSpacing(3)
        layout.addLayout(bottom)

    def set_side(self, margin: int) -> None:
        """Begin where the words below begin."""
        self._outer.setContentsMargins(margin, 14, max(20, margin - 12), 4)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit_hint()

    def _fit_hint(self) -> None:
        """The hint gives way to the labels."""
        labels = sum(chip.sizeHint().width() + 7 for chip in self._chips)
        margins = self._outer.contentsMargins()
        room = self.width() - margins.left() - margins.right() - labels - 12
        self.hint.setVisible(self.hint.sizeHint().width() <= room)

    def show_labels(self, labels: tuple[Label, ...], colour: Callable[[Label], str]) -> None:
        """Offer these labels, in the colours that the person chose."""
        self._labels = labels
        for chip in self._chips:
            self._chip_row.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for label in labels:
            chip = Pill(self._chip_host)
            chip.show_word(label.title, colour(label), key=label.key)
            chip.setToolTip(self._tip(label))
            chip.clicked.connect(partial(self.label_clicked.emit, label.name))
            self._chip_row.addWidget(chip)
            chip.show()
            self._chips.append(chip)
        keys = [label.key for label in labels if label.key]
        shown = f"{keys[0]}–{keys[-1]}" if len(keys) > 1 else "".join(keys)
        self.hint.setText(
            self.tr("select text, press %1 · Ctrl+K commands").replace("%1", shown)
            if keys
            else self.tr("select text, click a label · Ctrl+K commands")
        )
        self._chip_host.updateGeometry()
        self._fit_hint()

    def _tip(self, label: Label) -> str:
        from html import escape

        return escape(label.help)

    def chip(self, name: str) -> Pill:
        """The chip of a label."""
        return next(chip for chip, label in zip(self._chips, self._labels, strict=True) if label.name == name)

    def show_document(self, view: DocumentView, *, intact: bool = True) -> None:
        """Show whose text stands below. `intact`: its hash was the one that was imported."""
        row = view.row
        parts = [row.file_name, row.language or "", self._published(row)]
        parts.append(self.tr("sha256 %1…").replace("%1", view.body.text_sha256[:8]))
        if intact:
            parts.append("✓ " + self.tr("text unchanged since import"))
        self.meta.show_text(" · ".join(part for part in parts if part))
        self.show_row(row)

    def show_row(self, row: DocumentRow) -> None:
        """Show title and state."""
        self.title.show_text(row.title)
        self.state.show_word(state_of(row), theme.current().state(row.state))

    def _published(self, row: DocumentRow) -> str:
        return self.tr("published %1").replace("%1", row.published) if row.published else ""
