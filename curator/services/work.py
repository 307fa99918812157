"""The annotations of one annotator in one document, all at once."""

from curator.domain.annotation import Annotation
from curator.services.project import Project
from curator.store import journal
from curator.store.queries import ways


def own_annotations(project: Project, document: str, author: str) -> dict[str, Annotation]:
    """An author's live annotations of a document by id, in document order."""
    found = ways.of_author(project.store, document, author)
    heads = journal.revisions_by_id(project.store.conn, [head for _, head, _ in found])
    return {ident: Annotation.model_validate_json(heads[head].body) for ident, head, _ in found}
