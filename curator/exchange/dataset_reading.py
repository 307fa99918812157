"""Reading data sets: `.json` (one object) and `.jsonl` (a header, then a document a line), piece by piece.

Each document comes with those of its annotations whose shape is right; what is not is named and left out, and the
rest goes on. A `.jsonl` file takes no more memory than its largest line. Leaves to `dataset_checking` whether what a
document says is true of its text.
"""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
from pydantic import ValidationError

from curator.domain.errors import InvalidError, StorageError
from curator.domain.scheme import AnnotationScheme
from curator.domain.validation import scheme_problems
from curator.exchange import dataset, strict_json
from curator.exchange.dataset import Annotation, Document, DocumentHead, Entity, Person
from curator.exchange.refusing import Refusal, explain, shortened

LONGEST_LINE = 1 << 30
_MARK = b"\xef\xbb\xbf"
_NOT_ONE = "This is not a Curator data set"


@dataclass(slots=True)
class Header:
    """Everything of a data set but its documents; `refusals` are people and entities that can't be taken."""

    scheme: AnnotationScheme | None
    people: list[Person] = field(default_factory=list[Person])
    entities: list[Entity] = field(default_factory=list[Entity])
    refusals: list[Refusal] = field(default_factory=list[Refusal])


@dataclass(slots=True)
class ReadDocument:
    """One document; None where nothing of it can be used. `position` is how far into the file it reaches, in bytes."""

    place: str
    document: Document | None
    refusals: list[Refusal]
    position: int


@dataclass(slots=True)
class DatasetFile:
    """An open data set: `documents` gives each of its documents once, in the order of the file."""

    header: Header
    documents: Iterator[ReadDocument]


@contextmanager
def open_dataset(path: Path) -> Generator[DatasetFile]:
    """A data set whose header has been read. Which of the two kinds it is, its first line says, not its name.

    Raises:
        StorageError: the file can't be read.
        InvalidError: it is no data set, one of a newer version, or its header is not in order.
    """
    with ExitStack() as stack:
        try:
            opened = _opened(stack.enter_context(path.open("rb")))
        except OSError as error:
            raise _unreadable(error, path) from error
        except InvalidError as error:
            raise InvalidError(error.message, place=str(path)) from error
        yield DatasetFile(opened.header, _or_unreadable(opened.documents, path))


def _or_unreadable(documents: Iterator[ReadDocument], path: Path) -> Iterator[ReadDocument]:
    try:
        yield from documents
    except OSError as error:
        raise _unreadable(error, path) from error


def _unreadable(error: OSError, path: Path) -> StorageError:
    return StorageError(f"The file can't be read ({error.strerror or error}).", place=str(path))


def _opened(file: BinaryIO) -> DatasetFile:
    data = file.readline(LONGEST_LINE)
    layout = _layout_of_line(data)
    if layout is not None and layout.items is None:
        if "format" not in layout.members:
            raise InvalidError(f"{_NOT_ONE}: it does not say what it is (“format”).")
        return DatasetFile(_header(_loaded(data.removeprefix(_MARK), "line 1")), _from_lines(file, len(data)))
    rest = file.read()
    if layout is None or rest.strip():
        data += rest
        layout = strict_json.layout(data, "documents")
    values = {key: _loaded(data[start:end], key) for key, (start, end) in layout.members.items()}
    header = _header(values)
    if layout.items is None:
        raise InvalidError(f"{_NOT_ONE}: “documents” is missing.")
    return DatasetFile(header, _from_object(data, layout.items))


def _layout_of_line(line: bytes) -> strict_json.Layout | None:
    """Where things are in the first line, if it is an object by itself."""
    try:
        return strict_json.layout(line, "documents")
    except strict_json.JsonError:
        return None


def _loaded(data: bytes, place: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        loaded = strict_json.load(data)
    except strict_json.JsonError as error:
        raise InvalidError(f"{place}: {error.message}") from error
    if not loaded.sound:
        raise InvalidError(f"{place}: It holds text that is no Unicode (half of a surrogate pair).")
    return loaded.value


# --- the header ---------------------------------------------------------------------------------------------------


def _header(members: dict[str, Any]) -> Header:
    _check_kind(members)
    people, entities = members.pop("people", None), members.pop("entities", None)
    try:
        heading = dataset.checker(dataset.Heading).validate_json(orjson.dumps(members))
    except ValidationError as error:
        raise InvalidError(f"The data set can't be read: {explain(error)}.") from error
    if not isinstance(people, list) or not isinstance(entities, list):
        raise InvalidError("The data set can't be read: “people” and “entities” must be lists.")
    scheme: AnnotationScheme | None = heading.get("scheme")
    if scheme is not None and (problems := scheme_problems(scheme)):
        raise InvalidError(f"The data set's scheme is not sound: {problems[0]}.")
    header = Header(scheme)
    header.people = _each(Person, cast("list[Any]", people), "person", header.refusals)
    header.entities = _each(Entity, cast("list[Any]", entities), "entity", header.refusals)
    return header


def _check_kind(members: dict[str, Any]) -> None:
    """The first three keys decide whether the rest may be looked at."""
    if members.get("format") != dataset.FORMAT:
        raise InvalidError(f"{_NOT_ONE}: its “format” is not “{dataset.FORMAT}”.")
    version = members.get("version")
    if isinstance(version, int) and version > dataset.VERSION:
        raise InvalidError(
            f"The data set was written by a newer Curator (its version is {version}, this program knows up to "
            f"{dataset.VERSION}). Update Curator to import it."
        )
    unit = members.get("offset_unit")
    if unit != dataset.OFFSET_UNIT:
        raise InvalidError(f"The data set counts in “{unit}”; only “{dataset.OFFSET_UNIT}” can be imported.")


def _each(of: Any, items: list[Any], kind: str, refusals: list[Refusal]) -> list[Any]:  # noqa: ANN401 - a type
    """Those of the items that are right."""
    taken: dict[str, Any] = {}
    for number, item in enumerate(items, start=1):
        try:
            value = dataset.checker(of).validate_python(item)
        except ValidationError as error:
            refusals.append(Refusal(f"{kind} {_name(item, number)}", f"{explain(error).capitalize()}."))
            continue
        if value["id"] in taken:
            refusals.append(Refusal(f"{kind} {value['id']}", "Another one in the file has the same id."))
        else:
            taken[value["id"]] = value
    return list(taken.values())


def _name(item: Any, number: int) -> str:  # noqa: ANN401 - any JSON value
    ident = cast("dict[str, Any]", item).get("id") if isinstance(item, dict) else None
    return shortened(ident) if isinstance(ident, str) and ident else f"number {number}"


# --- documents ----------------------------------------------------------------------------------------------------


def _from_object(data: bytes, items: list[tuple[int, int]]) -> Iterator[ReadDocument]:
    for number, (start, end) in enumerate(items, start=1):
        yield _read(data[start:end], f"document {number}", end)


def _from_lines(file: BinaryIO, position: int) -> Iterator[ReadDocument]:
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        position += len(line)
        place = f"line {number}"
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            position += _skip_line(file)
            yield ReadDocument(place, None, [Refusal(place, "The line is too long (over 1 GB).")], position)
        elif line.strip():
            yield _read(line, place, position)


def _skip_line(file: BinaryIO) -> int:
    skipped = 0
    while part := file.readline(1 << 20):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped


def _read(data: bytes, place: str, position: int) -> ReadDocument:
    try:
        loaded = strict_json.load(data)
    except strict_json.JsonError as error:
        return ReadDocument(place, None, [Refusal(place, error.message)], position)
    refusals: list[Refusal] = []
    document = _document(loaded, place, refusals)
    if document is not None:
        document["annotations"] = _without_doubles(document["annotations"], document["id"], place, refusals)
    return ReadDocument(place, document, refusals, position)


def _document(loaded: strict_json.Loaded, place: str, refusals: list[Refusal]) -> Document | None:
    if loaded.sound:
        try:
            return dataset.checker(Document).validate_python(loaded.value)
        except ValidationError:
            pass  # something in it is wrong: look at each part on its own
    return _piece_by_piece(loaded.value, place, refusals)


def _piece_by_piece(value: Any, place: str, refusals: list[Refusal]) -> Document | None:  # noqa: ANN401
    if not isinstance(value, dict):
        refusals.append(Refusal(place, "It is no document."))
        return None
    members = cast("dict[str, Any]", value)
    where = f"{place}, document {_name(members, 0)}" if "id" in members else place
    annotations = members.get("annotations")
    head = _one(DocumentHead, {key: item for key, item in members.items() if key != "annotations"}, where, refusals)
    if head is None:
        return None
    if not isinstance(annotations, list):
        refusals.append(Refusal(where, "annotations is missing, or is not a list."))
        return None
    checked: list[Annotation] = []
    for number, item in enumerate(cast("list[Any]", annotations), start=1):
        annotation = _one(Annotation, item, f"{where}, annotation {_name(item, number)}", refusals)
        if annotation is not None:
            checked.append(annotation)
    return Document(**head, annotations=checked)


def _one(of: Any, value: Any, place: str, refusals: list[Refusal]) -> Any:  # noqa: ANN401 - a type, any JSON value
    """The value, if it is right."""
    if not strict_json.is_sound(value):
        words = "It holds text that is no Unicode (half of a surrogate pair), or is nested too deeply."
        refusals.append(Refusal(place, words))
        return None
    try:
        return dataset.checker(of).validate_python(value)
    except ValidationError as error:
        refusals.append(Refusal(place, f"{explain(error)}."))
        return None


def _without_doubles(
    annotations: list[Annotation], document: str, place: str, refusals: list[Refusal]
) -> list[Annotation]:
    """The first of those with one id; which of two is right, nobody can say, but the second one must not overwrite."""
    taken = {annotation["id"]: annotation for annotation in reversed(annotations)}
    if len(taken) == len(annotations):
        return annotations
    for annotation in annotations:
        if taken[annotation["id"]] is not annotation:
            where = f"{place}, document {document}, annotation {annotation['id']}"
            refusals.append(Refusal(where, "Another annotation of the document has the same id."))
    return [annotation for annotation in annotations if taken[annotation["id"]] is annotation]
