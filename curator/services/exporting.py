"""A project out into a file: a data set that another program, or another project, can rely on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

import orjson

from curator.domain.errors import CancelledError, CuratorError, StorageError
from curator.domain.history import Kind
from curator.domain.review import decision_id
from curator.exchange import dataset, formats
from curator.exchange.dataset import Annotation, Document, Entity, Header, Person, Provenance, Source
from curator.exchange.dataset_writing import Writer, dataset_writer
from curator.services import ways
from curator.services.deciding_out import Settled, decide, speakers
from curator.services.files import replacing
from curator.services.project import Project, now
from curator.store import exporting, journal

_OTHER_TEXT: Final = "It counts in another text than its document has. Run: curator verify."


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which annotations go out: in these states (approved, if none is named), of these authors (all, if none is)."""

    states: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    adjudicated: bool = False


APPROVED: Final = Chosen()


def _tell_nobody(done: int, total: int, what: str) -> None:
    del done, total, what


@dataclass(slots=True)
class ExportReport:
    """What went out, and what a person may want to know of it.

    `without_texts` is how many documents were left out because this copy does not have their texts.
    """

    path: Path
    documents: int = 0
    annotations: int = 0
    without_texts: int = 0
    warnings: list[str] = field(default_factory=list[str])


def export(  # noqa: PLR0913 - what the command line lets people say
    project: Project,
    target: Path,
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    everything: bool = False,
    chosen: Chosen = APPROVED,
    progress: Callable[[int, int, str], None] = _tell_nobody,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Write the data set into a file, which is there whole or as it was before.

    Args:
        project: what to export.
        target: the file; one that is there is replaced.
        format: the name of a format; None goes by the file's name.
        everything: not only what was approved. What was withdrawn stays out in any case.
        chosen: a narrower choice.
        progress: told documents done, documents in all, and the id of the one at hand.
        cancelled: asked between documents.

    Raises:
        InvalidError: no such format.
        StorageError: the file can't be written.
        CancelledError: it was stopped; nothing was written.
        CuratorError: something in the project is not in order, which is named.
    """
    kind = formats.to_write(target, format)
    check_target(project, target)
    lines = kind is formats.JSON_LINES
    with (
        project.store.snapshot(),
        replacing(target) as file,
        dataset_writer(file, target.parent, lines=lines) as writer,
    ):
        return _Export(project, target, _choice(project, chosen, everything=everything)).write(
            writer, progress, cancelled
        )


def _choice(project: Project, chosen: Chosen, *, everything: bool) -> exporting.Choice:
    states = chosen.states or (() if everything else ("approved",))
    return exporting.Choice(
        states,
        chosen.annotators,
        chosen.adjudicated,
        me=ways.sees_as(project),
        merged=everything,
        everything=everything and chosen == APPROVED,
    )


def check_target(project: Project, target: Path) -> None:
    """See that something can be written there without harm to the project.

    Raises:
        StorageError: it is a folder, or the project itself.
    """
    if target.is_dir():
        raise StorageError("This is a folder. Name a file in it.", place=str(target))
    if target.exists() and target.samefile(project.path):
        raise StorageError("This is the project itself. Choose another name for the export.", place=str(target))


class _Export:
    """One export, in one state of the project."""

    def __init__(self, project: Project, target: Path, choice: exporting.Choice) -> None:
        self._project = project
        self._choice = choice
        self._report = ExportReport(target)
        self._people: set[str] = set()
        self._of_key = exporting.people_of_keys(project.store)
        self._disputed = exporting.disputed(project.store)
        self._conflicting = exporting.conflicting(project.store)
        self._has_decisions = exporting.has_any(project.store, Kind.DECISION)

    def _say_what_is_left_out(self) -> None:
        """A data set that lacks documents must not pass for the whole one."""
        many = exporting.without_texts(self._project.store, self._choice)
        self._report.without_texts = many
        if many:
            documents = "1 document is" if many == 1 else f"{many} documents are"
            self._report.warnings.append(
                f"{documents} left out, because the texts are not in this copy: they were left out of its parcels. "
                "Ask a supervisor for a parcel with all texts, or let them export."
            )

    def write(
        self, writer: Writer, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]
    ) -> ExportReport:
        self._say_what_is_left_out()
        documents = exporting.documents(self._project.store, self._choice)
        for done, (number, ident) in enumerate(documents):
            if cancelled():
                raise CancelledError("The export was stopped; nothing was written.")
            progress(done, len(documents), ident)
            document = self._document(number, ident)
            writer.add(document)
            self._report.documents += 1
            self._report.annotations += len(document["annotations"])
        progress(len(documents), len(documents), "")
        writer.finish(self._header())
        return self._report

    def _document(self, number: int, ident: str) -> Document:
        row = exporting.document(self._project.store, number)
        if row is None:
            raise CuratorError("The project does not say what it is. Run: curator verify.", place=f"document {ident}")
        body = self._body(Kind.DOCUMENT, ident, row.body)
        text = self._project.text(body["text_sha256"])
        return Document(
            id=ident,
            title=body["title"],
            language=body.get("language"),
            published=body.get("published"),
            source=cast("Source", {**body["source"], "url": body.get("url")}),
            text=text,
            text_sha256=body["text_sha256"],
            state=cast("Any", row.state),
            annotations=self._annotations(number, body["text_sha256"]),
        )

    def _body(self, kind: Kind, subject: str, head: str) -> dict[str, Any]:
        """What a subject says: its head, or all of its heads together."""
        if subject in self._disputed:
            if subject in self._conflicting:
                self._report.warnings.append(f"{kind} {subject} was changed differently by several people.")
            return journal.state_of(self._project.store.conn, subject, kind).body
        return orjson.loads(head)

    def _annotations(self, number: int, text_sha256: str) -> list[Annotation]:
        """The annotations of a document by the place of their first part."""
        rows = exporting.annotations(self._project.store, number, self._choice)
        beginnings = exporting.beginnings(self._project.store, [row.id for row in rows if not row.first])
        decisions = self._decisions(rows)
        settled = Settled(self._project.store, number, decisions)
        found: list[Annotation] = []
        for row in rows:
            body = self._body(Kind.ANNOTATION, row.id, row.body)
            if body["text_sha256"] != text_sha256:
                raise CuratorError(_OTHER_TEXT, place=f"annotation {row.id}")
            provenance = self._provenance(body, row, beginnings.get(row.id))
            self._people.update((body["author"], provenance["created_by"], provenance["changed_by"]))
            annotation = _annotation(row, body, provenance)
            decide(annotation, decisions.get(row.id), body)
            settled.tell(annotation, body, unchanged=row.first)
            self._people.update(speakers(annotation))
            found.append(annotation)
        found.sort(key=_place)
        return found

    def _decisions(self, rows: list[exporting.Current]) -> dict[str, dict[str, Any]]:
        """The bodies of the live decisions on these annotations."""
        subjects = {decision_id(row.id): row.id for row in rows} if self._has_decisions else {}
        found: dict[str, dict[str, Any]] = {}
        for subject, head in exporting.bodies(self._project.store, Kind.DECISION, subjects).items():
            body = self._body(Kind.DECISION, subject, head)
            if not body.get("withdrawn"):
                found[subjects[subject]] = body
        return found

    def _provenance(
        self, body: dict[str, Any], row: exporting.Current, beginning: exporting.Beginning | None
    ) -> Provenance:
        """What an imported annotation brought with it stays its beginning, and all of it while it is unchanged here."""
        origin = body.get("origin")
        if origin and beginning is None:
            return cast("Provenance", {key: origin[key] for key in origin if key not in ("format", "adjudication")})
        person = self._of_key.get(row.key) or body["author"]
        made_at, maker = row.made_at, person
        if beginning is not None:
            made_at, maker = beginning.made_at, self._of_key.get(beginning.key) or body["author"]
        revisions = beginning.revisions if beginning else 1
        return {
            "created_at": origin["created_at"] if origin else made_at,
            "created_by": origin["created_by"] if origin else maker,
            "changed_at": row.made_at,
            "changed_by": person,
            "method": body["method"],
            "revisions": revisions + origin["revisions"] - 1 if origin else revisions,
            "head": row.head,
        }

    # --- everything but the documents -----------------------------------------------------------------------------

    def _header(self) -> Header:
        store = self._project.store
        if missing := exporting.left_out(store, self._choice):
            self._report.warnings.append(
                f"{missing} annotations or entities that exported annotations point at are not in the file."
            )
        ids = exporting.entities(store)
        bodies = exporting.bodies(store, Kind.ENTITY, ids)
        return Header(
            format=dataset.FORMAT,
            version=dataset.VERSION,
            offset_unit=dataset.OFFSET_UNIT,
            exported_at=now(),
            project={"id": self._project.id, "name": self._project.name},
            scheme=self._project.scheme,
            people=self._listed_people(),
            entities=[self._entity(ident, bodies[ident]) for ident in ids],
        )

    def _listed_people(self) -> list[Person]:
        """Those whom the documents speak of, and those who came in with a data set."""
        return [
            Person(id=ident, name=name, roles=orjson.loads(roles))
            for ident, name, roles, imported in exporting.people(self._project.store)
            if imported or ident in self._people
        ]

    def _entity(self, ident: str, head: str) -> Entity:
        body = self._body(Kind.ENTITY, ident, head)
        return Entity(
            id=ident,
            kind=body["kind"],
            name=body["name"],
            aliases=body.get("aliases", []),
            identifiers=body.get("identifiers", {}),
        )


def _place(annotation: Annotation) -> tuple[int, int, str]:
    first = annotation["spans"][0]
    return first["start"], first["end"], annotation["id"]


def _annotation(row: exporting.Current, body: dict[str, Any], provenance: Provenance) -> Annotation:
    return {
        "id": row.id,
        "label": body["label"],
        "author": body["author"],
        "scheme_version": body["scheme_version"],
        "spans": body["spans"],
        "fields": body["fields"],
        "state": cast("Any", row.state),
        "decision": None,
        "provenance": provenance,
    }
