"""The bottom of a form: what is not in order yet, and the buttons to leave with."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.annotation import Progress
from curator.domain.validation import MISSING, NO_VALUE, Problem
from curator.ui import theme
from curator.ui.forms.buttons import LinkButton
from curator.ui.forms.keys import Command


class FormFooter(QWidget):
    """The summary of problems, Withdraw, Back and Done.

    Signals:
        done_requested, reopen_requested, back_requested, withdraw_requested: the buttons.
        problems_requested: the person wants to see the first problem.
    """

    done_requested = Signal()
    reopen_requested = Signal()
    back_requested = Signal()
    withdraw_requested = Signal()
    problems_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_done = False
        self.summary = LinkButton(self)
        self.summary.setToolTip(self.tr("Go to the first of them"))
        self.summary.clicked.connect(self.problems_requested)
        self.withdraw = self._button(self.tr("Withdraw"), self.tr("End this annotation; its history stays"))
        self.back = self._button(self.tr("Back"), self.tr("Back to the text (%s)") % Command.BACK.shortcut)
        self.done = self._button(self.tr("Done"), "")
        self.done.setProperty("role", "primary")
        self.withdraw.clicked.connect(self.withdraw_requested)
        self.back.clicked.connect(self.back_requested)
        self.done.clicked.connect(self._done_or_reopen)
        buttons = QHBoxLayout()
        buttons.setSpacing(7)
        buttons.addWidget(self.withdraw)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(self.summary)
        layout.addLayout(buttons)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        return button

    @override
    def paintEvent(self, event: QPaintEvent, /) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(theme.current().line))

    def show_progress(self, progress: Progress, *, read_only: bool) -> None:
        """Offer what can be done next."""
        self._is_done = progress is Progress.DONE
        key = Command.DONE.shortcut.replace("Return", "⏎")
        self.done.setText(self.tr("Reopen") if self._is_done else f"{self.tr('Done')}  {key}")
        self.done.setAccessibleName(self.tr("Reopen") if self._is_done else self.tr("Done"))
        what = self.tr("Work on it again (%s)") if self._is_done else self.tr("Finished with this annotation (%s)")
        self.done.setToolTip(what % Command.DONE.shortcut)
        # Reopening is possible, not the next thing to do.
        self.done.setProperty("role", "plain" if self._is_done else "primary")
        self.done.style().unpolish(self.done)
        self.done.style().polish(self.done)
        self.done.setEnabled(not read_only)
        self.withdraw.setEnabled(not read_only)

    def show_problems(self, problems: Sequence[Problem], unfit: int) -> None:
        """Sum up what is not in order; `unfit` counts the fields with text that is no value."""
        words = self._words(problems, unfit)
        self.summary.setVisible(bool(words))
        if not words:
            return
        grave = bool(unfit) or any(problem.severity == "error" for problem in problems)
        self.summary.show_words(" · ".join(words), "warning" if grave else "quote", "warning" if grave else "muted")
        self.summary.setAccessibleName(", ".join(words))

    def _words(self, problems: Sequence[Problem], unfit: int) -> list[str]:
        errors = [problem for problem in problems if problem.severity == "error"]
        missing = sum(problem.message in (MISSING, NO_VALUE) for problem in errors)
        wrong = len(errors) - missing + unfit
        uncited = len(problems) - len(errors)
        parts = [
            (missing, self.tr("%d thing missing"), self.tr("%d things missing")),
            (wrong, self.tr("%d doesn't fit"), self.tr("%d don't fit")),
            (uncited, self.tr("%d uncited"), self.tr("%d uncited")),
        ]
        return [(one if count == 1 else many) % count for count, one, many in parts if count]

    def summary_text(self) -> str:
        """What the summary says, or ""."""
        return "" if self.summary.isHidden() else self.summary.text()

    def _done_or_reopen(self) -> None:
        (self.reopen_requested if self._is_done else self.done_requested).emit()
