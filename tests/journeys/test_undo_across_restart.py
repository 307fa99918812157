"""Undo goes back through documents and restarts, and shows where it is; typing that never became a value is kept."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curator.domain.span import Span
from curator.services import annotating, drafts, importing, reading
from curator.services import project as projects
from curator.services.identity import me
from curator.services.schemes import load_scheme
from tests.journeys.hands import Hands


@pytest.fixture
def project(tmp_path: Path, scheme_file: Path) -> Path:
    """A project with two short texts, one annotated."""
    path = tmp_path / "two.curator"
    for name in ("first", "second"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} text is about Kazakhstan.\n", encoding="utf-8")
    with projects.create(path, name="Two", scheme=load_scheme(scheme_file), author=me()) as opened:
        importing.import_paths(opened, [tmp_path / "first.txt", tmp_path / "second.txt"])
        first = reading.find_document(opened, "first.txt")
        annotating.add(opened, first, "pledge", [Span(start=4, end=9)])
    return path


def test_undo_goes_to_the_document_it_is_about_also_after_a_restart(hands: Hands, project: Path) -> None:
    hands.window.projects.open_path(project)
    view = hands.window.session.view
    first, second = (reading.find_document(view, f"{name}.txt") for name in ("first", "second"))
    hands.window.viewing.open_document(second)
    hands.select_with_keys("Kazakhstan")
    hands.press("1")
    hands.restart(project)
    hands.window.viewing.open_document(first)
    assert "add actor" in hands.window.actions_by_id["edit.undo"].text()
    assert "add actor" in hands.window.status.words

    hands.press("Ctrl+Z")
    assert hands.window.desk.document
    assert hands.window.desk.document.row.id == second
    assert reading.annotations(hands.window.session.view, second) == []
    hands.press("Ctrl+Z")
    assert hands.window.desk.document.row.id == first
    hands.restart(project)
    hands.press("Ctrl+Y", "Ctrl+Y")
    assert hands.window.desk.document.row.id == second
    assert [row.quote for row in reading.annotations(hands.window.session.view, second)] == ["Kazakhstan"]
    assert hands.window.desk.annotation
    assert hands.window.reading.text.current() == hands.window.desk.annotation.id


def test_what_was_being_typed_when_the_program_died_is_offered_again(hands: Hands, project: Path) -> None:
    hands.window.projects.open_path(project)
    view = hands.window.session.view
    row = reading.annotations(view, reading.find_document(view, "first.txt"))[0]
    hands.window.desk.show(reading.find_document(view, "first.txt"), row.id)
    form = hands.window.side.form
    form.focus_field("count")
    hands.type("twelv")
    hands.wait(lambda: drafts.of(view, row.id) == {"count": "twelv"})
    hands.restart(_as_a_crash_leaves_it(project))
    hands.window.desk.show(reading.find_document(hands.window.session.view, "first.txt"), row.id)
    form = hands.window.side.form
    form.focus_field("count")
    assert hands.focus().property("text") == "twelv"
    assert reading.annotation(hands.window.session.view, row.id).body.fields == {}


def test_a_place_in_a_text_and_the_open_document_are_kept(hands: Hands, project: Path) -> None:
    hands.window.projects.open_path(project)
    second = reading.find_document(hands.window.session.view, "second.txt")
    hands.window.viewing.open_document(second)
    hands.press(*["Right"] * 7)
    hands.press("Ctrl+=")
    zoom = hands.window.reading.text.zoom
    hands.restart(project)
    assert hands.window.desk.document
    assert hands.window.desk.document.row.id == second
    assert hands.window.reading.text.caret() == 7
    assert hands.window.reading.text.zoom == pytest.approx(zoom)


def test_a_value_that_is_typed_is_saved_when_the_window_closes(hands: Hands, project: Path) -> None:
    hands.window.projects.open_path(project)
    view = hands.window.session.view
    first = reading.find_document(view, "first.txt")
    row = reading.annotations(view, first)[0]
    hands.window.desk.show(first, row.id)
    hands.window.side.form.focus_field("action")
    hands.type("give")
    hands.restart(project)
    values = reading.annotation(hands.window.session.view, row.id).body.fields
    assert values["action"].value == "give"


def test_withdrawing_offers_to_take_it_back(hands: Hands, project: Path) -> None:
    hands.window.projects.open_path(project)
    view = hands.window.session.view
    first = reading.find_document(view, "first.txt")
    row = reading.annotations(view, first)[0]
    hands.window.desk.show(first, row.id)
    hands.window.reading.text.setFocus()
    hands.press("Del")
    assert reading.annotations(view, first) == []
    messages = hands.window.projects.messages
    assert "withdrawn" in messages.text
    QTest.mouseClick(messages.button, Qt.MouseButton.LeftButton)
    assert [one.id for one in reading.annotations(view, first)] == [row.id]


def _as_a_crash_leaves_it(project: Path) -> Path:
    """The files as they are on disk at this moment, in another place."""
    folder = project.parent / "after the crash"
    folder.mkdir()
    for part in project.parent.glob(f"{project.name}*"):
        shutil.copy(part, folder / part.name)
    return folder / project.name
