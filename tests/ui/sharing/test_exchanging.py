"""The exchange folder in the window: in and out without a word, and without taking anything from who works."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import enumerate as enumerate_threads
from time import monotonic

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.services import annotating, identity, people, reading, reviewing, sharing
from curator.services import project as projects
from curator.sharing import passphrases, sealing
from curator.ui.sharing import exchanging
from curator.ui.sharing.exchanging import Exchanging
from curator.ui.sharing.folder_dialog import FolderDialog
from tests.support import projects as support
from tests.support.replicas import Team, handed
from tests.ui.sharing.conftest import Desk


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens sooner than with people."""
    for name in ("OPENED_MS", "WORKED_MS", "NOTICED_MS", "TYPING_MS"):
        monkeypatch.setattr(exchanging, name, 30)


@pytest.fixture
def place(tmp_path: Path, three: Team) -> Path:
    """The folder, set in Ann's and Ben's copies."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for one in (three.ann, three.ben):
        sharing.set_folder(one, folder)
    return folder


@pytest.fixture
def exchanged(opened: Desk, place: Path) -> Desk:
    """Sara's window after its first exchange."""
    use(opened, place)
    opened.until(lambda: list(place.glob("*.parcel")))
    opened.until(lambda: "your work put out" in opened.window.status.words)
    opened.until(lambda: is_at_rest(opened))
    opened.window.projects.messages.clear()  # that the folder is used was said
    opened.window.activateWindow()
    opened.until(QApplication.activeWindow)
    return opened


def use(desk: Desk, folder: Path) -> None:
    """Set the folder in the dialog, by keyboard."""
    desk.window.actions_by_id["share.folder"].trigger()
    dialog = desk.dialog(FolderDialog)
    assert isinstance(dialog, FolderDialog)
    dialog.activateWindow()
    desk.until(dialog.path.hasFocus)
    desk.qtbot.keyClick(dialog.path, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(dialog.path, str(folder))
    desk.qtbot.keyClick(dialog.path, Qt.Key.Key_Return)


def watcher(desk: Desk) -> Exchanging:
    found = desk.window.sharing.findChild(Exchanging)
    assert isinstance(found, Exchanging)
    return found


def is_at_rest(desk: Desk) -> bool:
    """Whether the window neither exchanges nor is about to: a look on its way could meet what is put there next."""
    soon = any(timer.isSingleShot() and timer.isActive() for timer in watcher(desk).findChildren(QTimer))
    return not soon and not desk.window.projects.background.tasks


def document(desk: Desk) -> str:
    return reading.documents(desk.window.session.view)[0].id


def count(desk: Desk) -> Callable[[], int]:
    return lambda: reading.counts(desk.window.session.view).annotations


def test_what_others_put_there_comes_in_by_itself_and_is_said_in_the_status_bar(exchanged: Desk, three: Team) -> None:
    support.annotate(three.ann, document(exchanged))
    sharing.exchange(three.ann)
    exchanged.until(lambda: count(exchanged)() == 1)
    exchanged.until(lambda: "1 annotation from Ann" in exchanged.window.status.words)
    assert QApplication.activeModalWidget() is None
    assert exchanged.window.projects.messages.text == ""


def test_own_work_goes_out_a_while_after_it_is_done(exchanged: Desk, three: Team) -> None:
    session = exchanged.window.session
    session.do(annotating.add, document(exchanged), "actor", [Span(start=0, end=6)])
    exchanged.until(lambda: sharing.exchange(three.ben).received)
    assert reading.counts(three.ben).annotations == 1


def test_work_done_just_before_closing_goes_out(exchanged: Desk, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "WORKED_MS", 60_000)
    monkeypatch.setattr(exchanging, "LONGEST_WAIT", 20.0)
    before = set(place.glob("*.parcel"))
    exchanged.window.session.do(annotating.add, document(exchanged), "actor", [Span(start=0, end=6)])
    exchanged.window.close()
    assert len(set(place.glob("*.parcel")) - before) == 1


def test_what_is_selected_being_typed_and_looked_at_stays_when_something_comes_in(
    exchanged: Desk, three: Team, qtbot: QtBot
) -> None:
    window, ident = exchanged.window, document(exchanged)
    changes = window.session.do(annotating.add, ident, "actor", [Span(start=26, end=48)])
    assert changes
    assert changes.focus
    window.desk.choose(changes.focus[1])
    window.side.form.focus_field("role")
    line = QApplication.focusWidget()
    assert line
    qtbot.keyClicks(line, "half a wo")
    exchanged.at_rest()
    window.reading.text.put_on_top(100)
    top, caret = window.reading.text.page.first_row(), window.reading.text.caret()
    support.annotate(three.ann, ident)
    sharing.exchange(three.ann)
    exchanged.until(lambda: count(exchanged)() == 2)
    exchanged.until(lambda: "from Ann" in window.status.words)
    assert QApplication.focusWidget() is line
    assert line.property("text") == "half a wo"
    assert line.property("cursorPosition") == 9
    assert window.desk.annotation
    assert window.desk.annotation.id == changes.focus[1]
    assert (window.reading.text.page.first_row(), window.reading.text.caret()) == (top, caret)
    assert window.session.is_writable
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.desk.annotation.body.fields["role"].value == "half a wo"


def test_selected_words_stay_selected(exchanged: Desk, three: Team) -> None:
    text = exchanged.window.reading.text
    text.setFocus()
    for _ in range(6):
        exchanged.qtbot.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    before = text.selection()
    assert before
    support.annotate(three.ann, document(exchanged), 26, 48)
    sharing.exchange(three.ann)
    exchanged.until(lambda: "from Ann" in exchanged.window.status.words)
    assert text.selection() == before


def test_nothing_comes_in_while_somebody_types(exchanged: Desk, three: Team, qtbot: QtBot) -> None:
    search = exchanged.window.documents.search
    search.setFocus()
    support.annotate(three.ann, document(exchanged))
    sharing.exchange(three.ann)
    for letter in "Kazakhstan and others":
        qtbot.keyClicks(search, letter)
        watcher(exchanged).look()
    assert count(exchanged)() == 0
    exchanged.until(lambda: count(exchanged)() == 1)


def test_much_at_once_holds_the_project_and_lets_it_go(
    exchanged: Desk, three: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "MOST_BESIDE", 3)
    held: list[bool] = []
    exchanged.window.session.busy_changed.connect(lambda: held.append(exchanged.window.session.is_busy))
    for number in range(5):
        support.annotate(three.ann, document(exchanged), number, number + 4)
    sharing.exchange(three.ann)
    exchanged.until(lambda: count(exchanged)() == 5)
    exchanged.at_rest()
    assert held == [True, False]
    assert exchanged.window.session.is_writable


def test_a_folder_that_is_away_is_said_quietly_and_taken_up_again(exchanged: Desk, three: Team, place: Path) -> None:
    away = place.with_name("away")
    place.rename(away)
    watcher(exchanged).look_anew()
    exchanged.until(lambda: "can't be reached" in exchanged.window.status.words)
    assert exchanged.window.projects.messages.text == ""
    away.rename(place)
    support.annotate(three.ann, document(exchanged))
    sharing.exchange(three.ann)
    watcher(exchanged).look()
    exchanged.until(lambda: "from Ann" in exchanged.window.status.words)
    assert "can't be reached" not in exchanged.window.status.words


def test_what_can_not_be_read_is_named(exchanged: Desk, three: Team, place: Path) -> None:
    support.annotate(three.ann, document(exchanged))
    data = bytearray(handed(three.ann).read_bytes())
    data[200] ^= 1
    (place / "from-ann.parcel").write_bytes(data)
    exchanged.until(lambda: "from-ann.parcel" in exchanged.window.status.words)
    assert count(exchanged)() == 0


def test_the_project_is_copied_once_before_what_comes_in_within_an_hour(
    exchanged: Desk, three: Team, curator_home: Path
) -> None:
    for number in (1, 2):
        support.annotate(three.ann, document(exchanged), number, number + 4)
        sharing.exchange(three.ann)
        exchanged.until(lambda expected=number: count(exchanged)() == expected)
        exchanged.at_rest()
    copies = list((curator_home / "backups").glob("*-before-receiving-*.curator"))
    assert len(copies) == 1


def test_the_folder_is_no_longer_looked_at_when_it_is_stopped(exchanged: Desk, three: Team) -> None:
    exchanged.window.actions_by_id["share.folder"].trigger()
    dialog = exchanged.dialog(FolderDialog)
    assert isinstance(dialog, FolderDialog)
    assert "your work put out" in dialog.said.text()
    exchanged.click(dialog.stop)
    exchanged.no_dialog()
    assert exchanged.window.projects.messages.text == "Nothing is exchanged any more."
    support.annotate(three.ann, document(exchanged))
    sharing.exchange(three.ann)
    watcher(exchanged).look_anew()
    exchanged.at_rest()
    assert count(exchanged)() == 0
    assert "Exchanged" not in exchanged.window.status.words


def test_a_folder_that_is_set_is_said_and_looked_at_at_once(opened: Desk, place: Path) -> None:
    use(opened, place)
    assert f"through {place} from now on" in opened.window.projects.messages.text
    assert opened.window.projects.background.tasks
    opened.until(lambda: list(place.glob("*.parcel")))


def test_what_goes_out_is_sealed_on_request_and_the_tick_is_remembered(opened: Desk, three: Team, place: Path) -> None:
    opened.window.actions_by_id["share.folder"].trigger()
    dialog = opened.dialog(FolderDialog)
    assert isinstance(dialog, FolderDialog)
    dialog.path.setText(str(place))
    opened.click(dialog.sealed)
    dialog.done_with()
    opened.until(lambda: list(place.glob("*.parcel")))
    [parcel] = place.glob("*.parcel")
    with parcel.open("rb") as file:
        assert sealing.is_sealed(file)
    opened.at_rest()
    opened.window.actions_by_id["share.folder"].trigger()
    again = opened.dialog(FolderDialog)
    assert isinstance(again, FolderDialog)
    assert again.sealed.isChecked()
    again.reject()
    assert sharing.exchange(three.ann).refused == ()


def test_a_folder_that_is_none_is_refused_in_the_dialog(opened: Desk, tmp_path: Path) -> None:
    use(opened, tmp_path / "nowhere")
    dialog = opened.dialog(FolderDialog)
    assert isinstance(dialog, FolderDialog)
    assert "no such folder" in dialog.wrong.text()
    dialog.reject()


def test_exchange_now_asks_for_the_folder_where_there_is_none(opened: Desk, place: Path) -> None:
    opened.window.actions_by_id["share.exchange"].trigger()
    dialog = opened.dialog(FolderDialog)
    assert isinstance(dialog, FolderDialog)
    dialog.reject()
    use(opened, place)
    opened.until(lambda: list(place.glob("*.parcel")))


def test_closing_the_project_waits_for_the_exchange_and_the_next_opening_takes_it_up(
    exchanged: Desk, three: Team
) -> None:
    window = exchanged.window
    for number in range(30):
        support.annotate(three.ann, document(exchanged), number, number + 4)
    sharing.exchange(three.ann)
    watcher(exchanged).look_anew()
    path = window.session.path()
    assert path
    for _ in range(5):
        window.projects.close()
        assert window.projects.open_path(path)
        assert window.session.is_writable
    exchanged.until(lambda: count(exchanged)() == 30)


def test_a_key_under_a_passphrase_is_waited_for_and_never_asked_for(
    desk: Desk, three: Team, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        sharing.set_folder(sara, place)
    identity.me().set_passphrase("correct horse")
    desk.window.projects.open_path(three.supervisor.path)
    desk.until(lambda: "waits until your key is unlocked" in desk.window.status.words)
    assert not list(place.glob("*.parcel"))
    monkeypatch.setenv("CURATOR_PASSPHRASE", "correct horse")
    desk.window.session.do(annotating.add, document(desk), "actor", [Span(start=0, end=6)])
    desk.until(lambda: list(place.glob("*.parcel")))
    desk.until(lambda: "your work put out" in desk.window.status.words)


def test_another_role_shows_at_once(desk: Desk, three: Team, place: Path) -> None:
    """Ann's window: Sara makes her a supervisor."""
    three.ann.close()
    support.author("Ann")
    desk.window.projects.open_path(three.ann.path)
    assert not desk.window.actions_by_id["supervision.queue"].isVisible()
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        sharing.set_folder(sara, place)
        people.set_roles(sara, people.find_person(sara, "Ann"), [Role.ANNOTATOR, Role.SUPERVISOR])
        sharing.exchange(sara)
    desk.until(desk.window.actions_by_id["supervision.queue"].isVisible)


def test_an_act_that_others_built_upon_is_no_longer_offered_to_undo(desk: Desk, three: Team, place: Path) -> None:
    """Ann's window: Sara accepts what Ann annotated."""
    mark = support.annotate(three.ann, reading.documents(three.ann)[0].id, 8, 20, "actor")
    parcel = handed(three.ann)
    three.ann.close()
    support.author("Ann")
    window = desk.window
    window.projects.open_path(three.ann.path)
    undo = window.actions_by_id["edit.undo"]
    assert (undo.text(), "Undo: add actor" in window.status.words) == ("&Undo: add actor", True)
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        sharing.set_folder(sara, place)
        sharing.receive(sara, parcel)
        reviewing.decide(sara, mark, Verdict.ACCEPT)
        sharing.exchange(sara)
    desk.until(lambda: "not possible" in undo.text())
    assert undo.text() == "&Undo: add actor (not possible: Sara has decided on it since)"
    assert "Undo:" not in window.status.words
    undo.trigger()
    assert "Sara has decided on it since" in window.projects.messages.text
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe stands for a drive that does not answer")
def test_a_drive_that_does_not_answer_is_not_waited_for_when_the_window_is_closed(
    exchanged: Desk, place: Path, three: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = place / "slow.parcel"
    os.mkfifo(pipe)
    exchanged.window.session.do(annotating.add, document(exchanged), "actor", [Span(start=0, end=6)])
    exchanged.until(lambda: [one for one in enumerate_threads() if one.name == "Exchanging"])
    before, started = set(place.glob("*.parcel")), monotonic()
    exchanged.window.close()
    assert monotonic() - started < 8  # two seconds, on a machine that does much else
    hung = [one for one in enumerate_threads() if one.name == "Exchanging"]
    assert hung
    os.close(os.open(pipe, os.O_WRONLY))
    for one in hung:
        one.join(20)
    pipe.unlink()
    assert set(place.glob("*.parcel")) == before - {pipe}, "nothing is written once it was closed"
    with projects.open_project(three.supervisor.path, author=three.supervisor.author) as sara:
        assert not sara.read_only
        assert sharing.exchange(sara).put
    assert sharing.exchange(three.ben).received
    assert reading.counts(three.ben).annotations == 1
