"""Two annotators and a supervisor at one machine, from the assignment to the export of what was approved."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from curator.domain.people import Role
from curator.services import reading, ways
from curator.ui.dialogs.assign import AssignDialog
from curator.ui.dialogs.export import ExportDialog
from curator.ui.dialogs.submit import SubmitDialog
from curator.ui.review.reason_dialog import ReasonDialog
from curator.ui.review.return_dialog import ReturnDialog
from curator.ui.review.strip import ReviewStrip
from tests.journeys.hands import Hands
from tests.support import projects

TEXT = "On 28 September 2018 Kazakhstan promised to give money by the end of 2019. Nobody was surprised.\n"


def test_two_annotators_and_a_supervisor_make_a_data_set_that_can_be_defended(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "p.curator"
    _make_project(path)
    _sit_down(hands, path, "Saule")
    _assign(hands)

    _sit_down(hands, path, "Aigerim")
    _tag(hands, "28 September 2018", "3")
    _tag(hands, "Kazakhstan", "1")
    pledge = _tag(hands, "promised to give money by the end of 2019", "4")
    _act(hands, pledge, "give money")
    _submit(hands)
    _cannot_change_any_more(hands)

    _sit_down(hands, path, "Bolat")
    assert [row.quote for row in _annotations(hands)] == []
    _tag(hands, "28 September 2018", "3")
    _tag(hands, "Kazakhstan", "2")
    other = _tag(hands, "promised to give money", "4")
    _act(hands, other, "give money")
    _submit(hands)
    _is_offered_no_review(hands)

    _sit_down(hands, path, "Saule")
    _adjudicate(hands)
    _return_the_rest(hands)

    _sit_down(hands, path, "Aigerim")
    _reads_why_and_answers(hands)
    _submit(hands)

    _sit_down(hands, path, "Bolat")
    _take_the_deadline_in(hands)
    _submit(hands)

    _sit_down(hands, path, "Saule")
    _make_a_third(hands)
    _approve(hands)
    _check(_export(hands, tmp_path / "out.json", everything=False))
    _check_overruled(_export(hands, tmp_path / "all.json", everything=True))


def _make_project(path: Path) -> None:
    people = {name: projects.author(name) for name in ("Saule", "Aigerim", "Bolat")}
    with projects.new(path.parent, projects.author("Saule"), path.name) as project:
        projects.add_person(project, people["Aigerim"], Role.ANNOTATOR)
        projects.add_person(project, people["Bolat"], Role.ANNOTATOR)
        projects.add_document(project, TEXT, "Promise")


def _sit_down(hands: Hands, path: Path, name: str) -> None:
    """Another person starts the program on the same file."""
    hands.window.close()
    projects.author(name)
    hands.restart(path)
    hands.wait(lambda: hands.window.desk.document)
    hands.window.reading.text.setFocus()
    assert hands.window.projects.author().name == name


def _annotations(hands: Hands) -> list[Any]:
    document = hands.window.desk.document
    assert document
    return list(reading.annotations(hands.window.session.view, document.row.id, limit=100))


def _assign(hands: Hands) -> None:
    hands.window.actions_by_id["supervision.assign"].trigger()
    hands.opened(AssignDialog)
    dialog = _front(hands, AssignDialog)
    for row in range(dialog.people.count()):
        if dialog.people.item(row).text() != "Saule":
            dialog.people.item(row).setCheckState(Qt.CheckState.Checked)
    hands.click(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    hands.closed()
    works = ways.works(hands.window.session.view)
    assert {work.annotator_name for work in works if work.assigned} == {"Aigerim", "Bolat"}


def _front(hands: Hands, kind: type[Any]) -> Any:
    return next(each for each in hands.window.findChildren(QDialog) if isinstance(each, kind) and each.isVisible())


def _tag(hands: Hands, words: str, key: str) -> str:
    hands.press("Esc")
    hands.select_with_keys(words)
    hands.press(key)
    annotation = hands.window.desk.annotation
    assert annotation
    assert annotation.body.spans[0].exact == words
    return annotation.id


def _act(hands: Hands, annotation: str, words: str) -> None:
    hands.window.desk.choose(annotation)
    hands.window.side.form.focus_field("action")
    hands.retype(words)
    hands.press("Return", "Esc")
    hands.window.reading.text.setFocus()


def _submit(hands: Hands) -> None:
    hands.press("Ctrl+Shift+Return")
    hands.opened(SubmitDialog)
    dialog = _front(hands, SubmitDialog)
    dialog.note.setFocus()
    hands.type("please look at the deadline")
    hands.click(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    hands.closed()
    hands.wait(lambda: "waiting for review" in hands.window.reading.banner.text)


def _cannot_change_any_more(hands: Hands) -> None:
    before = _annotations(hands)
    hands.window.reading.text.setFocus()
    hands.press("Esc")
    hands.select_with_keys("Nobody")
    hands.press("1")
    assert _annotations(hands) == before
    messages = hands.window.projects.messages
    assert "submitted" in messages.text
    assert "you take it back or a supervisor" in messages.text
    hands.click(messages.button)
    hands.wait(lambda: "waiting for review" not in hands.window.reading.banner.text)
    assert "taken back" in messages.text
    _submit(hands)


def _is_offered_no_review(hands: Hands) -> None:
    actions = hands.window.actions_by_id
    assert not any(
        actions[name].isVisible() for name in ("supervision.queue", "supervision.accept", "supervision.assign")
    )
    assert not any(actions[name].isEnabled() for name in ("supervision.queue", "supervision.accept"))
    assert not hands.window.left.to_queue.isVisible()


def _open_queue(hands: Hands) -> Any:
    hands.press("Ctrl+Shift+R")
    hands.wait(lambda: hands.window.left.shows_queue)
    return hands.window.left.queue


def _open_pairs(hands: Hands) -> Any:
    queue = _open_queue(hands)
    index = queue.works.index(0)
    hands.click(queue.work_list.viewport(), queue.work_list.visualRect(index).center())
    hands.wait(lambda: hands.window.side.guest is not None)
    panel: Any = hands.window.side.guest
    hands.at_rest()
    hands.wait(lambda: panel.shown)
    return panel


def _adjudicate(hands: Hands) -> None:
    """What agrees is accepted at once; of the rest one is taken."""
    panel = _open_pairs(hands)
    hands.press("Shift+A")
    hands.at_rest()
    hands.press("J")
    hands.wait(lambda: "Kazakhstan" in panel.quotes()[0])
    panel.why.setCurrentIndex(1)
    page: Any = hands.window.middle.currentWidget()
    panel.words.setFocus()
    hands.type("a state is an actor")
    page.sheet.setFocus()
    hands.press("1")
    hands.at_rest()
    hands.wait(lambda: "promised" in panel.quotes()[0])
    assert "<b> by the end of 2019</b>" in panel.quotes()[0]


def _return_the_rest(hands: Hands) -> None:
    hands.press("R")
    hands.opened(ReasonDialog)
    hands.press("1", "Tab")
    hands.type("is the deadline part of it?")
    hands.press("Return")
    hands.closed()
    hands.at_rest()
    hands.window.actions_by_id["supervision.adjudicate"].trigger()
    hands.window.actions_by_id["supervision.send_back"].trigger()
    hands.opened(ReturnDialog)
    dialog = _front(hands, ReturnDialog)
    assert len(dialog.ticked()) == 2
    assert "Some annotations are returned" in dialog.list.item(0).text()
    hands.press("1", "Return")
    hands.closed()
    states = {work.annotator_name: work.state for work in ways.works(hands.window.session.view)}
    assert states["Aigerim"] == states["Bolat"] == "returned"


def _reads_why_and_answers(hands: Hands) -> None:
    hands.wait(lambda: "Returned by Saule" in hands.window.reading.banner.text)
    pledge = next(row for row in _annotations(hands) if row.label == "commitment" and row.state == "returned")
    hands.window.desk.choose(pledge.id)
    strip = hands.window.findChild(ReviewStrip)
    assert strip
    assert strip.isVisible()
    assert "is the deadline part of it?" in strip.said_words.text()
    hands.press("Ctrl+M")
    hands.type("yes it is")
    hands.press("Return")
    assert [box.thread_id for box in strip.threads.boxes]
    _act(hands, pledge.id, "give money by the end of 2019")


def _take_the_deadline_in(hands: Hands) -> None:
    pledge = next(row for row in _annotations(hands) if row.label == "commitment")
    hands.window.desk.choose(pledge.id)
    hands.window.reading.text.setFocus()
    hands.press(*["Shift+Right"] * 5)
    hands.window.reading.text.finish_move()
    assert [row.quote for row in _annotations(hands)][-1] == "promised to give money by the end of 2019"


def _make_a_third(hands: Hands) -> None:
    panel = _open_pairs(hands)
    assert panel.shown.differs("action")
    hands.press("3")
    hands.click(panel.fields.cells["action", 1])
    hands.click(panel.third)
    hands.at_rest()
    page: Any = hands.window.middle.currentWidget()
    hands.wait(lambda: page.words.accessibleName() == "3 of 3 decided")


def _approve(hands: Hands) -> None:
    hands.window.actions_by_id["supervision.approve"].trigger()
    assert "Aigerim, Bolat" in hands.window.projects.messages.text
    states = [work.state for work in ways.works(hands.window.session.view) if work.assigned]
    assert states == ["approved", "approved"]


def _export(hands: Hands, target: Path, *, everything: bool) -> dict[str, Any]:
    hands.press("Ctrl+E")
    hands.opened(ExportDialog)
    hands.retype(str(target))
    _front(hands, ExportDialog).everything.setChecked(everything)
    hands.press("Return")
    hands.wait(target.exists)
    hands.at_rest()
    hands.closed()
    return json.loads(target.read_text("utf-8"))


def _check(dataset: dict[str, Any]) -> None:
    """Exactly what was approved, with who decided, why, and what it was made from."""
    [document] = dataset["documents"]
    names = {person["id"]: person["name"] for person in dataset["people"]}
    found = [
        (
            one["spans"][0]["exact"],
            one["label"],
            names[one["author"]],
            one["adjudication"]["outcome"],
            sorted(names[source["author"]] for source in one["adjudication"]["sources"]),
            names[one["decision"]["by"]],
            one["state"],
        )
        for one in document["annotations"]
    ]
    both = ["Aigerim", "Bolat"]
    assert found == [
        ("28 September 2018", "date", "Aigerim", "unanimous", both, "Saule", "approved"),
        ("Kazakhstan", "actor", "Aigerim", "adjudicated", both, "Saule", "approved"),
        ("promised to give money by the end of 2019", "commitment", "Saule", "adjudicated", both, "Saule", "approved"),
    ]
    assert document["annotations"][2]["fields"]["action"]["value"] == "give money"
    assert document["state"] == "approved"


def _check_overruled(dataset: dict[str, Any]) -> None:
    """What was overruled goes out only when everything is asked for, with the reason and what stands in its place."""
    [document] = dataset["documents"]
    by_state = {one["state"]: one for one in document["annotations"] if one["label"] == "organization"}
    overruled = by_state["rejected"]
    assert overruled["decision"]["reason"] == "a state is an actor"
    assert overruled["adjudication"]["error"] == "guideline_gap"
    stands = next(one for one in document["annotations"] if one["label"] == "actor")
    assert overruled["adjudication"]["merged_into"] == stands["id"]
