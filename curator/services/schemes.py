"""Annotation schemes from files."""

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
        raise InvalidError(f"This is not an annotation scheme: {where}: {first['msg']}.", place=str(path)) from error
    if problems := scheme_problems(scheme):
        raise InvalidError(f"The scheme is not sound: {problems[0]}.", place=str(path))
    return scheme
