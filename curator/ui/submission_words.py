"""How far one's own work on a document is, in a sentence."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from curator.domain.document import DocumentState
from curator.services.review_views import WorkView
from curator.ui.history_model import when


def _tr(text: str) -> str:
    return QCoreApplication.translate("Submission", text)


def banner_words(work: WorkView) -> str:
    """What the banner says; "" where there is nothing to say."""
    words = _of_state(work)
    if work.row.due and work.row.state in (DocumentState.NEW, DocumentState.IN_PROGRESS, DocumentState.RETURNED):
        words = " ".join(part for part in (words, _tr("Due %1.").replace("%1", work.row.due)) if part)
    return words


def _of_state(work: WorkView) -> str:
    if work.changed_since:
        changed = ", ".join(work.changed_since)
        return _tr("Back in review: changed after it was approved (%1).").replace("%1", changed)
    if work.row.state is DocumentState.SUBMITTED:
        return _submitted(work)
    if work.row.state is DocumentState.RETURNED:
        return _returned(work)
    if work.row.state is DocumentState.APPROVED:
        return _tr("Approved by %1 %2.").replace("%1", work.judged_by or "").replace("%2", _time(work.judged_at))
    return ""


def _submitted(work: WorkView) -> str:
    said = _tr("Submitted %1").replace("%1", _time(work.row.submitted_at))
    nothing = _tr(", as a text with nothing to annotate") if work.row.nothing else ""
    waits = _tr("a supervisor is reviewing it") if work.row.in_review else _tr("waiting for review")
    return f"{said}{nothing} – {waits}."


def _returned(work: WorkView) -> str:
    said = _tr("Returned by %1 %2").replace("%1", work.judged_by or "").replace("%2", _time(work.judged_at))
    reason = work.returned
    why = ": ".join(part for part in (reason.title, reason.text) if part) if reason else ""
    return f"{said}: {why}" if why else f"{said}."


def _time(at: str | None) -> str:
    return when(at, datetime.now().astimezone()) if at else ""
