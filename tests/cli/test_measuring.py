"""`curator agreement`: for people, for pipes, for programs, and into a file."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.domain.people import Role
from curator.domain.span import Span
from curator.services import annotating, identity
from curator.services import project as projects
from curator.services.reading import documents
from tests.cli.conftest import TEXT, Curator
from tests.support.projects import add_person, author


@pytest.fixture
def doubly(project: Path, mark: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project after the person who sits here and somebody else annotated its document."""
    supervisor = identity.me()
    mark("Almaty")
    mark("3 May 2019", "date")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("CURATOR_HOME", str(project.parent / "another home"))
        other = author("Bolat")
    with projects.open_project(project, author=supervisor) as opened:
        add_person(opened, other, Role.ANNOTATOR)
    with projects.open_project(project, author=other) as opened:
        [row] = documents(opened)
        start = TEXT.index("Almaty")
        annotating.add(opened, row.id, "actor", [Span(start=start, end=start + 6)])
    return project


def test_every_figure_is_a_line_of_cells(doubly: Path, done: Curator) -> None:
    lines = [line.split("\t") for line in done("agreement", doubly).lines]
    assert {len(cells) for cells in lines} == {7}
    [exact] = [cells for cells in lines if cells[:3] == ["all", "everything", "F1, same place"]]
    assert exact[3:5] == ["0.667", "3 annotations"]
    [kappa] = [cells for cells in lines if cells[:3] == ["all", "everything", "Cohen's kappa of labels"]]
    assert kappa[3] == "undefined"
    assert "chance" in kappa[6]
    assert "places that only one of them marked: 1" in kappa[5]
    assert not [cells for cells in lines if cells[0].startswith("document")]


def test_figures_of_each_document_come_when_they_are_asked_for(doubly: Path, done: Curator) -> None:
    scopes = {line.split("\t")[0] for line in done("agreement", doubly, "--by-document").lines}
    assert [scope for scope in scopes if scope.startswith("document ")]


def test_for_programs_it_is_one_value(doubly: Path, done: Curator) -> None:
    value = done("agreement", doubly, "--json").json
    assert {one["name"] for one in value["annotators"]} >= {"Bolat"}
    assert value["documents"] == 1
    kappa = next(one for one in value["figures"] if one["measure"] == "cohen_kappa")
    assert kappa["value"] is None
    assert kappa["undefined"] == "one_category"
    assert kappa["reason"]
    assert value["confusions"][0]["cells"]


def test_the_table_goes_into_a_file(doubly: Path, done: Curator, tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    assert "figures" in done("agreement", doubly, "-o", target).out
    with target.open(encoding="utf-8", newline="") as file:
        headers, *lines = csv.reader(file)
    assert headers[0] == "scope"
    assert len(lines) == len(done("agreement", doubly, "--json").json["figures"])


def test_with_one_annotator_there_is_nothing_to_compare_and_that_is_said(
    project: Path, mark: Callable[..., str], curator: Curator
) -> None:
    mark("Almaty")
    ran = curator("agreement", project)
    assert ran.status == 0
    assert "nothing to compare" in ran.err
    assert all("undefined" in line for line in ran.lines)
    assert all("documents that one person annotated: 1" in line for line in ran.lines)


def test_an_annotator_is_refused(doubly: Path, curator: Curator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_HOME", str(doubly.parent / "another home"))
    ran = curator("agreement", doubly, "--json")
    assert ran.status == 1
    assert ran.json["error"]["kind"] == "NotAllowedError"


def test_a_file_that_cannot_be_written_is_named(doubly: Path, curator: Curator, tmp_path: Path) -> None:
    ran = curator("agreement", doubly, "-o", tmp_path / "nowhere" / "table.csv")
    assert ran.status == 1
    assert "nowhere" in ran.err


def test_gamma_without_its_library_is_refused_in_words(
    doubly: Path, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.analysis.gamma._LIBRARY", "a_library_that_nobody_has")
    ran = curator("agreement", doubly, "--gamma")
    assert ran.status == 1
    assert "pip install" in ran.err
