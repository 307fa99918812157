"""Editors for what is chosen from a few: buttons side by side, or a box to choose from where they don't fit."""

from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import FieldType, FormField
from curator.ui.forms.editor import FieldEditor, Reading
from curator.ui.forms.flow import FlowLayout
from curator.ui.forms.quantity_editor import CalmCombo

_ROOM: Final = 320
"""Pixels that a row of buttons may take: a form as narrow as the window lets it be."""

NOTHING: Final = "—"
_NONE = -1


class ButtonsEditor(FieldEditor):
    """Buttons to choose with: one of them, or several. Pressing a chosen one again takes the choice back.

    The arrow keys go from button to button, Space presses, a letter presses the button that begins with it.
    """

    def __init__(self, field: FormField, options: list[tuple[JsonValue, str]], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.several = field.type is FieldType.CHOICES
        self._value: JsonValue = None
        self._values = [value for value, _ in options]
        self._titles = [title.replace("&", "&&") for _, title in options]
        self.buttons = [self._button(title) for title in self._titles]
        layout = FlowLayout(self) if self.several else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if isinstance(layout, QHBoxLayout):
            layout.setSpacing(0)
            self._join()
        for button in self.buttons:
            layout.addWidget(button)
        self._take_focus_at(0)

    def _button(self, title: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("role", "toggle" if self.several else "segment")
        button.clicked.connect(self._pressed)
        self.watch(button)
        return button

    def _join(self) -> None:
        self.buttons[0].setProperty("place", "first" if len(self.buttons) > 1 else "only")
        if len(self.buttons) > 1:
            self.buttons[-1].setProperty("place", "last")

    def _take_focus_at(self, place: int) -> None:
        for number, button in enumerate(self.buttons):
            here = number == place
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.buttons[place])

    @override
    def display(self, value: JsonValue) -> None:
        self._value = value
        chosen = value if self.several and isinstance(value, list) else [value]
        for option, button in zip(self._values, self.buttons, strict=True):
            button.setChecked(any(option == item and type(option) is type(item) for item in chosen))
        self._mark_chosen()
        if not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._take_focus_at(next((n for n, button in enumerate(self.buttons) if button.isChecked()), 0))

    def _mark_chosen(self) -> None:
        if self.several:  # several may be chosen, and then colour alone would say which
            for title, button in zip(self._titles, self.buttons, strict=True):
                button.setText(f"✓ {title}" if button.isChecked() else title)

    @override
    def read(self) -> Reading:
        return Reading(self._value)

    @override
    def text(self) -> str:
        return ""

    @override
    def put_text(self, text: str) -> None:
        """Nothing is ever half chosen."""

    @override
    def restore(self, draft: str) -> None:
        """Nothing is ever half chosen."""

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        for button in self.buttons:
            button.setEnabled(not read_only)

    @override
    def name_inputs(self, name: str) -> None:
        self.setAccessibleName(name)
        for button in self.buttons:
            button.setAccessibleName(f"{name}: {button.text().removeprefix('✓ ').replace('&&', '&')}")

    @override
    def tail(self) -> QWidget:
        return self.buttons[-1]

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        place = next((number for number, button in enumerate(self.buttons) if button is watched), 0)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        if step and not event.modifiers():
            self.buttons[(place + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() != Qt.Key.Key_Space and not event.modifiers() and self._press_letter(event.text(), place):
            return True
        return super().key_pressed(watched, event)

    def _press_letter(self, letter: str, place: int) -> bool:
        if not letter.strip() or not letter.isprintable() or self.read_only:
            return False
        titled = list(zip(self._titles, self.buttons, strict=True))
        after = titled[place + 1 :] + titled[: place + 1]
        button = next((one for title, one in after if title.casefold().startswith(letter.casefold())), None)
        if button is None:
            return False
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()
        return True

    def _pressed(self) -> None:
        pressed = self.sender()
        chosen = [option for option, button in zip(self._values, self.buttons, strict=True) if button.isChecked()]
        if self.several:
            self._value = chosen or None
        else:
            for button in self.buttons:
                button.setChecked(button is pressed and button.isChecked())
            self._value = next(
                (v for v, button in zip(self._values, self.buttons, strict=True) if button.isChecked()), None
            )
        self._mark_chosen()
        self.touched = True
        self.commit()


class ComboEditor(FieldEditor):
    """One choice of many: type a part of it, or open the list."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = CalmCombo(self)
        self.box.addItem(NOTHING, None)
        for choice in field.choices:
            self.box.addItem(choice.title, choice.name)
        self.box.setCurrentIndex(_NONE)
        self.box.input().setPlaceholderText(NOTHING)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.watch(self.box.input())
        # The line gives its focus to the box, which passes keys on without asking those who watch the line.
        self.watch(self.box)
        self.box.input().textEdited.connect(self.while_typing)
        self.box.activated.connect(self._chosen)

    @override
    def display(self, value: JsonValue) -> None:
        place = self.box.findData(value) if isinstance(value, str) else _NONE
        self.box.setCurrentIndex(place)
        if place == _NONE:
            self.box.setEditText("" if value is None else str(value))

    @override
    def read(self) -> Reading:
        text = self.box.currentText().strip()
        if text in ("", NOTHING):
            return Reading()
        for choice in self.field.choices:
            if text.casefold() in (choice.title.casefold(), choice.name):
                return Reading(choice.name)
        return Reading(None, self.tr("“%s” is not one of the choices") % text)

    @override
    def text(self) -> str:
        return self.box.currentText()

    @override
    def put_text(self, text: str) -> None:
        self.box.setEditText(text)

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.box.setEnabled(not read_only)

    @override
    def name_inputs(self, name: str) -> None:
        super().name_inputs(name)
        self.box.input().setAccessibleName(name)

    @override
    def choose(self) -> None:
        self.box.showPopup()

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        arrow = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers()
        if arrow and not self.read_only:
            self.box.showPopup()
            return True
        return super().key_pressed(watched, event)

    def _chosen(self) -> None:
        if self.box.currentText() == NOTHING:
            self.box.setCurrentIndex(_NONE)
        self.touched = True
        self.commit()


def choice_editor(field: FormField, parent: QWidget) -> FieldEditor:
    """The editor for a choice field: buttons where they fit beside each other, else a box."""
    titles = [choice.title for choice in field.choices]
    metrics = QFontMetrics(parent.font())
    room = sum(metrics.horizontalAdvance(title) + 20 for title in titles)
    if field.type is FieldType.CHOICE and (len(titles) > 5 or room > _ROOM):
        return ComboEditor(field, parent)
    return ButtonsEditor(field, [(choice.name, choice.title) for choice in field.choices], parent)


def yes_no_editor(field: FormField, parent: QWidget) -> FieldEditor:
    """The editor for yes and no; neither is pressed until somebody has looked."""
    return ButtonsEditor(field, [(True, parent.tr("Yes")), (False, parent.tr("No"))], parent)
