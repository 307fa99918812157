"""Annotation schemes from files."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from curator.domain.errors import InvalidError, StorageError
from curator.domain.scheme import AnnotationScheme
from curator.domain.validation import scheme_problems
from curator.shipped import folder

_LARGEST = 4 << 20


def default_scheme() -> AnnotationScheme:
    """The scheme that new projects have unless they are given another."""
    return load_scheme(folder("resources") / "schemes" / "commitments.json")


def load_scheme(path: Path) -> AnnotationScheme:
    """The scheme in a JSON file.

    Raises:
        StorageError: the file can't be read.
        InvalidError: it is no scheme; the message says where.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(f"The scheme can't be read ({error.strerror}).", place=str(path)) from error
    if len(data) > _LARGEST:
        raise InvalidError("A scheme this large can't be right (over 4 MB).", place=str(path))
    try:
        scheme = AnnotationScheme.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(map(str, first["loc"])) or "the file"
        message = first["msg"].removeprefix("Value error, ")
        raise InvalidError(f"This is not an annotation scheme: {where}: {message}.", place=str(path)) from error
    if problems := [*scheme_problems(scheme), *_unknown_kinds(scheme)]:
        raise InvalidError(f"The scheme is not sound: {problems[0]}.", place=str(path))
    return scheme


def _unknown_kinds(scheme: AnnotationScheme) -> Iterator[str]:
    """Fields for entities of a kind that the scheme does not have: nobody could add one for them."""
    known = {kind.name for kind in scheme.entity_kinds}
    for label in scheme.labels:
        for field in label.fields:
            if unknown := [kind for kind in field.entity_kinds if known and kind not in known]:
                yield f'field "{label.name}.{field.name}": there is no kind of entity “{unknown[0]}”'
