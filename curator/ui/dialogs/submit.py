"""Before work is handed in: what to look at, a note to the supervisor, the statement that there is nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from curator.services.review_views import Check
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.lists import RowsModel, table


class SubmitDialog(Dialog):
    """Lists what is to be looked at; a click goes there.

    Signals:
        wanted: (note, nothing) submit.
        jump_wanted: (annotation id, field name or "") go there; the dialog closes.
    """

    wanted = Signal(str, bool)
    jump_wanted = Signal(str, str)

    def __init__(
        self,
        title: str,
        checks: Sequence[Check],
        parent: QWidget | None = None,
        *,
        is_empty: bool = False,
        drafts: int = 0,
    ) -> None:
        super().__init__("", parent, accept=self.tr("Submit"))
        self.setWindowTitle(self.tr("Submit the document"))
        self.resize(640, 460 if checks else 300)
        self._checks = list(checks)
        self._is_empty = is_empty
        self.body.addWidget(plain(title, self, role="heading"))
        self._add_checks()
        self.drafts = plain(self._of_drafts(drafts), self)
        self.drafts.setVisible(drafts > 0)
        self.body.addWidget(self.drafts)
        self.nothing = QCheckBox(self.tr("There are &no commitments in this text: nothing to annotate"), self)
        self.nothing.setVisible(is_empty)
        self.note = QPlainTextEdit(self)
        self.note.setProperty("role", "input")
        self.note.setTabChangesFocus(True)
        self.note.setAccessibleName(self.tr("Note to the supervisor"))
        self.note.setPlaceholderText(self.tr("A note to the supervisor (may stay empty)"))
        self.note.setMaximumHeight(96)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.note)
        words = self.tr("What you submit stays as it is until a supervisor returns it, or you take it back.")
        self.body.addWidget(plain(words, self, role="muted"))

    def _of_drafts(self, number: int) -> str:
        if number == 1:
            return self.tr("One annotation is still a draft.")
        return self.tr("%1 annotations are still drafts.").replace("%1", f"{number:n}")

    def _add_checks(self) -> None:
        if not self._checks:
            words = self.tr("✓ Nothing that is required is missing, and nothing stands twice.")
            self.body.addWidget(plain(words, self))
            return
        words = (
            self.tr("One thing to look at. A click goes there.")
            if len(self._checks) == 1
            else self.tr("%1 things to look at. A click goes there.").replace("%1", f"{len(self._checks):n}")
        )
        rows = [[" ".join(check.quote.split()), check.message] for check in self._checks]
        model = RowsModel([self.tr("Where"), self.tr("What")], rows, self)
        self.table = table(model, self.tr("What to look at"), self, stretch=1, sentences=True)
        self.table.clicked.connect(self._jump)
        self.table.activated.connect(self._jump)
        self.body.addWidget(plain(words, self))
        self.body.addWidget(self.table, 1)

    def _jump(self, index: QModelIndex) -> None:
        check = self._checks[index.row()]
        if check.annotation:
            self.jump_wanted.emit(check.annotation, check.field or "")
            self.reject()

    def done_with(self) -> None:
        """Hand it up; a text without annotations needs the statement."""
        if self._is_empty and not self.nothing.isChecked():
            self.say_wrong(self.tr("Nothing is annotated. If there is nothing in this text, say so above."))
            self.nothing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wanted.emit(self.note.toPlainText().strip(), self.nothing.isChecked() and self._is_empty)
        self.accept()
