"""The verb that makes one of several people's work on a document."""

from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.changing import answer
from curator.cli.looking import brief_id
from curator.cli.opening import reading, writing
from curator.cli.options import AsJson, DocumentName, ProjectPath
from curator.cli.output import say_json, table
from curator.domain.errors import NotFoundError
from curator.domain.states import ErrorClass

if TYPE_CHECKING:
    from curator.services.changes import Changes
    from curator.services.project import Project
    from curator.services.reasons import Why
    from curator.services.review_views import MatchRow


def adjudicate(
    project: ProjectPath,
    document: DocumentName,
    accept_agreeing: Annotated[
        bool, typer.Option("--accept-agreeing", help="Accept all that agrees, in one act.", show_default=False)
    ] = False,
    take: Annotated[
        str | None,
        typer.Option(metavar="ANNOTATION", help="Let it stand for its match.", show_default=False),
    ] = None,
    none: Annotated[
        str | None,
        typer.Option(metavar="ANNOTATION", help="Let none of its match stand.", show_default=False),
    ] = None,
    reopen: Annotated[
        str | None,
        typer.Option(metavar="ANNOTATION", help="Take the outcome of its match back.", show_default=False),
    ] = None,
    error: Annotated[ErrorClass | None, typer.Option(help="Why the others are overruled.", show_default=False)] = None,
    reason: Annotated[
        str | None, typer.Option(help="The same: a reason's name in the project's list, or words.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> Status:
    """List what annotators made of the same things in a document, or settle it. A third is made in the window."""
    from curator.services import adjudicating
    from curator.services import reading as queries
    from curator.services.reasons import why

    acts = [act for act in (take, none, reopen) if act is not None]
    if len(acts) + accept_agreeing > 1:
        raise typer.BadParameter("choose one of them", param_hint="--accept-agreeing, --take, --none, --reopen")
    if (error or reason) and not (take or none):
        raise typer.BadParameter("they say why --take or --none overrules", param_hint="--error, --reason")
    if not acts and not accept_agreeing:
        return _list(project, document, as_json=as_json)
    with writing(project) as opened:
        found = queries.find_document(opened, document)
        if accept_agreeing:
            changes = adjudicating.accept_agreeing(opened, found)
        else:
            changes = _settled(opened, found, (take, none, reopen), error, why(opened, reason))
    words = "Nothing to change: it is so already." if changes.empty else f"Done: {changes.label}."
    answer(changes, words, as_json=as_json)
    return Status.DONE


def _settled(
    project: "Project",
    document: str,
    acts: tuple[str | None, str | None, str | None],
    error: ErrorClass | None,
    reason: "Why",
) -> "Changes":
    from curator.services import adjudicating
    from curator.services import reading as queries

    take, none, _ = acts
    chosen = queries.find_annotation(project, next(act for act in acts if act is not None))
    match = _match_of(adjudicating.matches(project, document), chosen)
    if take is not None:
        return adjudicating.take(project, match, chosen, error=error, reason=reason)
    if none is not None:
        return adjudicating.reject_all(project, match, error=error, reason=reason)
    return adjudicating.reopen(project, match)


def _match_of(found: "list[MatchRow]", annotation: str) -> list[str]:
    """The ids of the match that an annotation is in, or that it was made to stand for."""
    for match in found:
        ids = [member.row.id for member in match.members]
        if annotation in (*ids, match.result):
            return ids
    raise NotFoundError(f"The annotation {annotation} is in no match of this document.")


def _list(project: ProjectPath, document: str, *, as_json: bool) -> Status:
    from curator.services import adjudicating
    from curator.services import reading as queries

    with reading(project) as opened:
        found = adjudicating.matches(opened, queries.find_document(opened, document))
        if as_json:
            say_json(found)
            return Status.DONE
        headers = ("Match", "Outcome", "Differ in", "Id", "By", "Label", "Words", "Verdict")
        rows = [cells for number, match in enumerate(found, 1) for cells in _cells(opened, number, match)]
        table(headers, rows, wide=("Words",))
    return Status.DONE


def _cells(project: "Project", number: int, match: "MatchRow") -> list[tuple[object, ...]]:
    states = ", ".join(state.replace("_", " ") for state in match.states)
    said = f"{states} ({', '.join(match.fields)})" if match.fields else states
    return [
        (
            number,
            match.outcome or "open",
            said,
            brief_id(project, member.row.id),
            member.annotator_name,
            member.row.label,
            " ".join(member.row.quote.split()),
            member.verdict,
        )
        for member in match.members
    ]
