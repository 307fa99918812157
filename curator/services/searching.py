"""Search over texts, quotes, values and entities."""

from curator.domain.span import Span
from curator.services import ways
from curator.services.project import Project
from curator.services.views import Hit
from curator.store.queries import annotations, documents, entities, search
from curator.text import search_text

_WIDTH = 120


def find(project: Project, query: str, *, limit: int = 100) -> list[Hit]:
    """What the words occur in: texts first, then quotes and values of annotations, then entities and their mentions.

    All words must occur; the last may be a beginning; "..." is a phrase. Case and accents do not matter.
    """
    match = search.expression(query)
    if not match:
        return []
    hits = [_text_hit(query, row) for row in search.texts(project.store, match, limit)]
    hits += [
        _annotation_hit(query, row) for row in search.annotations(project.store, match, ways.sees_as(project), limit)
    ]
    return (hits + _entity_hits(project, query, limit))[:limit]


def _text_hit(query: str, row: search.TextHit) -> Hit:
    # A damaged text may look odd here; it is checked, and refused, when it is opened.
    text = row.data.decode(errors="replace")
    found = _first(text, query)
    shown = "".join(search_text.snippet(text, found, _WIDTH)) if found else text[:_WIDTH]
    return Hit("text", row.document, row.title, None, found, " ".join(shown.split()))


def _first(text: str, query: str) -> Span | None:
    """The first place of the whole query, else of its longest word."""
    words = query.replace('"', " ").split()
    for needle in (" ".join(words), *sorted(words, key=len, reverse=True)):
        if found := next(iter(search_text.find_all(text, needle, limit=1)), None):
            return found
    return None


def _annotation_hit(query: str, row: search.AnnotationHit) -> Hit:
    in_quote = _first(row.quote, query) is not None
    snippet = row.quote if in_quote else f"{row.values} – “{row.quote}”"
    return Hit(
        kind="quote" if in_quote else "value",
        document_id=row.document,
        document_title=row.title,
        annotation_id=row.annotation,
        span=Span(start=row.start, end=row.end),
        snippet=" ".join(snippet.split())[:300],
    )


def _entity_hits(project: Project, query: str, limit: int) -> list[Hit]:
    """Entities by name, each with the places where annotations point at it."""
    hits: list[Hit] = []
    found = entities.complete(project.store, query.replace('"', " ").strip(), (), 20)
    named = entities.names(project.store, found)
    for ident in found:
        kind, name = named[ident]
        for annotation in annotations.referring(project.store, ident, ways.sees_as(project))[:limit]:
            placed = annotations.placed(project.store, annotation)
            row = documents.row(project.store, placed[0]) if placed else None
            if row:
                spans = [Span(start=at.start, end=at.end) for at in _spans(project, row.n, annotation)]
                hits.append(
                    Hit("entity", row.id, row.title, annotation, spans[0], f"{name} ({kind.replace('_', ' ')})")
                )
    return hits[:limit]


def _spans(project: Project, document: int, annotation: str) -> list[Span]:
    from curator.store.queries.spans import DocumentSpans

    return [Span(start=at.start, end=at.end) for at in DocumentSpans(project.store, document).of(annotation)]
