"""Fills in the form of the picture, through the same verbs as the window."""

from typing import Any

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.span import Span
from curator.services import annotating, entities
from curator.ui.main_window import MainWindow

PLEDGE = "pledged USD 300 thousand for the training of judges"


def fill(window: MainWindow) -> None:
    """Tag the mentions, then say something in every field of the pledge."""
    day, by, other = (
        _tag(window, label, words)
        for label, words in (
            ("day", "2 March 2018"),
            ("actor", "Ministry of Foreign Affairs of Kazakhstan"),
            ("actor", "United Nations Office of Counter-Terrorism"),
        )
    )
    pledge = _tag(window, "pledge", PLEDGE)
    changes = window.session.do(entities.add, kind="state", name="Kazakhstan", aliases=("Republic of Kazakhstan",))
    values: dict[str, Any] = {
        "action": "pay for the training of judges",
        "note": "In two parts.\nOnly if at least five partners join in.",
        "strength": "pledge",
        "topics": ["money", "law"],
        "binding": False,
        "count": 2,
        "amount": {"amount": "300000", "unit": "USD"},
        "due": "2019~",
        "who": next(iter(changes.entities)) if changes else None,
        "made_by": [{"annotation": by}, {"annotation": other}],
        "seen_in": [{"annotation": day}],
    }
    for name, value in values.items():
        window.session.do(annotating.set_field, pledge, name, FieldValue(state=FieldState.STATED, value=value))
    _cite(window, pledge, "amount", "USD 300 thousand")
    _cite(window, pledge, "due", "by the end of 2019")
    window.desk.choose(pledge, reveal=True)
    window.side.splitter.setSizes([10_000, 1])


def _span(window: MainWindow, words: str) -> Span:
    document = window.desk.document
    start = document.text.index(words) if document else 0
    return Span(start=start, end=start + len(words))


def _tag(window: MainWindow, label: str, words: str) -> str:
    window.annotating.add(label, _span(window, words))
    return window.desk.annotation.id if window.desk.annotation else ""


def _cite(window: MainWindow, annotation: str, field: str, words: str) -> None:
    window.session.do(annotating.cite_span, annotation, field, _span(window, words))
