"""The bottom of a form: what is not in order yet, and the buttons to leave with."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from curator.domain.annotation import Progress
from curator.domain.validation import MISSING, NO_VALUE, Problem
from curator.ui import theme
from curator.ui.forms import marks
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
        self.summary = QToolButton(self)
        self.summary.setProperty("role", "link")
        self.summary.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.summary.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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

    def show_progress(self, progress: Progress, *, read_only: bool) -> None:
        """Offer what can be done next."""
        self._is_done = progress is Progress.DONE
        self.done.setText(self.tr("Reopen") if self._is_done else self.tr("Done") + "  ⏎")
        self.done.setAccessibleName(self.tr("Reopen") if self._is_done else self.tr("Done"))
        what = self.tr("Work on it again (%s)") if self._is_done else self.tr("Finished with this annotation (%s)")
        self.done.setToolTip(what % Command.DONE.shortcut)
        self.done.setEnabled(not read_only)
        self.withdraw.setEnabled(not read_only)

    def show_problems(self, problems: Sequence[Problem], unfit: int) -> None:
        """Sum up what is not in order; `unfit` counts the fields with text that is no value."""
        words = self._words(problems, unfit)
        self.summary.setVisible(bool(words))
        if not words:
            return
        look = theme.current()
        grave = unfit or any(problem.severity == "error" for problem in problems)
        colour = look.warning if grave else look.muted
        self.summary.setText(" · ".join(words))
        self.summary.setAccessibleName(", ".join(words))
        self.summary.setIcon(marks.icon("warning" if grave else "quote", colour, 12))
        palette = self.summary.palette()
        palette.setColor(palette.ColorRole.ButtonText, QColor(colour))
        self.summary.setPalette(palette)

    def _words(self, problems: Sequence[Problem], unfit: int) -> list[str]:
        errors = [problem for problem in problems if problem.severity == "error"]
        missing = sum(problem.message in (MISSING, NO_VALUE) for problem in errors)
        wrong = len(errors) - missing + unfit
        uncited = len(problems) - len(errors)
        # numerus forms: "%n thing(s)" is turned into the language's own plurals by its translation.
        parts = [
            (missing, self.tr("%d thing missing"), self.tr("%d things missing")),
            (wrong, self.tr("%d value doesn't fit"), self.tr("%d values don't fit")),
            (uncited, self.tr("%d without cited words"), self.tr("%d without cited words")),
        ]
        return [(one if count == 1 else many) % count for count, one, many in parts if count]

    def summary_text(self) -> str:
        """What the summary says, or ""."""
        return "" if self.summary.isHidden() else self.summary.text()

    def _done_or_reopen(self) -> None:
        (self.reopen_requested if self._is_done else self.done_requested).emit()
