"""What a person has chosen so far of the questions that a conflict asks."""

from collections.abc import Sequence

from curator.domain.history import Register
from curator.services.conflict_views import Question


class Answers:
    """One conflict's questions, and for each the option that was chosen, or None."""

    def __init__(self, questions: Sequence[Question] = ()) -> None:
        self.questions = tuple(questions)
        self.chosen: list[int | None] = [None] * len(self.questions)

    def choose(self, question: int, option: int) -> bool:
        """Answer a question; whether there are both."""
        fits = 0 <= question < len(self.questions) and 0 <= option < len(self.questions[question].options)
        if fits:
            self.chosen[question] = option
        return fits

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return sum(option is not None for option in self.chosen)

    @property
    def is_complete(self) -> bool:
        """Whether every question is answered, and there is one."""
        return bool(self.questions) and None not in self.chosen

    def next_open(self) -> int | None:
        """The first question that is not answered."""
        return self.chosen.index(None) if None in self.chosen else None

    def takes(self) -> dict[Register, int]:
        """The number of the side that is taken of each register."""
        found: dict[Register, int] = {}
        for question, option in zip(self.questions, self.chosen, strict=True):
            if option is not None:
                found |= question.options[option].takes
        return found
