"""The fields of one label, one under the other. Made once for a label, and used again for each of its annotations."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.annotation import FieldValue
from curator.domain.scheme import Label
from curator.domain.validation import Problem, asked_fields
from curator.ui.forms.context import FormContext
from curator.ui.forms.events import FormEvents
from curator.ui.forms.field_row import FieldRow, RowHolder
from curator.ui.forms.keys import Command


class Bodies(QStackedWidget):
    """The forms that are kept, one in front; it is as high as that one, not as the highest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        body = self.currentWidget()
        return body.sizeHint() if body else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        body = self.currentWidget()
        return body.minimumSizeHint() if body else super().minimumSizeHint()

    @override
    def heightForWidth(self, arg__1: int, /) -> int:
        body = self.currentWidget()
        return body.heightForWidth(arg__1) if body else super().heightForWidth(arg__1)


class FormBody(RowHolder):
    """The rows of a label's fields.

    Signals:
        left: the person asks for `Command.DONE` or `Command.BACK` from within a field.
        ended: the person pressed Enter in the last field.
        entered: the row that should be visible now.
    """

    left = Signal(object)
    ended = Signal()
    entered = Signal(object)

    def __init__(self, label: Label, events: FormEvents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._hung: list[QWidget] = []
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(9)
        self.rows = {field.name: FieldRow(field, events, self) for field in label.fields}
        for row in self.rows.values():
            layout.addWidget(row)
        layout.addStretch(1)

    def show_fields(
        self,
        fields: Mapping[str, FieldValue],
        problems: Sequence[Problem],
        context: FormContext,
        *,
        anew: bool,
    ) -> None:
        """Show the stored values and what is not in order with them."""
        asked = asked_fields(self.label, fields)
        focused = self.focused_row()
        for name, row in self.rows.items():
            row.show_field(fields.get(name), context, anew=anew)
            row.show_problems([problem for problem in problems if problem.field == name])
            # A value that fits nothing must be seen even where the form does not ask for it.
            row.setVisible(name in asked or bool(row.message()))
        if focused is not None and focused.isHidden():
            self.go_on_from(focused)

    def hang(self, widgets: Mapping[str, Sequence[QWidget]]) -> None:
        """Show these below the editors of fields, by name; those of no field above all. They replace those before."""
        for before in self._hung:
            before.hide()
            before.deleteLater()
        self._hung = [widget for several in widgets.values() for widget in several]
        above = [widget for name, several in widgets.items() if name not in self.rows for widget in several]
        for place, widget in enumerate(above):
            self._layout.insertWidget(place, widget)
            widget.show()
        for name in widgets.keys() & self.rows.keys():
            self.rows[name].hang(widgets[name])
            self.rows[name].show()

    def set_read_only(self, read_only: bool) -> None:
        """Let the fields be read, or changed too."""
        for row in self.rows.values():
            row.set_read_only(read_only)

    def visible_rows(self) -> list[FieldRow]:
        """The rows that are asked for, in order."""
        return [row for row in self.rows.values() if not row.isHidden()]

    def focused_row(self) -> FieldRow | None:
        """The row that the person is in."""
        return next((row for row in self.rows.values() if row.has_focus()), None)

    def enter(self, row: FieldRow) -> None:
        """Go into `row`, and bring it into view."""
        row.take_focus()
        self.entered.emit(row)

    def flush(self) -> None:
        """Hand up everything that is typed and not yet handed up."""
        for row in self.rows.values():
            row.editor.commit()

    @override
    def go_on_from(self, row: FieldRow) -> None:
        rows = list(self.rows.values())
        after = [one for one in rows[rows.index(row) + 1 :] if not one.isHidden()]
        if after:
            self.enter(after[0])
        else:
            self.ended.emit()

    @override
    def leave(self, command: Command) -> None:
        self.left.emit(command)
