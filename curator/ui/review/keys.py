"""The keys of review: letters and digits that mean something only while it goes on, and never while one types."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from curator.ui.actions import ActionSet

_PAD: Final = Qt.KeyboardModifier.KeypadModifier


class ReviewKeys(QObject):
    """Watches widgets for the keys whose scope is "review" in the table of actions."""

    def __init__(self, actions: ActionSet, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {
            key: actions[spec.id] for spec in actions.specs.values() if spec.scope == "review" for key in spec.keys
        }

    def watch(self, *widgets: QWidget) -> None:
        """Take these keys from these widgets, and from the buttons in them."""
        for widget in widgets:
            widget.installEventFilter(self)
            for button in widget.findChildren(QAbstractButton):
                button.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        modifiers = event.modifiers() & ~_PAD
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        name = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
        action = self._actions.get(f"Shift+{name}" if modifiers else name)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True
