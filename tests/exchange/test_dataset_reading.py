from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from curator.domain.errors import InvalidError, StorageError
from curator.exchange.dataset_reading import Header, ReadDocument, open_dataset
from tests.exchange import made_datasets as made
from tests.exchange.made_datasets import TEXT

Write = Callable[[Path, made.Json], Path]
BOTH = pytest.mark.parametrize("write", [made.write_json, made.write_lines])


def read(path: Path) -> tuple[Header, list[ReadDocument]]:
    with open_dataset(path) as file:
        return file.header, list(file.documents)


def refusals(path: Path) -> list[str]:
    header, documents = read(path)
    found = [*header.refusals, *(refusal for one in documents for refusal in one.refusals)]
    return [f"{refusal.place}: {refusal.message}" for refusal in found]


def refused(path: Path) -> str:
    with pytest.raises(InvalidError) as caught:
        read(path)
    assert caught.value.place == str(path)
    return caught.value.message


@BOTH
def test_everything_is_read_as_it_stands(tmp_path: Path, write: Write) -> None:
    header, documents = read(write(tmp_path / "file", made.rich()))
    assert [one.document for one in documents] == made.rich()["documents"]
    assert (header.people, header.entities) == (made.rich()["people"], made.rich()["entities"])
    assert not refusals(tmp_path / "file")


@BOTH
def test_the_position_ends_at_the_end_of_the_file(tmp_path: Path, write: Write) -> None:
    _, documents = read(write(tmp_path / "file", made.rich()))
    positions = [one.position for one in documents]
    assert positions == sorted(positions)
    assert 0 <= (tmp_path / "file").stat().st_size - positions[-1] < 10


def test_one_long_line_of_json_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_bytes(orjson.dumps(made.rich()))
    assert len(read(path)[1]) == 3


@BOTH
def test_a_byte_order_mark_is_no_matter(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path / "file", made.rich())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(path)[1]) == 3


@BOTH
def test_a_newer_version_is_refused_by_its_number(tmp_path: Path, write: Write) -> None:
    newer = made.dataset(version=7, novelty=True)
    assert "version is 7, this program knows up to 1" in refused(write(tmp_path / "file", newer))


@BOTH
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "other"}, "not a Curator data set"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"offset_unit": "UTF-16 unit"}, "counts in “UTF-16 unit”"),
        ({"novelty": 1}, "novelty does not belong there"),
        ({"exported_at": 3}, "exported_at is not text"),
        ({"people": {}}, "must be lists"),
        ({"scheme": {"name": "S", "labels": []}}, "labels is empty"),
    ],
)
def test_a_header_that_is_not_in_order_refuses_the_file(
    tmp_path: Path, write: Write, change: made.Json, words: str
) -> None:
    assert words in refused(write(tmp_path / "file", made.rich() | change))


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"hello", b'{"a": 1}\n{"b": 2}\n', b"\xff\xfe{\0}\0", b"null"])
def test_other_files_are_no_data_sets(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(data)
    assert refused(path)


def test_a_data_set_without_documents_says_so(tmp_path: Path) -> None:
    whole = made.dataset()
    del whole["documents"]
    path = tmp_path / "file.json"
    path.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2))
    assert "“documents” is missing" in refused(path)


def test_a_broken_json_file_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = made.write_json(tmp_path / "file.json", made.rich())
    path.write_bytes(path.read_bytes()[:-20])
    assert "It is not JSON: line" in refused(path)


def test_a_file_that_is_not_there_or_a_folder_can_not_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(StorageError):
            read(path)


def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = made.write_lines(tmp_path / "file.jsonl", made.rich())
    lines = path.read_bytes().splitlines(keepends=True)
    bad = [b"{broken}\n", b"\n", b"[]\n", lines[2].replace(b'"title"', b'"title":"x","title"'), b'{"a":1},\n']
    path.write_bytes(b"".join([*lines[:2], *bad, b"\xff\xfe\n", *lines[2:]]).replace(b"\n", b"\r\n"))
    assert len([one for one in read(path)[1] if one.document]) == 3
    found = refusals(path)
    assert [line.partition(":")[0] for line in found] == ["line 3", "line 5", "line 6", "line 7", "line 8"]
    assert "“title” stands twice" in found[2]


@BOTH
def test_one_annotation_that_is_no_annotation_leaves_the_others(tmp_path: Path, write: Write) -> None:
    whole = made.rich()
    annotations = whole["documents"][0]["annotations"]
    annotations[1]["spans"][0]["start"] = "3"
    annotations.insert(0, "nonsense")
    annotations.append(made.annotation(9, "actor", made.span(TEXT, 0, 2), color="red"))
    path = write(tmp_path / "file", whole)
    assert [len(one.document["annotations"]) for one in read(path)[1] if one.document] == [3, 0, 0]
    first, second, third = refusals(path)
    assert "annotation number 1: it is not an object" in first
    assert f"document {made.uuid(5, 1)}, annotation {made.uuid(3, 2)}: spans.0.start is not a whole number" in second
    assert "color does not belong there" in third


@BOTH
def test_a_lone_surrogate_costs_the_annotation_that_holds_it(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path / "file", made.rich())
    path.write_bytes(path.read_bytes().replace(b'"pledge"', b'"\\ud83d"'))
    assert [len(one.document["annotations"]) for one in read(path)[1] if one.document] == [3, 0, 0]
    (found,) = refusals(path)
    assert made.uuid(3, 3) in found
    assert "half of a surrogate pair" in found


def test_a_lone_surrogate_in_the_header_refuses_the_file(tmp_path: Path) -> None:
    path = made.write_json(tmp_path / "file.json", made.rich())
    path.write_bytes(path.read_bytes().replace(b'"Made"', b'"\\ud83d"'))
    assert "half of a surrogate pair" in refused(path)


@BOTH
def test_a_lone_surrogate_in_a_text_costs_its_document(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path / "file", made.rich())
    path.write_bytes(path.read_bytes().replace(b'"A third one."', b'"\\ud83d"'))
    assert [one.document is None for one in read(path)[1]] == [False, False, True]


@BOTH
def test_the_second_of_two_annotations_with_one_id_is_refused(tmp_path: Path, write: Write) -> None:
    whole = made.rich()
    whole["documents"][0]["annotations"].append(made.annotation(1, "date", made.span(TEXT, 0, 2)))
    path = write(tmp_path / "file", whole)
    kept = read(path)[1][0].document
    assert kept is not None
    assert [one["label"] for one in kept["annotations"]] == ["actor", "date", "commitment", "organization"]
    assert "same id" in refusals(path)[0]


@BOTH
def test_people_and_entities_that_are_none_are_named(tmp_path: Path, write: Write) -> None:
    whole = made.rich()
    whole["people"] += [{"id": "p", "name": " ", "roles": []}, 3, whole["people"][0]]
    whole["entities"] += [{"id": "e", "kind": "person"}]
    path = write(tmp_path / "file", whole)
    header, _ = read(path)
    assert (len(header.people), len(header.entities)) == (2, 1)
    assert [line.partition(":")[0] for line in refusals(path)] == [
        "person p",
        "person number 4",
        f"person {made.AUTHOR}",
        "entity e",
    ]


def test_a_value_nested_deeper_than_any_use_costs_its_annotation(tmp_path: Path) -> None:
    whole = made.rich()
    path = made.write_lines(tmp_path / "file.jsonl", whole)
    deep = b"[" * 400 + b"]" * 400
    path.write_bytes(path.read_bytes().replace(b'"pledge"', deep))
    (found,) = refusals(path)
    assert "nested too deeply" in found
