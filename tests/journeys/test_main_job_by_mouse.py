"""The main job with the mouse alone: every word that a field holds comes from the text, by citing and pointing."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QToolButton

from curator.domain.annotation import SpanEvidence
from curator.services import reading
from curator.ui.dialogs.export import ExportDialog
from curator.ui.forms.field_row import FieldRow
from curator.ui.paging_model import ROW
from tests.journeys.hands import Hands, drop


def test_the_main_job_is_done_with_the_mouse_alone(hands: Hands, text_file: Path, tmp_path: Path) -> None:
    _open_the_sample(hands)
    hands.drop_file(text_file)
    _open_document(hands, text_file.stem)
    actor, day = _tag(hands, "Kazakhstan", "actor"), _tag(hands, "28 September 2018", "date")
    _cite_the_annotations_own_words(hands, "value", "28 September 2018")
    pledge = _tag(hands, "promised the United Nations three times to give 300000 USD", "commitment")
    _cite_by_button(hands, "action", "give 300000 USD")
    _cite_by_dropping(hands, "condition", "nobody was surprised")
    _point(hands, "made_by", "Kazakhstan")
    _choose_strength(hands)
    hands.click(hands.window.side.form.footer.done)
    dataset = _export(hands)
    _check(dataset, {"actor": actor, "day": day, "pledge": pledge})

    for _ in range(3):
        _menu(hands, "edit.undo")
    assert reading.annotation(hands.window.session.view, pledge).body.fields.get("made_by") is None
    for _ in range(3):
        _menu(hands, "edit.redo")
    assert reading.annotation(hands.window.session.view, pledge).state == "done"


def _open_the_sample(hands: Hands) -> None:
    hands.click(hands.window.start.sample)
    hands.wait(lambda: hands.window.desk.document)
    hands.at_rest()


def _open_document(hands: Hands, name: str) -> None:
    documents = hands.window.documents
    hands.wait(lambda: any(row.file_name.startswith(name) for row in _rows(hands)))
    hands.at_rest()
    number = next(at for at, row in enumerate(_rows(hands)) if row.file_name.startswith(name))
    index = documents.model.index(number)
    documents.list.scrollTo(index)
    hands.click(documents.list.viewport(), documents.list.visualRect(index).center())
    hands.wait(lambda: hands.window.desk.document and hands.window.desk.document.row.file_name.startswith(name))


def _rows(hands: Hands) -> list[Any]:
    model = hands.window.documents.model
    return [model.index(number).data(ROW) for number in range(model.rowCount())]


def _tag(hands: Hands, words: str, label: str) -> str:
    """Select words with the mouse and click the label; gives the id of the new annotation."""
    hands.drag_over(words)
    hands.click(hands.window.reading.header.chip(label))
    annotation = hands.window.desk.annotation
    assert annotation
    assert annotation.body.spans[0].exact == words
    hands.wait(lambda: hands.window.side.form.annotation_id == annotation.id)
    return annotation.id


def _row(hands: Hands, field: str) -> FieldRow:
    form = hands.window.side.form
    row = next(row for row in form.findChildren(FieldRow) if row.isVisible() and row.field.name == field)
    form.scroller.ensureWidgetVisible(row)
    return row


def _cite_by_button(hands: Hands, field: str, words: str) -> None:
    hands.drag_over(words)
    hands.click(_row(hands, field).bar.cite_button)
    _is_cited(hands, field, words)


def _cite_the_annotations_own_words(hands: Hands, field: str, words: str) -> None:
    hands.click(_row(hands, field).bar.cite_button)
    hands.click_words(words)
    _is_cited(hands, field, words)


def _cite_by_dropping(hands: Hands, field: str, words: str) -> None:
    """What a drag carries is what the text view gives for its selection."""
    hands.drag_over(words)
    data: QMimeData = hands.window.reading.text.createMimeDataFromSelection()
    drop(_row(hands, field), data)
    _is_cited(hands, field, words)


def _is_cited(hands: Hands, field: str, words: str) -> None:
    annotation = hands.window.desk.annotation
    assert annotation
    evidence = annotation.body.fields[field].evidence[-1]
    assert isinstance(evidence, SpanEvidence)
    assert evidence.span.exact == words


def _point(hands: Hands, field: str, words: str) -> None:
    row = _row(hands, field)
    point = next(button for button in row.editor.findChildren(QToolButton) if "point at" in button.accessibleName())
    hands.click(point)
    hands.click_words(words)


def _choose_strength(hands: Hands) -> None:
    """Say that the text does not state it, from the field's menu."""
    row = _row(hands, "strength")
    buttons = [button for button in row.editor.findChildren(QPushButton) if button.isVisible()]
    hands.click(buttons[1])


def _menu(hands: Hands, action: str) -> None:
    """Choose from the menu; the menu itself is Qt's."""
    chosen = hands.window.actions_by_id[action]
    assert chosen.isEnabled(), chosen.text()
    chosen.trigger()


def _export(hands: Hands) -> dict[str, Any]:
    _menu(hands, "transfer.export")
    dialog = hands.window.findChild(ExportDialog)
    assert dialog
    target = Path(dialog.path.text())
    hands.click(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
    hands.wait(target.exists)
    hands.at_rest()
    return json.loads(target.read_text("utf-8"))


def _check(dataset: dict[str, Any], ids: dict[str, str]) -> None:
    document = next(each for each in dataset["documents"] if each["source"]["file_name"] == "promise.txt")
    found = {annotation["id"]: annotation for annotation in document["annotations"]}
    fields = found[ids["pledge"]]["fields"]
    assert found[ids["day"]]["fields"]["value"]["value"] == "2018-09-28"
    assert fields["action"]["value"] == "give 300000 USD"
    assert fields["condition"]["value"] == "nobody was surprised"
    assert fields["made_by"]["value"] == [{"annotation": ids["actor"]}]
    assert fields["strength"]["state"] == "stated"
    assert found[ids["pledge"]]["state"] == "done"
    for annotation in found.values():
        for span in annotation["spans"]:
            assert document["text"][span["start"] : span["end"]] == span["exact"]
