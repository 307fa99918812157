"""The sample project's texts and data set: right to the code point, showing all that they promise to show."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf

from curator.domain.annotation import FieldValue
from curator.domain.ids import derived_id, is_uuid
from curator.domain.scheme import AnnotationScheme
from curator.domain.validation import problems
from curator.text.graphemes import is_boundary
from tools.build_sample import dataset_bytes

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SEEDS = ROOT.parent / "shared" / "seeds"
NAMES = sorted(path.name for path in DATA.glob("*.txt"))

Json = dict[str, Any]


@pytest.fixture(scope="module")
def dataset() -> Json:
    return json.loads((DATA / "annotations.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scheme() -> AnnotationScheme:
    path = ROOT / "resources" / "schemes" / "commitments.json"
    return AnnotationScheme.model_validate_json(path.read_bytes())


def annotations(dataset: Json) -> Iterator[tuple[Json, Json]]:
    for document in dataset["documents"]:
        for annotation in document["annotations"]:
            yield document, annotation


def spans_of(annotation: Json) -> Iterator[Json]:
    yield from annotation["spans"]
    for field in annotation["fields"].values():
        yield from (item["span"] for item in field["evidence"] if "span" in item)


def places(document: Json) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for one in document["annotations"] for span in one["spans"]]


def is_edtf(text: str) -> str | None:
    try:
        parse_edtf(text)
    except ValueError as error:
        return str(error)
    return None


def by_name(dataset: Json, name: str) -> Json:
    return next(one for one in dataset["documents"] if one["source"]["file_name"] == name)


def test_the_data_set_is_what_its_source_gives() -> None:
    assert (DATA / "annotations.json").read_bytes() == dataset_bytes()


def test_every_text_of_the_folder_is_in_the_data_set(dataset: Json) -> None:
    assert sorted(one["source"]["file_name"] for one in dataset["documents"]) == NAMES


def test_every_document_holds_the_text_and_the_hashes_of_its_file(dataset: Json) -> None:
    for document in dataset["documents"]:
        content = (DATA / document["source"]["file_name"]).read_bytes()
        assert document["text"].encode() == content
        assert document["source"]["sha256"] == document["text_sha256"] == sha256(content).hexdigest()


def test_every_document_has_the_id_that_the_program_derives_from_its_bytes(dataset: Json) -> None:
    for document in dataset["documents"]:
        assert document["id"] == derived_id("document", document["source"]["sha256"])


def test_every_quote_equals_its_slice_and_so_do_its_surroundings(dataset: Json) -> None:
    for document, annotation in annotations(dataset):
        text = document["text"]
        for span in spans_of(annotation):
            start, end = span["start"], span["end"]
            assert 0 <= start < end <= len(text)
            assert span["exact"] == text[start:end]
            assert span["prefix"] == text[max(0, start - 32) : start]
            assert span["suffix"] == text[end : end + 32]


def test_no_span_cuts_what_a_reader_takes_for_one_character(dataset: Json) -> None:
    for document, annotation in annotations(dataset):
        for span in spans_of(annotation):
            assert is_boundary(document["text"], span["start"])
            assert is_boundary(document["text"], span["end"])


def test_the_spans_of_an_annotation_follow_one_another(dataset: Json) -> None:
    for _, annotation in annotations(dataset):
        for earlier, later in pairwise(annotation["spans"]):
            assert earlier["end"] <= later["start"]


def test_ids_are_uuids_and_none_is_there_twice(dataset: Json) -> None:
    ids = [one["id"] for kind in ("people", "entities", "documents") for one in dataset[kind]]
    ids += [annotation["id"] for _, annotation in annotations(dataset)]
    ids += [annotation["provenance"]["head"] for _, annotation in annotations(dataset)]
    assert all(is_uuid(one) for one in ids)
    assert len(set(ids)) == len(ids)


def test_every_value_fits_the_default_scheme(dataset: Json, scheme: AnnotationScheme) -> None:
    kinds = {entity["id"]: entity["kind"] for entity in dataset["entities"]}
    assert set(kinds.values()) <= {kind.name for kind in scheme.entity_kinds}
    for document, annotation in annotations(dataset):
        labels = {one["id"]: one["label"] for one in document["annotations"]}
        label = scheme.label(annotation["label"])
        assert label is not None
        fields = {
            name: FieldValue.model_validate_json(json.dumps(field)) for name, field in annotation["fields"].items()
        }
        found = problems(label, fields, is_date=is_edtf, label_of=labels.get, kind_of=kinds.get)
        assert [one for one in found if one.severity == "error"] == []


def test_every_field_of_the_default_scheme_is_filled_in_somewhere(dataset: Json, scheme: AnnotationScheme) -> None:
    filled = {
        (annotation["label"], name)
        for _, annotation in annotations(dataset)
        for name, field in annotation["fields"].items()
        if field["state"] == "stated"
    }
    assert filled == {(label.name, field.name) for label in scheme.labels for field in label.fields}


def test_every_state_of_a_field_is_shown_and_some_are_untouched(dataset: Json, scheme: AnnotationScheme) -> None:
    every = [one for _, one in annotations(dataset)]
    states = Counter(field["state"] for one in every for field in one["fields"].values())
    assert set(states) == {"stated", "not_stated", "not_applicable"}
    labels = {label.name: label for label in scheme.labels}
    assert any(len(one["fields"]) < len(labels[one["label"]].fields) for one in every)


def test_evidence_is_given_as_words_and_as_annotations(dataset: Json) -> None:
    evidence = [
        item for _, one in annotations(dataset) for field in one["fields"].values() for item in field["evidence"]
    ]
    assert {key for item in evidence for key in item} == {"span", "annotation"}


def test_every_state_of_annotations_and_documents_is_shown(dataset: Json) -> None:
    states = {annotation["state"] for _, annotation in annotations(dataset)}
    assert states == {"draft", "done", "approved", "returned", "rejected"}
    documents = {document["state"] for document in dataset["documents"]}
    assert documents == {"new", "in_progress", "submitted", "returned", "approved"}


def test_decisions_are_a_supervisors_and_say_what_the_state_says(dataset: Json) -> None:
    supervisors = {one["id"] for one in dataset["people"] if "supervisor" in one["roles"]}
    of_verdict = {"accept": "approved", "return": "returned", "reject": "rejected"}
    for _, annotation in annotations(dataset):
        decision = annotation["decision"]
        if decision is None:
            assert annotation["state"] in ("draft", "done")
            continue
        assert decision["by"] in supervisors
        assert annotation["state"] == of_verdict[decision["verdict"]]
        assert decision["at"] > annotation["provenance"]["changed_at"]
        assert (decision["reason"] is None) == (decision["verdict"] == "accept")


def test_the_approved_document_has_nothing_that_is_not_approved(dataset: Json) -> None:
    approved = [one for one in dataset["documents"] if one["state"] == "approved"]
    assert approved
    for document in approved:
        assert {annotation["state"] for annotation in document["annotations"]} == {"approved"}


def test_new_documents_have_no_annotations_and_others_have(dataset: Json) -> None:
    for document in dataset["documents"]:
        assert (document["state"] == "new") == (document["annotations"] == [])


def test_the_first_document_shows_every_way_in_which_spans_can_meet(dataset: Json) -> None:
    document = dataset["documents"][0]
    assert document["source"]["file_name"] == "new-york-presentation.txt"
    found = places(document)
    pairs = [(a, b) for a in found for b in found if a < b]
    assert any(a[0] <= b[0] and b[1] <= a[1] for a, b in pairs), "nested"
    assert any(a[0] < b[0] < a[1] < b[1] for a, b in pairs), "crossing"
    assert any(a[1] == b[0] for a, b in pairs), "touching"
    assert any(len(one["spans"]) > 1 for one in document["annotations"]), "discontinuous"
    assert any("\n\n" in span["exact"] for one in document["annotations"] for span in one["spans"])


def test_the_data_set_is_as_big_as_a_tour_needs(dataset: Json) -> None:
    assert 150 <= sum(1 for _ in annotations(dataset)) <= 250
    assert len(by_name(dataset, "review-conference-record.txt")["annotations"]) >= 80
    assert len(dataset["people"]) == 3


def test_the_annotations_of_the_long_text_are_spread_over_all_of_it(dataset: Json) -> None:
    document = by_name(dataset, "review-conference-record.txt")
    tenths = {10 * start // len(document["text"]) for start, _ in places(document)}
    assert tenths == set(range(10))


def test_one_text_is_longer_than_100_kilobytes() -> None:
    assert max((DATA / name).stat().st_size for name in NAMES) > 100_000


def test_formulas_recur_word_for_word_in_the_long_text() -> None:
    text = (DATA / "review-conference-record.txt").read_text(encoding="utf-8")
    sentences = Counter(re.split(r"(?<=[.!?])\s+", text))
    assert sum(count > 2 and len(sentence) > 60 for sentence, count in sentences.items()) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_plain_utf_8_with_one_newline_at_its_end(name: str) -> None:
    content = (DATA / name).read_bytes()
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_the_texts_hold_the_characters_that_trouble_programs() -> None:
    text = (DATA / "youth-desk-thread.txt").read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) != text
    for wanted in ("\u200d", "\ufe0f", "\u00a0", "\U0001f1f0\U0001f1ff", "\U0001f3fd", "и\u0306", "e\u0301"):
        assert wanted in text
    directions = {unicodedata.bidirectional(character) for character in text}
    assert {"R", "AL", "L"} <= directions


def test_the_kazakh_text_holds_the_letters_that_russian_lacks() -> None:
    text = (DATA / "zhusan-families.kk.txt").read_text(encoding="utf-8").lower()
    assert set("әғқңөұүһі") <= set(text)


def eight_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


@pytest.mark.parametrize("name", NAMES)
def test_no_eight_words_in_a_row_are_taken_from_the_seeds(name: str) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not kept with this repository, so there is nothing to compare with")
    seeds = {words for path in SEEDS.glob("*.txt") for words in eight_words(path.read_text(encoding="utf-8"))}
    assert seeds
    shared = seeds & eight_words((DATA / name).read_text(encoding="utf-8"))
    assert not shared, shared
