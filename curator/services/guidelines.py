"""The guidelines of a project: one page in Markdown, every version of which is kept."""

from pydantic import ValidationError

from curator.domain.errors import InvalidError
from curator.domain.history import Kind, Revision
from curator.domain.people import Role
from curator.domain.supervision import GUIDELINE_ID, Guideline
from curator.services import wording
from curator.services.acting import Draft, at_once
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.review_views import GuidelineView
from curator.store import journal
from curator.store.queries import people


def current(project: Project) -> GuidelineView | None:
    """The guidelines as they are now; None where there are none."""
    every = versions(project)
    if not every or journal.state_of(project.store.conn, GUIDELINE_ID, Kind.GUIDELINE).body.get("withdrawn"):
        return None
    return every[0]


def versions(project: Project) -> list[GuidelineView]:
    """All versions, the newest first."""
    makers = people.makers(project.store, GUIDELINE_ID)
    counting = [
        revision
        for revision in journal.revisions_of(project.store.conn, GUIDELINE_ID)
        if revision.subject_kind == Kind.GUIDELINE and not makers[revision.id].refused
    ]
    return [_view(number, revision, makers[revision.id]) for number, revision in enumerate(counting, start=1)][::-1]


def _view(number: int, revision: Revision, made: people.Made) -> GuidelineView:
    body = Guideline.model_validate_json(revision.body)
    return GuidelineView(number, body.title, body.text, made.made_at, made.name or wording.UNKNOWN_PERSON)


@at_once
def write(project: Project, text: str, *, title: str = "Guidelines") -> Changes:
    """Write a new version. Needs a supervisor.

    Raises:
        InvalidError: the title is empty, or the text is too long.
    """
    project.require(Role.SUPERVISOR)
    try:
        body = Guideline(title=title.strip(), text=text)
    except ValidationError as error:
        raise InvalidError("Guidelines need a title, and a text of at most a million characters.") from error
    draft = Draft(project, "settings", "change guidelines")
    draft.put(Kind.GUIDELINE, GUIDELINE_ID, body)
    return draft.commit()
