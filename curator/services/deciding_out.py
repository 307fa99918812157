"""What decisions become in a data set: verdicts, words on fields, and how double annotation became one."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from curator.domain.review import Outcome
from curator.exchange.dataset import Adjudication, Annotation, Contribution, Decision
from curator.store import exporting
from curator.store.database import Store

_DECIDED = ("approved", "returned", "rejected")
Body = Mapping[str, Any]


def decide(annotation: Annotation, decision: Body | None, body: Body) -> None:
    """Tell what supervisors said of an annotation that they said something of, as long as it counts."""
    if sources := body.get("sources"):
        annotation["sources"] = sources
    if decision is None:
        return
    if annotation["state"] in _DECIDED:
        annotation["decision"] = _decision(decision)
    fields = decision.get("fields", {})
    counting = {name: said for name, said in fields.items() if said["revision"] in _told(decision, annotation)}
    if counting:
        annotation["field_decisions"] = {name: _decision(said) for name, said in counting.items()}


def _told(decision: Body, annotation: Annotation) -> set[str]:
    """The revisions of which a word on a field is one on the annotation as it goes out."""
    head = annotation["provenance"]["head"]
    return {head, decision["revision"]} if annotation["state"] in _DECIDED or decision.get("imported") else {head}


def _decision(said: Body) -> Decision:
    told: Decision = {"verdict": said["verdict"], "by": said["by"], "at": said["at"], "reason": said.get("reason")}
    if said.get("cause"):
        told["cause"] = said["cause"]
    return told


def speakers(annotation: Annotation) -> Iterator[str]:
    """The people whom the decisions on an annotation speak of."""
    if annotation["decision"]:
        yield annotation["decision"]["by"]
    yield from (said["by"] for said in annotation.get("field_decisions", {}).values())
    adjudication = annotation.get("adjudication")
    yield from (source["author"] for source in adjudication["sources"]) if adjudication else ()


class Settled:
    """How the annotations of one document became one, with the sources as they are now."""

    def __init__(self, store: Store, document: int, decisions: Mapping[str, Body]) -> None:
        self._doubly = exporting.is_doubly_assigned(store, document)
        self._decisions = {ident: body for ident, body in decisions.items() if body.get("outcome")}
        named = {source["annotation"] for body in self._decisions.values() for source in body.get("sources", ())}
        self._heads = exporting.heads(store, named)

    def tell(self, annotation: Annotation, body: Body, *, unchanged: bool) -> None:
        """Say it of an annotation. What came in with a data set says what that said while nobody touched it."""
        decision = self._decisions.get(annotation["id"])
        origin: Body = body.get("origin") or {}
        claimed = origin.get("adjudication")
        if claimed and unchanged and (decision is None or decision.get("imported")):
            annotation["adjudication"] = claimed
        elif decision is not None:
            annotation["adjudication"] = self._of(annotation, decision)
        elif self._doubly:
            annotation["adjudication"] = {"outcome": "unresolved", "sources": []}

    def _of(self, annotation: Annotation, decision: Body) -> Adjudication:
        sources = decision.get("sources", ())
        there = [source for source in sources if source["annotation"] in self._heads]
        stands = annotation["state"] in _DECIDED and len(there) == len(sources)
        holds = stands and all(self._heads[one["annotation"]][0] == one["revision"] for one in there)
        told: Adjudication = {
            "outcome": cast("Any", decision["outcome"] if holds else Outcome.UNRESOLVED.value),
            "sources": [
                Contribution(annotation=one["annotation"], author=self._heads[one["annotation"]][1]) for one in there
            ],
        }
        if decision.get("error"):
            told["error"] = decision["error"]
        if decision.get("merged_into"):
            told["merged_into"] = decision["merged_into"]
        return told
