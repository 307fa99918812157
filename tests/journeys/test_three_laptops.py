"""Three people at three computers: work goes out in parcels, comes in through a folder, is judged and goes back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.services import adjudicating, annotating, identity, people, reading, reviewing, submitting, verifying, ways
from curator.services import project as projects
from curator.services.schemes import default_scheme
from curator.sharing.parcel_reading import manifest_of
from curator.store import journal
from curator.ui.dialogs.assign import AssignDialog
from curator.ui.dialogs.export import ExportDialog
from curator.ui.dialogs.submit import SubmitDialog
from curator.ui.review.reason_dialog import ReasonDialog
from curator.ui.review.strip import ReviewStrip
from curator.ui.sharing import exchanging
from curator.ui.sharing.folder_dialog import FolderDialog
from curator.ui.sharing.hand_in_dialog import HandInDialog
from curator.ui.sharing.receive_dialog import ReceiveDialog
from tests.journeys.hands import Hands

TEXT = "On 28 September 2018 Kazakhstan promised to give money by the end of 2019. This is release %02d.\n"
DOCUMENTS = 30
BOTH = range(12, 18)
"""What both annotators do: one has the first eighteen, the other the last eighteen."""


class Laptops:
    """Whose computer the person sits at: each has a home, a key and a folder of their own."""

    def __init__(self, hands: Hands, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.hands = hands
        self.folder = folder
        self.shared = folder / "shared"
        self.shared.mkdir()
        self._patch = patch

    def path(self, name: str) -> Path:
        return self.folder / name / "work.curator"

    def key(self, name: str) -> str:
        """Somebody's public key, as they read it out."""
        self._sit(name)
        return identity.me().public_key

    def _sit(self, name: str) -> None:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        self._patch.setenv("CURATOR_HOME", str(home))
        if identity.me().name != name:
            identity.me().rename(name)

    def start(self, name: str, *, is_new: bool = False) -> Hands:
        """Somebody starts the program at their computer, and opens their copy if they have one."""
        self.hands.window.close()
        self.hands.window.deleteLater()
        self._sit(name)
        self.hands.start()
        if not is_new:
            self.hands.window.projects.open_path(self.path(name))
            self.hands.wait(lambda: self.hands.window.desk.document)
        return self.hands


@pytest.fixture
def laptops(hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laptops]:
    for name in ("OPENED_MS", "WORKED_MS", "NOTICED_MS", "TYPING_MS"):
        monkeypatch.setattr(exchanging, name, 50)
    yield Laptops(hands, tmp_path, monkeypatch)
    hands.window.close()


@pytest.mark.timeout(400)
def test_thirty_documents_go_out_and_come_back_judged_and_everybody_exports_the_same(
    laptops: Laptops, tmp_path: Path
) -> None:
    _begin(laptops)
    hands = laptops.start("Sara")
    _assign(hands, "Ann", first=0, number=18)
    _assign(hands, "Ben", first=12, number=18)
    parcels = {name: _hand_out(hands, name, tmp_path / f"{name}.parcel") for name in ("Ann", "Ben")}
    _use_folder(hands, laptops.shared)

    for name, parcel in parcels.items():
        hands = laptops.start(name, is_new=True)
        _make_copy(hands, parcel, laptops.path(name))
        assert reading.counts(hands.window.session.view).documents == 18
        _annotate(hands, name)
        _use_folder(hands, laptops.shared)
        _wait_until_out(hands, laptops.shared)

    hands = laptops.start("Sara")
    hands.wait(lambda: _annotations(hands) == 72)
    hands.at_rest()
    _return_one_with_a_reason(hands)
    _adjudicate_one(hands)
    _judge_the_rest(hands)
    _wait_until_out(hands, laptops.shared)
    rest = _hand_out(hands, None, tmp_path / "everything.parcel")

    exported = [_exported(hands, tmp_path / "Sara.json")]
    for name in ("Ann", "Ben"):
        hands = laptops.start(name)
        _wait_for_judgement(hands)
        if name == "Ann":
            _reads_why(hands)
        _receive_texts(hands, rest)
        assert reading.counts(hands.window.session.view).documents == DOCUMENTS
        exported.append(_exported(hands, tmp_path / f"{name}.json"))
    assert exported[1] == exported[0]
    assert exported[2] == exported[0]
    assert sum(len(one["annotations"]) for one in exported[0]["documents"]) == 72
    hands.window.close()
    for name in ("Sara", "Ann", "Ben"):
        assert verifying.verify(laptops.path(name)) == []


def _begin(laptops: Laptops) -> None:
    """Sara has a project with thirty documents and two annotators, whose keys they have read to her."""
    keys = {name: laptops.key(name) for name in ("Ann", "Ben")}
    hands = laptops.start("Sara", is_new=True)
    releases = laptops.folder / "releases"
    releases.mkdir()
    for number in range(DOCUMENTS):
        (releases / f"Release {number:02}.txt").write_text(TEXT % number, encoding="utf-8")
    path = laptops.path("Sara")
    projects.create(path, name="Promises", scheme=default_scheme(), author=identity.me()).close()
    hands.window.projects.open_path(path)
    hands.drop_file(releases)
    hands.at_rest()
    for name, key in keys.items():
        hands.window.session.do(people.add, name, key, (Role.ANNOTATOR,))
    assert reading.counts(hands.window.session.view).documents == DOCUMENTS


def _front(hands: Hands, kind: type[Any]) -> Any:
    hands.opened(kind)
    return next(each for each in hands.window.findChildren(kind) if each.isVisible())


def _assign(hands: Hands, name: str, *, first: int, number: int) -> None:
    hands.window.actions_by_id["supervision.assign"].trigger()
    dialog = _front(hands, AssignDialog)
    dialog.table.setFocus()
    dialog.table.clearSelection()
    row = dialog.table.visualRect(dialog.table.model().index(first, 0))
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    hands.press(*["Shift+Down"] * (number - 1))
    [person] = dialog.people.findItems(name, Qt.MatchFlag.MatchExactly)
    person.setCheckState(Qt.CheckState.Checked)
    hands.click(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    hands.closed()
    assigned = [work for work in ways.works(hands.window.session.view) if work.annotator_name == name]
    assert len(assigned) == number


def _hand_out(hands: Hands, name: str | None, target: Path) -> Path:
    """A sealed parcel with the texts that are assigned to somebody, or an open one with everything."""
    hands.window.actions_by_id["share.hand_in"].trigger()
    dialog = _front(hands, HandInDialog)
    if name:
        dialog.to.setFocus()
        hands.type(name)
        assert dialog.to.currentText() == name
        assert dialog.sealed.isChecked()
        assert len(dialog.texts.chosen()) == 18
    dialog.path.setFocus()
    hands.retype(str(target))
    hands.press("Return")
    hands.wait(lambda: dialog.leave.text() == "Close")
    assert str(target) in dialog.outcome.words()
    hands.press("Esc")
    hands.closed()
    return target


def _make_copy(hands: Hands, parcel: Path, path: Path) -> None:
    """From the first page: choose the parcel, read the report, make a project of it."""
    hands.click(hands.window.start.receive)
    hands.name_file(parcel)
    dialog = _front(hands, ReceiveDialog)
    hands.wait(dialog.receive.isVisible)
    assert "Left out" in dialog.report.facts.words()
    assert dialog.report.is_short
    assert dialog.destination
    dialog.destination.target.setFocus()
    hands.retype(str(path))
    hands.press("Return")
    hands.wait(lambda: dialog.leave.text() == "Close")
    assert hands.window.session.path() == path
    hands.press("Esc")
    hands.closed()


def _use_folder(hands: Hands, folder: Path) -> None:
    hands.window.actions_by_id["share.folder"].trigger()
    _front(hands, FolderDialog).path.setFocus()
    hands.retype(str(folder))
    hands.press("Return")
    hands.closed()
    hands.wait(lambda: "Exchanged" in hands.window.status.words)


def _wait_until_out(hands: Hands, folder: Path) -> None:
    """What was done goes out by itself."""
    view = hands.window.session.view

    def is_out() -> bool:
        tips = journal.tips(view.store.conn)
        return any(manifest_of(path, view.author.unseal).tips == tips for path in folder.glob("*.parcel"))

    hands.wait(is_out)
    hands.at_rest()


def _annotations(hands: Hands) -> int:
    return reading.counts(hands.window.session.view).annotations


# --- an annotator -------------------------------------------------------------------------------------------------


def _annotate(hands: Hands, name: str) -> None:
    """The first document by hand, and the others in the same way without."""
    rows = reading.documents(hands.window.session.view)
    label = "actor" if name == "Ann" else "organization"
    hands.wait(lambda: hands.window.desk.document)
    hands.window.desk.open(rows[0].id)
    hands.window.reading.text.setFocus()
    for words, key in (("28 September 2018", "3"), ("Kazakhstan", "1" if name == "Ann" else "2")):
        hands.press("Esc")
        hands.select_with_keys(words)
        hands.press(key)
        annotation = hands.window.desk.annotation
        assert annotation
        assert annotation.body.spans[0].exact == words
    hands.press("Ctrl+Shift+Return")
    dialog = _front(hands, SubmitDialog)
    hands.click(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    hands.closed()
    hands.wait(lambda: "waiting for review" in hands.window.reading.banner.text)
    text = hands.text
    do = hands.window.session.do
    for row in rows[1:]:
        for words, kind in (("28 September 2018", "date"), ("Kazakhstan", label)):
            start = text.index(words)
            assert do(annotating.add, row.id, kind, [Span(start=start, end=start + len(words))])
        assert do(submitting.submit, row.id)


def _wait_for_judgement(hands: Hands) -> None:
    """What Sara decided comes in by itself."""
    hands.wait(lambda: "submitted" not in {work.state for work in ways.works(hands.window.session.view)})
    hands.at_rest()


def _reads_why(hands: Hands) -> None:
    """Ann finds the reason where her annotation stands."""
    view = hands.window.session.view
    [returned] = [work.document for work in ways.works(view) if work.state == "returned"]
    hands.window.desk.open(returned)
    hands.wait(lambda: "Returned by Sara" in hands.window.reading.banner.text)
    hands.window.reading.text.setFocus()
    hands.click_words("Kazakhstan")
    strip = hands.window.findChild(ReviewStrip)
    assert strip
    hands.wait(strip.isVisible)
    assert "the republic, or its government?" in strip.said_words.text()


# --- the supervisor -----------------------------------------------------------------------------------------------


def _return_one_with_a_reason(hands: Hands) -> None:
    hands.window.reading.text.setFocus()
    hands.press("Ctrl+Shift+R")
    hands.press("J")
    hands.wait(lambda: hands.window.desk.annotation)
    hands.press("A")
    annotation = hands.window.desk.annotation
    assert annotation
    assert annotation.body.spans[0].exact == "Kazakhstan"
    hands.press("R")
    hands.opened(ReasonDialog)
    hands.press("1", "Tab")
    hands.type("the republic, or its government?")
    hands.press("Return")
    hands.closed()
    document = annotation.body.document
    hands.window.desk.open(document)
    hands.window.actions_by_id["supervision.send_back"].trigger()
    hands.opened(ReasonDialog)
    hands.press("1", "Return")
    hands.closed()
    [work] = [work for work in ways.works(hands.window.session.view) if work.document == document and work.assigned]
    assert (work.annotator_name, work.state) == ("Ann", "returned")


def _adjudicate_one(hands: Hands) -> None:
    hands.press("Ctrl+D")
    documents = hands.window.documents
    index = documents.model.index(BOTH[0])
    documents.list.scrollTo(index)
    QTest.mouseClick(
        documents.list.viewport(), Qt.MouseButton.LeftButton, pos=documents.list.visualRect(index).center()
    )
    hands.window.actions_by_id["supervision.adjudicate"].trigger()
    hands.wait(lambda: hands.window.side.guest is not None)
    panel: Any = hands.window.side.guest
    hands.at_rest()
    hands.wait(lambda: panel.shown)
    page: Any = hands.window.middle.currentWidget()
    page.sheet.setFocus()
    hands.press("Shift+A")
    hands.at_rest()
    hands.press("J")
    hands.wait(lambda: "Kazakhstan" in panel.quotes()[0])
    hands.press("1")
    hands.at_rest()
    hands.wait(lambda: page.words.accessibleName() == "2 of 2 decided")
    hands.window.actions_by_id["supervision.approve"].trigger()
    hands.window.actions_by_id["supervision.adjudicate"].trigger()


def _judge_the_rest(hands: Hands) -> None:
    do, view = hands.window.session.do, hands.window.session.view
    rows = reading.documents(view)
    for number in BOTH[1:]:
        ident = rows[number].id
        do(reviewing.take_to_review, ident)
        do(adjudicating.accept_agreeing, ident)
        actors = [one.id for one in reading.annotations(view, ident) if one.label in ("actor", "organization")]
        taken = next(one.id for one in reading.annotations(view, ident) if one.label == "actor")
        assert do(adjudicating.take, actors, taken)
    for work in ways.works(view):
        if work.state == "submitted":
            for one in reading.annotations(view, work.document):
                if one.state not in ("approved", "rejected"):
                    do(reviewing.decide, one.id, Verdict.ACCEPT)
            do(reviewing.approve, work.document, work.annotator)
    assert {work.state for work in ways.works(view) if work.assigned} == {"approved", "returned"}


# --- everybody ----------------------------------------------------------------------------------------------------


def _receive_texts(hands: Hands, parcel: Path) -> None:
    """The texts that were not handed out come in a parcel that is dropped on the window."""
    hands.drop_file(parcel)
    dialog = _front(hands, ReceiveDialog)
    hands.wait(lambda: dialog.pages.current is dialog.report)
    if dialog.receive.isVisible():
        hands.press("Return")
        hands.wait(lambda: dialog.leave.text() == "Close")
    hands.press("Esc")
    hands.closed()


def _exported(hands: Hands, target: Path) -> dict[str, Any]:
    hands.press("Ctrl+E")
    dialog = _front(hands, ExportDialog)
    hands.retype(str(target))
    dialog.everything.setChecked(True)
    hands.press("Return")
    hands.wait(target.exists)
    hands.at_rest()
    hands.closed()
    data = json.loads(target.read_text("utf-8"))
    del data["exported_at"]
    return data
