"""What people are called where it is hidden who made what: annotators go by their letters in adjudication."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from curator.services import ways
from curator.services.project import Project
from curator.services.review_views import ReviewView, Thread, WorkFilter, WorkRow
from curator.ui.adjudication.pairs import letter_of
from curator.ui.desk import Desk
from curator.ui.review.words import tr


def annotator(letter: str) -> str:
    """What an annotator is called who has no name here."""
    return tr("Annotator %1").replace("%1", letter)


def works(desk: Desk, found: Sequence[WorkRow]) -> list[WorkRow]:
    """These works on one document, by annotators who are called as names are shown now."""
    if not found or not desk.hides_names:
        return list(found)
    called = _called(desk.session.view, found[0].document)
    return [replace(work, annotator_name=called(work.annotator)) for work in found]


def threads(desk: Desk, found: Sequence[Thread]) -> list[Thread]:
    """These threads of one document, by people who are called as names are shown now; oneself keeps one's name."""
    if not found or not desk.hides_names:
        return list(found)
    me, called = desk.session.view.me, _called(desk.session.view, found[0].document)
    return [
        replace(
            thread,
            entries=tuple(
                entry if entry.by == me else replace(entry, by_name=called(entry.by)) for entry in thread.entries
            ),
        )
        for thread in found
    ]


def review(desk: Desk, said: ReviewView | None) -> ReviewView | None:
    """What was said in review, by nobody in particular while names are hidden."""
    if said is None or not desk.hides_names:
        return said
    return replace(said, by_name=None, corrections=tuple(replace(each, by_name="") for each in said.corrections))


def _called(project: Project, document: str) -> Callable[[str], str]:
    """What each is called, by id. Adjudication is of those to whom the document is assigned: others come after them."""
    found = ways.works(project, WorkFilter(document=document))
    found.sort(key=lambda work: (not work.assigned, work.annotator_name.casefold(), work.annotator))
    names = {work.annotator: annotator(letter_of(number)) for number, work in enumerate(found)}
    return lambda ident: names.get(ident, tr("Somebody else"))
