"""Writing data sets: `.json` and `.jsonl`, document by document, checked on the way out, the same bytes each time.

Keys are sorted; what stands in a list keeps the order in which it comes. Leaves to the services what is exported and
in which order, and to whoever opened the file that it takes the place of an older one whole.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Protocol

import orjson
from pydantic import ValidationError

from curator.domain.errors import CuratorError
from curator.exchange import dataset
from curator.exchange.dataset import Document, Header
from curator.exchange.dataset_checking import quote_problem
from curator.exchange.refusing import explain

_PART = 1 << 20


class Writer(Protocol):
    """Takes documents one at a time, then the rest."""

    def add(self, document: Document) -> None:
        """Write a document.

        Raises:
            CuratorError: it is not what the format has, or a quote of it does not stand in its text.
        """
        ...

    def finish(self, header: Header) -> None:
        """Write everything else. The file is whole after this."""
        ...


class JsonWriter:
    """One object, indented."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._count = 0
        file.write(b'{\n  "documents": [')

    def add(self, document: Document) -> None:
        """Write a document."""
        check(document)
        self._file.write(b",\n    " if self._count else b"\n    ")
        # Line ends stand between values alone; in strings they are escaped.
        self._file.write(_indented(document).replace(b"\n", b"\n    "))
        self._count += 1

    def finish(self, header: Header) -> None:
        """Write everything else."""
        check_header(header)
        self._file.write(b"\n  ]," if self._count else b"],")
        self._file.write(_indented(_plain(header)).removeprefix(b"{") + b"\n")


class JsonLinesWriter:
    """The header on the first line, then a document a line.

    The header names the people that the documents speak of, so that the documents wait in a file beside it.
    """

    def __init__(self, file: BinaryIO, waiting: BinaryIO) -> None:
        self._file = file
        self._waiting = waiting

    def add(self, document: Document) -> None:
        """Write a document."""
        check(document)
        self._waiting.write(orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))

    def finish(self, header: Header) -> None:
        """Write everything else."""
        check_header(header)
        self._file.write(orjson.dumps(_plain(header), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
        self._waiting.seek(0)
        while part := self._waiting.read(_PART):
            self._file.write(part)


@contextmanager
def dataset_writer(file: BinaryIO, folder: Path, *, lines: bool) -> Generator[Writer]:
    """What writes a data set into `file`: as lines, or as one object. `folder` has room for what must wait."""
    if not lines:
        yield JsonWriter(file)
        return
    with TemporaryFile(dir=folder) as waiting:
        yield JsonLinesWriter(file, waiting)


def check(document: Document) -> None:
    """Nothing leaves that could not come in again.

    Raises:
        CuratorError: the document is not what the format has, or a quote of it does not stand in its text.
    """
    place = f"document {document['id']} “{document['title']}”"
    try:
        dataset.checker(Document).validate_python(document)
    except ValidationError as error:
        raise CuratorError(f"It can't be exported: {explain(error)}. Run: curator verify.", place=place) from error
    text = document["text"]
    for annotation in document["annotations"]:
        if problem := quote_problem(text, annotation):
            raise CuratorError(
                f"It can't be exported: {problem}. Run: curator verify.",
                place=f"{place}, annotation {annotation['id']}",
            )


def check_header(header: Header) -> None:
    """The same for everything but the documents."""
    try:
        dataset.checker(Header).validate_json(orjson.dumps(_plain(header)))
    except ValidationError as error:
        raise CuratorError(f"The data set can't be exported: {explain(error)}.") from error


def _plain(header: Header) -> dict[str, Any]:
    scheme = header.get("scheme")
    return {**header, "scheme": scheme.model_dump(mode="json")} if scheme is not None else dict(header)


def _indented(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """JSON for people, by two blanks a level: one blank would take as long as all the rest of an export."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
