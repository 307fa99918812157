"""What others did to a person's own work: decisions, changes, comments. What was seen is kept in this copy alone."""

from collections.abc import Sequence
from typing import Any

import orjson

from curator.domain.history import Kind
from curator.domain.review import decision_id, judgement_id
from curator.services import histories, reasons, wording
from curator.services.project import Project
from curator.services.review_views import News
from curator.store import local
from curator.store.queries import comments as rows

_MOST = 1000
_VERDICTS = {"accept": "Accepted", "return": "Returned", "reject": "Rejected"}


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
    if one.kind == Kind.DECISION:
        return "decision", _decision(project, body)
    if one.kind == Kind.COMMENT:
        if body.get("resolved") is not None:
            return "comment", "Resolved" if body["resolved"] else "Opened again"
        return "comment", body["text"]
    if one.kind == Kind.SUBMISSION:
        return body["state"], _with_reason(project, body["state"].capitalize(), body)
    entries = histories.history(project, one.annotation or "")
    return "change", entries[0].summary if entries else ""


def _decision(project: Project, body: dict[str, Any]) -> str:
    if body.get("withdrawn"):
        return "The decision was taken back"
    parts = [_with_reason(project, _VERDICTS[body["verdict"]], body)] if body["verdict"] else []
    for name, said in sorted(body.get("fields", {}).items()):
        parts.append(_with_reason(project, f"{name.replace('_', ' ').capitalize()} {_lower(said['verdict'])}", said))
    return "; ".join(parts)


def _lower(verdict: str) -> str:
    return _VERDICTS[verdict].lower()


def _with_reason(project: Project, words: str, said: dict[str, Any]) -> str:
    given = reasons.given(project, said.get("cause"), said.get("reason"))
    why = " – ".join(part for part in (given.title, given.text) if part) if given else ""
    return f"{words}: {why}" if why else words
