"""Data sets for tests, made from a text and a few places in it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

Json = dict[str, Any]

AUTHOR = "0197a000-0000-7000-8000-00000000a001"
SUPERVISOR = "0197a000-0000-7000-8000-00000000a002"
ENTITY = "0197a000-0000-7000-8000-00000000e001"
TEXT = "Astana 😀 – the Minister promised help by 2019.\nשלום, he said.\n"


def uuid(group: int, number: int) -> str:
    """A made-up id."""
    return f"0197a000-{group:04x}-7000-8000-{number:012x}"


def span(text: str, start: int, end: int) -> Json:
    """A span with its quote."""
    return {
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
    }


def words(text: str, found: str) -> Json:
    """The span of the first occurrence of some words."""
    start = text.index(found)
    return span(text, start, start + len(found))


def annotation(number: int, label: str, *spans: Json, **changed: Any) -> Json:
    """An annotation as a data set has it."""
    made: Json = {
        "id": uuid(3, number),
        "label": label,
        "author": AUTHOR,
        "scheme_version": 1,
        "spans": list(spans),
        "fields": {},
        "state": "done",
        "decision": None,
        "provenance": {
            "created_at": "2026-05-04T08:00:00Z",
            "created_by": AUTHOR,
            "changed_at": "2026-05-04T08:05:00Z",
            "changed_by": AUTHOR,
            "method": "manual",
            "revisions": 2,
            "head": uuid(4, number),
        },
    }
    return {**made, **changed}


def stated(value: Any, *evidence: Json) -> Json:
    """A field value."""
    return {"state": "stated", "value": value, "evidence": list(evidence)}


def document(number: int, text: str, *annotations: Json, **changed: Any) -> Json:
    """A document as a data set has it."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    made: Json = {
        "id": uuid(5, number),
        "title": f"Text {number}",
        "language": "en",
        "published": "2018-05-03",
        "source": {
            "file_name": f"{number}.txt",
            "media_type": "text/plain",
            "sha256": digest,
            "url": None,
            "encoding": "utf-8",
        },
        "text": text,
        "text_sha256": digest,
        "state": "in_progress" if annotations else "new",
        "annotations": list(annotations),
    }
    return {**made, **changed}


def dataset(*documents: Json, **changed: Any) -> Json:
    """A whole data set."""
    made: Json = {
        "format": "curator-dataset",
        "version": 1,
        "offset_unit": "code point",
        "exported_at": "2026-05-04T10:00:00Z",
        "project": {"id": "0197a000-0000-7000-8000-000000000000", "name": "Made"},
        "people": [
            {"id": AUTHOR, "name": "Ann", "roles": ["annotator"]},
            {"id": SUPERVISOR, "name": "Sue", "roles": ["annotator", "supervisor"]},
        ],
        "entities": [
            {"id": ENTITY, "kind": "person", "name": "Minister", "aliases": ["M."], "identifiers": {"wikidata": "Q1"}}
        ],
        "documents": list(documents),
    }
    return {**made, **changed}


def approved(made: Json) -> Json:
    """The same annotation with a decision."""
    decision = {"verdict": "accept", "by": SUPERVISOR, "at": "2026-05-04T09:30:00Z", "reason": None}
    return {**made, "state": "approved", "decision": decision}


def rich() -> Json:
    """A data set with every state, evidence of both kinds, a discontinuous annotation, an emoji and Hebrew."""
    actor = annotation(
        1,
        "actor",
        words(TEXT, "the Minister"),
        fields={
            "entity": stated(ENTITY, {"span": words(TEXT, "Minister")}),
            "role": {"state": "not_stated", "value": None, "evidence": []},
        },
    )
    date = annotation(
        2, "date", words(TEXT, "2019"), fields={"value": stated("2019", {"span": words(TEXT, "by 2019")})}
    )
    promise = annotation(
        3,
        "commitment",
        words(TEXT, "promised help"),
        words(TEXT, "שלום"),
        state="draft",
        fields={
            "made_by": stated([{"annotation": uuid(3, 1)}], {"annotation": uuid(3, 1)}),
            "due": stated({"annotation": uuid(3, 2)}),
            "quantity": stated({"amount": "300000.50", "unit": "USD"}),
            "strength": stated("pledge"),
        },
    )
    returned = annotation(4, "organization", words(TEXT, "Astana"))
    returned |= {"state": "returned", "decision": {**approved(returned)["decision"], "verdict": "return"}}
    returned["decision"]["reason"] = "Is it one?"
    second = document(2, "Nothing to see.\r\nStill nothing.", state="submitted", language=None, published=None)
    second["source"] |= {"sha256": "ab" * 32, "encoding": "utf-16-le", "url": "https://example.org/"}
    first = document(1, TEXT, approved(actor), date, promise, returned, state="returned")
    return dataset(first, second, document(3, "A third one.", state="approved"))


def write_json(path: Path, made: Json) -> Path:
    """The data set in a `.json` file."""
    path.write_text(json.dumps(made, indent=2, ensure_ascii=False), encoding="utf-8")
    return path


def write_lines(path: Path, made: Json) -> Path:
    """The data set in a `.jsonl` file."""
    header = {key: value for key, value in made.items() if key != "documents"}
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in (header, *made["documents"])))
    return path
