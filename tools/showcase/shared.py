"""An annotator who went on working on two laptops: what she hands in from the second meets what came from the first."""

from pathlib import Path

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.span import Span
from curator.services import annotating, commenting, reading, sharing
from curator.services import project as projects
from curator.services.project import Project
from tools.showcase.supervised import ANNOTATORS, SUPERVISOR, become

_TITLE = "Youth Desk"
_WORDS = ("New York", "45 schools", "EUR 5 000")


def make_parcel(path: Path, target: Path) -> None:
    """Write her second parcel to `target`; the supervisor's project at `path` has received the first by then."""
    folder = path.parent
    author = become(ANNOTATORS[0])
    handed_out = folder / "for-aigerim.parcel"
    with projects.open_project(path, author=become(SUPERVISOR)) as project:
        sharing.hand_in(project, handed_out, to=ANNOTATORS[0], sealed=True)
    first = folder / "aigerim-office.parcel"
    for name, condition in (("office", "if the budget allows"), ("journey", "once the ministry agrees")):
        copy = folder / f"{name}.curator"
        sharing.receive_new(copy, handed_out, author=author)
        with projects.open_project(copy, author=author) as project:
            _work(project, condition, is_second=name == "journey")
            sharing.hand_in(project, target if name == "journey" else first, to=SUPERVISOR, sealed=True)
    with projects.open_project(path, author=become(SUPERVISOR)) as project:
        sharing.receive(project, first)


def _work(project: Project, condition: str, *, is_second: bool) -> None:
    row = next(row for row in reading.documents(project, limit=100) if _TITLE in row.title)
    commitments = [one.id for one in reading.annotations(project, row.id, label="commitment")]
    for one in commitments[:2]:
        annotating.set_field(project, one, "condition", FieldValue(state=FieldState.STATED, value=condition))
    if not is_second:
        return
    text = reading.document(project, row.id).text
    for words in _WORDS:
        start = text.find(words)
        if start >= 0:
            annotating.add(project, row.id, "organization", [Span(start=start, end=start + len(words))])
    commenting.comment(project, row.id, "Two offices, or one?", annotation=commitments[2])
