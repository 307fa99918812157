"""The right pane while two people's work is made one: both quotes, both forms, and what to do with them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.domain.review import ErrorClass, Outcome
from curator.services.review_views import Thread
from curator.ui import theme
from curator.ui.adjudication.field_table import FieldTable
from curator.ui.adjudication.page import LineSign
from curator.ui.adjudication.pairs import letter_of
from curator.ui.adjudication.shown import ShownMatch, quote_html
from curator.ui.dialogs.base import plain
from curator.ui.forms.flow import FlowLayout
from curator.ui.header import ElidedLabel
from curator.ui.pills import Pill
from curator.ui.review.threads import Threads
from curator.ui.review.words import difference_words, error_words

_ERRORS = (None, ErrorClass.GUIDELINE_GAP, ErrorClass.AMBIGUOUS_TEXT, ErrorClass.SLIP)


class PairQuote(QFrame):
    """An annotator's words, with a bar in the label's colour; in bold what the other does not have."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = ""
        self._is_chosen = False
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)  # a long word must not hold the window wide
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.addWidget(self.words)

    def show_quote(self, html: str, colour: str, *, chosen: bool = False) -> None:
        """Show these words."""
        self._colour, self._is_chosen = colour, chosen
        self.words.setText(html)
        self.update()

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.accent_soft if self._is_chosen else look.surface))
        painter.fillRect(QRectF(0, 0, 3, self.height()), QColor(self._colour or look.muted))


class PairPanel(QWidget):
    """One match, and what the person does with it.

    Signals:
        taken: (place among the sides) that one stands.
        third_wanted: (spans of side, label of side, {field: side}) make a third.
        returned: the annotators shall look at it again.
        reopened: decide anew.
        said, resolved: as in `Threads`.
    """

    taken = Signal(int)
    third_wanted = Signal(int, object)
    none_wanted = Signal()
    returned = Signal()
    reopened = Signal()
    said = Signal(str, str)
    resolved = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: ShownMatch | None = None
        self.is_third = False
        self._text = ""
        self._names: Sequence[str] = ()
        self._quotes: list[tuple[QWidget, PairQuote]] = []
        self._taken_signs: list[Pill] = []
        self.takes: list[QPushButton] = []
        self.setMinimumWidth(300)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("What the annotators made of it"))
        self._make_parts()
        self._lay_out()

    def _make_parts(self) -> None:
        self.label = Pill(self, clickable=False)
        self.difference = Pill(self, clickable=False)
        self.place = plain("", self, role="muted")
        self.place.setWordWrap(False)
        self.outcome = plain("", self, role="banner")
        self.fields = FieldTable(self)
        self.fields.chosen.connect(self._field_chosen)
        self._buttons = QWidget(self)
        self._flow = FlowLayout(self._buttons, gap=7)
        self.third = self._button(self.tr("Make a third   3"), self._third)
        self.none = self._button(self.tr("Neither   0"), self.none_wanted.emit)
        self.again = self._button(self.tr("Decide anew"), self.reopened.emit)
        self.why = QComboBox(self)
        self.why.setAccessibleName(self.tr("Why the others are overruled"))
        for error in _ERRORS:
            self.why.addItem(error_words(error), error)
        self.words = QLineEdit(self)
        self.words.setAccessibleName(self.tr("Why, in words"))
        self.words.setPlaceholderText(self.tr("In words (kept with the decision, shown to both)"))
        self.send_back = self._button(self.tr("Return to annotators…   R"), self.returned.emit)
        self.threads = Threads(self)
        self.threads.set_hint(self.tr("Comment on this…"))
        self.threads.said.connect(self.said)
        self.threads.resolved.connect(self.resolved)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words.split("   ", maxsplit=1)[0])
        button.setAutoDefault(False)
        button.clicked.connect(partial(_call, act))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self.label)
        head.addWidget(self.difference)
        head.addStretch()
        head.addWidget(self.place)
        self._head = QWidget(self)
        head.setContentsMargins(14, 12, 14, 6)
        self._head.setLayout(head)
        self._scroller = self._scrolled_body()
        self._empty = plain(self.tr("Comparing what the annotators made of it…"), self, role="muted")
        self._empty.setMargin(18)  # the style sheet takes a label its other margins
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._scroller, 1)
        self.show_nothing(self._empty.text())

    def _scrolled_body(self) -> QScrollArea:
        self._body = QWidget(self)
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(14, 4, 14, 12)
        self._inner.setSpacing(7)
        self._inner.addWidget(self.outcome)
        self._quote_host = QVBoxLayout()
        self._quote_host.setSpacing(6)
        self._inner.addLayout(self._quote_host)
        self._inner.addWidget(self.fields)
        self._inner.addWidget(self._buttons)
        self._inner.addWidget(plain(self.tr("Why (kept with the decision, shown to both)"), self, role="field"))
        self._inner.addWidget(self.why)
        self._inner.addWidget(self.words)
        self._inner.addWidget(self.send_back, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner.addWidget(self.threads)
        self._inner.addStretch(1)
        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(self._body)
        scroller.viewport().setAutoFillBackground(False)
        return scroller

    # what is shown

    def show_nothing(self, words: str) -> None:
        """Show no match, and say why."""
        self.shown = None
        self.is_third = False
        self._empty.setText(words)
        self._empty.show()
        self._head.hide()
        self._scroller.hide()

    def show_match(self, shown: ShownMatch, text: str, names: Sequence[str], place: str) -> None:
        """Show a match; `names` are those of the sides, `place` says which of how many it is."""
        if self.shown is None or [side.view.id for side in shown.sides] != [s.view.id for s in self.shown.sides]:
            self.is_third = False
            self.why.setCurrentIndex(0)
            self.words.clear()
        self.shown, self._text, self._names = shown, text, names
        self._show_head(place)
        self._show_quotes()
        self.fields.show_match(shown, is_third=self.is_third)
        self._show_buttons()
        self._empty.hide()
        self._head.show()
        self._scroller.show()

    def _show_head(self, place: str) -> None:
        assert self.shown is not None  # noqa: S101
        shown, look = self.shown, theme.current()
        label = shown.sides[0].label
        colour = label.colour if label else look.muted
        titles = list(dict.fromkeys(side.label_title for side in shown.sides))
        self.label.show_word(" / ".join(titles), colour)
        agrees = "agree" in shown.match.states
        tone = look.state_approved if agrees else look.state_returned
        self.difference.show_word(difference_words(shown.match.states), tone)
        self.place.setText(place)
        words = self._outcome_words(shown)
        self.outcome.setText(words)
        self.outcome.setVisible(bool(words))

    def _outcome_words(self, shown: ShownMatch) -> str:
        if shown.match.outcome is None:
            return ""
        if shown.match.outcome is Outcome.UNANIMOUS:
            return self.tr("Decided: all made the same of it.")
        if shown.match.outcome is Outcome.UNRESOLVED:
            return self.tr("Something changed after this was decided: decide anew.")
        if shown.taken is not None:
            return self.tr("Decided by a supervisor: %1 stands.").replace("%1", self._letter(shown.taken))
        if shown.match.result:
            return self.tr("Decided by a supervisor: a third stands.")
        return self.tr("Decided by a supervisor: none of them stands.")

    def _show_quotes(self) -> None:
        assert self.shown is not None  # noqa: S101
        sides = self.shown.sides
        while len(self._quotes) < len(sides):
            self._add_quote(len(self._quotes))
        for place, (host, box) in enumerate(self._quotes):
            host.setVisible(place < len(sides))
            box.setVisible(place < len(sides))
            if place >= len(sides):
                continue
            others = [span for number, side in enumerate(sides) if number != place for span in side.spans]
            html = quote_html(self._text, sides[place].spans, others)
            label = sides[place].label
            colour = label.colour if label else ""
            chosen = self.fields.spans_of if self.is_third else self.shown.taken
            box.show_quote(html, colour, chosen=chosen == place)
            self._taken_signs[place].show_word(self.tr("✓ Taken"), theme.current().state_approved)
            self._taken_signs[place].setVisible(self.shown.taken == place)
            line = host.findChild(LineSign)
            if line:
                line.show_letter(sides[place].letter)
            name = host.findChild(ElidedLabel)
            if name:
                same = self.shown.same_label
                name.show_text(self._names[place] if same else f"{self._names[place]} · {sides[place].label_title}")

    def _add_quote(self, place: int) -> None:
        host = QWidget(self)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        name = ElidedLabel(host)
        name.setProperty("role", "field")
        row.addWidget(name)
        row.addWidget(LineSign(place, host))
        row.addStretch()
        sign = Pill(host, clickable=False)
        row.addWidget(sign)
        self._taken_signs.append(sign)
        box = PairQuote(self)
        self._quote_host.addWidget(host)
        self._quote_host.addWidget(box)
        self._quotes.append((host, box))

    def _show_buttons(self) -> None:
        assert self.shown is not None  # noqa: S101
        sides = self.shown.sides
        while len(self.takes) < len(sides):
            place = len(self.takes)
            button = self._button("", partial(self.taken.emit, place))
            self.takes.append(button)
            self._flow.insert(place, button)
        for place, button in enumerate(self.takes):
            button.setVisible(place < len(sides))
            if place < len(sides):
                self._show_take(button, place)
        for button in (self.third, self.none, self.again):
            if self._flow.indexOf(button) < 0:
                self._flow.addWidget(button)
        self.third.setText(self.tr("Keep this third   3") if self.is_third else self.tr("Make a third   3"))
        self.third.setVisible(len(sides) > 1)
        _give_role(self.third, "primary" if self.is_third else "")
        self.again.setVisible(self.shown.match.outcome is not None)

    def _show_take(self, button: QPushButton, place: int) -> None:
        """What is taken is marked and can't be taken again; what to press first is only offered while it is open."""
        assert self.shown is not None  # noqa: S101
        is_taken = self.shown.taken == place
        is_offered = place == 0 and not self.shown.is_settled and not self.is_third
        words = (self.tr("✓ %1 is taken") if is_taken else self.tr("Take %1")).replace("%1", self._letter(place))
        letter = self.shown.sides[place].letter
        button.setText(f"{words}   {letter + 1}" if letter < 2 and not is_taken else words)
        button.setAccessibleName(words)
        button.setEnabled(not is_taken)
        _give_role(button, "taken" if is_taken else "primary" if is_offered else "")

    def _letter(self, place: int) -> str:
        assert self.shown is not None  # noqa: S101
        return letter_of(self.shown.sides[place].letter)

    def quotes(self) -> list[str]:
        """What each annotator marked, as it is shown."""
        return [box.words.text() for host, box in self._quotes if not host.isHidden()]

    def headings(self) -> list[str]:
        """Whose each quote is, as it is shown."""
        names = [host.findChild(ElidedLabel) for host, _ in self._quotes if not host.isHidden()]
        return [name.whole for name in names if name]

    def taken_signs(self) -> list[bool]:
        """Whether each side is marked as the one that was taken."""
        return [not sign.isHidden() for sign in self._taken_signs]

    def show_threads(self, threads: Sequence[Thread], *, writable: bool) -> None:
        """Show the comments on any of the sides."""
        fields = {field.name: field.title for field in self.shown.fields} if self.shown else {}
        self.threads.show_threads(threads, fields, writable=writable)

    # what the person does

    def error(self) -> ErrorClass | None:
        """Why the others are overruled, as far as the person said."""
        chosen = self.why.currentData()
        return ErrorClass(chosen) if chosen else None

    def reason(self) -> str:
        """The same in words."""
        return self.words.text().strip()

    def begin_or_keep_third(self) -> None:
        """First let the person choose each part; then hand it up."""
        if self.shown is None or len(self.shown.sides) < 2:
            return
        if self.is_third:
            self.third_wanted.emit(self.fields.spans_of, dict(self.fields.sides))
            return
        self.is_third = True
        self.fields.show_match(self.shown, is_third=True)
        self._show_quotes()
        self._show_buttons()
        self.fields.take_focus()

    def _third(self) -> None:
        self.begin_or_keep_third()

    def _field_chosen(self) -> None:
        self._show_quotes()


def _give_role(button: QPushButton, role: str) -> None:
    if button.property("role") != role:
        button.setProperty("role", role)
        button.style().polish(button)


def _call(act: Callable[[], object], *_checked: bool) -> None:
    act()
