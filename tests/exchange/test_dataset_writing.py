import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.domain.errors import CuratorError
from curator.exchange.dataset_reading import open_dataset
from curator.exchange.dataset_writing import dataset_writer
from curator.services.schemes import default_scheme
from tests.exchange import made_datasets as made

BOTH = pytest.mark.parametrize("lines", [False, True])


def written(folder: Path, whole: made.Json, *, lines: bool) -> bytes:
    file = io.BytesIO()
    header: Any = {key: value for key, value in whole.items() if key != "documents"}
    with dataset_writer(file, folder, lines=lines) as writer:
        for document in whole["documents"]:
            writer.add(document)
        writer.finish(header)
    return file.getvalue()


@BOTH
def test_what_is_written_is_read_again(tmp_path: Path, lines: bool) -> None:
    path = tmp_path / "file"
    path.write_bytes(written(tmp_path, made.rich(), lines=lines))
    with open_dataset(path) as file:
        assert [one.document for one in file.documents] == made.rich()["documents"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text('a\U0001f600שׁ\u202e\n\r\u2028\u0085 "\\', min_size=1).filter(str.strip), st.data())
def test_any_text_and_span_comes_back(tmp_path: Path, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = made.dataset(made.document(1, text, made.annotation(1, "actor", made.span(text, start, end))))
    for lines in (False, True):
        path = tmp_path / f"file-{lines}"
        path.write_bytes(written(tmp_path, whole, lines=lines))
        with open_dataset(path) as file:
            assert [one.document for one in file.documents] == whole["documents"]


def test_json_is_written_as_the_standard_library_would() -> None:
    import json

    whole = made.rich()
    expected = json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert written(Path(), whole, lines=False).decode() == expected


def test_no_documents_are_an_empty_list(tmp_path: Path) -> None:
    assert orjson.loads(written(tmp_path, made.dataset(), lines=False)) == made.dataset()


def test_lines_begin_with_the_header_and_have_a_document_each(tmp_path: Path) -> None:
    header, *documents = map(orjson.loads, written(tmp_path, made.rich(), lines=True).splitlines())
    assert header | {"documents": documents} == made.rich()


def test_a_scheme_goes_out_as_json(tmp_path: Path) -> None:
    scheme = default_scheme()
    for lines in (False, True):
        data = written(tmp_path, made.dataset(scheme=scheme), lines=lines)
        assert orjson.loads(data)["scheme"] == scheme.model_dump(mode="json")


@BOTH
def test_a_quote_that_does_not_stand_in_the_text_stops_the_export(tmp_path: Path, lines: bool) -> None:
    whole = made.rich()
    whole["documents"][0]["annotations"][0]["spans"][0]["exact"] = "the minister"
    with pytest.raises(CuratorError, match=f"{made.uuid(3, 1)}: .*“the minister”.*“the Minister”"):
        written(tmp_path, whole, lines=lines)


@BOTH
def test_what_the_format_does_not_have_stops_the_export(tmp_path: Path, lines: bool) -> None:
    whole = made.rich()
    whole["documents"][0]["annotations"][0]["colour"] = "red"
    with pytest.raises(CuratorError, match="colour does not belong there"):
        written(tmp_path, whole, lines=lines)
    with pytest.raises(CuratorError, match="exported_at"):
        written(tmp_path, made.dataset(exported_at="yesterday"), lines=lines)
