"""The editor for entities: a name that completes from the project's list, and can be added to it."""

from typing import Final

from pydantic import JsonValue
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import FormField
from curator.services.views import EntityRow
from curator.ui import theme
from curator.ui.forms.editor import FieldEditor, Reading
from curator.ui.forms.popups import ROW_ROLE, PopupDelegate, PopupModel, PopupRow

_ADDABLE: Final = 5
"""How many kinds are offered for a new entity, where a field takes any kind."""


class _Line(QLineEdit):
    """A line that says more about its text behind it, in a lighter colour, as long as nobody types in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.aside = ""

    @override
    def paintEvent(self, arg__1: QPaintEvent, /) -> None:
        super().paintEvent(arg__1)
        start = self.fontMetrics().horizontalAdvance(self.text()) + 22
        room = QRect(start, 0, self.width() - start - 8, self.height())
        if not self.aside or room.width() < 24 or self.isRightToLeft():
            return
        painter = QPainter(self)
        painter.setPen(QColor(theme.current().muted))
        words = self.fontMetrics().elidedText(f"·  {self.aside}", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class EntityEditor(FieldEditor):
    """The name of an entity. The value is its id; words that name none are kept, and offered as a new entity."""

    def __init__(self, field: FormField, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._chosen: EntityRow | None = None
        self._broken = ""
        self.line = _Line(self)
        self.line.setPlaceholderText(self.tr("Type a name…"))
        self._model = PopupModel(self)
        self._completer: QCompleter | None = None
        self._popup: QListView | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.watch(self.line)
        self.line.textEdited.connect(self._edited)

    @property
    def completer(self) -> QCompleter:
        """The list under the line; made when it is first needed, as it costs more than the rest of the field."""
        if self._completer is None:
            self._completer = self._make_completer()
        return self._completer

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._popup = QListView()
        popup.setProperty("role", "popup")
        popup.setAccessibleName(self.tr("Entities to choose from"))
        completer.setPopup(popup)
        popup.setItemDelegate(PopupDelegate(popup))
        # The line is only its keyboard: the model already holds what fits, so the completer must not filter again.
        completer.setWidget(self.line)
        completer.activated[QModelIndex].connect(self._activated)  # pyright: ignore[reportUnknownMemberType, reportIndexIssue]
        return completer

    @override
    def display(self, value: JsonValue) -> None:
        self._chosen = self.context.entity(value) if isinstance(value, str) else None
        self._broken = str(value) if value is not None and self._chosen is None else ""
        self.line.setText(self._chosen.name if self._chosen else self._broken)
        self.line.setCursorPosition(0)
        self._say_more()

    @override
    def refresh(self) -> None:
        """The entity may have another name by now, or its name was typed out and not chosen from the list."""
        if self.touched or not isinstance(self.base, str) or self._broken:
            return
        row = self.context.entity(self.base)
        if row is not None and (row != self._chosen or self.line.text() != row.name):
            self.display(self.base)

    @override
    def read(self) -> Reading:
        text = self.line.text().strip()
        if not text:
            return Reading()
        if self._chosen is not None and text == self._chosen.name:
            return Reading(self._chosen.id)
        if self._broken and text == self._broken:
            return Reading(self.base)
        named = self._named(text)
        if len(named) == 1:
            return Reading(named[0].id)
        return Reading(None, self.tr("“%s” is not in the list yet: choose an entity, or add it") % text)

    def _named(self, text: str) -> list[EntityRow]:
        wanted = text.casefold()
        rows = self.context.complete(text, self.field.entity_kinds)
        exact = [row for row in rows if row.name.casefold() == wanted]
        return exact or [row for row in rows if any(alias.casefold() == wanted for alias in row.aliases)]

    @override
    def text(self) -> str:
        return self.line.text()

    @override
    def put_text(self, text: str) -> None:
        self._chosen = None
        self.line.setText(text)
        self._say_more()

    @override
    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)

    @override
    def choose(self) -> None:
        if not self.read_only:
            self._open(self.line.text() if self._chosen is None else "")

    def _edited(self, text: str) -> None:
        self._say_more()
        self.while_typing()
        if text.strip():
            self._open(text)
        elif self._popup is not None:
            self._popup.hide()

    def _open(self, text: str) -> None:
        rows = [self._row(row) for row in self.context.complete(text, self.field.entity_kinds)]
        if text.strip():
            rows += self._additions(text.strip(), {row.title.casefold() for row in rows})
        completer = self.completer
        self._model.show_rows(rows)
        if rows and self._popup is not None:
            completer.complete(QRect(0, 0, self.line.width(), self.line.height()))
            self._popup.setCurrentIndex(completer.completionModel().index(0, 0))

    def _row(self, row: EntityRow) -> PopupRow:
        return PopupRow(row.name, " · ".join(row.aliases), row, "", self.context.kind_title(row.kind))

    def _additions(self, name: str, known: set[str]) -> list[PopupRow]:
        if name.casefold() in known:
            return []
        kinds = self.field.entity_kinds or tuple(kind.name for kind in self.context.scheme.entity_kinds[:_ADDABLE])
        text = self.tr("Add “%s” as new: %s")
        return [PopupRow(text % (name, self.context.kind_title(kind)), "", (name, kind)) for kind in kinds]

    def _activated(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PopupRow):
            return
        if isinstance(row.key, EntityRow):
            self._chosen = row.key
            self.line.setText(row.key.name)
            self._say_more()
            self.touched = True
            self.commit()
            return
        name, kind = row.key
        self.line.setText(name)
        self.notice("")
        # From here on the project has the word: the value that comes back is shown, whatever stands in the line.
        self.touched = False
        self.entity_wanted.emit(name, kind)

    def _say_more(self) -> None:
        row = self._chosen
        if row is None or self.line.text() != row.name:
            self.line.aside = ""
        else:
            self.line.aside = " · ".join((self.context.kind_title(row.kind), *row.aliases))
        self.line.update()
