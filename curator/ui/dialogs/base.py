"""What dialogs have in common: a form or a text above two buttons, and errors that stand beside what they are about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.errors import CuratorError

Button = QDialogButtonBox.StandardButton


class Dialog(QDialog):
    """A dialog with a body, a line for what is wrong, and buttons; opens without waiting."""

    def __init__(self, title: str, parent: QWidget | None = None, *, accept: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.wrong = plain("", self)
        self.wrong.setObjectName("wrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self.buttons = QDialogButtonBox(Button.Ok | Button.Cancel if accept else Button.Close, self)
        if accept:
            self.buttons.button(Button.Ok).setText(accept)
        self.buttons.accepted.connect(self.done_with)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(self.buttons)

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        """Begin with the body; the buttons come last in the order of Tab."""
        if not event.spontaneous():
            self._order_tabs()
        super().showEvent(event)

    def _order_tabs(self) -> None:
        buttons = self.buttons.buttons()
        last: QWidget | None = None
        for widget in self.findChildren(QWidget):
            takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_tab and widget.window() is self and widget not in buttons:
                if last is None:
                    widget.setFocus(Qt.FocusReason.TabFocusReason)
                last = widget
        for button in buttons:
            if last:
                QWidget.setTabOrder(last, button)
            last = button

    def say_wrong(self, message: str) -> None:
        """Say what has to be put right first."""
        self.wrong.setText(message)
        self.wrong.setVisible(bool(message))

    def refused(self, error: CuratorError) -> None:
        """Say why what the dialog asked for could not be done, and let the person put it right."""
        self.setEnabled(True)
        self.say_wrong(str(error))

    def done_with(self) -> None:
        """The person pressed the first button."""
        self.accept()


def named(text: str, widget: QWidget) -> QLabel:
    """A label whose `&` key leads to a widget, also where the widget shares its row with others."""
    label = QLabel(text, widget.parentWidget())
    label.setBuddy(widget)
    return label


def plain(text: str, parent: QWidget | None = None, *, role: str = "") -> QLabel:
    """A label that shows its text as it is, whatever it holds."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
