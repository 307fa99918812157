"""The line above an editor: the field's title, the words cited for it, and the buttons to cite and to say its state."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from curator.domain.annotation import AnnotationEvidence, Evidence
from curator.domain.scheme import FormField
from curator.ui.forms.buttons import LinkButton, MarkButton
from curator.ui.forms.chips import Chip
from curator.ui.forms.context import FormContext
from curator.ui.forms.field_parts import FieldTitle, StateButton, tr
from curator.ui.forms.flow import FlowLayout
from curator.ui.forms.keys import Command
from curator.ui.forms.references import name_of
from curator.ui.forms.tips import plain_tip


class EvidenceBar(QWidget):
    """Title, evidence, cite, state.

    Signals:
        shown: the piece of evidence that was clicked.
        taken_away: the place of the piece of evidence to take away.
        cite: the person wants to cite.
        left: the person goes back from the evidence to the editor.
        review: the person wants to see what was said of the field in review.
    """

    shown = Signal(object)
    taken_away = Signal(int)
    cite = Signal()
    left = Signal()
    review = Signal()

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(parent)
        self._evidence: tuple[Evidence, ...] = ()
        self.chips: list[Chip] = []
        self.title = FieldTitle(field, self)
        self.state = StateButton(field, self)
        self.cite_button = LinkButton(self)
        self.cite_button.setAccessibleName(tr("Cite the selected words for %s") % field.title)
        self.cite_button.clicked.connect(self.cite)
        self._lacking: bool | None = None
        self.flow = FlowLayout(gap=3, title_first=True)
        for widget in (self.title, self.cite_button):
            self.flow.addWidget(widget)
        self._review: MarkButton | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(self.flow, 1)
        self._layout.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.show_lacking(False)

    def show_review(self, mark: str, tone: str, words: str) -> None:
        """Show with a sign what was said of the field in review; no sign with ""."""
        if not mark and self._review is None:
            return
        if self._review is None:
            self._review = MarkButton("none", "", self)
            self._review.clicked.connect(self.review)
            self._layout.insertWidget(1, self._review, 0, Qt.AlignmentFlag.AlignTop)
        self._review.mark, self._review.tone = mark or "none", tone
        self._review.setToolTip(plain_tip(words))
        self._review.setAccessibleName(words)
        self._review.setVisible(bool(mark))
        self._review.update()

    def show_lacking(self, lacking: bool) -> None:
        """Say (or not) that no words are cited for the value."""
        if lacking == self._lacking:
            return
        self._lacking = lacking
        first = tr("No words of the text are cited for this value yet.") if lacking else ""
        how = tr("Cite the words that are selected in the text (%s), or drag them here.")
        self.cite_button.setToolTip(plain_tip(first, how % Command.CITE.shortcut))
        self._name_cite()

    def _name_cite(self) -> None:
        """Short where something is cited already, as the words cited need the room."""
        words = tr("+") if self.chips else tr("+ cite")
        self.cite_button.show_words(words, "warning" if self._lacking else "", "warning" if self._lacking else "muted")

    def show_evidence(self, evidence: tuple[Evidence, ...], context: FormContext, *, removable: bool) -> None:
        """Show these pieces; chips that are there already are used again, so that the focus stays."""
        self._evidence = evidence
        focused = next((place for place, chip in enumerate(self.chips) if chip.hasFocus()), None)
        while len(self.chips) < len(evidence):
            self.chips.append(self._chip())
        for chip in self.chips[len(evidence) :]:
            chip.hide()
            self.flow.removeWidget(chip)
            chip.deleteLater()
        del self.chips[len(evidence) :]
        for chip, piece in zip(self.chips, evidence, strict=True):
            chip.show_text(_words(piece, context), removable=removable)
            chip.setToolTip(plain_tip(tr("Enter shows it in the text, Delete takes it away")))
        self._name_cite()
        if focused is not None and focused >= len(self.chips) and self.chips:
            self.chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self) -> Chip:
        chip = Chip("link", self)
        # Not a stop of Tab, which goes from field to field: Alt+Up leads here.
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.moved.connect(self._go)
        chip.clicked.connect(self._clicked)
        chip.removed.connect(self._removed)
        self.flow.insert(1 + len(self.chips), chip)
        chip.show()
        return chip

    def follow(self, widget: QWidget) -> None:
        """Let Tab go on from the evidence as from `widget`."""
        for chip in self.chips:
            if widget.nextInFocusChain() is not chip:
                QWidget.setTabOrder(widget, chip)
            widget = chip

    def take_focus(self) -> None:
        """Go to the first piece of evidence."""
        if self.chips:
            self.chips[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _go(self, step: int) -> None:
        place = self.chips.index(cast("Chip", self.sender())) + step
        if step == 0:
            self.left.emit()
        elif 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self) -> None:
        self.shown.emit(self._evidence[self.chips.index(cast("Chip", self.sender()))])

    def _removed(self) -> None:
        self.taken_away.emit(self.chips.index(cast("Chip", self.sender())))


def _words(piece: Evidence, context: FormContext) -> str:
    if not isinstance(piece, AnnotationEvidence):
        return f"“{piece.span.exact}”"
    row = context.annotation(piece.annotation)
    return f"“{name_of(row)}” ({context.label_title(row.label)})" if row else tr("an annotation that is gone")
