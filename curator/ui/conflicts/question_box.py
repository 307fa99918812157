"""One question of a conflict: its title, and a card for each of the values with who said it and when."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.services.conflict_views import Option, Question, Who
from curator.ui.dialogs.base import plain
from curator.ui.review.words import time_words

_LONGEST = 1000


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("Conflicts", text)


def who_words(by: tuple[Who, ...]) -> str:
    """Who said something, and when: "Ann, today 10:42; Ben, yesterday 9:30"."""
    return "; ".join(f"{who.name}, {time_words(who.at)}" if who.at else who.name for who in by)


class OptionCard(QFrame):
    """A value in words, by whom and when, and a button that takes it; a click anywhere on it does the same.

    Signals:
        taken: the person takes it.
    """

    taken = Signal()

    def __init__(self, number: int, option: Option, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "option")
        self._offered = False
        words = option.words or tr("nothing")
        self.words = plain(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…", self)
        self.words.setProperty("role", "value")
        by = who_words(option.by)
        meta = plain(by, self, role="muted")
        self.digit = QLabel(str(number), self)
        self.digit.setProperty("role", "field")
        self.digit.setFixedWidth(self.digit.fontMetrics().horizontalAdvance("00"))
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.setAccessibleDescription(f"{words}, {by}")
        self.button.clicked.connect(self.taken)
        text = QVBoxLayout()
        text.setSpacing(1)
        text.addWidget(self.words)
        text.addWidget(meta)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 6, 7, 6)
        row.setSpacing(8)
        row.addWidget(self.digit, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._name = f"{number}: {words}"
        self.show_taken(taken=False, offered=True)

    def show_taken(self, *, taken: bool, offered: bool) -> None:
        """Show whether it is taken, and whether it can be."""
        self._offered = offered
        words = tr("✓ Chosen") if taken else tr("Use this")
        self.button.setText(words)
        self.button.setAccessibleName(f"{words.removeprefix('✓ ')} {self._name}")
        self.button.setVisible(offered)
        self.digit.setVisible(offered)
        self.setEnabled(offered)
        self.setAccessibleName(f"{self._name} ({tr('chosen')})" if taken else self._name)
        self.setCursor(Qt.CursorShape.PointingHandCursor if offered else Qt.CursorShape.ArrowCursor)
        state = "chosen" if taken else ""
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._offered and inside and event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit()


class QuestionBox(QWidget):
    """A question and its options.

    Signals:
        answered: (number of the option, from 0) the person takes it.
    """

    answered = Signal(int)

    def __init__(self, question: Question, parent: QWidget | None = None, *, heading: str | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self._heading = question.title if heading is None else heading
        self.setAccessibleName(question.title)
        self._title = plain("", self, role="field")
        said = plain(question.said, self)
        said.setVisible(bool(question.said))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(said)
        self.cards: list[OptionCard] = []
        for number, option in enumerate(question.options):
            card = OptionCard(number + 1, option, self)
            card.taken.connect(partial(self.answered.emit, number))
            layout.addWidget(card)
            self.cards.append(card)
        self.show_current(current=False)

    def show_chosen(self, option: int | None, *, offered: bool) -> None:
        """Show which option is chosen, and whether the person may choose."""
        for number, card in enumerate(self.cards):
            card.show_taken(taken=number == option, offered=offered)

    def show_current(self, *, current: bool) -> None:
        """Show whether digits answer this question now."""
        self._title.setText(f"▸ {self._heading}" if current else self._heading)
