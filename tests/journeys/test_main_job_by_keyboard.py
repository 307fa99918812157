"""The whole main job with the keyboard alone, then undo to the start and redo to the end across a restart."""

import json
from pathlib import Path
from typing import Any

from curator.services import reading
from curator.ui.dialogs.export import ExportDialog
from curator.ui.dialogs.new_project import NewProjectDialog
from tests.journeys.hands import Hands


def test_the_main_job_is_done_with_the_keyboard_alone(
    hands: Hands, text_file: Path, scheme_file: Path, tmp_path: Path
) -> None:
    project = tmp_path / "pledges.curator"
    _make_project(hands, project, scheme_file)
    _import(hands, text_file)
    _tag_the_mentions(hands)
    _fill_the_pledge(hands)
    first = _export(hands, tmp_path / "first.json")
    _check(first)

    undone = _press_until_disabled(hands, "edit.undo", "Ctrl+Z")
    assert reading.counts(hands.window.session.view).documents == 0
    hands.restart(project)
    redone = _press_until_disabled(hands, "edit.redo", "Ctrl+Shift+Z")
    assert redone == undone > 15
    again = _export(hands, tmp_path / "again.json")
    assert _without_history(again) == _without_history(first)
    assert hands.window.projects.messages.text == "" or "Exported" in hands.window.projects.messages.text


def _make_project(hands: Hands, project: Path, scheme: Path) -> None:
    hands.press("Ctrl+N")
    hands.opened(NewProjectDialog)
    hands.type("Pledges")
    hands.press("Tab")
    hands.retype(str(project))
    hands.press("Tab", "Tab", "Tab", "Space")
    hands.name_file(scheme)
    hands.opened(NewProjectDialog)
    hands.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Return")
    hands.wait(lambda: hands.window.session.is_open)
    hands.closed()


def _import(hands: Hands, file: Path) -> None:
    hands.press("Ctrl+I")
    hands.name_file(file)
    hands.wait(lambda: hands.window.desk.document)
    hands.at_rest()
    hands.closed()


def _tag_the_mentions(hands: Hands) -> None:
    for words, key in (("Kazakhstan", "1"), ("United Nations", "1"), ("28 September 2018", "3")):
        hands.select_with_keys(words)
        hands.press(key)
        annotation = hands.window.desk.annotation
        assert annotation
        assert annotation.body.spans[0].exact == words
        if key == "3":
            hands.press("Return")
            hands.type("2018-09-28")
            hands.press("Return", "Esc")
        hands.press("Esc")


def _fill_the_pledge(hands: Hands) -> None:
    hands.select_with_keys("promised the United Nations three times to give 300000 USD")
    hands.press("2")
    added = hands.window.desk.annotation
    assert added
    ident = added.id
    hands.press("Return")
    hands.type("Kazakhstan")
    hands.press("Return", "Return")
    hands.type("give money")
    hands.press("Return")
    hands.type("said in New York")
    hands.press("Return")
    hands.type("and meant")
    hands.tab_to("strength")
    hands.press("P")
    hands.tab_to("topics")
    hands.press("Space", "Right", "Space")
    hands.tab_to("binding")
    hands.press("Y")
    hands.tab_to("count")
    hands.type("3")
    hands.tab_to("amount")
    hands.type("300000")
    hands.press("Tab")
    hands.type("USD")
    hands.tab_to("due")
    hands.press("Alt+Down", "Return")
    hands.tab_to("made_by")
    hands.press("F2", "Tab", "Shift+Tab", "Shift+Tab", "Return")
    hands.tab_to("made_to")
    hands.press("Alt+Down")
    hands.type("United")
    hands.press("Return")
    _cite_the_date(hands)
    hands.press("Ctrl+Return")
    pledge = reading.annotation(hands.window.session.view, ident)
    assert pledge.state == "done", pledge.problems


def _cite_the_date(hands: Hands) -> None:
    """From the field to the text, select, cite, and be back in the field."""
    hands.tab_back_to("action")
    hands.press("Alt+C")
    hands.select_with_keys("shall be there")
    hands.press("Return")
    assert hands.window.side.form.focused_field() == "action"


def _export(hands: Hands, target: Path) -> dict[str, Any]:
    hands.press("Ctrl+E")
    hands.opened(ExportDialog)
    hands.retype(str(target))
    hands.press("Return")
    hands.wait(target.exists)
    hands.at_rest()
    hands.closed()
    return json.loads(target.read_text("utf-8"))


def _press_until_disabled(hands: Hands, action: str, key: str) -> int:
    times = 0
    while hands.window.actions_by_id[action].isEnabled():
        hands.press(key)
        times += 1
        assert times < 200
    return times


def _check(dataset: dict[str, Any]) -> None:
    """Every quote is its slice; every type of field has what was typed; the cited words are there."""
    document = dataset["documents"][0]
    text = document["text"]
    by_quote = {annotation["spans"][0]["exact"]: annotation for annotation in document["annotations"]}
    for annotation in document["annotations"]:
        for span in annotation["spans"]:
            assert text[span["start"] : span["end"]] == span["exact"]
    pledge = by_quote["promised the United Nations three times to give 300000 USD"]
    values = {name: field["value"] for name, field in pledge["fields"].items()}
    entities = {entity["name"]: entity["id"] for entity in dataset["entities"]}
    assert values == {
        "who": entities["Kazakhstan"],
        "action": "give money",
        "note": "said in New York\nand meant",
        "strength": "promise",
        "topics": ["money", "people"],
        "binding": True,
        "count": 3,
        "amount": {"amount": "300000", "unit": "USD"},
        "due": {"annotation": by_quote["28 September 2018"]["id"]},
        "made_by": [{"annotation": by_quote["Kazakhstan"]["id"]}],
        "made_to": [{"annotation": by_quote["United Nations"]["id"]}],
    }
    cited = pledge["fields"]["action"]["evidence"][0]["span"]
    assert cited["exact"] == text[cited["start"] : cited["end"]] == "shall be there"
    assert by_quote["28 September 2018"]["fields"]["value"]["value"] == "2018-09-28"
    assert pledge["state"] == "done"


def _without_history(dataset: dict[str, Any]) -> dict[str, Any]:
    kept = json.loads(json.dumps(dataset))
    kept.pop("exported_at", None)
    for document in kept["documents"]:
        for annotation in document["annotations"]:
            annotation.pop("provenance")
    return kept
