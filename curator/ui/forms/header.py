"""The top of a form: which annotation this is, and the words that it is about."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.annotation import Annotation
from curator.domain.review import AnnotationState
from curator.domain.scheme import AnnotationScheme, Label
from curator.domain.span import QuotedSpan
from curator.services.views import AnnotationView
from curator.ui import theme
from curator.ui.forms import marks
from curator.ui.forms.buttons import MarkButton
from curator.ui.forms.tips import plain_tip
from curator.ui.pills import Pill

_LONGEST_QUOTE = 320


def grouped(number: int) -> str:
    """A number with its digits in groups of three."""
    return f"{number:,}".replace(",", "\u202f")


def quote_of(spans: Sequence[QuotedSpan], longest: int = _LONGEST_QUOTE) -> str:
    """The words of an annotation in one line; parts are joined by "…", and a long text loses its middle."""
    words = " … ".join(" ".join(span.exact.split()) for span in spans)
    if len(words) <= longest:
        return words
    half = longest // 2
    return f"{words[:half].rstrip()} […] {words[-half:].lstrip()}"


class FormHeader(QWidget):
    """Label, place, state, and a menu.

    Signals:
        relabel_requested: the machine name of the label that the annotation shall have.
        withdraw_requested: the person wants to end the annotation.
    """

    relabel_requested = Signal(str)
    withdraw_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._scheme: AnnotationScheme | None = None
        self._label = ""
        self._read_only = False
        self.chip = Pill(self, clickable=False)
        self.place = QLabel(self)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setProperty("role", "muted")
        self.place.setMinimumWidth(20)
        self.state = Pill(self, clickable=False)
        self.menu_button = MarkButton("dots", self.tr("More to do with this annotation"), self)
        self.menu_button.tone = "text"
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.clicked.connect(self._open_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.chip)
        layout.addWidget(self.place, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.menu_button)

    def show_annotation(self, view: AnnotationView, label: Label, scheme: AnnotationScheme, *, read_only: bool) -> None:
        """Say which annotation this is."""
        self._scheme, self._label, self._read_only = scheme, label.name, read_only
        self.chip.show_word(label.title, label.colour)
        self.place.setText(_place(view.body))
        self.place.setToolTip(plain_tip(self.place.text()))
        if view.conflicts:
            self.state.show_word(conflict_title(), theme.current().danger)
        else:
            self.state.show_word(state_title(view.state), theme.current().state(view.state))
        self.state.setToolTip(plain_tip(" · ".join(filter(None, (view.changed_by, view.changed_at)))))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        labels = self._scheme.labels if self._scheme else ()
        change = menu.addMenu(self.tr("Change label"))
        for label in labels:
            action = change.addAction(label.title.replace("&", "&&"))
            action.setIcon(marks.icon("stated", label.colour))
            action.setData(label.name)
            action.setEnabled(label.name != self._label)
            action.triggered.connect(self._relabel)
        withdraw = menu.addAction(self.tr("Withdraw annotation"))
        withdraw.triggered.connect(self.withdraw_requested)
        for action in (change.menuAction(), withdraw):
            action.setEnabled(not self._read_only)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _relabel(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.relabel_requested.emit(action.data())


def _place(body: Annotation) -> str:
    places = ", ".join(f"{grouped(span.start)}–{grouped(span.end)}" for span in body.spans[:2])
    more = " …" if len(body.spans) > 2 else ""
    return _tr("chars %s") % places + more


def _tr(text: str) -> str:
    return QCoreApplication.translate("FormHeader", text)


def state_title(state: AnnotationState) -> str:
    """What an annotation's state is called."""
    return {
        AnnotationState.DRAFT: _tr("Draft"),
        AnnotationState.DONE: _tr("Done"),
        AnnotationState.APPROVED: _tr("Approved"),
        AnnotationState.RETURNED: _tr("Returned"),
        AnnotationState.REJECTED: _tr("Rejected"),
    }[state]


def conflict_title() -> str:
    """What is said in place of the state of an annotation that several people changed differently."""
    return _tr("≠ In conflict")


class QuoteBox(QFrame):
    """The words that the annotation is about, beside a bar in its label's colour.

    Signals:
        clicked: the person wants to see the words in the text.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = "#888888"
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)  # a long word must not hold the window wide
        font = QFont(self._words.font())
        font.setPointSizeF(font.pointSizeF() * 1.04)
        self._words.setFont(font)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.addWidget(self._words)

    def show_quote(self, spans: Sequence[QuotedSpan], colour: str) -> None:
        """Show the words of `spans`."""
        self._colour = colour
        words = f"“{quote_of(spans)}”"
        if words != self._words.text():
            self._words.setText(words)
            self.setAccessibleName(words)
        self.update()

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().surface))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(QColor(self._colour))
        painter.drawRoundedRect(QRectF(0, 0, 3, self.height()), 1.5, 1.5)

    @override
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self.clicked.emit()
