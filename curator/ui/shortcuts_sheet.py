"""F1: all keys on one sheet, from the table of actions, with those of the text and the form that are no actions."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.ui.actions import MENUS, ActionSpec, shown_keys, translated


def _n(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("Actions", text))


IN_TEXT: Final = (
    (_n("Tag the selected words"), ("1", "9"), "–"),
    (_n("Choose the next span"), ("Tab",), ""),
    (_n("Choose the span before"), ("Shift+Tab",), ""),
    (_n("List the spans at the caret"), ("Alt+Down",), ""),
    (_n("Move its end"), ("Shift+Left", "Shift+Right"), "  "),
    (_n("Move its start"), ("Ctrl+Left", "Ctrl+Right"), "  "),
    (_n("… by a character"), ("Shift+Alt+Left", "Ctrl+Alt+Left"), "  "),
    (_n("Out of the text"), ("Ctrl+Tab",), ""),
)
IN_FORM: Final = (
    (_n("Next field"), ("Return",), ""),
    (_n("Open the choices"), ("Alt+Down",), ""),
    (_n("Stated"), ("Ctrl+Shift+T",), ""),
    (_n("Not stated"), ("Ctrl+Shift+N",), ""),
    (_n("Not applicable"), ("Ctrl+Shift+A",), ""),
    (_n("Not looked at"), ("Ctrl+Shift+Backspace",), ""),
    (_n("Back to the text"), ("Esc",), ""),
)


_COLUMNS: Final = 3


class ShortcutsSheet(QDialog):
    """The sheet."""

    def __init__(self, specs: Iterable[ActionSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(1180, 760)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setSpacing(36)
        for groups in self._columns(list(specs)):
            column = QVBoxLayout()
            column.setSpacing(18)
            for title, rows in groups:
                column.addLayout(_group(title, rows))
            column.addStretch()
            columns.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)

    def _columns(self, specs: list[ActionSpec]) -> list[list[tuple[str, list[tuple[str, str]]]]]:
        menus = {
            name: [(spec.title, shown_keys(spec.keys)) for spec in specs if spec.menu == name and spec.keys]
            for name in MENUS
        }
        titled = {name: (translated(title).replace("&", ""), menus[name]) for name, title in MENUS.items()}
        text = (self.tr("In the text"), _shown(IN_TEXT))
        form = (self.tr("In the form"), _shown(IN_FORM))
        columns: list[list[tuple[str, list[tuple[str, str]]]]] = [[] for _ in range(_COLUMNS)]
        for group in (text, form, *titled.values()):
            if group[1]:
                min(columns, key=_height).append(group)
        return columns


def _height(column: Iterable[tuple[str, list[tuple[str, str]]]]) -> int:
    """In rows, with those of the titles."""
    return sum(len(rows) + 2 for _, rows in column)


def _shown(rows: Iterable[tuple[str, tuple[str, ...], str]]) -> list[tuple[str, str]]:
    return [(translated(text), joint.join(shown_keys((key,)) or key for key in keys)) for text, keys, joint in rows]


def _group(title: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(0, 1)
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    for number, (text, keys) in enumerate(rows, start=1):
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        shown = QLabel(keys)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setProperty("role", "muted")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, number, 0)
        grid.addWidget(shown, number, 1)
    return grid
