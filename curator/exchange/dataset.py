"""The data set: what stands in a `.json` or `.jsonl` file of the format "curator-dataset", version 1.

The types below are the one truth of the format. They check what comes in and what goes out, and the JSON Schema in
`resources/schema/` is made from them: `python -m curator.exchange.dataset` writes it, `--check` compares it. Typed
dictionaries, not models: values stay the JSON that they are, and a hundred thousand annotations are checked in half
the time.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter, with_config
from typing_extensions import TypedDict

from curator.domain.scheme import AnnotationScheme
from curator.domain.span import Offset

FORMAT: Final = "curator-dataset"
VERSION: Final = 1
OFFSET_UNIT: Final = "code point"
SCHEMA: Final = Path(__file__).resolve().parents[2] / "resources" / "schema" / f"{FORMAT}-{VERSION}.schema.json"

_STRICT: Final = ConfigDict(strict=True, extra="forbid")

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[0-9A-Za-z][0-9A-Za-z._:-]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Time = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"),
]
Words = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=2**53)]
FieldStateName = Literal["stated", "not_stated", "not_applicable"]
DocumentStateName = Literal["new", "in_progress", "submitted", "returned", "approved"]
AnnotationStateName = Literal["draft", "done", "approved", "returned", "rejected"]


@with_config(_STRICT)
class QuotedSpan(TypedDict):
    """Half-open `[start, end)` in Unicode code points of the document's text, with 32 code points on both sides."""

    start: Offset
    end: Offset
    exact: Words
    prefix: str
    suffix: str


@with_config(_STRICT)
class SpanEvidence(TypedDict):
    """Words of the document that support a value."""

    span: QuotedSpan


@with_config(_STRICT)
class AnnotationEvidence(TypedDict):
    """Another annotation that supports a value."""

    annotation: Id


@with_config(_STRICT)
class FieldValue(TypedDict):
    """What is known of a field; one that nobody has looked at is left out. `value` is as the field's type has it."""

    state: FieldStateName
    value: JsonValue
    evidence: list[SpanEvidence | AnnotationEvidence]


@with_config(_STRICT)
class Decision(TypedDict):
    """A supervisor's word on the annotation as it stands here."""

    verdict: Literal["accept", "return", "reject"]
    by: Id
    at: Time
    reason: str | None
    cause: NotRequired[Id]


@with_config(_STRICT)
class Contribution(TypedDict):
    """One of the annotations that an outcome rests on, and whose it is."""

    annotation: Id
    author: Id


@with_config(_STRICT)
class Adjudication(TypedDict):
    """How what several annotators made of one thing became one. `merged_into` is the one that stands for this."""

    outcome: Literal["unanimous", "adjudicated", "unresolved"]
    sources: list[Contribution]
    error: NotRequired[Literal["ambiguous_text", "guideline_gap", "slip"]]
    merged_into: NotRequired[Id]


@with_config(_STRICT)
class Provenance(TypedDict):
    """Who made and last changed the annotation, and how; `head` is the id of its newest revision."""

    created_at: Time
    created_by: Id
    changed_at: Time
    changed_by: Id
    method: Annotated[str, Field(min_length=1, max_length=200)]
    revisions: Count
    head: Id


@with_config(_STRICT)
class Annotation(TypedDict):
    """Spans in document order with a label and field values.

    `sources` are the annotations that a supervisor made this one of.
    """

    id: Id
    label: Words
    author: Id
    scheme_version: Count
    spans: Annotated[list[QuotedSpan], Field(min_length=1)]
    fields: dict[str, FieldValue]
    state: AnnotationStateName
    decision: Decision | None
    provenance: Provenance
    field_decisions: NotRequired[dict[str, Decision]]
    adjudication: NotRequired[Adjudication]
    sources: NotRequired[Annotated[list[Id], Field(min_length=1)]]


@with_config(_STRICT)
class Source(TypedDict):
    """The bytes that the text was got out of: `sha256` is over them, `encoding` is what they were decoded with."""

    file_name: str
    media_type: str
    sha256: Sha256
    url: str | None
    encoding: str


@with_config(_STRICT)
class DocumentHead(TypedDict):
    """A document without its annotations. `text_sha256` is over the UTF-8 of `text`; `published` is an EDTF date."""

    id: Id
    title: Words
    language: str | None
    published: str | None
    source: Source
    text: Words
    text_sha256: Sha256
    state: DocumentStateName


@with_config(_STRICT)
class Document(DocumentHead):
    """A document with all that is exported of it; a line of a `.jsonl` file."""

    annotations: list[Annotation]


@with_config(_STRICT)
class Person(TypedDict):
    """A person without keys; ids, not names, tell people apart."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    roles: list[Literal["annotator", "supervisor"]]


@with_config(_STRICT)
class Entity(TypedDict):
    """What mentions refer to. `identifiers` maps an authority ("wikidata") to its id ("Q232")."""

    id: Id
    kind: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
    aliases: list[str]
    identifiers: dict[str, str]


@with_config(_STRICT)
class ProjectName(TypedDict):
    """The project that the data set was exported from."""

    id: Id
    name: str


@with_config(_STRICT)
class Heading(TypedDict):
    """What a data set says of itself."""

    format: Literal["curator-dataset"]
    version: Annotated[int, Field(ge=VERSION, le=VERSION)]
    offset_unit: Literal["code point"]
    exported_at: Time
    project: ProjectName
    scheme: NotRequired[AnnotationScheme]


@with_config(_STRICT)
class Header(Heading):
    """Everything but the documents; the first line of a `.jsonl` file."""

    people: list[Person]
    entities: list[Entity]


@with_config(_STRICT)
class Dataset(Header):
    """A whole `.json` file."""

    documents: list[Document]


@cache
def checker(of: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - one of the types above
    """What checks values against one of the types above; made when first used."""
    return TypeAdapter(of)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `.json` file."""
    made = checker(Dataset).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": f"{FORMAT} {VERSION}"}


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(json_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the schema, or with `--check` compare the file with it."""
    if "--check" in arguments:
        current = SCHEMA.is_file() and SCHEMA.read_text(encoding="utf-8") == schema_text()
        sys.stdout.write(f"{SCHEMA.name} is {'up to date' if current else 'not what the types give: write it again'}\n")
        return 0 if current else 1
    SCHEMA.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    sys.stdout.write(f"wrote {SCHEMA.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
