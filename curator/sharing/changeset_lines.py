"""A changeset as a line of JSON, and back with every check that needs nothing but the line.

The line holds the very bytes that the id is the hash of. What is read back is checked for its shape, so that nothing
after it meets a value of another kind than it expects; whether it is signed, and fits, is for others to say.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, Final, cast

import orjson

from curator.domain.canonical import canonical
from curator.domain.history import Changeset, Operation, Revision, canonical_changeset
from curator.domain.ids import is_sha256, is_uuid
from curator.sharing.json_values import are_more

_BEGIN: Final = b'{"changeset":'
_OPERATIONS: Final = frozenset(Operation)
_LONGEST_NAME: Final = 200
_MOST_AT_ONCE: Final = 1_000_000
"""Of values that are parsed at once: what a revision may hold, and far more than one ever did."""
_FIRST: Final = b'"revisions":['
_AFTER: Final = b'],"software":'
_NEXT: Final = b',{"body":'
"""Between two revisions in canonical form: no string holds it, as the quote in it would end that."""


class LineError(ValueError):
    """Why a line is no changeset."""


def encode(changeset: Changeset) -> bytes:
    """The line of a changeset, with its end."""
    return _line(canonical_changeset(changeset), changeset.id, changeset.signature)


def _line(content: bytes, ident: str, signature: str) -> bytes:
    return b'%b%b,"id":"%b","signature":"%b"}\n' % (_BEGIN, content, ident.encode(), signature.encode())


def decode(line: bytes) -> Changeset:
    """The changeset of a line.

    Raises:
        LineError: it is no line as `encode` makes them, or its id is not the hash of its content.
    """
    try:
        held, revisions = _parts(line)
        changeset = _changeset(held, revisions)
        content = canonical_changeset(changeset)
    except orjson.JSONDecodeError as error:
        raise LineError(f"it is no JSON ({error.msg})") from error
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise LineError(str(error) if isinstance(error, LineError) else "it does not have the form of one") from error
    if sha256(content).hexdigest() != changeset.id:
        raise LineError("its content is not what its id stands for")
    if _line(content, changeset.id, changeset.signature) != line:
        raise LineError("it is not written in canonical form")
    return changeset


def _parts(line: bytes) -> tuple[Any, Iterator[Any]]:
    """What a line holds, and its revisions; of a long one these are parsed one by one, to be dropped again."""
    if not are_more(line, _MOST_AT_ONCE):
        held = orjson.loads(line)
        return held, iter(_list(held["changeset"]["revisions"]))
    start, end = line.find(_FIRST) + len(_FIRST), line.rfind(_AFTER)
    _expect(len(_FIRST) <= start <= end, "its parts are not those of one")
    return _parsed(line[:start] + line[end:]), _one_by_one(line, start, end)


def _one_by_one(line: bytes, start: int, end: int) -> Iterator[Any]:
    while start < end:
        found = line.find(_NEXT, start, end)
        stop = found if found >= 0 else end
        yield _parsed(line[start:stop])
        start = stop + 1


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - any JSON value
    _expect(not are_more(data, _MOST_AT_ONCE), "it is made to fill the memory")
    return orjson.loads(data)


def _changeset(held: Any, revisions: Iterator[Any]) -> Changeset:  # noqa: ANN401 - any JSON value
    _expect(_has(held, {"changeset", "id", "signature"}), "its parts are not those of one")
    content = held["changeset"]
    parts = {"activity", "blobs", "key", "made_at", "parents", "replica", "revisions", "software"}
    _expect(_has(content, parts), "its parts are not those of one")
    _expect(_is_key(held["id"]) and _is_key(content["key"]), "its id or key is none")
    _expect(_is_text(held["signature"], 128), "its signature is none")
    for name in ("activity", "made_at", "replica", "software"):
        _expect(_is_text(content[name]), f"its {name} is no short text")
    parents, blobs = _texts(content["parents"], _is_key), _texts(content["blobs"], _is_key)
    _expect(list(parents) == sorted(set(parents)), "its parents are not sorted")
    return Changeset(
        id=held["id"],
        parents=parents,
        replica=content["replica"],
        key=content["key"],
        made_at=content["made_at"],
        activity=content["activity"],
        software=content["software"],
        revisions=tuple(map(_revision, revisions)),
        blobs=blobs,
        signature=held["signature"],
    )


def _revision(held: Any) -> Revision:  # noqa: ANN401 - any JSON value
    _expect(_has(held, {"body", "id", "operation", "parents", "subject_id", "subject_kind"}), "a revision is none")
    _expect(isinstance(held["id"], str) and is_uuid(held["id"]), "a revision has no id")
    _expect(_is_text(held["subject_id"], 100) and _is_text(held["subject_kind"], 40), "a revision has no subject")
    _expect(held["operation"] in _OPERATIONS, "a revision does something unknown")
    _expect(isinstance(held["body"], dict), "a revision has no body")
    parents = _texts(held["parents"], is_uuid)
    return Revision(
        held["id"], held["subject_kind"], held["subject_id"], parents, held["operation"], canonical(held["body"])
    )


def _expect(holds: bool, message: str) -> None:
    if not holds:
        raise LineError(message)


def _has(held: Any, names: set[str]) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(held, dict) and set(cast("dict[str, Any]", held)) == names


def _is_key(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(value, str) and is_sha256(value)


def _is_text(value: Any, longest: int = _LONGEST_NAME) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(value, str) and 0 < len(value) <= longest


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    _expect(isinstance(value, list), "a list is none")
    return value


def _texts(value: Any, check: Callable[[str], bool]) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    items = tuple(_list(value))
    _expect(all(isinstance(item, str) and check(item) for item in items), "an id is none")
    return items
