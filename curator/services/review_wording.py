"""What supervision's subjects say, in one line for people."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from curator.domain.history import Kind
from curator.services import reasons, wording
from curator.services.project import Project
from curator.store.queries import people

Body = Mapping[str, Any]

VERDICTS: Final = {"accept": "Accepted", "return": "Returned", "reject": "Rejected"}
_ERRORS = {"ambiguous_text": "ambiguous text", "guideline_gap": "gap in the guidelines", "slip": "slip"}


def said(project: Project, kind: str, body: Body) -> str | None:
    """What a subject of one of these kinds says; None for another kind."""
    words = _WORDS.get(kind)
    return words(project, body) if words else None


def _decision(project: Project, body: Body) -> str:
    if body.get("withdrawn"):
        return "The decision was taken back"
    parts = [_verdict(project, body)] if body["verdict"] else []
    for name, told in sorted(body.get("fields", {}).items()):
        title = name.replace("_", " ").capitalize()
        parts.append(_with_reason(project, f"{title} {VERDICTS[told['verdict']].lower()}", told))
    return "; ".join(parts)


def _verdict(project: Project, body: Body) -> str:
    words = VERDICTS[body["verdict"]]
    if body.get("outcome"):
        words += f" ({body['outcome']}{', another stands for it' if body.get('merged_into') else ''})"
    if body.get("error"):
        words += f", {_ERRORS[body['error']]}"
    return _with_reason(project, words, body)


def _submission(project: Project, body: Body) -> str:
    if body.get("withdrawn"):
        return "Taken back"
    words = body["state"].replace("_", " ").capitalize()
    if body.get("nothing"):
        words += ", with nothing to annotate"
    if body.get("note"):
        words += f": {body['note']}"
    return _with_reason(project, words, body)


def _assignment(project: Project, body: Body) -> str:
    name = people.name(project.store, body["annotator"]) or wording.UNKNOWN_PERSON
    if body.get("withdrawn"):
        return f"Taken away from {name}"
    due = f", due {body['due']}" if body.get("due") else ""
    return f"Assigned to {name}{due}{', in review' if body.get('in_review') else ''}"


def _comment(project: Project, body: Body) -> str:
    _ = project
    if body.get("withdrawn"):
        return "Comment withdrawn"
    if body.get("resolved") is not None:
        return "Resolved" if body["resolved"] else "Opened again"
    return body["text"]


def _guideline(project: Project, body: Body) -> str:
    _ = project
    return "Guidelines withdrawn" if body.get("withdrawn") else f"Guidelines “{body['title']}” written"


_WORDS: dict[str, Callable[[Project, Body], str]] = {
    Kind.DECISION: _decision,
    Kind.SUBMISSION: _submission,
    Kind.ASSIGNMENT: _assignment,
    Kind.COMMENT: _comment,
    Kind.GUIDELINE: _guideline,
}


def _with_reason(project: Project, words: str, told: Body) -> str:
    given = reasons.given(project, told.get("cause"), told.get("reason"))
    why = " – ".join(part for part in (given.title, given.text) if part) if given else ""
    return f"{words}: {why}" if why else words
