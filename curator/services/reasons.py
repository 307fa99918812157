"""The reasons that a project has for returning and rejecting."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from curator.domain.errors import InvalidError
from curator.domain.history import Kind
from curator.domain.people import Role
from curator.domain.supervision import DEFAULT_REASONS, REASONS_ID, Reason, Reasons
from curator.services.acting import Draft, at_once
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.review_views import ReasonGiven
from curator.store import journal, subjects


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: a name of the project's list, words, or both."""

    name: str | None = None
    text: str = ""


NO_REASON = Why()


def reasons(project: Project) -> tuple[Reason, ...]:
    """The reasons in the order in which they are offered."""
    if not subjects.heads(project.store, REASONS_ID, Kind.SETTING):
        return DEFAULT_REASONS
    body = journal.state_of(project.store.conn, REASONS_ID, Kind.SETTING).body
    kept = Reasons.model_validate(body, strict=False)
    return DEFAULT_REASONS if kept.withdrawn else kept.reasons


@at_once
def set_reasons(project: Project, chosen: Sequence[Reason]) -> Changes:
    """Give the project another list. Needs a supervisor; what was given before keeps its name.

    Raises:
        InvalidError: two reasons have the same name.
    """
    project.require(Role.SUPERVISOR)
    try:
        body = Reasons(reasons=tuple(chosen))
    except ValidationError as error:
        raise InvalidError("Two reasons can't have the same name.") from error
    draft = Draft(project, "settings", "change reasons")
    draft.put(Kind.SETTING, REASONS_ID, body)
    return draft.commit()


def why(project: Project, said: str | None) -> Why:
    """What somebody said in one word or several: a reason of the project's list by its name, else words."""
    words = (said or "").strip()
    return Why(name=words) if words in {reason.name for reason in reasons(project)} else Why(text=words)


def given(project: Project, name: str | None, text: str | None) -> ReasonGiven | None:
    """A reason as it was given, in words; None where none was."""
    if not name and not text:
        return None
    titles = {reason.name: reason.title for reason in reasons(project)}
    title = titles.get(name, name.replace("_", " ").capitalize()) if name else ""
    return ReasonGiven(name, title, text or "")


def checked(project: Project, why: Why, *, needed: bool) -> tuple[str | None, str | None]:
    """The name and the words of a reason as decisions keep them.

    Raises:
        InvalidError: the project has no such reason, or there is none at all and one is needed.
    """
    known = [reason.name for reason in reasons(project)]
    if why.name and why.name not in known:
        raise InvalidError(f"The project has no reason “{why.name}”. It has: {', '.join(known)}.")
    text = why.text.strip()
    if needed and not (why.name or text):
        raise InvalidError("Say why: returning and rejecting need a reason, from the list or in words.")
    return why.name or None, text or None
