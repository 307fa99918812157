"""The editor for dates: EDTF as people type it, said back in words, or a date that the text mentions."""

from pydantic import JsonValue
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import FormField
from curator.ui.forms.buttons import MarkButton
from curator.ui.forms.editor import FieldEditor, Reading
from curator.ui.forms.keys import Command
from curator.ui.forms.popups import Picker, PopupRow
from curator.ui.forms.references import ReferenceChip, picker_rows, target_of


class DateEditor(FieldEditor):
    """A date as text; where the field allows it, an annotation of a date in its place.

    Signals:
        pick_requested: the person wants to point at a date in the text.
    """

    pick_requested = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._target: str | None = None
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("2018-06-28, 2018-06~, ../2045")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("role", "muted")
        self.words.hide()
        self.chip = ReferenceChip("", self)
        self.chip.hide()
        self.choose_button = MarkButton(
            "plus", self.tr("Choose a date of the text (%s)") % Command.CHOOSE.shortcut, self
        )
        self.point = MarkButton("target", self.tr("Point at a date in the text (%s)") % Command.POINT.shortcut, self)
        self._lay_out()
        self.setFocusProxy(self.line)
        self.watch(self.line)
        self.watch(self.chip)
        self.line.textEdited.connect(self._edited)
        self.chip.clicked.connect(self._show_target)
        self.chip.removed.connect(self._let_go)
        self.choose_button.clicked.connect(self.choose)
        self.point.clicked.connect(self.pick_requested)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(self.chip, 0)
        row.addStretch(0)
        for button in (self.choose_button, self.point):
            row.addWidget(button)
            button.setVisible(bool(self.field.labels))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.words)

    @override
    def display(self, value: JsonValue) -> None:
        had_focus = self.line.hasFocus() or self.chip.hasFocus()
        self._target = target_of(value)
        self.line.setText("" if value is None or self._target else str(value))
        self.line.setCursorPosition(0)
        self._show_line_or_chip()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_line_or_chip(self) -> None:
        pointing = self._target is not None
        self.setFocusProxy(self.chip if pointing else self.line)
        self.chip.setVisible(pointing)
        self.line.setVisible(not pointing)
        if self._target is not None:
            self.chip.target = self._target

    @override
    def refresh(self) -> None:
        if self._target is not None:
            self.chip.describe(self.context, removable=not self.read_only)
        self._describe()

    @override
    def read(self) -> Reading:
        if self._target is not None:
            return Reading({"annotation": self._target})
        text = self.line.text().strip()
        if not text:
            return Reading()
        message = self.context.date_problem(text)
        return Reading(None, message) if message else Reading(text)

    @override
    def text(self) -> str:
        return "" if self._target else self.line.text()

    @override
    def put_text(self, text: str) -> None:
        self._target = None
        self._show_line_or_chip()
        self.line.setText(text)
        self._describe()

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)
        for button in (self.choose_button, self.point):
            button.setVisible(bool(self.field.labels) and not read_only)

    @override
    def name_inputs(self, name: str) -> None:
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.chip.setAccessibleName(name)
        self.choose_button.setAccessibleName(self.tr("%s: choose from a list") % name)
        self.point.setAccessibleName(self.tr("%s: point at it in the text") % name)

    @override
    def tail(self) -> QWidget:
        return self.chip

    @override
    def choose(self) -> None:
        if self.read_only or not self.field.labels:
            return
        picker = Picker(self._find, self)
        picker.chosen.connect(self.point_at)
        picker.open_under(self.mapToGlobal(self.line.geometry().bottomLeft()), self.width())

    def _find(self, text: str) -> list[PopupRow]:
        return picker_rows(self.context, self.field.labels, text, [self._target or ""])

    def point_at(self, target: str) -> None:
        """Let the date be that of an annotation."""
        self._change({"annotation": target})

    def _let_go(self) -> None:
        if not self.read_only:
            self._change(None)

    def _change(self, value: JsonValue) -> None:
        self.display(value)
        self.refresh()
        self.touched = True
        self.commit()

    def _show_target(self) -> None:
        if self._target is not None:
            self.reference_shown.emit(self._target)

    def _edited(self) -> None:
        self._describe()
        self.while_typing()

    def _describe(self) -> None:
        text = "" if self._target else self.line.text().strip()
        fits = bool(text) and self.context.date_problem(text) is None
        words = self.context.describe_date(text) if fits else ""
        self.words.setText(words)
        self.words.setVisible(bool(words) and words != text)
