"""The document as a whole, and the list of them: next, previous, taken out and brought back."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from curator.services import reading
from tests.journeys.hands import Hands
from tests.support import projects as support
from tests.support.team import Team


def open_title(hands: Hands) -> str | None:
    document = hands.window.desk.document
    return document.row.title if document else None


def test_next_and_previous_go_through_the_list_and_stay_at_its_ends(at_work: Hands) -> None:
    assert open_title(at_work) == "Report"
    for keys, title in (("Ctrl+PgDown", "Zenith"), ("Ctrl+PgDown", "Zenith"), ("Ctrl+PgUp", "Report")):
        at_work.press(keys)
        assert open_title(at_work) == title
        assert QApplication.focusWidget() is at_work.window.reading.text


def test_f6_goes_round_the_panes_and_back(at_work: Hands) -> None:
    window = at_work.window
    panes = [window.reading, window.side, window.left]
    for pane in (*panes[1:], panes[0]):
        at_work.press("F6")
        focused = QApplication.focusWidget()
        assert focused
        assert pane.isAncestorOf(focused)
    at_work.press("Shift+F6")
    focused = QApplication.focusWidget()
    assert focused
    assert window.left.isAncestorOf(focused)
    at_work.press("Ctrl+T")
    assert QApplication.focusWidget() is window.reading.text
    at_work.press("Ctrl+D")
    assert QApplication.focusWidget() is window.documents.list
    at_work.press("Down", "Return")
    assert open_title(at_work) == "Zenith"


def test_a_document_is_taken_out_and_the_button_of_the_message_brings_it_back(at_work: Hands) -> None:
    window = at_work.window
    window.actions_by_id["document.withdraw"].trigger()
    at_work.at_rest()
    assert "“Report” was taken out" in window.projects.messages.text
    assert open_title(at_work) == "Zenith"
    at_work.click(window.projects.messages.button)
    assert open_title(at_work) == "Report"
    assert window.desk.document
    assert window.desk.document.row.annotations == 1


def test_the_last_document_taken_out_leaves_words_that_say_what_to_do(at_work: Hands) -> None:
    window = at_work.window
    for _ in range(2):
        window.actions_by_id["document.withdraw"].trigger()
        at_work.at_rest()
    assert open_title(at_work) is None
    assert not window.actions_by_id["document.withdraw"].isEnabled()
    assert not window.actions_by_id["document.properties"].isEnabled()
    at_work.press("Ctrl+Z")
    assert open_title(at_work) == "Zenith"


def test_an_annotator_takes_no_document_out_and_is_told_why(hands: Hands, tmp_path: Path) -> None:
    team = Team(tmp_path, "Ann")
    team.close()
    support.author("Ann")
    hands.window.projects.open_path(team.path)
    hands.window.actions_by_id["document.withdraw"].trigger()
    hands.at_rest()
    assert "role of a supervisor" in hands.window.projects.messages.text
    assert reading.document_count(hands.window.session.view) == 1


def test_a_look_is_worn_and_marked_in_the_menu(at_work: Hands) -> None:
    actions = at_work.window.actions_by_id
    for name in ("dark", "light", "system"):
        actions[f"view.{name}"].trigger()
        marked = [each for each in ("dark", "light", "system") if actions[f"view.{each}"].isChecked()]
        assert marked == [name]
