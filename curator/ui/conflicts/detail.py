"""One conflict: its questions with all values, or a decision that met a change, and what can be done about it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from curator.domain.review import Verdict
from curator.services.conflict_views import Question
from curator.services.views import FieldChange
from curator.ui.conflicts.answers import Answers
from curator.ui.conflicts.question_box import QuestionBox
from curator.ui.dialogs.base import plain
from curator.ui.forms.flow import FlowLayout
from curator.ui.history_model import change_words


class Detail(QWidget):
    """Shows one conflict, and keeps what the person has chosen of it.

    Signals:
        decided: ({register: side}) the person decides so.
        reviewed: (Verdict) the person decides anew.
    """

    decided = Signal(object)
    reviewed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = Answers()
        self.boxes: list[QuestionBox] = []
        self._may_decide = False
        self._asks_for_review = False
        self.title = plain("", self)
        font = self.title.font()
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.said = plain("", self)
        self.why_not = plain("", self, role="banner")
        self.wrong = plain("", self, role="error")
        self._make_buttons()
        self._lay_out()

    def _make_buttons(self) -> None:
        self.decide_button = QPushButton(self.tr("Decide   Enter"), self)
        self.decide_button.setAccessibleName(self.tr("Decide"))
        self.decide_button.setProperty("role", "primary")
        self.decide_button.setAutoDefault(False)
        self.decide_button.clicked.connect(self.decide)
        self.verdicts: dict[Verdict, QPushButton] = {}
        for verdict, words, key in (
            (Verdict.ACCEPT, self.tr("Accept"), "A"),
            (Verdict.RETURN, self.tr("Return…"), "R"),
            (Verdict.REJECT, self.tr("Reject…"), "X"),
        ):
            button = QPushButton(f"{words}   {key}", self)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._review_clicked, verdict))
            self.verdicts[verdict] = button

    def _lay_out(self) -> None:
        body = QWidget(self)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(14, 8, 14, 8)
        inner.setSpacing(9)
        for widget in (self.title, self.said, self.why_not):
            inner.addWidget(widget)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(12)
        inner.addLayout(self._questions)
        inner.addStretch(1)
        self.scroller = QScrollArea(self)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidget(body)
        self.scroller.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        self.progress = QLabel(self)
        self.progress.setProperty("role", "muted")
        self.hint = plain("", self, role="muted")
        buttons = QWidget(self)
        row = FlowLayout(buttons, gap=7)
        for widget in (self.decide_button, *self.verdicts.values(), self.progress):
            row.addWidget(widget)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 0, 14, 10)
        foot.setSpacing(6)
        foot.addWidget(self.wrong)
        foot.addWidget(buttons)
        foot.addWidget(self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroller, 1)
        layout.addLayout(foot)

    # what is shown

    def show_conflict(self, title: str, questions: Sequence[Question], why_not: str) -> None:
        """Show the questions of a conflict; what was answered of the same ones stays answered."""
        self._begin(title, "", why_not)
        if self.answers.questions != tuple(questions):
            self.answers = Answers(questions)
        self._fill([self._box(number, question) for number, question in enumerate(questions)])
        self._show_answers()
        self.decide_button.setVisible(self._may_decide)
        self.progress.setVisible(self._may_decide and len(questions) > 1)
        shown = self.tr("Until somebody decides, the first value is shown.")
        keys = self.tr("J/K next, previous · 1, 2 … choose · Enter decides")
        self.hint.setText(f"{shown}\n{keys}" if self._may_decide else shown)

    def show_passed(self, title: str, said: str, changes: Sequence[FieldChange], why_not: str) -> None:
        """Show a decision that met a change."""
        self._begin(title, said, why_not)
        self.answers = Answers()
        self._fill([plain(change_words(change), self) for change in changes])
        self._asks_for_review = self._may_decide
        self.decide_button.hide()
        self.progress.hide()
        for button in self.verdicts.values():
            button.setVisible(self._may_decide)
        self.hint.setText(self.tr("The decision does not count any more. J/K next, previous"))

    def _begin(self, title: str, said: str, why_not: str) -> None:
        self._may_decide, self._asks_for_review = not why_not, False
        self.title.setText(title)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))
        self.say_wrong("")
        for button in self.verdicts.values():
            button.hide()

    def _fill(self, widgets: Sequence[QWidget]) -> None:
        while item := self._questions.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.boxes = [widget for widget in widgets if isinstance(widget, QuestionBox)]
        for widget in widgets:
            self._questions.addWidget(widget)
        self.scroller.verticalScrollBar().setValue(0)

    def _box(self, number: int, question: Question) -> QuestionBox:
        box = QuestionBox(question, self)
        box.answered.connect(partial(self._answered, number))
        return box

    def _show_answers(self) -> None:
        current = self._current() if self._may_decide and len(self.boxes) > 1 else None
        for number, box in enumerate(self.boxes):
            box.show_chosen(self.answers.chosen[number], offered=self._may_decide)
            box.show_current(current=number == current)
        words = self.tr("%1 of %2 chosen").replace("%1", str(self.answers.answered))
        self.progress.setText(words.replace("%2", str(len(self.boxes))))

    def say_wrong(self, words: str) -> None:
        """Say what has to be put right first."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    # what the person does

    def _current(self) -> int | None:
        """The question that digits answer: the one that the person is in, else the first without an answer."""
        inside = next((number for number, box in enumerate(self.boxes) if _has_focus(box)), None)
        return inside if inside is not None else self.answers.next_open()

    def answer(self, option: int) -> None:
        """Take an option of the question at hand; of the last one, where all are answered."""
        current = self._current()
        self._answered(len(self.boxes) - 1 if current is None else current, option)

    def _answered(self, question: int, option: int) -> None:
        if not self._may_decide or not self.answers.choose(question, option):
            return
        self.say_wrong("")
        self._show_answers()
        following = self.answers.next_open()
        box = self.boxes[question if following is None else following]
        QTimer.singleShot(0, box, partial(self.scroller.ensureWidgetVisible, box, 0, 12))

    def decide(self) -> None:
        """Decide as it is chosen."""
        if not self._may_decide or not self.boxes:
            return
        missing = self.answers.next_open()
        if missing is None:
            self.decided.emit(self.answers.takes())
        else:
            title = self.answers.questions[missing].title
            self.say_wrong(self.tr("Choose a value first: %1.").replace("%1", title))

    def review(self, verdict: Verdict) -> None:
        """Decide anew on what was changed after a decision."""
        if self._asks_for_review:
            self.reviewed.emit(verdict)

    def _review_clicked(self, verdict: Verdict, *_checked: bool) -> None:
        self.review(verdict)


def _has_focus(box: QuestionBox) -> bool:
    return box.isAncestorOf(box.window().focusWidget())
