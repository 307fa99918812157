"""Opening a project that knows this person, and not their key: it is said at once, with what to do."""

from pathlib import Path

from curator.services import identity, people
from curator.ui.main_window import MainWindow
from tests.support import projects as support
from tests.support.team import Team


def said(window: MainWindow, path: Path) -> str:
    """What the window says to whoever is there now on opening a project."""
    window.projects.close()
    window.projects.author = identity.me
    window.projects.open_path(path)
    assert window.session.is_open
    return window.projects.messages.text


def test_whoever_has_lost_their_key_is_told_so_and_what_to_do(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Ben")
    team.close()
    support.author("Ben")
    assert said(window, team.path) == ""
    support.author("ben")
    words = said(window, team.path)
    assert "knows “ben”, but not the key" in words
    assert "send the project's supervisor the key" in words
    support.author("Somebody else")
    assert said(window, team.path) == ""


def test_whose_key_was_revoked_is_told_by_whom(window: MainWindow, tmp_path: Path) -> None:
    team = Team(tmp_path, "Ben")
    people.revoke(team.as_("Boss"), team.id("Ben"))
    team.close()
    support.author("Ben")
    assert said(window, team.path).startswith("Your key was revoked by Boss on ")
