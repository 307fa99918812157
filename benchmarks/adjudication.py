"""A text of 1 MB that two people annotated, 10,000 spans each, opened to be made one, beside opening it to annotate."""

from pathlib import Path

from PySide6.QtTest import QTest

from benchmarks import corpus, workload
from benchmarks.measuring import Result, interleaved
from benchmarks.window import Ours, Painted, until
from curator.domain.annotation import Annotation
from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.domain.span import quoted
from curator.services import acting, assigning, identity, people, reading
from curator.services import project as projects
from curator.sharing.keys import new_pair
from curator.ui.adjudication.page import AdjudicationPage

_LENGTH, _COUNT = 1_000_000, 10_000
_LIMIT = 4


def run(*, quick: bool) -> list[Result]:
    """Opening in adjudication: until it is painted, and until it is paired and painted."""
    ours = _Double(_project())
    repeat = 3 if quick else 9
    painted = interleaved(lambda: ours.adjudicate(paired=False), ours.annotate, repeat)
    paired = interleaved(lambda: ours.adjudicate(paired=True), ours.annotate, repeat)
    ours.window.close()
    return [
        Result("open in adjudication: painted, beside opening", *painted, limit=_LIMIT, peers="–"),
        Result("open in adjudication: paired and painted", *paired, limit=_LIMIT, peers="–"),
    ]


def _project() -> Path:
    """A project with a short text and the long one, whose every fifth span is a little off for the second annotator."""
    path = corpus.BUILD / "double.curator"
    if path.exists():
        return path
    spans = workload.spans(_COUNT, _LENGTH, "double")
    texts = [workload.Text("Long", workload.prose(_LENGTH, "double"), spans), workload.Text("Short", "A word.", [])]
    corpus.make(path, texts)
    with projects.open_project(path, author=identity.me()) as project:
        _annotate_again(project, texts[0])
    return path


def _annotate_again(project: projects.Project, text: workload.Text) -> None:
    people.add(project, "Second", new_pair().public)
    other = people.find_person(project, "Second")
    document = reading.find_document(project, text.title)
    digest = reading.document(project, document).body.text_sha256
    draft = acting.Draft(project, "import", "import", undoable=False)
    for number, (label, start, end) in enumerate(text.spans):
        later = end + 2 * (number % 5 == 0)
        body = Annotation(
            document=document,
            text_sha256=digest,
            label=label,
            author=other,
            scheme_version=1,
            spans=(quoted(text.text, start, later),),
        )
        draft.create(Kind.ANNOTATION, new_id(), body)
    draft.commit()
    assigning.assign(project, [document], [project.author.person_id, other])


class _Double(Ours):
    """The window on that project."""

    def __init__(self, project: Path) -> None:
        super().__init__(project)
        self.document = reading.find_document(self.project, "Long")
        self.short = reading.find_document(self.project, "Short")
        self._leave(self.document)
        self._begin()
        page = self.window.middle.currentWidget()
        assert isinstance(page, AdjudicationPage)
        self._painted_page = Painted(page.sheet.viewport())
        self._painted_pairs = Painted(page.sheet.viewport(), lambda: page.bar.maximum() > 0)  # 0 while it goes on

    def _leave(self, document: str) -> None:
        if self.window.supervising.is_adjudicating:
            self.window.supervising.adjudicate()
        self.window.desk.open(document)
        QTest.qWait(50)
        while self.window.projects.background.tasks:
            QTest.qWait(5)

    def annotate(self) -> float:
        """Seconds until it is open to annotate."""
        self._leave(self.short)
        return self.until_painted(lambda: self.window.desk.open(self.document))

    def adjudicate(self, *, paired: bool) -> float:
        """Seconds until it is open to be made one, from the text: painted, or painted with all that is paired."""
        self._leave(self.document)
        return until(self._painted_pairs if paired else self._painted_page, self._begin)

    def _begin(self) -> None:
        self.window.supervising.adjudicate_document(self.document)
