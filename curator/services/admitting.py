"""One checked document of a data set into the project, beside what is there already: nothing is overwritten."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from curator.domain.history import Kind, Operation, work_digest
from curator.domain.review import decision_id, submission_id
from curator.exchange.dataset import Annotation, Document
from curator.exchange.dataset_checking import named
from curator.exchange.refusing import Refusal, shortened
from curator.services import dataset_bodies as bodies
from curator.services import ways
from curator.services.acting import Draft
from curator.services.dataset_bodies import STATE_OF_VERDICT, Importer
from curator.services.project import Project
from curator.store import importing, journal

if TYPE_CHECKING:
    from collections.abc import Collection

    from curator.services.changes import Changes

LARGEST_CHANGESET: Final = 2000
"""Revisions of one changeset: what is hashed and signed at once."""
_MASK: Final = 0x7FFF_FFFF_FFFF_FFFF
_OF_SUPERVISORS = ("approved", "returned")


@dataclass(slots=True)
class Admitted:
    """What of a document came in: whether it is new, its new annotations, how many were there already."""

    new: bool = False
    annotations: int = 0
    known: int = 0
    decisions_left_out: int = 0
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    warnings: list[str] = field(default_factory=list[str])


class Admission:
    """The way of one document into the project; needs an open transaction, which the caller ends."""

    def __init__(self, project: Project, importer: Importer, source: str) -> None:
        self.changes: list[Changes] = []
        self._project = project
        self._importer = importer
        self._label = f"import {source}"
        self._draft = self._new_draft()
        self._done = Admitted()
        self._revisions: list[str] = []
        self._made: dict[str, str] = {}
        self._decided: Collection[str] = ()

    def _new_draft(self) -> Draft:
        return Draft(self._project, "import", self._label, undoable=False)

    def admit(self, document: Document, refused: int) -> Admitted:
        """Write what is new of a document; `refused` is how many of its annotations were refused before."""
        ident = document["id"]
        ids = [annotation["id"] for annotation in document["annotations"]]
        kinds = importing.kinds(self._project.store, [ident, *ids])
        if problem := self._document_problem(document, kinds.get(ident)):
            self._done.refusals.append(Refusal(named(document), problem))
            return self._done
        before = importing.work(self._project.store, ident)
        known = self._known_bodies([one for one in ids if one in kinds], kinds)
        decisions = [decision_id(one["id"]) for one in document["annotations"] if _is_decided(one)]
        self._decided = journal.heads(self._project.store.conn, decisions, Kind.DECISION).keys()
        for annotation in document["annotations"]:
            if annotation["id"] in kinds or annotation["id"] == ident:
                self._compare(document, annotation, known.get(annotation["id"]))
            else:
                self._add(document, annotation)
        self._decide_all(document)
        self._give_state(document, before, refused + len(self._done.refusals))
        self._write()
        return self._done

    # --- the document itself --------------------------------------------------------------------------------------

    def _document_problem(self, document: Document, kind: str | None) -> str | None:
        """Why the document can't be taken, or None, and then it is in the draft or there already."""
        if kind is None:
            self._create(document)
            return None
        if kind != Kind.DOCUMENT:
            return f"The project has a {kind} of that id."
        if closed := ways.frozen(self._project, document["id"]):
            return closed
        body = journal.state_of(self._project.store.conn, document["id"], Kind.DOCUMENT).body
        if body["text_sha256"] != document["text_sha256"]:
            return (
                "The project has a document of that id with another text. It was not taken, so that no annotation "
                "comes to stand in the wrong text."
            )
        self._done.known += 1
        self._keep(document, body)
        return None

    def _create(self, document: Document) -> None:
        body = bodies.document_body(document)
        self._draft.create(Kind.DOCUMENT, document["id"], body)
        self._draft.blobs[document["text_sha256"]] = document["text"].encode()
        self._done.new = True
        twin = importing.same_bytes(self._project.store, document["source"]["sha256"], document["id"])
        if twin is not None:
            self._done.warnings.append(f"{_title(document)} is probably a duplicate of “{twin}”: the same source.")

    def _keep(self, document: Document, body: dict[str, Any]) -> None:
        """A document that is there stays as it is, but comes back if it was withdrawn."""
        if body.get("withdrawn"):
            self._draft.revise(Kind.DOCUMENT, document["id"], {**body, "withdrawn": False}, Operation.RESTORE)
            self._done.warnings.append(f"{_title(document)} had been withdrawn and was brought back.")
        told = bodies.document_body(document)
        differing = [key for key in ("title", "language", "published", "url") if body.get(key) != told[key]]
        if differing:
            words = " and ".join(differing)
            self._done.warnings.append(f"{_title(document)} is there with another {words}, which was kept.")

    # --- annotations ----------------------------------------------------------------------------------------------

    def _known_bodies(self, ids: list[str], kinds: dict[str, str]) -> dict[str, dict[str, Any]]:
        conn = self._project.store.conn
        return {one: journal.state_of(conn, one, Kind.ANNOTATION).body for one in ids if kinds[one] == Kind.ANNOTATION}

    def _compare(self, document: Document, annotation: Annotation, body: dict[str, Any] | None) -> None:
        place = f"{named(document)}, annotation {annotation['id']}"
        if body is None:
            self._done.refusals.append(Refusal(place, "The project has something else of that id."))
        elif body["document"] != document["id"]:
            self._done.refusals.append(Refusal(place, "The project has it in another document."))
        elif differing := bodies.differences(body, annotation, self._importer):
            words = " and ".join(differing)
            self._done.refusals.append(
                Refusal(place, f"It is there already, but not the same ({words}); what is there was kept.")
            )
        else:
            self._done.known += 1

    def _add(self, document: Document, annotation: Annotation) -> None:
        ident = annotation["id"]
        if len(self._draft.revisions) >= LARGEST_CHANGESET:
            self._write()
        body = bodies.annotation_body(annotation, document, self._importer)
        revision = self._draft.create(Kind.ANNOTATION, ident, body)
        self._revisions.append(revision)
        self._done.annotations += 1
        self._made[ident] = revision

    def _decide_all(self, document: Document) -> None:
        """The decisions on what came in; what they rest on has come in before them."""
        for annotation in document["annotations"]:
            if annotation["id"] not in self._made:
                continue
            if len(self._draft.revisions) >= LARGEST_CHANGESET:
                self._write()
            if _is_decided(annotation) and not self._importer.supervises:
                self._done.decisions_left_out += 1
                continue
            self._warn_of_state(annotation)
            body = bodies.decision_body(annotation, self._made[annotation["id"]], self._made)
            if body is not None:
                self._decide(annotation["id"], body)

    def _warn_of_state(self, annotation: Annotation) -> None:
        decision, state = annotation["decision"], annotation["state"]
        holds = decision is not None and STATE_OF_VERDICT[decision["verdict"]] == state
        if not holds and (decision is not None or state not in ("draft", "done")):
            self._done.warnings.append(
                f"annotation {annotation['id']} is {state} in the file, but no decision there says so: it came in "
                "undecided."
            )

    def _decide(self, annotation: str, body: dict[str, Any]) -> None:
        """Ids of decisions are derived, so that one may have been there before what it speaks of."""
        subject = decision_id(annotation)
        if subject in self._decided:
            self._draft.revise(Kind.DECISION, subject, body)
        else:
            self._draft.create(Kind.DECISION, subject, body)

    # --- the state of the document --------------------------------------------------------------------------------

    def _give_state(self, document: Document, before: importing.Work, refused: int) -> None:
        """The state of the file, where it speaks of the same work and nobody here has given one."""
        state, title = document["state"], _title(document)
        annotations = before.annotations + self._done.annotations
        if before.given or before.annotations or state == ("in_progress" if annotations else "new"):
            return
        if state in _OF_SUPERVISORS and not self._importer.supervises:
            self._done.warnings.append(f"{title} is {state} in the file, which only a supervisor can take over.")
        elif refused:
            self._done.warnings.append(
                f"{title} is {state} in the file; that was not taken over, because {refused} of its annotations "
                "could not come in."
            )
        else:
            body = bodies.submission_body(document["id"], state, self._work_after(before))
            subject = submission_id(document["id"])
            if journal.heads(self._project.store.conn, [subject], Kind.SUBMISSION):
                self._draft.revise(Kind.SUBMISSION, subject, body)
            else:
                self._draft.create(Kind.SUBMISSION, subject, body)

    def _work_after(self, before: importing.Work) -> int:
        """The digest of the document's work with what was added, as the projection will have it."""
        return (before.digest + sum(work_digest((revision,)) for revision in self._revisions)) & _MASK

    def _write(self) -> None:
        changes = self._draft.commit()
        if not changes.empty:
            self.changes.append(changes)
        self._draft = self._new_draft()


def _is_decided(annotation: Annotation) -> bool:
    return annotation["decision"] is not None or "field_decisions" in annotation


def _title(document: Document) -> str:
    return f"“{shortened(document['title'])}”"
