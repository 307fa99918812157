"""The JSON of the sample's annotations, made from what `sample_source` read and from the document's text."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from tools.sample_source import OWN, Entry, FieldLine, Quote, SourceError, locate, scope_of

CONTEXT = 32
"""Code points of context that a quote keeps on each side."""

FIELDS = {
    "actor": {"entity": "entity", "role": "text", "represents": "annotations"},
    "organization": {"entity": "entity", "acronym": "text"},
    "date": {"value": "text", "kind": {"publication", "event", "deadline", "reference"}},
    "commitment": {
        "made_by": "annotations",
        "addressed_to": "annotations",
        "action": "text",
        "instrument": "entity",
        "due": "due",
        "strength": {"obligation", "pledge", "intention", "call"},
        "condition": "text",
        "quantity": "quantity",
        "status": {"announced", "adopted", "in_force", "fulfilled", "withdrawn"},
        "confidence": {"low", "medium", "high"},
    },
}
"""What the default scheme has: for each field its type, or the choices that it offers."""

STATE_OF_VERDICT = {"accept": "approved", "return": "returned", "reject": "rejected"}
Json = dict[str, Any]


@dataclass
class Project:
    """What all documents share: the settings of `project.toml` and the ids made from its names."""

    settings: Json
    people: dict[str, str]
    entities: dict[str, str]


@dataclass
class Work:
    """One document while its annotations are built; `ids` and `times` go by the keys of the source."""

    settings: Json
    text: str
    project: Project
    ids: dict[str, str]
    times: dict[str, datetime]


def made_id(at: datetime, name: str) -> str:
    """An id shaped like a UUIDv7 of that moment, its random part taken from `name`."""
    millis = int(at.timestamp() * 1000)
    raw = bytearray(millis.to_bytes(6, "big") + sha256(b"curator-sample:" + name.encode()).digest()[:10])
    return uuid_of(raw, 7)


def uuid_of(raw: bytearray, version: int) -> str:
    """The UUID of 16 bytes, its version and variant bits set as RFC 9562 has them."""
    raw[6] = raw[6] & 0x0F | version << 4
    raw[8] = raw[8] & 0x3F | 0x80
    digits = raw.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def stamp(at: datetime) -> str:
    """The moment as the data set writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def span_at(text: str, place: tuple[int, int]) -> Json:
    """The span with its quote."""
    start, end = place
    return {
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def field_value(work: Work, label: str, name: str, line: FieldLine) -> Any:  # noqa: ANN401 - it is JSON
    """The JSON value of a field as its type has it.

    Raises:
        SourceError: the label has no such field, or the value is not one of its type.
    """
    kind = FIELDS[label].get(name)
    if kind is None:
        raise SourceError(f"{label} has no field {name!r}")
    if line.value is None:
        return None
    if kind == "entity":
        return work.project.entities[line.value]
    if kind == "annotations":
        return [{"annotation": work.ids[key.removeprefix("@")]} for key in line.value.split()]
    if kind == "due" and line.value.startswith("@"):
        return {"annotation": work.ids[line.value[1:]]}
    if kind == "quantity":
        amount, _, unit = line.value.partition(" ")
        return {"amount": amount, "unit": unit}
    if isinstance(kind, set) and line.value not in kind:
        raise SourceError(f"{name!r} cannot be {line.value!r}")
    return line.value


def field_evidence(work: Work, entry: Entry, line: FieldLine, own: list[tuple[int, int]]) -> list[Json]:
    """The evidence of a field: quotes are looked up in the annotation first, then around it."""
    found: list[Json] = []
    for item in line.evidence:
        if isinstance(item, Quote):
            areas = [*own, scope_of(work.text, entry.scope), (0, len(work.text))]
            found.append({"span": span_at(work.text, locate(work.text, item, areas))})
        elif item == OWN:
            found.extend({"span": span_at(work.text, place)} for place in own)
        else:
            found.append({"annotation": work.ids[item.removeprefix("@")]})
    return found


def built_fields(work: Work, entry: Entry, own: list[tuple[int, int]]) -> Json:
    """All fields of an annotation."""
    return {
        name: {
            "state": line.state,
            "value": field_value(work, entry.label, name, line),
            "evidence": field_evidence(work, entry, line, own),
        }
        for name, line in entry.fields.items()
    }


def decision_on(work: Work, entry: Entry, number: int) -> Json | None:
    """What the supervisor said of an annotation, if anything."""
    verdict = entry.settings.get("decision", work.settings.get("decision"))
    if verdict is None:
        return None
    if verdict not in STATE_OF_VERDICT or (verdict != "accept" and "reason" not in entry.settings):
        raise SourceError(f"{verdict!r} is not a verdict, or it has no reason")
    return {
        "verdict": verdict,
        "by": work.project.people[work.settings["reviewer"]],
        "at": stamp(work.settings["reviewed"] + timedelta(seconds=47 * number)),
        "reason": entry.settings.get("reason"),
    }


def provenance_of(work: Work, entry: Entry, author: str) -> Json:
    """Who made an annotation and when, after as many revisions as the source says or its fields suggest."""
    made = work.times[entry.key]
    revisions = int(entry.settings.get("revisions", min(5, 1 + (len(entry.fields) + 1) // 2)))
    changed = made + timedelta(seconds=29 * (revisions - 1))
    return {
        "created_at": stamp(made),
        "created_by": author,
        "changed_at": stamp(changed),
        "changed_by": author,
        "method": "manual",
        "revisions": revisions,
        "head": made_id(changed, f"{work.settings['file']}:{entry.key}:head"),
    }


def built_annotation(work: Work, entry: Entry, number: int) -> Json:
    """One annotation of the data set.

    Raises:
        SourceError: a quote is not found, a name is unknown, or its spans overlap.
    """
    scope = scope_of(work.text, entry.scope)
    own = [locate(work.text, quote, [scope]) for quote in entry.quotes]
    if not own or any(later[0] < earlier[1] for earlier, later in pairwise(own)):
        raise SourceError("it has no span, or its spans are not one after another")
    author = work.project.people[entry.settings.get("by") or work.settings["author"]]
    decision = decision_on(work, entry, number)
    state = STATE_OF_VERDICT[decision["verdict"]] if decision else entry.state or "done"
    return {
        "id": work.ids[entry.key],
        "label": entry.label,
        "author": author,
        "scheme_version": 1,
        "spans": [span_at(work.text, place) for place in own],
        "fields": built_fields(work, entry, own),
        "state": state,
        "decision": decision,
        "provenance": provenance_of(work, entry, author),
    }


def built_annotations(work: Work, entries: list[Entry], source: Path) -> list[Json]:
    """The annotations of a document, by their place in the text."""
    built: list[Json] = []
    for number, entry in enumerate(entries):
        try:
            built.append(built_annotation(work, entry, number))
        except (SourceError, KeyError) as error:
            raise SourceError(f"{source.name}:{entry.line}: [{entry.key}] {error}") from error
    return sorted(built, key=lambda one: (one["spans"][0]["start"], -one["spans"][-1]["end"], one["id"]))
