"""What the parts of a data set become in the history: the bodies of documents, annotations, decisions, states."""

from dataclasses import dataclass
from typing import Any, Final

from curator import __version__
from curator.domain.people import Person
from curator.exchange.dataset import FORMAT, Annotation, Decision, DocumentHead
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
    provenance = annotation["provenance"]
    return {
        "document": document["id"],
        "text_sha256": document["text_sha256"],
        "label": annotation["label"],
        "author": annotation["author"] if importer.supervises else importer.person,
        "scheme_version": annotation["scheme_version"],
        "spans": annotation["spans"],
        "fields": annotation["fields"],
        "progress": "draft" if annotation["state"] == "draft" else "done",
        "method": provenance["method"],
        "origin": {"format": FORMAT, **provenance},
        "withdrawn": False,
    }


def decision_body(annotation: str, revision: str, decision: Decision) -> Body:
    """A decision as a data set claims it, on the revision that the import made."""
    return {
        "annotation": annotation,
        "revision": revision,
        "verdict": decision["verdict"],
        "reason": decision["reason"],
        "by": decision["by"],
        "at": decision["at"],
        "imported": True,
        "withdrawn": False,
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
