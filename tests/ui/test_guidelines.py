"""Guidelines beside the text: read, written as versions, and what is being written is not lost."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from curator.services import guidelines, identity
from curator.ui.guidelines import GuidelinesPage
from tests.journeys.hands import Hands
from tests.support import projects as support
from tests.support.team import Team


def opened(hands: Hands) -> GuidelinesPage:
    hands.press("Ctrl+G")
    page = hands.window.findChild(GuidelinesPage)
    assert page
    assert page.isVisible()
    return page


def write(hands: Hands, page: GuidelinesPage, text: str) -> None:
    hands.click(page.edit)
    assert QApplication.focusWidget() is page.editor
    hands.retype(text)


def test_a_supervisor_writes_versions_and_reads_the_ones_before(at_work: Hands) -> None:
    page = opened(at_work)
    assert "There are no guidelines yet" in page.browser.toPlainText()
    for text in ("First rule", "Second rule"):
        write(at_work, page, text)
        at_work.click(page.save)
        assert page.browser.isVisible()
        assert page.browser.toPlainText().strip() == text
    assert page.version.count() == 2
    page.version.setFocus()
    at_work.press("End")
    assert page.browser.toPlainText().strip() == "First rule"
    at_work.window.reading.text.setFocus()
    at_work.press("Ctrl+G")
    assert not page.isVisible()
    assert QApplication.focusWidget() is at_work.window.reading.text


def test_cancel_keeps_what_was_and_an_unchanged_text_is_no_version(at_work: Hands) -> None:
    page = opened(at_work)
    write(at_work, page, "A rule")
    at_work.click(page.cancel)
    assert guidelines.versions(at_work.window.session.view) == []
    at_work.click(page.edit)
    assert page.editor.toPlainText() == ""
    at_work.click(page.save)
    assert guidelines.versions(at_work.window.session.view) == []
    assert page.browser.isVisible()


def test_what_can_not_be_saved_now_stays_in_the_editor(at_work: Hands) -> None:
    page = opened(at_work)
    write(at_work, page, "A long rule")
    at_work.window.session.begin_task()
    at_work.click(page.save)
    assert "brought in" in at_work.window.projects.messages.text
    assert page.editor.isVisible()
    assert page.editor.toPlainText() == "A long rule"
    at_work.window.session.end_task()
    at_work.click(page.save)
    assert page.browser.toPlainText().strip() == "A long rule"


def test_what_comes_in_meanwhile_leaves_what_is_being_written(at_work: Hands) -> None:
    page = opened(at_work)
    write(at_work, page, "My rule")
    at_work.window.session.do(guidelines.write, "Their rule")
    assert page.editor.isVisible()
    assert page.editor.toPlainText() == "My rule"
    assert not page.edit.isVisible()
    at_work.click(page.save)
    assert [each.text for each in guidelines.versions(at_work.window.session.view)].count("My rule") == 1


def test_putting_the_page_away_and_back_keeps_what_is_being_written(at_work: Hands) -> None:
    page = opened(at_work)
    write(at_work, page, "My rule")
    at_work.press("Ctrl+G")
    assert not page.isVisible()
    opened(at_work)
    assert page.editor.toPlainText() == "My rule"
    assert not page.edit.isVisible()
    assert page.save.isVisible()


def test_another_project_does_not_get_what_was_being_written_for_this_one(at_work: Hands, tmp_path: Path) -> None:
    page = opened(at_work)
    write(at_work, page, "A rule of the first project")
    with support.new(tmp_path, identity.me(), "other.curator") as made:
        support.add_document(made)
    at_work.window.projects.open_path(made.path)
    page = opened(at_work)
    assert page.browser.isVisible()
    assert not page.save.isVisible()


@pytest.mark.parametrize("version", ["none", "one"])
def test_an_annotator_reads_and_does_not_write(hands: Hands, tmp_path: Path, version: str) -> None:
    team = Team(tmp_path, "Ann")
    if version == "one":
        guidelines.write(team.as_("Boss"), "# Rules\n\nThe rule")
    team.close()
    support.author("Ann")
    hands.window.projects.open_path(team.path)
    page = opened(hands)
    assert ("The rule" if version == "one" else "no guidelines yet") in page.browser.toPlainText()
    assert not page.edit.isVisible()
