"""Editors for what is typed as plain text: one line, many lines, whole numbers."""

import re
from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import FormField
from curator.ui.forms.editor import FieldEditor, Reading

_LONGEST: Final = 2**30
_GROUPING: Final = re.compile("[ \u00a0\u2009\u202f]")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")


def bare_number(text: str) -> str:
    """A number without the spaces that group its digits, and with a plain minus."""
    return _GROUPING.sub("", text).replace("\u2212", "-")


class LineEditor(FieldEditor):
    """A line of text. The value is what stands in the line; a line left empty says nothing."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(_LONGEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.watch(self.line)
        self.line.textEdited.connect(self.while_typing)

    @override
    def display(self, value: JsonValue) -> None:
        self.put_text("" if value is None else str(value))
        self.line.setCursorPosition(0)

    @override
    def read(self) -> Reading:
        return Reading(self.line.text().strip() or None)

    @override
    def text(self) -> str:
        return self.line.text()

    @override
    def put_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)


class WholeNumberEditor(LineEditor):
    """A whole number, as digits; the up and down keys count."""

    @override
    def read(self) -> Reading:
        text = bare_number(self.line.text().strip())
        if not text:
            return Reading()
        if not _WHOLE.fullmatch(text):
            return Reading(None, self.tr("“%s” is not a whole number") % self.line.text().strip())
        return Reading(int(text))

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        reading = self.read()
        if step and not event.modifiers() and not self.read_only and not reading.message:
            now = reading.value if isinstance(reading.value, int) else 0
            self.line.setText(str(now + step))
            self.while_typing()
            return True
        return super().key_pressed(watched, event)


class _Growing(QPlainTextEdit):
    """A text box as high as its text, between two lines and eight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "input")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(3)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs."""
        # A QPlainTextEdit measures its document in lines, not pixels.
        lines = min(max(2, round(self.document().size().height())), 8)
        height = lines * self.fontMetrics().lineSpacing() + 16
        if height != self.height():
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())


class LongTextEditor(FieldEditor):
    """Text of several lines. Enter begins a line; Tab and Ctrl+Enter leave."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = _Growing(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.watch(self.box)
        self.box.textChanged.connect(self.while_typing)

    @override
    def display(self, value: JsonValue) -> None:
        self.put_text("" if value is None else str(value))
        self.box.moveCursor(QTextCursor.MoveOperation.Start)

    @override
    def read(self) -> Reading:
        return Reading(self.text().strip() or None)

    @override
    def text(self) -> str:
        # Not toPlainText: that makes plain spaces of no-break spaces.
        return self.box.document().toRawText().replace("\u2029", "\n")

    @override
    def put_text(self, text: str) -> None:
        if text != self.text():
            self.box.blockSignals(True)
            self.box.setPlainText(text)
            self.box.blockSignals(False)
            self.box.fit()

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.box.setReadOnly(read_only)

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            return False
        return super().key_pressed(watched, event)
