import os
import resource
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import validate

from curator.domain.annotation import FieldState, FieldValue, Progress
from curator.domain.errors import CancelledError, CuratorError, InvalidError, StorageError
from curator.domain.history import Kind
from curator.domain.span import Span
from curator.exchange import dataset
from curator.services import annotating, documents, entities, exporting, importing, reading
from curator.services.acting import Draft, body_of
from curator.services.project import Project
from tests.exchange import made_datasets as made
from tests.exchange.made_datasets import TEXT


@pytest.fixture
def filled(project: Project) -> Project:
    """A project with the whole data set in it."""
    importing.import_paths(project, [made.write_json(project.path.parent / "in.json", made.rich())])
    return project


def out(project: Project, name: str = "out.json", *, everything: bool = False) -> made.Json:
    path = project.path.with_name(name)
    exporting.export(project, path, everything=everything)
    return orjson.loads(path.read_bytes())


def test_an_export_is_what_the_schema_says(filled: Project) -> None:
    schema = orjson.loads(dataset.SCHEMA.read_bytes())
    validate(out(filled), schema)
    validate(out(filled, everything=True), schema)


def test_only_what_was_approved_goes_out_unless_asked(filled: Project) -> None:
    whole = out(filled)
    assert [document["id"] for document in whole["documents"]] == [made.uuid(5, 1), made.uuid(5, 3)]
    assert [one["state"] for document in whole["documents"] for one in document["annotations"]] == ["approved"]


def test_what_was_withdrawn_stays_out(filled: Project) -> None:
    documents.withdraw(filled, made.uuid(5, 2))
    annotating.withdraw(filled, made.uuid(3, 2))
    whole = out(filled, everything=True)
    assert made.uuid(5, 2) not in {document["id"] for document in whole["documents"]}
    assert made.uuid(3, 2) not in {one["id"] for one in whole["documents"][0]["annotations"]}


def test_what_exported_annotations_point_at_and_is_not_exported_is_counted(filled: Project) -> None:
    annotating.withdraw(filled, made.uuid(3, 2))
    report = exporting.export(filled, filled.path.with_name("out.json"), everything=True)
    assert report.warnings == ["1 annotations or entities that exported annotations point at are not in the file."]


def test_two_exports_differ_in_their_time_alone(filled: Project) -> None:
    first, second = (filled.path.with_name(name) for name in ("a.json", "b.json"))
    for path in (first, second):
        exporting.export(filled, path, everything=True)
    one, other = first.read_bytes(), second.read_bytes()
    at = b'"exported_at": "'
    assert one.partition(at)[0] == other.partition(at)[0]
    assert one.partition(at)[2][24:] == other.partition(at)[2][24:]


def test_lines_and_object_say_the_same(filled: Project) -> None:
    path = filled.path.with_name("out.jsonl")
    exporting.export(filled, path, everything=True)
    header, *rest = map(orjson.loads, path.read_bytes().splitlines())
    whole = out(filled, everything=True)
    assert {**header, "documents": rest, "exported_at": ""} == {**whole, "exported_at": ""}


def test_the_order_is_that_of_ids_and_of_places(filled: Project) -> None:
    annotating.add(filled, made.uuid(5, 1), "actor", [Span(start=0, end=2)])
    whole = out(filled, everything=True)
    ids = [document["id"] for document in whole["documents"]]
    places = [(one["spans"][0]["start"], one["spans"][0]["end"]) for one in whole["documents"][0]["annotations"]]
    assert (ids, places) == (sorted(ids), sorted(places))


def test_work_done_here_goes_out_with_who_did_it(project: Project) -> None:
    path = project.path.with_name("a.txt")
    path.write_text(TEXT)
    document = importing.import_paths(project, [path]).items[0].document_id or ""
    made_by = annotating.add(project, document, "actor", [Span(start=0, end=6)])
    ident = made_by.focus[1] if made_by.focus else None
    annotating.set_field(project, ident or "", "role", FieldValue(state=FieldState.STATED, value="capital"))
    annotating.set_progress(project, ident or "", Progress.DONE)
    entities.add(project, kind="state", name="Kazakhstan")
    whole = out(project, everything=True)
    (one,) = whole["documents"][0]["annotations"]
    provenance = one["provenance"]
    assert (one["state"], one["author"], provenance["method"]) == ("done", project.me, "manual")
    assert (provenance["revisions"], provenance["created_by"], provenance["changed_by"]) == (3, project.me, project.me)
    assert provenance["created_at"] < provenance["changed_at"]
    assert provenance["head"] == reading.annotation(project, ident or "").head
    assert [person["id"] for person in whole["people"]] == [project.me]
    assert [entity["name"] for entity in whole["entities"]] == ["Kazakhstan"]
    assert whole["documents"][0]["source"]["file_name"] == "a.txt"


def test_no_key_leaves_the_project(filled: Project) -> None:
    data = orjson.dumps(out(filled, everything=True))
    assert filled.author.public_key.encode() not in data


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("a b\U0001f600שׁé\u202e", min_size=3).filter(lambda text: text.strip(" \u202e")), st.data())
def test_any_annotated_text_comes_out_with_its_quotes(project: Project, text: str, data: st.DataObject) -> None:
    path = project.path.with_name("any.txt")
    path.write_text(text, encoding="utf-8")
    document = importing.import_paths(project, [path], encoding="utf-8").items[0].document_id or ""
    start = data.draw(st.integers(0, len(text) - 1))
    annotating.add(project, document, "actor", [Span(start=start, end=data.draw(st.integers(start + 1, len(text))))])
    whole = out(project, everything=True)
    for exported in whole["documents"]:
        for one in exported["annotations"]:
            for span in one["spans"]:
                assert exported["text"][span["start"] : span["end"]] == span["exact"]


# --- when it can't be ---------------------------------------------------------------------------------------------


def test_a_quote_that_is_wrong_in_the_project_is_named_and_nothing_written(filled: Project) -> None:
    body = body_of(filled, Kind.ANNOTATION, made.uuid(3, 1))
    body["spans"][0]["exact"] = "the minister"
    draft = Draft(filled, "annotate", "damage")
    draft.revise(Kind.ANNOTATION, made.uuid(3, 1), body)
    draft.commit()
    target = filled.path.with_name("out.json")
    with pytest.raises(CuratorError, match=made.uuid(3, 1)):
        exporting.export(filled, target, everything=True)
    assert not target.exists()


def old_file_stays(project: Project, target: Path) -> bool:
    return target.read_bytes() == b"old" and not list(target.parent.glob(f".{target.name}*"))


def test_a_cancelled_export_leaves_the_old_file(filled: Project, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    with pytest.raises(CancelledError):
        exporting.export(filled, target, everything=True, cancelled=iter([False, True]).__next__)
    assert old_file_stays(filled, target)


@contextmanager
def at_most(size: int) -> Generator[None]:
    """No file may grow beyond `size` bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [0, 10, 1000, 5000])
@pytest.mark.parametrize("name", ["out.json", "out.jsonl"])
def test_a_full_disk_leaves_the_old_file(filled: Project, tmp_path: Path, name: str, size: int) -> None:
    target = tmp_path / name
    target.write_bytes(b"old")
    with at_most(size), pytest.raises(StorageError, match="unchanged"):
        exporting.export(filled, target, everything=True)
    assert old_file_stays(filled, target)


def test_a_folder_that_is_none_or_can_not_be_written_is_said(filled: Project, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="folder"):
        exporting.export(filled, tmp_path, format="json")
    with pytest.raises(StorageError):
        exporting.export(filled, tmp_path / "none" / "out.json")
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        with pytest.raises(StorageError):
            exporting.export(filled, tmp_path / "locked" / "out.json")


def test_the_project_itself_is_no_target(filled: Project) -> None:
    with pytest.raises(StorageError, match="project itself"):
        exporting.export(filled, filled.path, format="json")


def test_a_name_that_says_no_format_is_refused(filled: Project, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"json \(.json\), jsonl"):
        exporting.export(filled, tmp_path / "out.csv")


def test_progress_counts_documents(filled: Project, tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    exporting.export(filled, tmp_path / "o.json", everything=True, progress=lambda *now: said.append(now[:2]))
    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_reader_of_the_project_can_export(filled: Project, tmp_path: Path) -> None:
    with filled.reader() as reader:
        assert exporting.export(reader, tmp_path / "out.json", everything=True).documents == 3
