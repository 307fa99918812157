"""Below the form: what supervisors said of the annotation, how to decide on it, and the comments."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from curator.domain.review import Outcome, Verdict
from curator.services.review_views import Correction, FieldDecisionView, ReviewView, Thread
from curator.ui import theme
from curator.ui.dialogs.base import plain
from curator.ui.pills import Pill
from curator.ui.review.threads import Threads
from curator.ui.review.words import STATE_OF, error_words, reason_words, time_words, verdict_words


class ReviewStrip(QWidget):
    """Shows what it is given and says what the person decides.

    Signals:
        decided: (Verdict, field name or "") the person decides; a reason is asked for by whoever listens.
        withdrawn: the person takes the decision back.
        said, resolved: as in `Threads`.
    """

    decided = Signal(object, str)
    withdrawn = Signal()
    said = Signal(str, str)
    resolved = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: Mapping[str, str] = {}
        self._make_parts()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addLayout(self._top())
        layout.addWidget(self.said_words)
        layout.addWidget(self.target)
        layout.addWidget(self._buttons)
        layout.addWidget(self.threads)
        self.setAccessibleName(self.tr("Review of the annotation"))

    def _make_parts(self) -> None:
        self.verdict = Pill(self, clickable=False)
        self.who = plain("", self, role="muted")
        self.said_words = QLabel(self)
        self.said_words.setTextFormat(Qt.TextFormat.RichText)
        self.said_words.setWordWrap(True)
        self.said_words.setMinimumWidth(1)  # a long word must not hold the window wide
        self.said_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.target = QComboBox(self)
        self.target.setAccessibleName(self.tr("What to decide on"))
        self.target.currentIndexChanged.connect(self._name_target)
        self._buttons = QWidget(self)
        self.accept = self._button(self.tr("Accept"), "A", primary=True)
        self.give_back = self._button(self.tr("Return…"), "R")
        self.reject = self._button(self.tr("Reject…"), "X")
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        for button, verdict in (
            (self.accept, Verdict.ACCEPT),
            (self.give_back, Verdict.RETURN),
            (self.reject, Verdict.REJECT),
        ):
            button.clicked.connect(lambda _checked=False, verdict=verdict: self.decide(verdict))
            row.addWidget(button)
        row.addStretch()
        self.target.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.threads = Threads(self)
        self.threads.said.connect(self.said)
        self.threads.resolved.connect(self.resolved)

    def _button(self, words: str, key: str, *, primary: bool = False) -> QPushButton:
        button = QPushButton(f"{words}   {key}", self)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        if primary:
            button.setProperty("role", "primary")
        return button

    def _top(self) -> QHBoxLayout:
        title = QLabel(self.tr("Review"), self)
        title.setProperty("role", "heading")
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(title)
        top.addWidget(self.verdict)
        top.addWidget(self.who, 1)
        return top

    # what is shown

    def show_review(self, view: ReviewView | None, fields: Mapping[str, str], *, deciding: bool) -> None:
        """Show what was decided; `fields` are the titles of the form's fields; `deciding`: offer to decide."""
        self._offer_fields(fields)
        has_verdict = view is not None and view.verdict is not None
        self.verdict.setVisible(has_verdict)
        self.who.setText(self._who(view) if view else "")
        if view and view.verdict:
            state = STATE_OF[Verdict(view.verdict)]
            self.verdict.show_word(verdict_words(view.verdict), theme.current().state(state))
        words = self._words(view) if view else ""
        self.said_words.setText(words)
        self.said_words.setVisible(bool(words))
        self.target.setVisible(deciding)
        self._buttons.setVisible(deciding)

    def show_threads(self, threads: Sequence[Thread], *, writable: bool) -> None:
        """Show the comments."""
        self.threads.show_threads(threads, self._fields, writable=writable)

    def _offer_fields(self, fields: Mapping[str, str]) -> None:
        if list(fields.items()) == list(self._fields.items()) and self.target.count():
            return
        self._fields = dict(fields)
        self.target.clear()
        self.target.addItem(self.tr("The whole annotation"), "")
        for name, title in fields.items():
            self.target.addItem(self.tr("Field: %1").replace("%1", title), name)
        self._name_target()

    def _name_target(self) -> None:
        field = self.field()
        hint = self.tr("Comment on %1…").replace("%1", self._fields.get(field, field)) if field else ""
        self.threads.set_hint(hint or self.tr("Comment on this annotation…"))

    def field(self) -> str:
        """The field that is to be decided on; "" for the whole annotation."""
        return str(self.target.currentData() or "")

    def set_field(self, field: str) -> None:
        """Decide on a field, or with "" on the whole annotation."""
        self.target.setCurrentIndex(max(self.target.findData(field), 0))

    def decide(self, verdict: Verdict) -> None:
        """Decide on what is chosen."""
        self.decided.emit(verdict, self.field())

    def _who(self, view: ReviewView) -> str:
        parts = [view.by_name or "", time_words(view.at)]
        if view.verdict and not view.counts:
            parts.append(self.tr("given on an earlier version"))
        return " · ".join(part for part in parts if part)

    def _words(self, view: ReviewView) -> str:
        lines = [escape(reason_words(view.reason))]
        lines += [self._field_line(each) for each in view.fields.values()]
        lines += [self._correction_line(each) for each in view.corrections]
        lines.append(self._outcome_line(view))
        return "<br>".join(line for line in lines if line)

    def _field_line(self, decision: FieldDecisionView) -> str:
        title = escape(self._fields.get(decision.field, decision.field))
        reason = escape(reason_words(decision.reason))
        stale = "" if decision.counts else f" ({escape(self.tr('on an earlier value'))})"
        said = f"<b>{title}</b>: {escape(verdict_words(decision.verdict))}{stale}"
        return f"{said} – {reason}" if reason else said

    def _correction_line(self, change: Correction) -> str:
        muted = theme.current().muted
        was = escape(change.was_in_words or self.tr("nothing"))
        now = escape(change.now_in_words or self.tr("nothing"))
        who = escape(", ".join(part for part in (change.by_name, time_words(change.at)) if part))
        return (
            f"<b>{escape(change.title)}</b>: <s style='color:{muted}'>{was}</s> → {now} "
            f"<span style='color:{muted}'>({who})</span>"
        )

    def _outcome_line(self, view: ReviewView) -> str:
        if view.outcome is None:
            return ""
        words = {
            Outcome.UNANIMOUS: self.tr("Unanimous: all annotators made the same of it."),
            Outcome.ADJUDICATED: self.tr("Adjudicated: annotators differed, and a supervisor decided."),
            Outcome.UNRESOLVED: self.tr("Unresolved: something changed after it was settled."),
        }[view.outcome]
        error = f" {error_words(view.error_class)}." if view.error_class else ""
        return escape(words + error)
