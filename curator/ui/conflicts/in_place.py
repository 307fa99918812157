"""The values of a conflict in the form of the annotation, each field's below its editor, to be taken there."""

from functools import partial

from PySide6.QtCore import QObject

from curator.domain.errors import NotFoundError
from curator.domain.history import Kind
from curator.services import conflicts
from curator.services.conflict_views import Question
from curator.ui.conflicts.answers import Answers
from curator.ui.conflicts.question_box import QuestionBox
from curator.ui.room import Room


class InPlace(QObject):
    """Shows in the form what several people said; with the last question answered, it is decided."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._desk = room.desk
        self._session = room.desk.session
        self._form = room.side.form
        self._subject = ""
        self._answers = Answers()
        self._offered = False
        self.boxes: list[QuestionBox] = []
        self._session.busy_changed.connect(self.show)

    def show(self) -> None:
        """Show the values of the chosen annotation's conflict; none where there is none."""
        view = self._desk.annotation
        if view is None or not view.conflicts or not self._session.is_open:
            self._subject, self._answers, self.boxes = "", Answers(), []
            self._form.hang({})
            return
        try:
            found = conflicts.conflict(self._session.view, view.id, Kind.ANNOTATION)
        except NotFoundError:
            return
        questions = conflicts.questions(self._session.view, found)
        if (view.id, questions) != (self._subject, self._answers.questions):
            self._subject, self._answers = view.id, Answers(questions)
        self._offered = not self._session.is_busy and not conflicts.why_not(self._session.view, found)
        self._hang(questions)

    def _hang(self, questions: tuple[Question, ...]) -> None:
        self.boxes = []
        fields: dict[str, list[QuestionBox]] = {}
        for number, question in enumerate(questions):
            field = question.register[1] if question.register and len(question.register) > 1 else ""
            heading = self.tr("Several people said different things:") if field else question.title
            box = QuestionBox(question, heading=heading)
            box.answered.connect(partial(self._answered, number))
            box.show_chosen(self._answers.chosen[number], offered=self._offered)
            fields.setdefault(field, []).append(box)
            self.boxes.append(box)
        self._form.hang(fields)

    def _answered(self, question: int, option: int) -> None:
        if not self._answers.choose(question, option):
            return
        if self._answers.is_complete:
            takes, shown = self._answers.takes(), self._answers.questions
            if not self._session.do(conflicts.resolve, self._subject, takes, Kind.ANNOTATION, shown=shown):
                self.show()
            return
        for box, chosen in zip(self.boxes, self._answers.chosen, strict=True):
            box.show_chosen(chosen, offered=self._offered)
