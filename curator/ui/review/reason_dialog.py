"""Why something is returned or rejected: one of the reasons that are offered, words, or both."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget
from typing_extensions import override

from curator.services import reasons
from curator.ui.dialogs.base import Button, Dialog, plain
from curator.ui.session import Session

Reasons = Sequence[tuple[str, str]]
_NAME = int(Qt.ItemDataRole.UserRole)
_TITLE = _NAME + 1


class ReasonDialog(Dialog):
    """Asks for a reason. The digits choose in the list; Enter hands it up.

    `offered` are (name in the project's list, title); one without a name is given as words.

    Signals:
        given: (name of a reason or "", words)
    """

    given = Signal(str, str)

    def __init__(self, title: str, accept: str, offered: Reasons, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, accept=accept)
        self.resize(460, 430)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Reasons"))
        for number, (name, words) in enumerate(offered, start=1):
            item = QListWidgetItem(f"{number}   {words}" if number < 10 else words)
            item.setData(_NAME, name)
            item.setData(_TITLE, words)
            self.list.addItem(item)
        self.list.installEventFilter(self)
        self.list.itemDoubleClicked.connect(self.done_with)
        self.words = QPlainTextEdit(self)
        self.words.setProperty("role", "input")
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("In words"))
        self.words.setPlaceholderText(self.tr("In words; its annotator reads it beside the form"))
        self.words.setMaximumHeight(96)
        self.words.installEventFilter(self)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(plain(self.tr("Choose a reason with its digit, or say it in words."), self, role="muted"))
        self.body.addWidget(self.words)
        self.buttons.button(Button.Ok).setDefault(True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.done_with()
            return True
        digit = event.text()
        if watched is self.list and digit.isdecimal() and 1 <= int(digit) <= self.list.count():
            if not self.list.item(int(digit) - 1).isHidden():
                self.list.setCurrentRow(int(digit) - 1)
            return True
        return False

    def done_with(self) -> None:
        """Hand the reason up, if there is one."""
        chosen = self.list.currentItem() if self.list.selectedItems() else None
        name = str(chosen.data(_NAME)) if chosen else ""
        words = self.words.toPlainText().strip()
        if chosen and not name:
            words = ": ".join(part for part in (str(chosen.data(_TITLE)), words) if part)
        if not name and not words:
            self.say_wrong(self.tr("Its annotator needs to know why: choose a reason, or say it in words."))
            return
        self.given.emit(name, words)
        self.accept()


def listed(session: Session) -> Reasons:
    """The reasons of the open project, as the dialog takes them."""
    return [(reason.name, reason.title) for reason in reasons.reasons(session.view)]
