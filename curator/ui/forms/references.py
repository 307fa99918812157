"""Pointing at other annotations: how they are named in chips, found in the picker, and edited as a field's value."""

from collections.abc import Sequence
from typing import cast

from pydantic import JsonValue
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import FieldType, FormField
from curator.services.views import AnnotationRow
from curator.ui import theme
from curator.ui.forms.buttons import MarkButton
from curator.ui.forms.chips import Chip
from curator.ui.forms.context import FormContext
from curator.ui.forms.editor import FieldEditor, Reading
from curator.ui.forms.flow import FlowLayout
from curator.ui.forms.keys import Command
from curator.ui.forms.popups import Picker, PopupRow


def target_of(pointer: JsonValue) -> str | None:
    """The id in `{"annotation": id}`, or None when it is something else."""
    target = pointer.get("annotation") if isinstance(pointer, dict) else None
    return target if isinstance(target, str) else None


def name_of(row: AnnotationRow) -> str:
    """What an annotation is called: its words, in one line."""
    return " ".join(row.quote.split())


def picker_rows(context: FormContext, labels: tuple[str, ...], text: str, but: Sequence[str]) -> list[PopupRow]:
    """The annotations to choose from whose words or value hold `text`, nearest first, without those of `but`."""
    found: list[PopupRow] = []
    for row in context.candidates(labels, text.strip()):
        if row.id in but:
            continue
        label = context.label(row.label)
        detail = row.headline if row.headline.casefold() != name_of(row).casefold() else ""
        colour = label.colour if label else ""
        found.append(PopupRow(name_of(row), detail, row.id, colour, context.label_title(row.label)))
    return found


class ReferenceChip(Chip):
    """A chip that stands for another annotation: its words, its label, and the label's colour."""

    def __init__(self, target: str, parent: QWidget) -> None:
        super().__init__("chip", parent)
        self.target = target

    def describe(self, context: FormContext, *, removable: bool) -> None:
        """Look the annotation up again."""
        row = context.annotation(self.target)
        if row is None:
            self.show_text(self.tr("an annotation that is gone"), colour=theme.current().danger, removable=removable)
            return
        label = context.label(row.label)
        text = f"{name_of(row)} ({context.label_title(row.label)})"
        self.show_text(text, colour=label.colour if label else "", removable=removable)
        self.setToolTip(self.tr("Enter shows it in the text, Delete takes it away"))


class ReferencesEditor(FieldEditor):
    """Chips for the annotations that the value points at, and two ways to add one: a list, or the text itself.

    Signals:
        pick_requested: the person wants to point at an annotation in the text.
    """

    pick_requested = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.single = field.type is FieldType.ANNOTATION
        self._value: JsonValue = None
        self.chips: list[ReferenceChip] = []
        self.frame = QFrame(self)
        self.frame.setProperty("role", "input")
        self.add = MarkButton("plus", self.tr("Choose from a list (%s)") % Command.CHOOSE.shortcut, self.frame)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.point = MarkButton("target", self.tr("Point at it in the text (%s)") % Command.POINT.shortcut, self.frame)
        self.flow = FlowLayout(gap=4)
        inner = QHBoxLayout(self.frame)
        inner.setContentsMargins(5, 3, 3, 3)
        inner.setSpacing(2)
        inner.addLayout(self.flow, 1)
        for button in (self.add, self.point):
            inner.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        # As high where there is nothing in it and nothing to add: read-only, the buttons are gone.
        self.frame.setMinimumHeight(inner.sizeHint().height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.setFocusProxy(self.add)
        self.watch(self.add)
        self.add.clicked.connect(self.choose)
        self.point.clicked.connect(self.pick_requested)

    @override
    def display(self, value: JsonValue) -> None:
        self._value = value
        targets = [target for target in map(target_of, value if isinstance(value, list) else []) if target]
        had_focus = any(chip.hasFocus() for chip in self.chips)
        for place, target in enumerate(targets):
            if place < len(self.chips):
                self.chips[place].target = target
            else:
                self.chips.append(self._chip(target))
        for chip in self.chips[len(targets) :]:
            chip.hide()
            self.flow.removeWidget(chip)
            chip.deleteLater()
        del self.chips[len(targets) :]
        if had_focus and not any(chip.hasFocus() for chip in self.chips):
            (self.chips[-1] if self.chips else self.add).setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _chip(self, target: str) -> ReferenceChip:
        chip = ReferenceChip(target, self.frame)
        chip.clicked.connect(self._chip_clicked)
        chip.removed.connect(self._chip_removed)
        self.watch(chip)
        self.flow.addWidget(chip)
        # Tab stops once for all of them, at the button; from there the left arrow key goes to the chips.
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        QWidget.setTabOrder(self.chips[-1] if self.chips else self.add, chip)
        chip.show()
        return chip

    @override
    def refresh(self) -> None:
        for chip in self.chips:
            chip.describe(self.context, removable=not self.read_only)

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
        self.add.setVisible(not read_only)
        self.point.setVisible(not read_only)

    @override
    def name_inputs(self, name: str) -> None:
        self.setAccessibleName(name)
        self.add.setAccessibleName(self.tr("%s: choose from a list") % name)
        self.point.setAccessibleName(self.tr("%s: point at it in the text") % name)

    @override
    def tail(self) -> QWidget:
        return self.chips[-1] if self.chips else self.add

    @override
    def choose(self) -> None:
        self._open_picker("")

    def point_at(self, target: str) -> None:
        """Take an annotation into the value: in place of the one before, where there may be one alone."""
        now = self._value if isinstance(self._value, list) and not self.single else []
        if all(target_of(pointer) != target for pointer in now):
            pointer: JsonValue = {"annotation": target}
            self._change([*now, pointer])

    def _open_picker(self, letter: str) -> None:
        if self.read_only:
            return
        picker = Picker(self._find, self)
        picker.chosen.connect(self.point_at)
        picker.open_under(self.frame.mapToGlobal(self.frame.rect().bottomLeft()), self.frame.width(), letter)

    def _find(self, text: str) -> list[PopupRow]:
        return picker_rows(self.context, self.field.labels, text, [chip.target for chip in self.chips])

    @override
    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(watched, ReferenceChip):
            return self._chip_key(watched, event)
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and not event.modifiers() and self.chips:
            self._remove(self.chips[-1])
            return True
        if event.key() == Qt.Key.Key_Left and not event.modifiers() and self.chips:
            self.chips[-1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        letter = event.text()
        if letter.isprintable() and letter.strip() and _types(event):
            self._open_picker(letter)
            return True
        return super().key_pressed(watched, event)

    def _chip_key(self, chip: ReferenceChip, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            # Enter on a chip shows it; only the keys of the form are taken from it.
            plain = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
            return False if plain else super().key_pressed(chip, event)
        order: list[QWidget] = [*self.chips, self.add]
        place = order.index(chip) + step
        if 0 <= place < len(order):
            order[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _chip_clicked(self) -> None:
        self.reference_shown.emit(cast("ReferenceChip", self.sender()).target)

    def _chip_removed(self) -> None:
        self._remove(cast("ReferenceChip", self.sender()))

    def _remove(self, chip: ReferenceChip) -> None:
        if self.read_only or not isinstance(self._value, list):
            return
        self._change([pointer for pointer in self._value if target_of(pointer) != chip.target] or None)

    def _change(self, value: JsonValue) -> None:
        self.display(value)
        self.refresh()
        self.touched = True
        self.commit()


def _types(event: QKeyEvent) -> bool:
    return not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
