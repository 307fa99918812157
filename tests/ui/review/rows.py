"""Rows as the services give them."""

from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState, Verdict
from curator.services.review_views import CommentView, QueueRow, ReasonGiven, ReviewView, Thread, WorkRow

AT = "2026-11-22T05:42:00.000Z"


def queued(number: int, state: AnnotationState = AnnotationState.DONE, document: str = "d1") -> QueueRow:
    return QueueRow(
        annotation=f"a{number}",
        document=document,
        document_title="Report",
        label="actor",
        quote=f"words {number}",
        start=number * 10,
        end=number * 10 + 5,
        author="p1",
        author_name="Aigerim",
        state=state,
        work=DocumentState.SUBMITTED,
        confidence="",
        changed_at=AT,
    )


def work(document: str, name: str, *, undecided: int = 3, nothing: bool = False, note: str = "") -> WorkRow:
    return WorkRow(
        document=document,
        document_title=f"Title {document}",
        annotator=f"id-{name}",
        annotator_name=name,
        state=DocumentState.SUBMITTED,
        assigned=True,
        due=None,
        in_review=False,
        annotations=5,
        undecided=undecided,
        nothing=nothing,
        submitted_at=AT,
        note=note,
    )


def review(verdict: Verdict = Verdict.RETURN, *, counts: bool = True) -> ReviewView:
    reason = ReasonGiven("wrong_span", "The span is too wide", "with the year, please")
    return ReviewView("a1", verdict, reason, "Saule", AT, counts)


def thread(*words: str, resolved: bool = False, field: str | None = None) -> Thread:
    entries = tuple(CommentView(f"c{at}", "p1", "Aigerim", AT, text) for at, text in enumerate(words))
    return Thread("t1", "d1", "a1", field, resolved, entries)
