"""Documents: source texts and where they come from."""

from typing import Annotated

from pydantic import Field

from curator.domain.span import Value
from curator.domain.states import DocumentState as DocumentState  # noqa: PLC0414 - a part of what documents are


class Source(Value):
    """The bytes that a document was made from. `sha256` is over them; `encoding` is what they were decoded with."""

    file_name: str
    media_type: str
    sha256: str
    encoding: str


class Extraction(Value):
    """How the text was got out of the bytes."""

    reader: str
    version: str
    encoding: str
    notes: tuple[str, ...] = ()


class Document(Value):
    """The body of a document subject. The text itself is a blob, named by `text_sha256` (over its UTF-8).

    `published` is an EDTF date, `language` a BCP 47 tag, `length` is in code points.
    """

    title: Annotated[str, Field(min_length=1)]
    language: str | None = None
    published: str | None = None
    url: str | None = None
    source: Source
    text_sha256: str
    length: Annotated[int, Field(ge=0)]
    extraction: Extraction
    withdrawn: bool = False
