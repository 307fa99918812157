"""Two people change the same field apart from each other; one receives, sees both, decides; both say the same."""

from pathlib import Path

from PySide6.QtCore import Qt

from curator.services import conflicts, reading, sharing, verifying
from curator.services import project as projects
from curator.services.project import Project
from curator.ui.conflicts.page import ConflictsPage
from curator.ui.conflicts.question_box import OptionCard
from tests.journeys.hands import Hands
from tests.support import projects as support
from tests.support.replicas import state_of
from tests.ui.conflicts.disagreeing import pair

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def test_two_values_of_one_field_are_seen_decided_and_handed_back(hands: Hands, tmp_path: Path) -> None:
    with pair(tmp_path) as two:
        mark = two.mark()
    sara, ann = two.sara.path, two.ann.path
    _sit_down(hands, ann, "Ann")
    _fill_in(hands, mark, "adopt the Code by 2045")
    _sit_down(hands, sara, "Sara")
    _fill_in(hands, mark, "adopt the Code")
    hands.window.projects.close()

    _bring(ann, sara, to="Sara")
    _sit_down(hands, sara, "Sara")
    _sees_it_everywhere(hands, mark)
    _decides_in_the_form(hands, mark)
    _takes_it_back(hands)
    _decides_on_the_page(hands, mark)
    hands.window.projects.close()

    _bring(sara, ann, to="Ann")
    _sit_down(hands, ann, "Ann")
    _sees_none_any_more(hands, mark)
    hands.window.projects.close()
    _both_say_the_same(sara, ann)


def _sit_down(hands: Hands, path: Path, name: str) -> None:
    hands.window.close()
    support.author(name)
    hands.restart(path)
    hands.wait(lambda: hands.window.desk.document)
    hands.window.reading.text.setFocus()


def _opened(path: Path, name: str) -> Project:
    return projects.open_project(path, author=support.author(name))


def _bring(source: Path, target: Path, *, to: str) -> None:
    """Somebody hands in, and the other receives."""
    parcel = source.with_suffix(".parcel")
    parcel.unlink(missing_ok=True)
    with _opened(source, "Ann" if to == "Sara" else "Sara") as project:
        sharing.hand_in(project, parcel)
    with _opened(target, to) as project:
        sharing.receive(project, parcel)


def _fill_in(hands: Hands, mark: str, words: str) -> None:
    hands.window.desk.choose(mark)
    hands.window.side.form.focus_field("action")
    hands.retype(words)
    hands.press("Return", "Esc")
    assert _value(hands, mark) == words


def _value(hands: Hands, mark: str) -> object:
    return reading.annotation(hands.window.session.view, mark).body.fields["action"].value


def _sees_it_everywhere(hands: Hands, mark: str) -> None:
    """On the card of the document, in the list of annotations, in the text, in the form."""
    window = hands.window
    assert "1 conflict" in window.documents.model.index(0).data(SPOKEN)
    hands.press("Esc", "Ctrl+L")
    assert "In conflict" in window.side.list.model.index(0).data(SPOKEN)
    hands.press("Return")
    assert window.reading.text.current() == mark
    current = window.reading.text.current_span()
    assert current
    assert current.state == "disputed"
    words = {card.words.text() for card in _cards(hands)}
    assert words == {"adopt the Code by 2045", "adopt the Code"}


def _cards(hands: Hands) -> list[OptionCard]:
    form = hands.window.side.form
    return [card for card in form.findChildren(OptionCard) if card.isVisibleTo(form)]


def _decides_in_the_form(hands: Hands, mark: str) -> None:
    card = next(card for card in _cards(hands) if card.words.text() == "adopt the Code")
    hands.wait(lambda: card.button.height() > 0)
    hands.click(card.button)
    assert _value(hands, mark) == "adopt the Code"
    assert conflicts.conflicts(hands.window.session.view) == []
    assert _cards(hands) == []


def _takes_it_back(hands: Hands) -> None:
    hands.window.reading.text.setFocus()
    hands.press("Ctrl+Z")
    [found] = conflicts.conflicts(hands.window.session.view)
    assert {side.by[0].name: side.words for side in found.disagreements[0].sides} == {
        "Ann": "adopt the Code by 2045",
        "Sara": "adopt the Code",
    }


def _decides_on_the_page(hands: Hands, mark: str) -> None:
    hands.press("F8")
    hands.at_rest()
    page = hands.window.side.guest
    assert isinstance(page, ConflictsPage)
    words = [option.words for option in page.detail.answers.questions[0].options]
    hands.press(str(words.index("adopt the Code by 2045") + 1), "Return")
    hands.at_rest()
    assert page.empty.isVisible()
    assert _value(hands, mark) == "adopt the Code by 2045"
    hands.press("Ctrl+Z", "Ctrl+Y")
    assert _value(hands, mark) == "adopt the Code by 2045"
    hands.at_rest()
    hands.press("Esc")
    assert hands.window.reading.text.hasFocus()


def _sees_none_any_more(hands: Hands, mark: str) -> None:
    window = hands.window
    assert not window.documents.disputed.isVisible()
    assert _value(hands, mark) == "adopt the Code by 2045"
    window.desk.choose(mark)
    assert _cards(hands) == []
    assert {painted.state for painted in window.reading.text.scenes.source.of(mark)} == {"draft"}


def _both_say_the_same(sara: Path, ann: Path) -> None:
    with _opened(sara, "Sara") as one, _opened(ann, "Ann") as other:
        assert state_of(one) == state_of(other)
        assert verifying.verify(one) == verifying.verify(other) == []
