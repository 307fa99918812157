"""What others did to a person's own work: decisions, changes, comments. What was seen is kept in this copy alone."""

from collections.abc import Sequence
from typing import Any

import orjson

from curator.domain.history import Kind
from curator.domain.review import decision_id, judgement_id
from curator.services import histories, review_wording, wording
from curator.services.project import Project
from curator.services.review_views import News
from curator.store import local
from curator.store.queries import comments as rows

_MOST = 1000


def news(project: Project, *, unseen: bool = False, document: str | None = None, limit: int = 200) -> list[News]:
    """What others did to the work of whoever asks, the newest first."""
    if project.me is None:
        return []
    return [_news(project, one) for one in _happened(project, document, limit, seen_too=not unseen)]


def unseen(project: Project) -> int:
    """How much of it was not seen yet; more than a thousand are not counted."""
    return len(_happened(project, None, _MOST, seen_too=False)) if project.me else 0


def mark_seen(project: Project, revisions: Sequence[str]) -> None:
    """Remember that these were seen; nobody else is told."""
    if project.read_only or not revisions:
        return
    with project.store.atomic() as conn:
        local.mark_seen(conn, revisions)


def _happened(project: Project, document: str | None, limit: int, *, seen_too: bool) -> list[rows.Happened]:
    me = project.me or ""
    decisions = {one: decision_id(one) for one in rows.decided_of(project.store, me)}
    judgements = {one: judgement_id(one, me) for one in rows.judged_of(project.store, me)}
    wanted = rows.Wanted(me, document, orjson.dumps(decisions).decode(), orjson.dumps(judgements).decode(), seen_too)
    return rows.happened(project.store, wanted, limit)


def _news(project: Project, one: rows.Happened) -> News:
    body = orjson.loads(one.body)
    what, words = _in_words(project, one, body)
    return News(
        revision=one.revision,
        what=what,
        document=one.document,
        document_title=one.title,
        annotation=one.annotation,
        field=body.get("field") if one.kind == Kind.COMMENT else None,
        words=words,
        by_name=one.name or wording.UNKNOWN_PERSON,
        at=one.made_at,
        seen=one.seen,
    )


def _in_words(project: Project, one: rows.Happened, body: dict[str, Any]) -> tuple[str, str]:
    words = review_wording.said(project, one.kind, body)
    if words is None:
        entries = histories.history(project, one.annotation or "")
        return "change", entries[0].summary if entries else ""
    return (body["state"] if one.kind == Kind.SUBMISSION else one.kind), words
