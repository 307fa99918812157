"""The bar for finding words in the text at hand."""

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from curator.domain.span import Span
from curator.ui.reading.finder import Finder, Query
from curator.ui.reading.marked_sheet import MarkedSheet

_TYPING: Final = 120  # milliseconds between the last letter and the search
_LONGEST_SELECTION: Final = 200


class FindBar(QWidget):
    """Finds words in a view's stored text, shows them there, and goes from one to the next.

    Enter and F3 go on, with Shift back. Esc closes it, with what was found last selected, so that it can be tagged.
    """

    def __init__(self, view: MarkedSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._at = -1
        self._from = 0
        self._finder = Finder(self)
        self._finder.found.connect(self._show_found)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._typing.timeout.connect(self._search)
        self._words = QLineEdit()
        self._count = QLabel()
        self._case = QCheckBox(self.tr("&Match case"))
        self._whole = QCheckBox(self.tr("&Whole words"))
        self._previous = QToolButton()
        self._next = QToolButton()
        self._close = QToolButton()
        self._prepare()

    def open(self) -> None:
        """Show the bar and take the focus, with the selected words to start from."""
        selection = self._view.selection()
        self._from = selection.start if selection else self._view.caret()
        words = self._view.stored[selection.start : selection.end] if selection else ""
        self.show()
        if words and len(words) <= _LONGEST_SELECTION and "\n" not in words:
            self._words.setText(words)
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Close the bar and go back to the text."""
        found = self._current()
        self._typing.stop()
        self._finder.stop()
        self.hide()
        self._view.set_hits(())
        if found and self._at >= 0:
            self._view.select(found)
        self._at = -1
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def next(self) -> None:
        """Go to the next place; round to the first behind the last."""
        self._go(1)

    def previous(self) -> None:
        """Go to the place before."""
        self._go(-1)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter goes on, Esc closes."""
        key = event.key()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self._go(-1 if back else 1)
        elif key == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _prepare(self) -> None:
        self.setAccessibleName(self.tr("Find in the text"))
        self._words.setPlaceholderText(self.tr("Find in the text"))
        self._words.setAccessibleName(self.tr("Words to find"))
        self._words.setClearButtonEnabled(True)
        self._words.textChanged.connect(self._typed)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("00000 / 00000"))
        for box in (self._case, self._whole):
            box.toggled.connect(self._search)
        for button, sign, tip, act in (
            (self._previous, "↑", self.tr("Previous (Shift+Enter)"), self.previous),
            (self._next, "↓", self.tr("Next (Enter)"), self.next),
            (self._close, "×", self.tr("Close (Esc)"), self.close_bar),
        ):
            button.setText(sign)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._words, 1)
        for widget in (self._count, self._previous, self._next, self._case, self._whole, self._close):
            row.addWidget(widget)

    def _typed(self) -> None:
        self._finder.stop()
        self._typing.start()

    def _search(self) -> None:
        """Begin to search for what is typed."""
        self._typing.stop()
        self._at = -1
        self._view.set_hits(())
        self._finder.start(self._view.stored, self._query())
        self._show_count()

    def _query(self) -> Query:
        return Query(self._words.text(), match_case=self._case.isChecked(), whole_words=self._whole.isChecked())

    def _show_found(self) -> None:
        """More was found, or the search has ended."""
        places = self._finder.places
        if self._at < 0 and places and (self._finder.is_done or places[-1][0] >= self._from):
            first = bisect_left(places, (self._from, 0))
            self._move_to(first if first < len(places) else 0)
        else:
            self._view.set_hits(places, self._at)
        self._show_count()

    def _go(self, step: int) -> None:
        if not self.isVisible():
            self.open()
            return
        if self._typing.isActive():
            self._search()
        elif places := self._finder.places:
            self._move_to((self._at + step) % len(places) if self._at >= 0 else 0)
            self._show_count()

    def _move_to(self, at: int) -> None:
        self._at = at
        self._view.set_hits(self._finder.places, at)
        if found := self._current():
            self._from = found.start
            self._view.reveal(found, flash=False)

    def _current(self) -> Span | None:
        places = self._finder.places
        if not 0 <= self._at < len(places):
            return None
        start, end = places[self._at]
        return Span(start=start, end=end)

    def _show_count(self) -> None:
        total = len(self._finder.places)
        if not self._words.text():
            self._count.setText("")
        elif total:
            more = "+" if self._finder.is_full or not self._finder.is_done else ""
            self._count.setText(self.tr("{0} of {1}").format(max(self._at, 0) + 1, f"{total}{more}"))
        else:
            self._count.setText(self.tr("Not found") if self._finder.is_done else self.tr("Searching…"))
