from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.ids import derived_id
from curator.services import documents, importing, reading, undoing, verifying
from curator.services.importing import ImportItem, ImportReport
from curator.services.importing_texts import shortened, title_of
from curator.services.project import Project
from curator.store import journal


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def take(project: Project, *paths: Path, encoding: str | None = None) -> ImportReport:
    return importing.import_paths(project, paths, encoding=encoding)


def only(report: ImportReport) -> ImportItem:
    (item,) = report.items
    return item


def test_a_text_comes_in_whole_with_its_bytes_and_its_title(project: Project, tmp_path: Path) -> None:
    data = "\ufeff\r\n# A plëdge 😀\r\n\r\nText.\r\n".encode("utf-16-le")
    item = only(take(project, put(tmp_path, "a.md", data)))
    assert (item.outcome, item.encoding) == ("imported", "utf-16-le")
    view = reading.document(project, item.document_id or "")
    assert view.text == "\n# A plëdge 😀\n\nText.\n"
    assert (view.body.title, view.body.source.file_name) == ("A plëdge 😀", "a.md")
    assert (view.body.source.media_type, view.body.length) == ("text/markdown", len(view.text))
    assert journal.blob(project.store.conn, view.body.source.sha256) == data
    assert verifying.verify(project) == []


def test_the_id_of_a_document_comes_from_its_bytes(project: Project, tmp_path: Path) -> None:
    item = only(take(project, put(tmp_path, "a.txt", "Same everywhere.")))
    body = reading.document(project, item.document_id or "").body
    assert item.document_id == derived_id("document", body.source.sha256)


def test_the_same_bytes_twice_are_said_and_not_doubled(project: Project, tmp_path: Path) -> None:
    report = take(project, put(tmp_path, "a.txt", "Text."), put(tmp_path, "b.txt", "Text."))
    assert [item.outcome for item in report.items] == ["imported", "already"]
    assert only(take(project, tmp_path / "a.txt")).outcome == "already"
    assert reading.document_count(project) == 1


def test_another_encoding_of_known_bytes_is_said_with_the_way_to_it(project: Project, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "Привет, мир. Это русский текст.".encode("koi8-r"))
    wrong = only(take(project, path, encoding="latin-1")).document_id or ""
    again = only(take(project, path, encoding="koi8-r"))
    assert (again.outcome, "withdraw that document first" in again.message) == ("already", True)
    documents.withdraw(project, wrong)
    right = only(take(project, path, encoding="koi8-r")).document_id or ""
    assert right != wrong
    assert reading.document(project, right).text == "Привет, мир. Это русский текст."
    assert only(take(project, path, encoding="koi8-r")).outcome == "already"
    documents.withdraw(project, right)
    assert only(take(project, path, encoding="latin-1")).document_id == wrong
    assert verifying.verify(project) == []


def test_a_withdrawn_document_comes_back_and_that_is_said(project: Project, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "Text.")
    ident = only(take(project, path)).document_id or ""
    documents.describe(project, ident, title="My title")
    documents.withdraw(project, ident)
    item = only(take(project, path))
    assert item.message.startswith("Brought back: it was there before as “My title”")
    assert reading.document(project, ident).body.title == "My title"


def test_the_same_text_in_other_bytes_is_said_to_be_a_likely_duplicate(project: Project, tmp_path: Path) -> None:
    report = take(project, put(tmp_path, "a.txt", "One\nтекст\n"), put(tmp_path, "b.txt", "One\r\nтекст\r\n"))
    assert report.count("imported") == 2
    assert report.warnings == ["b.txt is probably a duplicate of “One”: the same text in other bytes."]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n", "white space"),
        ("nul.txt", b"one\0two, and more words than that", "NUL"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n....", "PNG"),
        ("archive.md", b"PK\x03\x04....", "ZIP"),
    ],
)
def test_what_is_no_text_is_refused_by_its_content(
    project: Project, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    report = take(project, put(tmp_path, name, data), put(tmp_path, "good.txt", "Good."))
    assert [item.outcome for item in report.items] == ["refused", "imported"]
    assert words in report.items[0].message
    assert report.changes is not None


def test_a_file_that_is_not_there_is_refused_and_the_rest_comes_in(project: Project, tmp_path: Path) -> None:
    report = take(project, tmp_path / "none.txt", put(tmp_path, "good.txt", "Good."))
    assert [item.message for item in report.refused] == ["There is no such file."]
    assert report.count("imported") == 1


def test_an_import_is_one_step_of_undo(project: Project, tmp_path: Path) -> None:
    report = take(project, put(tmp_path, "a.txt", "A text."), put(tmp_path, "b.txt", "B text."))
    assert report.changes is not None
    assert report.changes.label == "import 2 documents"
    assert undoing.state(project).undo_label == "import 2 texts"
    undoing.undo(project)
    assert reading.document_count(project) == 0
    undoing.redo(project)
    assert reading.document_count(project) == 2


def test_an_annotator_may_import_texts(as_annotator: Project, tmp_path: Path) -> None:
    assert only(take(as_annotator, put(tmp_path, "a.txt", "Text."))).outcome == "imported"
    assert verifying.verify(as_annotator) == []


def test_a_guessed_encoding_is_said_with_what_else_it_could_be(project: Project, tmp_path: Path) -> None:
    text = "Международная конференция по борьбе с терроризмом открылась в столице. " * 5
    item = only(take(project, put(tmp_path, "a.txt", text.encode("cp1251"))))
    assert item.outcome == "imported"
    assert "is a guess" in item.message or "is a weak guess" in item.message
    assert "--encoding" in item.message


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Title here \nmore", "Title here"),
        ("## Head\u200d\u2028ing\n", "Head\u200d ing"),
        ("-----\n* * *\nWords", "Words"),
        ("--- \n", "file name"),
        ("\u202eevil\u202c title", "evil title"),
        ("x" * 130, "x" * 119 + "…"),
        ("word " * 60, ("word " * 24).strip() + "…"),
    ],
)
def test_the_title_is_the_first_line_that_says_something(text: str, title: str) -> None:
    assert title_of(text, Path("folder/file name.txt")) == title


@given(st.text(min_size=1))
def test_a_title_is_never_long_nor_empty(text: str) -> None:
    title = title_of(text, Path("a.txt"))
    assert 0 < len(title) <= 120
    assert title.isprintable() or "\u200d" in title or "\u200c" in title


def test_a_title_does_not_cut_a_family_of_emoji() -> None:
    family = "👨‍👩‍👧‍👦"
    assert set(shortened(family * 60).rstrip("…").split(family)) == {""}
