"""The editor for an amount and its unit."""

import re
from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from curator.domain.scheme import FormField
from curator.domain.value_models import DECIMAL
from curator.ui.forms.editor import FieldEditor, Reading
from curator.ui.forms.text_editors import bare_number

_DECIMAL: Final = re.compile(DECIMAL)
_WITH_UNIT: Final = re.compile(r"(.*[0-9])\s+([^\W\d].*)")
"""Both typed into the line of the amount: "300 000 USD"."""


class CalmCombo(QComboBox):
    """A box to type in and choose from. The wheel scrolls the form past it, unless the box has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.completer()
        if completer is not None:  # there is one, as long as the box is editable
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def input(self) -> QLineEdit:
        """The line that is typed into."""
        line = self.lineEdit()
        assert line is not None  # noqa: S101 - editable boxes have one
        return line

    @override
    def wheelEvent(self, e: QWheelEvent, /) -> None:
        if self.input().hasFocus() or self.hasFocus():
            super().wheelEvent(e)
        else:
            e.ignore()


class QuantityEditor(FieldEditor):
    """An amount as a plain decimal, and a unit that may be one of those offered or any other."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.amount = QLineEdit(self)
        self.amount.setPlaceholderText(self.tr("amount"))
        self.unit = CalmCombo(self)
        self.unit.addItems(list(field.units))
        self.unit.setCurrentIndex(-1)
        self.unit.input().setPlaceholderText(self.tr("unit"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.amount, 3)
        layout.addWidget(self.unit, 2)
        self.setFocusProxy(self.amount)
        self.amount.editingFinished.connect(self._take_apart)
        for line in (self.amount, self.unit.input()):
            self.watch(line)
            line.textEdited.connect(self.while_typing)
        # The line gives its focus to the box, which passes keys on without asking those who watch the line.
        self.watch(self.unit)
        self.unit.activated.connect(self._unit_chosen)

    @override
    def display(self, value: JsonValue) -> None:
        parts = value if isinstance(value, dict) else {}
        self.amount.setText(str(parts.get("amount", "" if value is None or parts else value)))
        self.unit.setEditText(str(parts.get("unit", "")))

    @override
    def read(self) -> Reading:
        typed, unit = self._parts()
        if not typed:
            return Reading(None, self.tr("the amount is missing") if unit else "")
        amount = bare_number(typed)
        if not _DECIMAL.fullmatch(amount):
            return Reading(None, self.tr("“%s” is not an amount: use digits, and a point for decimals") % typed)
        return Reading({"amount": amount, "unit": unit})

    def _parts(self) -> tuple[str, str]:
        """The amount and the unit, where both stand in the line of the amount, too."""
        typed, unit = self.amount.text().strip(), self.unit.currentText().strip()
        both = None if unit else _WITH_UNIT.fullmatch(typed)
        return (both[1], both[2]) if both else (typed, unit)

    def _take_apart(self) -> None:
        amount, unit = self._parts()
        if unit != self.unit.currentText().strip():
            self.amount.setText(amount)
            self.unit.setEditText(unit)

    @override
    def text(self) -> str:
        amount, unit = self.amount.text(), self.unit.currentText()
        return f"{amount}\t{unit}" if amount or unit else ""

    @override
    def put_text(self, text: str) -> None:
        amount, _, unit = text.partition("\t")
        self.amount.setText(amount)
        self.unit.setEditText(unit)

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.amount.setReadOnly(read_only)
        self.unit.setEnabled(not read_only)

    @override
    def name_inputs(self, name: str) -> None:
        super().name_inputs(name)
        self.amount.setAccessibleName(self.tr("%s: amount") % name)
        self.unit.setAccessibleName(self.tr("%s: unit") % name)
        self.unit.input().setAccessibleName(self.tr("%s: unit") % name)

    @override
    def tail(self) -> QWidget:
        return self.unit

    @override
    def choose(self) -> None:
        self.unit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.unit.showPopup()

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        arrow = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers()
        if arrow and watched in (self.unit, self.unit.input()) and not self.read_only:
            self.unit.showPopup()
            return True
        return super().key_pressed(watched, event)

    def _unit_chosen(self) -> None:
        self.while_typing()
        if not self.unit.input().hasFocus():
            self.commit()
