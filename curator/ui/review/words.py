"""How verdicts, outcomes and differences are called, and the theme's colours and signs that go with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from curator.domain.review import AnnotationState, ErrorClass, Verdict
from curator.services.review_views import ReasonGiven, WorkRow
from curator.ui.history_model import when

STATE_OF: Final = {
    Verdict.ACCEPT: AnnotationState.APPROVED,
    Verdict.RETURN: AnnotationState.RETURNED,
    Verdict.REJECT: AnnotationState.REJECTED,
}
MARK_OF: Final = {Verdict.ACCEPT: "check", Verdict.RETURN: "back", Verdict.REJECT: "close"}
TONE_OF: Final = {Verdict.ACCEPT: "ok", Verdict.RETURN: "warning", Verdict.REJECT: "danger"}
AGREE: Final = "agree"


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("Review", text)


def verdict_words(verdict: Verdict) -> str:
    """What was decided, in a word."""
    return {
        Verdict.ACCEPT: tr("Accepted"),
        Verdict.RETURN: tr("Returned"),
        Verdict.REJECT: tr("Rejected"),
    }[Verdict(verdict)]


def error_words(error: ErrorClass | None) -> str:
    """Why an annotation was overruled, in words."""
    return {
        None: tr("No reason given"),
        ErrorClass.GUIDELINE_GAP: tr("Guideline gap"),
        ErrorClass.AMBIGUOUS_TEXT: tr("Ambiguous text"),
        ErrorClass.SLIP: tr("Slip"),
    }[error]


def difference_words(states: tuple[str, ...]) -> str:
    """What annotations of one thing differ in."""
    if AGREE in states:
        return tr("agree")
    if "only_one" in states:
        return tr("only one has it")
    words = {
        "differ_in_label": tr("label"),
        "differ_in_span": tr("span"),
        "differ_in_fields": tr("fields"),
    }
    differing = [word for state, word in words.items() if state in states]
    if not differing:
        return tr("not all have it")
    return tr("differ in %1").replace("%1", ", ".join(differing))


def reason_words(reason: ReasonGiven | None) -> str:
    """A reason in one line."""
    if reason is None:
        return ""
    return ": ".join(part for part in (reason.title, reason.text) if part)


def notes(works: Sequence[WorkRow], *, hides_names: bool) -> tuple[str, ...]:
    """What annotators wrote to the supervisor with their work, a line each, and whose it is unless that is hidden."""
    said = [(work.annotator_name, " ".join(work.note.split())) for work in works if work.note.strip()]
    return tuple(f"“{note}”" if hides_names else f"{name}: “{note}”" for name, note in said)


def time_words(at: str | None) -> str:
    """A UTC time as people here say it; "" for none."""
    return when(at, datetime.now().astimezone()) if at else ""
