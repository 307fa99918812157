"""Undo and redo where others have built upon the act since: none of their work is taken back with it."""

from pathlib import Path

import pytest

from curator.domain.annotation import AnnotationEvidence, FieldState, FieldValue
from curator.domain.errors import CuratorError
from curator.domain.review import Verdict
from curator.services import (
    annotating,
    commenting,
    conflicts,
    documents,
    importing,
    reading,
    reviewing,
    sharing,
    undoing,
)
from curator.services import project as projects
from curator.services.project import Project
from tests.support import projects as support
from tests.support.replicas import Team, document, exchange_all, give, handed


def mark_of_ann(three: Team, label: str = "commitment") -> str:
    """An annotation of Ann's that the supervisor holds as well."""
    mark = support.annotate(three.ann, document(three.ann), 8, 20, label)
    give(three.ann, three.supervisor)
    return mark


def fields(project: Project, mark: str) -> dict[str, object]:
    return {name: one.value for name, one in reading.annotation(project, mark).body.fields.items()}


def refused(project: Project, why: str) -> None:
    """The next step is said to be impossible, is refused for that reason, and is given up."""
    offered = undoing.state(project)
    assert why in offered.undo_why
    with pytest.raises(CuratorError, match=f"{offered.undo_label}” can't be undone: .*{why}"):
        undoing.undo(project)
    assert undoing.state(project).undo_label != offered.undo_label


def test_an_annotation_that_a_supervisor_corrected_and_accepted_is_not_taken_out_by_undo(three: Team) -> None:
    mark = mark_of_ann(three)
    annotating.set_field(three.supervisor, mark, "action", support.said("Sara's"))
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has changed it since")
    assert reading.annotation(three.ann, mark).state == "approved"


def test_what_others_said_of_an_annotation_keeps_undo_from_taking_it_out(three: Team) -> None:
    decided, questioned = mark_of_ann(three, "actor"), mark_of_ann(three, "date")
    reviewing.decide(three.supervisor, decided, Verdict.ACCEPT)
    commenting.comment(three.supervisor, document(three.ann), "Why?", annotation=questioned)
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has commented on it since")
    refused(three.ann, "Sara has decided on it since")
    assert len(reading.annotations(three.ann, document(three.ann))) == 2


def test_an_annotation_that_anothers_value_cites_is_not_taken_out(three: Team) -> None:
    cited = mark_of_ann(three)
    mark = support.annotate(three.supervisor, document(three.supervisor), 0, 5, "commitment")
    evidence = (AnnotationEvidence(annotation=cited),)
    value = FieldValue(state=FieldState.STATED, value="as there", evidence=evidence)
    annotating.set_field(three.supervisor, mark, "action", value)
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has referred to it since")


def test_a_field_that_was_accepted_keeps_its_value(three: Team) -> None:
    mark = mark_of_ann(three)
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    annotating.set_field(three.ann, mark, "condition", support.said("if asked"))
    give(three.ann, three.supervisor)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT, field="action")
    give(three.supervisor, three.ann)
    assert undoing.undo(three.ann)
    refused(three.ann, "Sara has accepted it since")
    assert fields(three.ann, mark) == {"action": "adopt"}


def test_an_acceptance_of_an_earlier_version_does_not_stand_in_the_way(three: Team) -> None:
    mark = mark_of_ann(three, "actor")
    annotating.set_field(three.ann, mark, "role", support.said("host"))
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT, field="role")
    give(three.supervisor, three.ann)
    assert not reviewing.review(three.ann, mark).counts
    assert undoing.state(three.ann).undo_why == ""
    assert undoing.undo(three.ann)
    assert fields(three.ann, mark) == {}


def test_after_a_return_ones_own_changes_can_be_undone(three: Team) -> None:
    mark = mark_of_ann(three)
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    give(three.ann, three.supervisor)
    reviewing.decide(three.supervisor, mark, Verdict.RETURN, reason=reviewing.Why("wrong_span"))
    give(three.supervisor, three.ann)
    assert undoing.state(three.ann).undo_why == ""
    assert undoing.undo(three.ann)
    assert fields(three.ann, mark) == {}


def test_a_value_that_another_gave_anew_is_not_taken_back(three: Team) -> None:
    """It reads as the step left it, but it is Sara's word now."""
    mark = mark_of_ann(three)
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    give(three.ann, three.supervisor)
    for value in ("sign", "adopt"):
        annotating.set_field(three.supervisor, mark, "action", support.said(value))
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has changed it since")
    assert fields(three.ann, mark) == {"action": "adopt"}


def test_undo_takes_back_what_is_ones_own_still_and_says_what_stays(three: Team) -> None:
    place = document(three.ann)
    documents.describe(three.ann, place, title="Ann's", language="fr")
    give(three.ann, three.supervisor)
    documents.describe(three.supervisor, place, title="Sara's")
    give(three.supervisor, three.ann)
    assert undoing.state(three.ann).undo_why == ""
    changes = undoing.undo(three.ann)
    assert changes
    assert changes.left == "Not all of “set title and language” could be undone: Sara has changed it since."
    row = reading.document_row(three.ann, place)
    assert (row.title, row.language) == ("Sara's", None)


def test_the_fields_of_another_label_do_not_come_back_without_it(three: Team) -> None:
    mark = mark_of_ann(three)
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    annotating.relabel(three.ann, mark, "date")
    give(three.ann, three.supervisor)
    annotating.relabel(three.supervisor, mark, "actor")
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has changed it since")
    assert reading.annotation(three.ann, mark).body.label == "actor"
    assert fields(three.ann, mark) == {}


def test_a_document_that_another_works_in_stays_when_its_import_is_undone(three: Team, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("one", "two")]
    for file in files:
        file.write_text(f"Words of {file.name}.")
    importing.import_paths(three.supervisor, files)
    before, one, two = (row.id for row in reading.documents(three.supervisor))
    give(three.supervisor, three.ann)
    support.annotate(three.ann, one, 0, 5, "commitment")
    give(three.ann, three.supervisor)
    changes = undoing.undo(three.supervisor)
    assert changes
    assert changes.left == "Not all of “import 2 texts” could be undone: Ann has annotated it since."
    assert changes.documents == {two}
    assert [row.id for row in reading.documents(three.supervisor)] == [before, one]
    undoing.redo(three.supervisor)
    assert len(reading.documents(three.supervisor)) == 3


def test_a_thread_that_another_answered_is_not_taken_away(three: Team) -> None:
    place = document(three.ann)
    commenting.comment(three.ann, place, "Is it one?")
    give(three.ann, three.supervisor)
    [opened] = commenting.threads(three.supervisor, place)
    commenting.answer(three.supervisor, opened.id, "It is.")
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has answered it since")


def test_redo_takes_nothing_of_others_back_either(three: Team) -> None:
    mark = mark_of_ann(three)
    annotating.withdraw(three.ann, mark)
    undoing.undo(three.ann)
    give(three.ann, three.supervisor)
    annotating.set_field(three.supervisor, mark, "action", support.said("Sara's"))
    give(three.supervisor, three.ann)
    assert undoing.state(three.ann).redo_why == "Sara has changed it since"
    with pytest.raises(CuratorError, match="can't be redone: Sara has changed it since"):
        undoing.redo(three.ann)
    assert not reading.annotation(three.ann, mark).body.withdrawn


def test_a_decision_that_another_confirmed_is_not_opened_again(three: Team) -> None:
    mark = mark_of_ann(three)
    give(three.supervisor, three.ann)
    annotating.set_field(three.supervisor, mark, "action", support.said("Sara's"))
    annotating.set_field(three.ann, mark, "action", support.said("Ann's"))
    give(three.supervisor, three.ann)
    conflicts.resolve(three.ann, mark, {("fields", "action"): 0})
    give(three.ann, three.supervisor)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    give(three.supervisor, three.ann)
    refused(three.ann, "Sara has accepted it since")
    assert conflicts.conflicts(three.ann) == []


def test_ones_own_work_of_another_machine_is_not_taken_back(three: Team, tmp_path: Path) -> None:
    mark = mark_of_ann(three)
    path = tmp_path / "elsewhere.curator"
    with copied(three.ann, path) as other:
        annotating.set_field(other, mark, "action", support.said("elsewhere"))
        give(other, three.ann)
    refused(three.ann, "you have changed it elsewhere since")


def copied(project: Project, path: Path) -> Project:
    """A copy of the file, which is a replica of its own."""
    project.store.conn.execute("VACUUM INTO ?", (str(path),))
    return projects.open_project(path, author=project.author)


def test_undo_goes_on_where_others_touched_something_else(three: Team) -> None:
    exchange_all(*three.all)
    place = document(three.ann)
    mine = support.annotate(three.ann, place, 0, 5, "commitment")
    support.annotate(three.supervisor, place, 8, 20, "commitment")
    documents.describe(three.supervisor, place, title="Renamed")
    give(three.supervisor, three.ann)
    assert undoing.state(three.ann) == undoing.UndoState("add commitment", None)
    undoing.undo(three.ann)
    assert mine not in {row.id for row in reading.annotations(three.ann, place)}
    undoing.redo(three.ann)
    assert mine in {row.id for row in reading.annotations(three.ann, place)}


def test_what_arrives_between_looking_and_undoing_counts(three: Team) -> None:
    mark = mark_of_ann(three, "actor")
    offered = undoing.state(three.ann)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    parcel = handed(three.supervisor)
    assert offered.undo_why == ""
    with three.ann.beside() as beside:
        sharing.receive(beside, parcel, copy=False)
    with pytest.raises(CuratorError, match="Sara has decided on it since"):
        undoing.undo(three.ann)
