"""What the parts of a data set become in the history: the bodies of documents, annotations, decisions, states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from curator import __version__
from curator.domain.people import Person
from curator.exchange.dataset import FORMAT, Annotation, DocumentHead
from curator.exchange.dataset import Person as PersonEntry
from curator.services.verifying import NOT_BROUGHT

Body = dict[str, Any]

STATE_OF_VERDICT: Final = {"accept": "approved", "return": "returned", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports: as a supervisor, with the authors and decisions that the file names; else all is their own."""

    person: str
    supervises: bool


def person_body(person: PersonEntry) -> Person:
    """A person who came in with a data set: without a key, able to sign nothing."""
    return Person.model_validate({"name": person["name"], "roles": person["roles"], "imported": True}, strict=False)


def document_body(document: DocumentHead) -> Body:
    """A document whose text comes from a data set. Its original bytes are there only where they are the text's."""
    source = document["source"]
    brought = source["sha256"] == document["text_sha256"]
    return {
        "title": document["title"],
        "language": document["language"],
        "published": document["published"],
        "url": source["url"],
        "source": {key: source[key] for key in ("file_name", "media_type", "sha256", "encoding")},
        "text_sha256": document["text_sha256"],
        "length": len(document["text"]),
        "extraction": {
            "reader": FORMAT,
            "version": __version__,
            "encoding": source["encoding"],
            "notes": [] if brought else [NOT_BROUGHT],
        },
        "withdrawn": False,
    }


def annotation_body(annotation: Annotation, document: DocumentHead, importer: Importer) -> Body:
    """An annotation with what the file says of where it comes from. One that was decided on was done."""
    origin: Body = {"format": FORMAT, **annotation["provenance"]}
    told = importer.supervises
    if told and "adjudication" in annotation:
        origin["adjudication"] = annotation["adjudication"]
    return {
        **({"sources": annotation["sources"]} if told and "sources" in annotation else {}),
        "document": document["id"],
        "text_sha256": document["text_sha256"],
        "label": annotation["label"],
        "author": annotation["author"] if importer.supervises else importer.person,
        "scheme_version": annotation["scheme_version"],
        "spans": annotation["spans"],
        "fields": annotation["fields"],
        "progress": "draft" if annotation["state"] == "draft" else "done",
        "method": origin["method"],
        "origin": origin,
        "withdrawn": False,
    }


def decision_body(annotation: Annotation, revision: str, revisions: Mapping[str, str]) -> Body | None:
    """A decision as a data set claims it, on the revision that the import made; None where it claims none that holds.

    `revisions` are those that the import made of the same document's annotations. What an outcome rests on and the
    file does not hold is not looked at here: it is claimed, as all of it is.
    """
    decision, fields = annotation["decision"], annotation.get("field_decisions", {})
    if decision is not None and STATE_OF_VERDICT[decision["verdict"]] != annotation["state"]:
        decision = None
    if decision is None and not fields:
        return None
    said = decision or next(iter(fields.values()))
    body: Body = {
        "annotation": annotation["id"],
        "revision": revision,
        "verdict": decision["verdict"] if decision else None,
        "reason": decision["reason"] if decision else None,
        "by": said["by"],
        "at": said["at"],
        "imported": True,
        "withdrawn": False,
    }
    more: Body = {
        "cause": decision.get("cause") if decision else None,
        "fields": {name: {**one, "revision": revision} for name, one in fields.items()},
        **(_outcome(annotation, revisions) if decision else {}),
    }
    return body | {key: value for key, value in more.items() if value}


def _outcome(annotation: Annotation, revisions: Mapping[str, str]) -> Body:
    told = annotation.get("adjudication")
    if told is None or told["outcome"] == "unresolved":
        return {}
    ids = [source["annotation"] for source in told["sources"]]
    return {
        "outcome": told["outcome"],
        "error": told.get("error"),
        "merged_into": told.get("merged_into"),
        "sources": [{"annotation": ident, "revision": revisions[ident]} for ident in ids if ident in revisions],
    }


def submission_body(document: str, state: str, work: int) -> Body:
    """The state that a data set gives a document, for the work that is there now."""
    return {"document": document, "state": state, "work": str(work), "imported": True, "withdrawn": False}


def differences(body: Body, annotation: Annotation, importer: Importer) -> list[str]:
    """In what an annotation that is there already differs from the file's; [] when they say the same."""
    told: Body = {"label": annotation["label"], "spans": annotation["spans"], "fields": annotation["fields"]}
    if importer.supervises:
        told["author"] = annotation["author"]
    found = [key for key, value in told.items() if body.get(key) != value]
    return [*found, "withdrawn"] if body.get("withdrawn") else found
