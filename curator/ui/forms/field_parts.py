"""The pieces that a field is made of, besides its editor: title, state button, note in place of the editor, message."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from curator.domain.annotation import FieldState
from curator.domain.scheme import FormField
from curator.ui import theme
from curator.ui.forms import marks
from curator.ui.forms.buttons import MarkButton
from curator.ui.forms.keys import STATE_COMMANDS
from curator.ui.forms.tips import plain_tip


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("FormField", text)


def state_words(state: FieldState | None) -> str:
    """What a field's state is called."""
    if state is None:
        return tr("Not looked at yet")
    if state is FieldState.STATED:
        return tr("Stated")
    return tr("Not stated in the text") if state is FieldState.NOT_STATED else tr("Not applicable")


def state_mark(state: FieldState | None) -> str:
    """The sign of a field's state."""
    return state.value if state else "untouched"


def _keys_of_states() -> str:
    keys = ", ".join(f"{state_words(state)}: {command.shortcut}" for command, state in STATE_COMMANDS.items())
    return f"{tr('Click to say whether the text states it.')} {keys}"


class FieldTitle(QWidget):
    """The name of a field, a star where it is required, and an "i" where there is help to read.

    Signals:
        clicked: the person wants to type in the field.
    """

    clicked = Signal()

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._font = QFont(self.font())
        self._font.setWeight(QFont.Weight.DemiBold)
        self.setFont(self._font)
        required = tr("Required: any state but “not looked at yet” answers it.") if field.required else ""
        self.setToolTip(plain_tip(field.help, required))
        self.setAccessibleName(f"{field.title} ({tr('required')})" if field.required else field.title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        extra = (12 if self._field.required else 0) + (18 if self._field.help else 0)
        metrics = self.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(self._field.title) + extra + 3, 240), metrics.height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        look = theme.current()
        painter = QPainter(self)
        room = self.width() - (12 if self._field.required else 0) - (18 if self._field.help else 0)
        words = self.fontMetrics().elidedText(self._field.title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(look.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        x = self.fontMetrics().horizontalAdvance(words) + 3.0
        if self._field.required:
            painter.setPen(QColor(look.danger))
            painter.drawText(QRectF(x, 0, 10, self.height()), Qt.AlignmentFlag.AlignVCenter, "*")
            x += 10
        if self._field.help:
            marks.draw(painter, "info", QRectF(x + 1, 0, 11, self.height()), look.muted)

    @override
    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        self.clicked.emit()


class StateButton(MarkButton):
    """Shows the state of a field, and opens a menu to change it. Keys do the same from within the field.

    Signals:
        chosen: the state that the person chose (a FieldState, or None for "not looked at yet").
        default_chosen: the person takes the scheme's default for the value.
    """

    chosen = Signal(object)
    default_chosen = Signal()

    def __init__(self, field: FormField, parent: QWidget) -> None:
        super().__init__("untouched", "", parent)
        self._field = field
        self._state: FieldState | None = FieldState.STATED
        self.clicked.connect(self._open)
        self.show_state(None)

    def show_state(self, state: FieldState | None) -> None:
        """Show `state`."""
        if state is not self._state:
            self._state = state
            self.mark = state_mark(state)
            self.tone = "ok" if state is FieldState.STATED else "warning" if state else "muted"
            self.setAccessibleName(f"{self._field.title}: {state_words(state)}")
            self.setToolTip(plain_tip(state_words(state), _keys_of_states()))
            self.update()

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command, state in STATE_COMMANDS.items():
            # A tab before the key shows it as one, without claiming it a second time.
            action = QAction(f"{state_words(state)}\t{command.shortcut}", menu)
            action.setIcon(marks.icon(state_mark(state), theme.current().text))
            action.setData(state)
            action.triggered.connect(self._triggered)
            menu.addAction(action)
        if self._field.default is not None and self._state is None:
            menu.addSeparator()
            menu.addAction(tr("Take the default")).triggered.connect(self.default_chosen)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())


class StateNote(QPushButton):
    """Stands in place of an editor whose value the text does not state; pressing it brings the editor back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = "not_stated"
        self.setProperty("role", "note")
        self.setAutoDefault(False)

    def show_state(self, title: str, state: FieldState) -> None:
        """Say the state."""
        self._mark = state_mark(state)
        self.setText(state_words(state))
        self.setAccessibleName(f"{title}: {state_words(state)}")
        self.setToolTip(plain_tip(tr("Press Space to fill the field in after all.")))

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        super().paintEvent(arg__1)
        marks.draw(QPainter(self), self._mark, QRectF(9, 0, 13, self.height()), theme.current().muted)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent, /) -> None:
        if arg__1.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            arg__1.ignore()  # Enter goes to the next field
        else:
            super().keyPressEvent(arg__1)


class FieldMessage(QWidget):
    """What is not in order with a field: a sign and a sentence, under the editor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = "error"
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(19, 1, 0, 1)
        layout.addWidget(self._label)

    def say(self, text: str, mark: str) -> None:
        """Say `text` under the sign `mark`, "error" or "warning"."""
        self._mark = mark
        sentence = text[:1].upper() + text[1:]
        if sentence != self._label.text():
            self._label.setText(sentence)
            self.setAccessibleName(sentence)
        if self._label.property("role") != mark:
            self._label.setProperty("role", mark)
            self._label.style().unpolish(self._label)
            self._label.style().polish(self._label)
        self.update()

    def text(self) -> str:
        """What is said."""
        return self._label.text()

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        look = theme.current()
        colour = look.danger if self._mark == "error" else look.warning
        marks.draw(QPainter(self), self._mark, QRectF(2, 4, 12, 12), colour)
