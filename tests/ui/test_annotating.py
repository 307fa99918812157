"""Annotations by keys, by the mouse and by the menu of a place: parts, labels, withdrawing, going on when done."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from curator.services import identity, reading
from curator.services import project as projects
from curator.ui.actions import MENUS, ActionSpec
from tests.journeys.hands import Hands

Menu = Callable[[str], QMenu]


def chosen(hands: Hands) -> list[str]:
    """The words of the chosen annotation, part by part."""
    view = hands.window.desk.annotation
    return [span.exact for span in view.body.spans] if view else []


def menu_at(hands: Hands, words: str) -> QMenu:
    """The menu of a place in the text."""
    viewport = hands.window.reading.text.viewport()
    at = hands.point_of(hands.text.index(words) + len(words) // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu: QMenu, *titles: str) -> None:
    """Choose an entry of a menu, or of one below it; the menu itself is Qt's."""
    for number, title in enumerate(titles, start=1):
        action = next(each for each in menu.actions() if title in each.text())
        assert action.isEnabled()
        below = action.menu()
        if number < len(titles):
            assert isinstance(below, QMenu)
            menu = below
        else:
            action.trigger()
    top = QApplication.activePopupWidget()
    if top:
        top.close()


def trigger(hands: Hands, action: str) -> None:
    hands.window.actions_by_id[action].trigger()


def said(hands: Hands) -> str:
    return hands.window.projects.messages.text


# --- parts ----------------------------------------------------------------------------------------------------------


def test_selected_words_become_a_part_and_one_that_touches_grows(at_work: Hands) -> None:
    at_work.click_words("Astana")
    at_work.drag_over("10 July 2018")
    at_work.press("Alt+A")
    assert chosen(at_work) == ["Astana", "10 July 2018"]
    at_work.drag_over(", 10")
    at_work.press("Alt+A")
    assert chosen(at_work) == ["Astana, 10 July 2018"]
    at_work.press("Ctrl+Z", "Ctrl+Z")
    assert chosen(at_work) == ["Astana"]


def test_a_part_is_removed_and_keys_still_mean_the_annotation(at_work: Hands) -> None:
    at_work.click_words("Astana")
    at_work.drag_over("10 July 2018")
    at_work.press("Alt+A")
    at_work.click_words("10 July 2018")
    trigger(at_work, "annotate.remove_part")
    assert chosen(at_work) == ["Astana"]
    at_work.press("Ctrl+Return")
    view = at_work.window.session.view
    assert at_work.window.desk.document
    [row] = reading.annotations(view, at_work.window.desk.document.row.id)
    assert row.state == "done"


def test_what_is_missing_for_a_part_is_said(at_work: Hands) -> None:
    at_work.click_words("Astana")
    trigger(at_work, "annotate.add_part")
    assert "select the words" in said(at_work)
    trigger(at_work, "annotate.remove_part")
    assert "one part only" in said(at_work)
    assert chosen(at_work) == ["Astana"]


def test_no_key_of_an_action_opens_a_menu_too(at_work: Hands) -> None:
    bar = {f"Alt+{title[title.index('&') + 1].upper()}" for title in MENUS.values()}
    assert len(bar) == len(MENUS)
    specs: list[ActionSpec] = list(at_work.window.actions_by_id.specs.values())
    assert not bar & {key for spec in specs for key in spec.keys}


# --- going about: what follows with the keys is meant for what was gone to ------------------------------------------


@pytest.mark.parametrize("way", ["next unfinished", "palette", "undo"])
def test_an_annotation_that_was_gone_to_is_done_with_the_next_keys(at_work: Hands, way: str) -> None:
    at_work.select_with_keys("Kazakhstan")
    at_work.press("1", "Esc", "Ctrl+End")
    assert chosen(at_work) == []
    if way == "next unfinished":
        at_work.press("Ctrl+J")
    elif way == "palette":
        at_work.press("Ctrl+K")
        at_work.type("astana")
        at_work.press("Return")
    else:
        at_work.press("Ctrl+Z", "Ctrl+Shift+Z")
    gone_to = at_work.window.desk.annotation
    assert gone_to
    at_work.press("Ctrl+Return")
    assert reading.annotation(at_work.window.session.view, gone_to.id).state == "done"


def test_reading_goes_on_from_the_annotation_that_was_gone_to(at_work: Hands) -> None:
    at_work.press("Ctrl+End", "Ctrl+J")
    assert chosen(at_work) == ["Astana"]
    assert at_work.window.reading.text.caret() == 0
    at_work.press("Down")
    assert chosen(at_work) == []
    assert at_work.window.reading.text.caret() < at_work.text.index("Ministry") + 20


def test_when_everything_is_done_that_is_said(at_work: Hands) -> None:
    at_work.press("Ctrl+J", "Ctrl+Return")
    assert "Every annotation of this document is done" in said(at_work)
    assert QApplication.focusWidget() is at_work.window.reading.text
    at_work.window.projects.messages.clear()
    at_work.press("Ctrl+J")
    assert "Every annotation of this document is done" in said(at_work)
    at_work.press("Tab")
    trigger(at_work, "annotate.reopen")
    assert at_work.window.desk.annotation
    assert at_work.window.desk.annotation.state == "draft"


def test_what_is_missing_is_shown_before_it_can_be_done(at_work: Hands) -> None:
    at_work.select_with_keys("undertakes to adopt")
    at_work.press("4", "Ctrl+Return")
    assert "missing or does not fit" in said(at_work)
    assert at_work.window.desk.annotation
    assert at_work.window.desk.annotation.state == "draft"
    assert at_work.window.side.form.focused_field() == "action"


def test_tab_and_its_menu_go_from_span_to_span(at_work: Hands) -> None:
    at_work.select_with_keys("Kazakhstan")
    at_work.press("1", "Esc", "Ctrl+Home")
    trigger(at_work, "annotate.next_span")
    assert chosen(at_work) == ["Astana"]
    trigger(at_work, "annotate.next_span")
    assert chosen(at_work) == ["Kazakhstan"]
    trigger(at_work, "annotate.previous_span")
    assert chosen(at_work) == ["Astana"]
    trigger(at_work, "annotate.form")
    assert at_work.window.side.form.focused_field() is not None
    trigger(at_work, "annotate.back")
    assert QApplication.focusWidget() is at_work.window.reading.text


# --- labels ---------------------------------------------------------------------------------------------------------


def test_a_label_without_words_says_what_to_do_and_with_an_annotation_changes_it(at_work: Hands) -> None:
    header = at_work.window.reading.header
    at_work.press("Ctrl+End")
    at_work.click(header.chip("date"))
    assert "Select the words first" in said(at_work)
    at_work.press("Shift+Tab")
    at_work.click(header.chip("date"))
    assert at_work.window.desk.annotation
    assert at_work.window.desk.annotation.body.label == "date"
    at_work.press("2")
    assert at_work.window.desk.annotation.body.label == "organization"


def test_ctrl_r_offers_the_labels_by_their_keys(at_work: Hands) -> None:
    at_work.click_words("Astana")
    at_work.press("Ctrl+R")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.isEnabled() for action in menu.actions()] == [False, True, True, True]
    at_work.press("3")
    assert at_work.window.desk.annotation
    assert at_work.window.desk.annotation.body.label == "date"
    assert chosen(at_work) == ["Astana"]


# --- withdrawing ----------------------------------------------------------------------------------------------------


def test_del_withdraws_and_the_button_of_the_message_brings_it_back(at_work: Hands) -> None:
    at_work.click_words("Astana")
    at_work.press("Del")
    assert chosen(at_work) == []
    assert "withdrawn" in said(at_work)
    at_work.click(at_work.window.projects.messages.button)
    assert chosen(at_work) == ["Astana"]
    assert QApplication.focusWidget() is at_work.window.reading.text
    at_work.press("Del")
    assert chosen(at_work) == []


# --- the menu of a place --------------------------------------------------------------------------------------------


def test_the_menu_of_selected_words_tags_them_or_adds_them(at_work: Hands) -> None:
    at_work.drag_over("Kazakhstan")
    pick(menu_at(at_work, "Kazakhstan"), "Actor")
    assert chosen(at_work) == ["Kazakhstan"]
    at_work.closed()
    at_work.drag_over("Code of Conduct")
    pick(menu_at(at_work, "Code of Conduct"), "Add to the annotation")
    assert chosen(at_work) == ["Kazakhstan", "Code of Conduct"]


def test_the_menu_of_an_annotation_relabels_withdraws_and_leads_to_its_form(at_work: Hands) -> None:
    pick(menu_at(at_work, "Astana"), "Actor: Astana", "Change the label", "Date")
    assert at_work.window.desk.annotation
    assert at_work.window.desk.annotation.body.label == "date"
    at_work.closed()
    pick(menu_at(at_work, "Astana"), "Date: Astana", "Fill in the form")
    assert at_work.window.side.form.focused_field() is not None
    at_work.closed()
    pick(menu_at(at_work, "Astana"), "Date: Astana", "Withdraw")
    assert chosen(at_work) == []
    assert "withdrawn" in said(at_work)


def test_a_project_that_can_not_be_written_says_so_to_every_key_and_changes_nothing(at_work: Hands) -> None:
    window = at_work.window
    at_work.at_rest()
    path = window.session.path()
    assert path
    window.projects.close()
    with projects.open_project(path, author=identity.me()):
        window.projects.open_path(path)
        at_work.click_words("Astana")
        for key in ("2", "Del", "Shift+Right"):
            window.projects.messages.clear()
            at_work.press(key)
            assert "read-only" in said(at_work)
            assert chosen(at_work) == ["Astana"]
        titles = [action.text() for action in menu_at(at_work, "Astana").actions()]
        assert not any("Actor" in title and "Astana" not in title for title in titles)
