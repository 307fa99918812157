"""Agreement of a real project: who annotated what, who may know it, and the tables."""

import csv
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curator.domain.errors import CancelledError, CuratorError, NotAllowedError, StorageError
from curator.domain.people import Role
from curator.domain.span import Span
from curator.services import agreement, annotating, submitting
from curator.services import project as projects
from curator.services.agreement import Measure, Scope
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.reading import find_document
from tests.analysis.works import stated
from tests.support.projects import TEXT, add_document, add_person, annotate, author, new

WORDS = ("Republic of Kazakhstan", "10 July 2018", "Code of Conduct")


@contextmanager
def opened(path: Path, person: Author) -> Generator[Project]:
    with projects.open_project(path, author=person) as project:
        yield project


def mark(project: Project, document: str, words: str, label: str, more: int = 0) -> str:
    start = TEXT.index(words)
    return annotate(project, document, start, start + len(words) + more, label)


@pytest.fixture
def supervisor() -> Author:
    return author("Aigerim")


@pytest.fixture
def doubly(tmp_path: Path, supervisor: Author) -> Path:
    """A project in which the supervisor and Bolat annotated one document, and the supervisor another."""
    other = author("=Bolat")
    with new(tmp_path, supervisor) as project:
        document, alone = add_document(project), add_document(project, "Only one reads this.", "Alone")
        add_person(project, other, Role.ANNOTATOR)
        annotate(project, alone)
        for words, label in zip(WORDS, ("actor", "date", "organization"), strict=True):
            mark(project, document, words, label)
        path = project.path
    with opened(path, other) as project:
        mark(project, document, WORDS[0], "actor")
        mark(project, document, WORDS[1], "date", more=1)
        mark(project, document, WORDS[2], "actor")
    return path


def test_documents_that_two_annotated_are_compared_and_the_others_counted(doubly: Path, supervisor: Author) -> None:
    with opened(doubly, supervisor) as project:
        view = agreement.measure(project)
    report = view.report
    assert (report.documents, report.documents_left_out, report.annotations) == (1, 1, 6)
    assert set(view.people.values()) == {"Aigerim", "=Bolat"}
    assert report.states == {"agree": 1, "differ_in_label": 1, "differ_in_span": 1}
    f1 = report.find(Measure.F1_OVERLAP)
    assert f1 is not None
    assert f1.value == pytest.approx(2 / 3)
    assert list(view.documents.values()) == ["Report"]


def test_what_is_withdrawn_does_not_count(doubly: Path, supervisor: Author) -> None:
    with opened(doubly, supervisor) as project:
        [document] = agreement.measure(project).documents
        withdrawn = mark(project, document, "UN", "actor")
        before = agreement.measure(project).report.annotations
        annotating.withdraw(project, withdrawn)
        assert agreement.measure(project).report.annotations == before - 1 == 6


def test_fields_are_compared_by_their_types(doubly: Path, supervisor: Author) -> None:
    dates = (("2018-07-10", supervisor), ("2018-07-12", author("=Bolat")))
    for value, person in dates:
        with opened(doubly, person) as project:
            document = find_document(project, "Report")
            start = TEXT.index("late June 2018")
            made = annotating.add(project, document, "date", [Span(start=start, end=start + 14)])
            annotating.set_field(project, next(iter(made.annotations)), "value", stated(value))
    with opened(doubly, supervisor) as project:
        found = agreement.measure(project).report.find(Measure.FIELD_DISTANCE, Scope(label="date", field="value"))
    assert found is not None
    assert (found.value, found.scale, found.units, found.left_out["untouched"]) == (2, "days", 1, 2)


def test_who_stated_that_there_is_nothing_is_compared_too(tmp_path: Path, supervisor: Author) -> None:
    other = author("=Bolat")
    with new(tmp_path, supervisor) as project:
        document, empty = add_document(project), add_document(project, "Nothing here.", "Empty")
        add_person(project, other, Role.ANNOTATOR)
        annotate(project, document)
        submitting.submit(project, empty, nothing=True)
        path = project.path
    with opened(path, other) as project:
        for one in (document, empty):
            submitting.submit(project, one, nothing=True)
    with opened(path, supervisor) as project:
        view = agreement.measure(project)
        f1 = view.report.find(Measure.F1_EXACT)
    assert (view.report.documents, f1 and f1.value) == (2, 0)
    with opened(path, other) as project:
        submitting.take_back(project, document)
    with opened(path, supervisor) as project:
        assert agreement.measure(project).report.documents == 1


def test_an_annotator_is_not_to_know(doubly: Path) -> None:
    with opened(doubly, author("=Bolat")) as project, pytest.raises(NotAllowedError, match="supervisors"):
        agreement.measure(project)


def test_it_tells_how_far_it_is_and_stops_when_asked(doubly: Path, supervisor: Author) -> None:
    told: list[tuple[int, int, str]] = []
    with opened(doubly, supervisor) as project:
        agreement.measure(project, progress=lambda *step: told.append(step))
        assert {step[1] for step in told} == {2}
        assert [step[0] for step in told] == [0, 1, 2]
        assert {step[2] for step in told} == {"Report", "Alone", ""}
        with pytest.raises(CancelledError):
            agreement.measure(project, cancelled=lambda: True)


def test_it_can_be_computed_beside_a_window(doubly: Path, supervisor: Author) -> None:
    with opened(doubly, supervisor) as project, project.reader() as reader:
        assert agreement.measure(reader).report == agreement.measure(project).report


def test_the_table_goes_out_as_csv_that_holds_no_formulas(doubly: Path, supervisor: Author, tmp_path: Path) -> None:
    target = tmp_path / "agreement.csv"
    with opened(doubly, supervisor) as project:
        view = agreement.measure(project)
        agreement.write_table(project, view, target)
        with pytest.raises(StorageError):
            agreement.write_table(project, view, project.path)
    with target.open(encoding="utf-8", newline="") as file:
        headers, *lines = csv.reader(file)
    assert tuple(headers) == agreement.HEADERS
    assert len(lines) == len(view.report.figures)
    assert {line[1] for line in lines} >= {"everything", "actor", "date.value"}
    assert {line[0] for line in lines} >= {"all", "document Report"}
    assert not any(cell.startswith("=") for line in lines for cell in line)
    assert all(bool(line[3]) != bool(line[6]) for line in lines)
    assert all("nan" not in line[3].casefold() for line in lines)


def test_the_matrix_and_the_confusion_of_labels_are_tables_with_names(doubly: Path, supervisor: Author) -> None:
    with opened(doubly, supervisor) as project:
        view = agreement.measure(project)
    headers, cells = agreement.matrix_table(view, Measure.F1_OVERLAP)
    names = [str(row[0]) for row in cells]
    assert headers == ["", *names]
    assert cells[0][1:] == [None, pytest.approx(2 / 3)]
    assert cells[1][1:] == [pytest.approx(2 / 3), None]
    headers, rows = agreement.confusion_table(view, view.report.confusions[1])
    assert headers[1:] == ["actor", "date", "organization", ""]
    assert sum(int(cell) for row in rows for cell in row[1:]) == 3


def test_gamma_without_its_library_says_what_to_do(
    doubly: Path, supervisor: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.analysis.gamma._LIBRARY", "a_library_that_nobody_has")
    with opened(doubly, supervisor) as project, pytest.raises(CuratorError, match="pip install"):
        agreement.measure(project, with_gamma=True)
