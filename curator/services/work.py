"""The annotations of one annotator in one document, all at once."""

from collections.abc import Iterable

from curator.domain.annotation import Annotation
from curator.domain.history import Kind
from curator.services.acting import shown_body
from curator.services.project import Project
from curator.store import journal, subjects
from curator.store.queries import ways


def own_annotations(project: Project, document: str, author: str) -> dict[str, Annotation]:
    """An author's live annotations of a document by id, in document order."""
    found = ways.of_author(project.store, document, author)
    heads = journal.revisions_by_id(project.store.conn, [head for _, head, _ in found])
    merged = merged_annotations(project, [ident for ident, _, _ in found])
    return {ident: merged.get(ident) or Annotation.model_validate_json(heads[head].body) for ident, head, _ in found}


def merged_annotations(project: Project, annotations: Iterable[str]) -> dict[str, Annotation]:
    """Those of these annotations that people changed apart from each other, as they are shown."""
    several = subjects.with_several_heads(project.store, annotations, Kind.ANNOTATION)
    bodies = {ident: shown_body(project, Kind.ANNOTATION, ident) for ident in several}
    return {ident: Annotation.model_validate(body, strict=False) for ident, body in bodies.items()}
