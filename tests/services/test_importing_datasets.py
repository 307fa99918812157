import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest

from curator.domain.annotation import Annotation
from curator.domain.document import Document
from curator.domain.history import Kind
from curator.domain.review import Decision
from curator.domain.scheme import AnnotationScheme
from curator.domain.span import Span
from curator.services import (
    annotating,
    documents,
    exporting,
    importing,
    importing_datasets,
    reading,
    undoing,
    verifying,
)
from curator.services.acting import body_of, encoded
from curator.services.importing import ImportReport
from curator.services.project import Project
from tests.exchange import made_datasets as made
from tests.exchange.made_datasets import TEXT
from tests.services.conftest import NewProject

EXAMPLE = Path(__file__).parents[2].parent / "shared" / "dataset-example.json"
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "annotations.json"


def take(project: Project, whole: made.Json, *, lines: bool = False) -> ImportReport:
    folder = project.path.parent
    path = made.write_lines(folder / "in.jsonl", whole) if lines else made.write_json(folder / "in.json", whole)
    return importing.import_paths(project, [path])


def out(project: Project, *, everything: bool = True) -> made.Json:
    path = project.path.with_suffix(".out.json")
    exporting.export(project, path, everything=everything)
    return orjson.loads(path.read_bytes())


def sorted_parts(whole: made.Json) -> made.Json:
    """What two data sets must share, in an order of its own."""
    parts = {key: sorted(whole[key], key=lambda one: one["id"]) for key in ("people", "entities", "documents")}
    for document in parts["documents"]:
        document["annotations"].sort(key=lambda one: one["id"])
    return parts


def refusals(report: ImportReport) -> list[str]:
    return [f"{item.place}: {item.message}" for item in report.refused]


def with_first(change: made.Json) -> made.Json:
    """A data set in which something is changed in the first annotation."""
    whole = made.rich()
    whole["documents"][0]["annotations"][0] |= change
    return whole


# --- there and back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [False, True])
def test_a_data_set_comes_out_as_it_went_in(project: Project, lines: bool) -> None:
    report = take(project, made.rich(), lines=lines)
    assert (report.warnings, refusals(report)) == ([], [])
    assert report.items[0].message == "3 documents, 4 annotations, 2 people, 1 entity"
    assert sorted_parts(out(project)) == sorted_parts(made.rich())
    assert verifying.verify(project) == []


@pytest.mark.parametrize("path", [EXAMPLE, SAMPLE], ids=["example", "sample"])
def test_the_data_sets_that_people_made_come_out_as_they_went_in(project: Project, path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not on this machine")
    report = importing.import_paths(project, [path])
    assert (report.warnings, refusals(report)) == ([], [])
    assert sorted_parts(out(project)) == sorted_parts(orjson.loads(path.read_bytes()))


def test_the_same_file_again_changes_nothing(project: Project) -> None:
    take(project, made.rich())
    before = out(project)
    report = take(project, made.rich(), lines=True)
    assert (report.items[0].outcome, report.items[0].message) == ("already", "7 there already")
    assert report.changes is None
    assert {**out(project), "exported_at": ""} == {**before, "exported_at": ""}


def test_a_copy_in_another_project_is_the_same_to_the_byte(project: Project, new_project: NewProject) -> None:
    take(project, made.rich())
    other = new_project("project2")
    take(other, out(project))
    first, second = out(project), out(other)
    for key in ("documents", "people", "entities", "scheme"):
        assert first[key] == second[key]


def test_the_bodies_are_those_that_the_program_writes_itself(project: Project) -> None:
    take(project, made.rich())
    for ident in (made.uuid(3, number) for number in (1, 2, 3, 4)):
        body = body_of(project, Kind.ANNOTATION, ident)
        assert encoded(Annotation.model_validate_json(orjson.dumps(body))) == encoded(body)
    for ident in (made.uuid(5, 1), made.uuid(5, 2)):
        body = body_of(project, Kind.DOCUMENT, ident)
        assert encoded(Document.model_validate_json(orjson.dumps(body))) == encoded(body)


def test_provenance_goes_on_from_where_the_file_left_it(project: Project) -> None:
    take(project, made.rich())
    ident = made.uuid(3, 2)
    before = {one["id"]: one for one in out(project)["documents"][0]["annotations"]}[ident]
    annotating.set_spans(project, ident, [Span(start=0, end=6)])
    after = {one["id"]: one for one in out(project)["documents"][0]["annotations"]}[ident]["provenance"]
    assert after["created_at"] == before["provenance"]["created_at"]
    assert (after["created_by"], after["changed_by"]) == (made.AUTHOR, project.me)
    assert after["revisions"] == 3
    assert after["head"] != before["provenance"]["head"]
    assert project.me in {person["id"] for person in out(project)["people"]}


def test_original_bytes_that_the_file_does_not_bring_are_no_defect(project: Project) -> None:
    take(project, made.rich())
    body = reading.document(project, made.uuid(5, 2)).body
    assert body.extraction.notes == ("original bytes not in the data set",)
    assert body.source.encoding == "utf-16-le"
    assert verifying.verify(project) == []


def test_an_import_of_a_data_set_is_no_step_of_undo(project: Project) -> None:
    take(project, made.rich())
    assert undoing.state(project).undo_label is None


# --- decisions and states -----------------------------------------------------------------------------------------


def test_a_decision_that_a_supervisor_imports_counts_and_stays_marked(project: Project) -> None:
    take(project, made.rich())
    view = reading.annotation(project, made.uuid(3, 1))
    assert view.state == "approved"
    assert isinstance(view.decision, Decision)
    assert (view.decision.imported, view.decision.by) == (True, made.SUPERVISOR)


def test_an_annotator_gets_the_annotations_without_people_and_decisions(as_annotator: Project) -> None:
    report = take(as_annotator, made.rich())
    assert refusals(report) == []
    assert any("2 decisions were not taken over" in warning for warning in report.warnings)
    assert any("people were not added" in warning for warning in report.warnings)
    assert any("only a supervisor can take over" in warning for warning in report.warnings)
    view = reading.annotation(as_annotator, made.uuid(3, 1))
    assert (view.state, view.body.author, view.decision) == ("done", as_annotator.me, None)
    assert view.body.origin is not None
    assert view.body.origin.created_by == made.AUTHOR
    assert verifying.verify(as_annotator) == []


def test_an_approval_that_nobody_gave_is_not_taken_over(project: Project) -> None:
    report = take(project, with_first({"decision": None}))
    assert reading.annotation(project, made.uuid(3, 1)).state == "done"
    assert any("came in undecided" in warning for warning in report.warnings)


def test_the_state_of_a_document_falls_with_an_annotation_that_was_refused(project: Project) -> None:
    report = take(project, with_first({"label": "nobody"}))
    assert reading.document_row(project, made.uuid(5, 1)).state == "in_progress"
    assert any("is returned in the file; that was not taken over, because 1" in one for one in report.warnings)


def test_a_change_brings_an_imported_document_back_from_its_state(project: Project) -> None:
    take(project, made.rich())
    assert reading.document_row(project, made.uuid(5, 1)).state == "returned"
    annotating.withdraw(project, made.uuid(3, 2))
    assert reading.document_row(project, made.uuid(5, 1)).state == "in_progress"


# --- what is wrong with a part ------------------------------------------------------------------------------------


def test_a_quote_at_another_place_is_refused_with_both_texts_and_the_rest_comes_in(project: Project) -> None:
    moved = made.words(TEXT, "the Minister") | {"start": 12, "end": 24}
    report = take(project, with_first({"spans": [moved]}))
    (found,) = refusals(report)
    assert made.uuid(5, 1) in found
    assert made.uuid(3, 1) in found
    assert "12–24: the file quotes “the Minister”, but the text there is “he Minister " in found
    assert reading.document_row(project, made.uuid(5, 1)).annotations == 3
    assert not any(defect.damage for defect in verifying.verify(project))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": "nobody"}, "no label “nobody”"),
        ({"fields": {"colour": made.stated("x")}}, "no field “colour”"),
        ({"fields": {"role": made.stated(3)}}, "“role”"),
        ({"spans": []}, "spans is empty"),
        ({"id": ""}, "id is empty"),
        ({"spans": [made.words(TEXT, "Astana") | {"end": 10**30}]}, "end"),
        ({"fields": {"role": made.stated("x", {"span": made.words(TEXT, "Astana") | {"end": 5}})}}, "Evidence of"),
    ],
)
def test_an_annotation_that_does_not_fit_is_refused_alone(project: Project, change: made.Json, words: str) -> None:
    report = take(project, with_first(change))
    (found,) = refusals(report)
    assert words in found
    assert reading.document_row(project, made.uuid(5, 1)).annotations == 3


def test_a_document_with_another_text_is_not_taken_for_the_one_that_is_there(project: Project) -> None:
    take(project, made.rich())
    other = made.dataset(made.document(1, "Another text.", made.annotation(9, "actor", made.span("Another", 0, 7))))
    (found,) = refusals(take(project, other))
    assert "a document of that id with another text" in found
    assert reading.document(project, made.uuid(5, 1)).text == TEXT


def test_a_text_that_does_not_match_its_hash_is_refused(project: Project) -> None:
    whole = made.rich()
    whole["documents"][2]["text"] += "!"
    (found,) = refusals(take(project, whole))
    assert "text_sha256" in found
    assert reading.counts(project).documents == 2


def test_an_annotation_that_is_there_with_another_content_is_kept(project: Project) -> None:
    take(project, made.rich())
    (found,) = refusals(take(project, with_first({"spans": [made.words(TEXT, "Minister")]})))
    assert "not the same (spans); what is there was kept" in found


def test_a_withdrawn_annotation_does_not_come_back_by_itself(project: Project) -> None:
    take(project, made.rich())
    annotating.withdraw(project, made.uuid(3, 4))
    (found,) = refusals(take(project, made.rich()))
    assert "withdrawn" in found


def test_new_annotations_come_to_a_document_that_is_there(project: Project) -> None:
    take(project, made.rich())
    whole = made.rich()
    whole["documents"][0]["annotations"].append(made.annotation(9, "organization", made.words(TEXT, "Astana")))
    report = take(project, whole)
    assert refusals(report) == []
    assert reading.document_row(project, made.uuid(5, 1)).annotations == 5


def test_a_withdrawn_document_is_brought_back_with_its_annotations(project: Project) -> None:
    take(project, made.rich())
    documents.withdraw(project, made.uuid(5, 1))
    report = take(project, made.rich())
    assert any("was brought back" in warning for warning in report.warnings)
    assert reading.document_row(project, made.uuid(5, 1)).annotations == 4


def test_one_id_for_two_things_is_refused(project: Project) -> None:
    whole = made.rich()
    whole["documents"][0]["annotations"][1]["id"] = made.uuid(5, 1)
    whole["documents"][0]["annotations"][2]["fields"] = {}
    whole["documents"][1]["annotations"] = [made.annotation(1, "actor", made.span(whole["documents"][1]["text"], 0, 7))]
    whole["documents"][2]["id"] = made.AUTHOR
    whole["entities"].append(whole["entities"][0] | {"id": made.SUPERVISOR})
    found = refusals(take(project, whole))
    assert [line.partition(":")[0].split()[0] for line in found] == ["entity", "document", "document", "document"]
    assert "The project has it in another document" in found[2]
    assert verifying.verify(project) == []


def test_what_is_pointed_at_and_missing_is_said_and_kept(project: Project) -> None:
    whole = made.rich()
    del whole["documents"][0]["annotations"][1]
    whole["documents"][0]["annotations"][0]["fields"]["entity"]["value"] = made.uuid(9, 9)
    report = take(project, whole)
    assert refusals(report) == []
    assert sum("which is not in the project" in warning for warning in report.warnings) == 2
    assert reading.annotation(project, made.uuid(3, 1)).body.fields["entity"].value == made.uuid(9, 9)


def test_an_entity_that_differs_is_kept_and_named(project: Project) -> None:
    take(project, made.rich())
    whole = made.rich()
    whole["entities"][0]["name"] = "Other"
    (found,) = refusals(take(project, whole))
    assert "with another name" in found


def test_authors_whom_the_file_does_not_introduce_are_said(project: Project) -> None:
    report = take(project, made.rich() | {"people": []})
    assert any("who these authors are" in warning for warning in report.warnings)


# --- the scheme ---------------------------------------------------------------------------------------------------


def other_scheme() -> made.Json:
    return {"name": "Other", "version": 4, "labels": [{"name": "place", "title": "Place"}], "entity_kinds": []}


def test_the_scheme_of_the_file_becomes_that_of_an_empty_project(project: Project) -> None:
    whole = made.dataset(made.document(1, TEXT, made.annotation(1, "place", made.words(TEXT, "Astana"))))
    report = take(project, whole | {"scheme": other_scheme()})
    assert refusals(report) == []
    assert (project.scheme.name, project.scheme.version) == ("Other", 4)
    assert project.scheme == AnnotationScheme.model_validate_json(orjson.dumps(other_scheme()))
    assert any("became the project's" in warning for warning in report.warnings)


def test_the_scheme_of_a_project_with_work_in_it_stays(project: Project) -> None:
    take(project, made.rich())
    whole = made.dataset(made.document(4, TEXT, made.annotation(7, "place", made.words(TEXT, "Astana"))))
    report = take(project, whole | {"scheme": other_scheme()})
    assert "no label “place”" in refusals(report)[0]
    assert project.scheme.name == "Commitments"


# --- large and hostile --------------------------------------------------------------------------------------------


def large(count: int) -> made.Json:
    text = TEXT * 20
    places = [made.span(text, number % 500, number % 500 + 5) for number in range(50)]
    return made.dataset(
        *(
            made.document(number, text + str(number), *annotations)
            for number in range(count)
            for annotations in ([made.annotation(number * 50 + at, "actor", span) for at, span in enumerate(places)],)
        )
    )


def peak(project: Project, path: Path) -> int:
    tracemalloc.start()
    try:
        importing.import_paths(project, [path])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_four_times_as_long_takes_no_more_memory(
    new_project: NewProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_datasets, "GROUP_ANNOTATIONS", 200)
    short = made.write_lines(tmp_path / "short.jsonl", large(8))
    long = made.write_lines(tmp_path / "long.jsonl", large(32))
    peak(new_project("warm"), short)
    first, second = peak(new_project("short"), short), peak(new_project("long"), long)
    assert second < first * 1.3


def test_a_document_of_many_annotations_goes_in_as_one(project: Project) -> None:
    spans = [made.span(TEXT, 0, end) for end in range(1, 40)]
    annotations = [made.annotation(number, "actor", spans[number % 39]) for number in range(2500)]
    take(project, made.dataset(made.document(1, TEXT, *annotations, state="submitted")))
    row = reading.document_row(project, made.uuid(5, 1))
    assert (row.annotations, row.state) == (2500, "submitted")


def test_a_thousand_refusals_are_named_and_the_rest_counted(project: Project) -> None:
    annotations = [made.annotation(number, "nobody", made.span(TEXT, 0, 3)) for number in range(1005)]
    report = take(project, made.dataset(made.document(1, TEXT, *annotations)))
    assert len(report.refused) == 1001
    assert report.refused[-1].message == "5 more parts were refused."


def test_a_cancel_between_documents_leaves_whole_documents(project: Project) -> None:
    path = made.write_lines(project.path.parent / "in.jsonl", large(20))
    answers = iter([False] * 5)
    report = importing.import_paths(project, [path], cancelled=lambda: next(answers, True))
    assert report.cancelled
    rows = reading.documents(project)
    assert 0 < len(rows) < 20
    assert {row.annotations for row in rows} == {50}
    assert verifying.verify(project) == []


def test_strings_made_to_annoy_come_back_as_they_were(project: Project) -> None:
    nasty: list[Any] = [
        "<b>x</b>",
        "'; DROP TABLE annotation; --",
        "=1+1",
        "\u202eabc",
        "\x7f\x1b[31m",
        "ﷺ" * 50,
        "%s %n",
    ]
    annotations = [
        made.annotation(number, "actor", made.span(TEXT, 0, 6), fields={"role": made.stated(words)})
        for number, words in enumerate(nasty)
    ]
    whole = made.dataset(made.document(1, TEXT, *annotations, title="<img src=x>"))
    take(project, whole)
    assert sorted_parts(out(project)) == sorted_parts(whole)
