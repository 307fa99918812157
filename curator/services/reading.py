"""What a person can look at: documents, texts, spans, annotations, people. Nothing here changes anything."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from curator.domain.annotation import Annotation, Progress
from curator.domain.document import Document, DocumentState
from curator.domain.entity import Entity
from curator.domain.errors import CuratorError, NotFoundError
from curator.domain.history import Kind
from curator.domain.painting import SpanSource
from curator.domain.people import Role
from curator.domain.review import AnnotationState, Decision, decision_id
from curator.services import resolving, ways, wording
from curator.services.acting import shown_body
from curator.services.project import Project, find
from curator.services.texts import open_text
from curator.services.views import (
    AnnotationRow,
    AnnotationView,
    DocumentRow,
    DocumentView,
    EntityRow,
    PersonRow,
    ProjectCounts,
)
from curator.sharing.keys import fingerprint
from curator.store import subjects
from curator.store.queries import annotations as annotation_rows
from curator.store.queries import conflicts as conflict_rows
from curator.store.queries import documents as document_rows
from curator.store.queries import entities as entity_rows
from curator.store.queries import people as people_rows
from curator.store.queries.spans import DocumentSpans
from curator.store.queries.ways import is_blind, is_in_review


def counts(project: Project) -> ProjectCounts:
    """How big the project is and how far."""
    found = document_rows.by_state(project.store, ways.sees_as(project))
    by_state = {DocumentState(state): number for state, number in found.items()}
    disputed = conflict_rows.documents(project.store)
    return ProjectCounts(sum(by_state.values()), by_state, document_rows.annotations(project.store), disputed)


def documents(
    project: Project, *, states: Sequence[str] = (), query: str = "", limit: int = 100, offset: int = 0
) -> list[DocumentRow]:
    """A page of the documents by title: those in these states, with these words in the title or file name."""
    return _page(project, document_rows.Chosen(states, query, ways.sees_as(project)), limit, offset)


def disputed_documents(
    project: Project, *, states: Sequence[str] = (), limit: int = 100, offset: int = 0
) -> list[DocumentRow]:
    """The same, of those alone in which people changed something differently."""
    return _page(project, document_rows.Chosen(states, "", ways.sees_as(project), disputed=True), limit, offset)


def documents_of(
    project: Project, annotator: str, *, states: Sequence[DocumentState] = (), limit: int = 100, offset: int = 0
) -> list[DocumentRow]:
    """A page of the documents that somebody works on, by title, each with how far they are with it themselves.

    `states` are theirs. Annotators see their own alone.
    """
    from curator.services.review_views import WorkFilter

    found = ways.works(project, WorkFilter(annotators=(annotator,), states=tuple(states)), limit=limit, offset=offset)
    return [replace(document_row(project, work.document), state=work.state) for work in found]


def _page(project: Project, chosen: document_rows.Chosen, limit: int, offset: int) -> list[DocumentRow]:
    rows = document_rows.page(project.store, chosen, limit, offset)
    labels = document_rows.by_label(project.store, [row.n for row in rows])
    return [_document_row(project, row, labels.get(row.n, {})) for row in rows]


def document_count(project: Project, *, states: Sequence[str] = (), query: str = "", disputed: bool = False) -> int:
    """How many documents `documents` would give in all."""
    return document_rows.count(project.store, document_rows.Chosen(states, query, ways.sees_as(project), disputed))


def document_row(project: Project, document: str) -> DocumentRow:
    """One document as a list shows it.

    Raises:
        NotFoundError: there is none, or it was withdrawn.
    """
    row = document_rows.row(project.store, document, ways.sees_as(project))
    if row is None:
        raise NotFoundError(f"There is no document {document} in the project.")
    return _document_row(project, row, document_rows.by_label(project.store, [row.n]).get(row.n, {}))


def document(project: Project, document: str) -> DocumentView:
    """A document with its text, whose hash has been checked.

    Raises:
        NotFoundError: there is none, or it was withdrawn.
        DamagedError: the text is not what it was when it was imported.
    """
    opened = open_text(project, document)
    body = Document.model_validate(shown_body(project, Kind.DOCUMENT, document), strict=False)
    return DocumentView(document_row(project, document), body, opened.text)


def _document_row(project: Project, row: document_rows.Row, labels: dict[str, int]) -> DocumentRow:
    """A row as whoever asks sees it: of a blind document, their own annotations alone are counted."""
    me, annotations, conflicts = ways.sees_as(project), row.annotations, row.conflicts
    if me is not None and is_blind(project.store, row.n, me):
        labels = annotation_rows.by_label(project.store, row.n, me)
        annotations = sum(labels.values())
        conflicts = conflict_rows.own(project.store, row.n, me) if conflicts else 0
    return DocumentRow(
        id=row.id,
        title=row.title,
        state=DocumentState(row.state),
        annotations=annotations,
        by_label=labels,
        language=row.language,
        published=row.published,
        file_name=row.file_name,
        length=row.length,
        url=row.url,
        conflicts=conflicts,
        in_review=row.state == DocumentState.SUBMITTED and is_in_review(project.store, row.n),
    )


def find_document(project: Project, given: str) -> str:
    """The id of the document that an id, a unique id beginning, a unique title or a file name names.

    Raises:
        NotFoundError: none, or more than one.
    """
    named = document_rows.named(project.store, given)
    if len(named) == 1:
        return named[0]
    if named:
        raise NotFoundError(f"More than one document is called “{given}”. Give the id, or its beginning.")
    try:
        return find(project.store, Kind.DOCUMENT, given)
    except NotFoundError as error:
        raise NotFoundError(f"No document has the title, the file name or the id “{given}”.") from error


def spans(project: Project, document: str) -> SpanSource:
    """Where a text view gets the document's spans from."""
    row = document_rows.row(project.store, document)
    if row is None:
        raise NotFoundError(f"There is no document {document} in the project.")
    return DocumentSpans(project.store, row.n, ways.only_own(project, document))


def annotation(project: Project, annotation: str) -> AnnotationView:
    """One annotation with all that its form shows.

    Raises:
        NotFoundError: there is none of that id.
    """
    placed = annotation_rows.placed(project.store, annotation)
    heads = subjects.heads(project.store, annotation, Kind.ANNOTATION)
    if placed is None or not heads:
        raise NotFoundError(f"There is no annotation {annotation} in the project.")
    body = Annotation.model_validate(shown_body(project, Kind.ANNOTATION, annotation), strict=False)
    ways.require_shown(project, body)
    label = project.scheme.label(body.label)
    made = people_rows.maker(project.store, heads[-1].id)
    return AnnotationView(
        id=annotation,
        body=body,
        state=AnnotationState(placed[2]),
        decision=_decision(project, annotation),
        head=heads[-1].id,
        changed_at=made.made_at if made else "",
        changed_by=(made.name if made else None) or wording.UNKNOWN_PERSON,
        problems=tuple(resolving.problems(project, label, body.fields)) if label else (),
        conflicts=tuple(conflict_rows.fields(project.store, annotation, Kind.ANNOTATION)),
    )


def _decision(project: Project, annotation: str) -> Decision | None:
    if not subjects.heads(project.store, decision_id(annotation), Kind.DECISION):
        return None
    body = Decision.model_validate(shown_body(project, Kind.DECISION, decision_id(annotation)), strict=False)
    return None if body.withdrawn else body


def annotations(
    project: Project, document: str, *, label: str | None = None, limit: int = 100, offset: int = 0
) -> list[AnnotationRow]:
    """A page of a document's annotations in document order."""
    row = document_rows.row(project.store, document)
    if row is None:
        return []
    found = annotation_rows.page(project.store, row.n, ways.sees_as(project), label, rows=(limit, offset))
    merged = subjects.with_several_heads(project.store, [item.id for item in found], Kind.ANNOTATION)
    contents = [
        shown_body(project, Kind.ANNOTATION, item.id) if item.id in merged else orjson.loads(item.body)
        for item in found
    ]
    names = wording.names(project, [content.get("fields", {}) for content in contents])
    return [
        AnnotationRow(
            id=item.id,
            label=item.label,
            start=item.start,
            end=item.end,
            quote=item.quote,
            state=AnnotationState(item.state),
            progress=Progress(content.get("progress", "draft")),
            headline=wording.headline(project.scheme.label(item.label), content.get("fields", {}), names),
            conflict=item.id in merged and conflict_rows.has(project.store, item.id, Kind.ANNOTATION),
            author=content["author"],
        )
        for item, content in zip(found, contents, strict=True)
    ]


def candidates(project: Project, document: str, labels: Sequence[str], query: str, near: int) -> list[AnnotationRow]:
    """Annotations that a reference field may point at: those of these labels with these words, nearest first."""
    row = document_rows.row(project.store, document)
    if row is None:
        return []
    nearest = annotation_rows.Near(list(labels), query, near)
    ids = annotation_rows.candidates(project.store, row.n, ways.sees_as(project), nearest)
    return [named for ident in ids if (named := annotation_row(project, ident))]


def annotation_row(project: Project, annotation: str) -> AnnotationRow | None:
    """One annotation as a list or a chip shows it; None where there is no live one of that id."""
    placed = annotation_rows.placed(project.store, annotation)
    if placed is None or placed[3]:
        return None
    body = Annotation.model_validate(shown_body(project, Kind.ANNOTATION, annotation), strict=False)
    if ways.is_hidden(project, body):
        return None
    fields = {name: value.model_dump(mode="json") for name, value in body.fields.items()}
    return AnnotationRow(
        id=annotation,
        label=body.label,
        start=body.spans[0].start,
        end=body.spans[-1].end,
        quote=" … ".join(span.exact for span in body.spans),
        state=AnnotationState(placed[2]),
        progress=body.progress,
        headline=wording.headline(project.scheme.label(body.label), fields, wording.names(project, [fields])),
        conflict=conflict_rows.has(project.store, annotation, Kind.ANNOTATION),
    )


def find_annotation(project: Project, given: str) -> str:
    """The id of the annotation that an id or a unique id beginning names."""
    return find(project.store, Kind.ANNOTATION, given)


def find_subject(project: Project, given: str) -> str:
    """The id of the annotation, document or entity that an id, an id beginning or a title names."""
    for kind in (Kind.ANNOTATION, Kind.ENTITY):
        try:
            return find(project.store, kind, given)
        except NotFoundError:
            continue
    return find_document(project, given)


def people(project: Project) -> list[PersonRow]:
    """Everybody in the project, by name."""
    return [
        PersonRow(
            id=ident,
            name=name,
            roles=tuple(Role(role) for role in orjson.loads(roles)),
            fingerprint=fingerprint(key) if key else None,
            imported=bool(imported),
        )
        for ident, name, roles, imported, key in people_rows.people(project.store)
    ]


def complete_entities(project: Project, text: str, kinds: Sequence[str] = (), limit: int = 20) -> list[EntityRow]:
    """Entities of these kinds one of whose names holds the text; those that begin with it come first."""
    ids = entity_rows.complete(project.store, text, kinds, limit)
    return [row for ident in ids if (row := entity(project, ident))]


def entity(project: Project, entity: str) -> EntityRow | None:
    """One entity as a list shows it; None where there is none of that id."""
    try:
        body = Entity.model_validate(shown_body(project, Kind.ENTITY, entity), strict=False)
    except CuratorError:
        return None
    mentions = entity_rows.mentions(project.store, entity, ways.sees_as(project))
    return EntityRow(entity, body.kind, body.name, body.aliases, mentions)
