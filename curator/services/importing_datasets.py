"""Data sets into the project: people and entities first, then document by document, each whole or not at all.

What the file says is checked against its own texts and the project's scheme before anything is written; what does
not hold is named and left out. Documents go in some at a time in one transaction, each with changesets of its own,
so that a large file needs little memory and a broken disk leaves whole documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from curator.domain.canonical import refuse_floats
from curator.domain.errors import InvalidError, StorageError
from curator.domain.history import Kind
from curator.domain.people import Role
from curator.domain.scheme import AnnotationScheme, Label
from curator.exchange import dataset_checking as checking
from curator.exchange.dataset import Annotation, Document, Entity
from curator.exchange.dataset_reading import Header, ReadDocument, open_dataset
from curator.exchange.refusing import Refusal
from curator.services import resolving
from curator.services.acting import Draft
from curator.services.admitting import Admission, Admitted
from curator.services.dataset_bodies import Importer, person_body
from curator.services.import_report import MOST_REFUSALS, ImportItem, Job
from curator.services.project import SCHEME_ID, Project
from curator.store import importing, journal

if TYPE_CHECKING:
    from curator.services.changes import Changes

GROUP_ANNOTATIONS: Final = 2500
GROUP_CHARACTERS: Final = 4 << 20
_MOST_DANGLING = 10_000


@dataclass(slots=True)
class Tally:
    """What of one file came in."""

    documents: int = 0
    annotations: int = 0
    entities: int = 0
    people: int = 0
    known: int = 0
    refused: int = 0


def import_dataset(job: Job, path: Path) -> None:
    """Import a data set; what came of it goes into the job's report.

    Raises:
        CuratorError: the file can't be read as a data set at all; nothing of it was taken.
    """
    with open_dataset(path) as file:
        run = _Run(job, path)
        run.take_header(file.header)
        for document in file.documents:
            if job.stops():
                break
            run.take(document)
        run.flush()
        run.finish()


@lru_cache(maxsize=4096)
def _date_problem(text: str) -> str | None:
    """Dates come again and again in a file, and looking at one takes longer than all else about a value."""
    return resolving.date_problem(text)


@dataclass(slots=True)
class _Waiting:
    """A document that has been checked, with what was refused of it."""

    read: ReadDocument
    document: Document


class _Run:
    """The import of one file."""

    def __init__(self, job: Job, path: Path) -> None:
        self.job = job
        self.path = path
        self.project: Project = job.project
        self.importer = Importer(job.project.require(), Role.SUPERVISOR in job.project.roles)
        self.tally = Tally()
        self._labels: dict[str, Label] = {}
        self._entities: set[str] = set()
        self._dangling: dict[str, str] = {}
        self._waiting: list[_Waiting] = []
        self._size = [0, 0]
        self._decisions_left_out = 0
        self._authors: set[str] = set()

    # --- the header -----------------------------------------------------------------------------------------------

    def take_header(self, header: Header) -> None:
        """Scheme, people and entities, in one changeset."""
        self._refuse(header.refusals)
        self.job.copy_before()
        with self.project.store.atomic():
            changes = self._write_header(header)
        self.job.committed(changes)
        self._labels = {label.name: label for label in self.project.scheme.labels}
        self._entities = importing.entities(self.project.store)

    def _write_header(self, header: Header) -> "Changes":
        draft = Draft(self.project, "import", f"import {self.path.name}", undoable=False)
        self._adopt_scheme(draft, header.scheme)
        if self.importer.supervises:
            self._add_people(draft, header)
        elif header.people:
            self._warn("its people were not added, because that needs a supervisor; its annotations became yours")
        self._add_entities(draft, header.entities)
        return draft.commit()

    def _adopt_scheme(self, draft: Draft, scheme: AnnotationScheme | None) -> None:
        """The scheme of the file takes the place of the project's only while nothing was made with that."""
        if scheme is None or scheme == self.project.scheme:
            return
        if not self.importer.supervises or importing.has_annotations(self.project.store):
            self._warn("its scheme differs from the project's: its annotations were checked against the project's")
            return
        body = scheme.model_dump(mode="json")
        try:
            refuse_floats(body)
        except ValueError as error:
            raise InvalidError(f"The data set's scheme is not sound: {error}.") from error
        draft.revise(Kind.SCHEME, SCHEME_ID, body)
        self._warn(f"its scheme “{scheme.name}”, version {scheme.version}, became the project's")

    def _add_people(self, draft: Draft, header: Header) -> None:
        kinds = importing.kinds(self.project.store, [person["id"] for person in header.people])
        for person in header.people:
            kind = kinds.get(person["id"])
            if kind is None:
                draft.create(Kind.PERSON, person["id"], person_body(person))
                self.tally.people += 1
            elif kind != Kind.PERSON:
                self._refuse([Refusal(f"person {person['id']}", f"The project has a {kind} of that id.")])

    def _add_entities(self, draft: Draft, entities: list[Entity]) -> None:
        kinds = importing.kinds(self.project.store, [entity["id"] for entity in entities])
        taken = {revision.subject_id for revision in draft.revisions}
        for entity in entities:
            ident = entity["id"]
            body: dict[str, Any] = {key: value for key, value in entity.items() if key != "id"} | {"withdrawn": False}
            if ident in kinds or ident in taken:
                if problem := self._entity_problem(ident, kinds.get(ident, "person"), body):
                    self._refuse([Refusal(f"entity {ident} “{entity['name']}”", problem)])
            else:
                draft.create(Kind.ENTITY, ident, body)
                self.tally.entities += 1

    def _entity_problem(self, ident: str, kind: str, body: dict[str, Any]) -> str | None:
        if kind != Kind.ENTITY:
            return f"The project has a {kind} of that id."
        current = journal.state_of(self.project.store.conn, ident, Kind.ENTITY).body
        if current == body:
            return None
        differing = sorted(key for key in body if current.get(key) != body[key])
        return f"It is there already with another {' and '.join(differing)}; what is there was kept."

    # --- documents ------------------------------------------------------------------------------------------------

    def take(self, read: ReadDocument) -> None:
        """Check a document and keep it until there are enough to write."""
        self.job.progress(read.position, self.path.name)
        if read.document is None:
            self._refuse(read.refusals)
            return
        document = read.document
        if problem := checking.text_problem(document):
            words = f"{problem[:1].upper()}{problem[1:].rstrip('.')}."
            self._refuse([Refusal(checking.named(document), words)])
            return
        document["annotations"] = list(self._sound(document, read.refusals))
        self._waiting.append(_Waiting(read, document))
        self._size[0] += len(document["annotations"])
        self._size[1] += len(document["text"])
        if self._size[0] >= GROUP_ANNOTATIONS or self._size[1] >= GROUP_CHARACTERS:
            self.flush()

    def _sound(self, document: Document, refusals: list[Refusal]) -> Iterator[Annotation]:
        """The annotations that are true of the text and fit the scheme."""
        text = document["text"]
        for annotation in document["annotations"]:
            problem = checking.quote_problem(text, annotation)
            problem = problem or checking.form_problem(annotation, self._labels, _date_problem)
            if problem is None:
                yield annotation
            else:
                place = f"{checking.named(document)}, annotation {annotation['id']}"
                refusals.append(Refusal(place, f"{problem[:1].upper()}{problem[1:]}."))

    def flush(self) -> None:
        """Write the documents that wait, in one transaction."""
        waiting, self._waiting, self._size = self._waiting, [], [0, 0]
        if not waiting or self.job.stopped:
            return
        results: list[tuple[Admitted, list[Changes]]] = []
        try:
            with self.project.store.atomic():
                for one in waiting:
                    admission = Admission(self.project, self.importer, self.path.name)
                    results.append((admission.admit(one.document, len(one.read.refusals)), admission.changes))
        except StorageError as error:
            self.job.stopped = error.message
            for one in waiting:
                self._refuse([Refusal(checking.named(one.document), error.message)])
            return
        for one, (admitted, changes) in zip(waiting, results, strict=True):
            self._count(one, admitted)
            for made in changes:
                self.job.committed(made)

    def _count(self, waiting: _Waiting, admitted: Admitted) -> None:
        self._refuse(waiting.read.refusals)
        self._refuse(admitted.refusals)
        self.tally.documents += admitted.new
        self.tally.annotations += admitted.annotations
        self.tally.known += admitted.known
        self._decisions_left_out += admitted.decisions_left_out
        for warning in admitted.warnings:
            self._warn(warning)
        self._note_targets(waiting.document)

    def _note_targets(self, document: Document) -> None:
        """What is pointed at and was not in the file so far, to be looked up in the end."""
        here = {annotation["id"] for annotation in document["annotations"]}
        for annotation in document["annotations"]:
            if len(self._authors) < _MOST_DANGLING:
                self._authors.add(annotation["author"])
            for target in checking.targets(annotation, self._labels[annotation["label"]]):
                if target not in here and target not in self._entities and len(self._dangling) < _MOST_DANGLING:
                    self._dangling.setdefault(target, annotation["id"])

    # --- the end --------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Say what came of the file."""
        there = importing.kinds(self.project.store, [*self._dangling, *self._authors])
        strangers = sorted(self._authors - there.keys()) if self.importer.supervises else []
        if strangers:
            self._warn(f"the file does not say who these authors are: {', '.join(strangers[:5])}")
        for target, annotation in self._dangling.items():
            if target not in there:
                self._warn(f"annotation {annotation} points at {target}, which is not in the project")
        if self._decisions_left_out:
            self._warn(f"{self._decisions_left_out} decisions were not taken over, because that needs a supervisor")
        tally = self.tally
        came = tally.documents + tally.annotations + tally.entities + tally.people
        if came or tally.known or not tally.refused:
            outcome = "imported" if came else "already"
            self.job.items.append(ImportItem(self.path, outcome, _summary(tally)))
        if tally.refused > self._named():
            self.job.refuse(self.path, f"{tally.refused - self._named()} more parts were refused.")

    def _named(self) -> int:
        return min(self.tally.refused, MOST_REFUSALS)

    def _refuse(self, refusals: list[Refusal]) -> None:
        self.tally.refused = self.job.refuse_parts(self.path, refusals, self.tally.refused)

    def _warn(self, words: str) -> None:
        self.job.warn(f"{self.path.name}: {words.rstrip('.')}.")


def _summary(tally: Tally) -> str:
    parts = (
        (tally.documents, "document", "documents"),
        (tally.annotations, "annotation", "annotations"),
        (tally.people, "person", "people"),
        (tally.entities, "entity", "entities"),
    )
    words = [f"{number} {one if number == 1 else many}" for number, one, many in parts if number]
    if tally.known:
        words.append(f"{tally.known} there already")
    return ", ".join(words) or "nothing in it"
