"""Verbs of supervision: who has which document, handing in, the queue, decisions."""

from typing import TYPE_CHECKING, Annotated

import typer

from curator.cli import Status
from curator.cli.changing import answer
from curator.cli.looking import ALL, brief_id
from curator.cli.opening import reading, writing
from curator.cli.options import AsJson, DocumentName, ProjectPath
from curator.cli.output import say, say_json, shown, table, warn
from curator.domain.states import AnnotationState, DocumentState, Verdict

if TYPE_CHECKING:
    from curator.services.changes import Changes
    from curator.services.project import Project
    from curator.services.review_views import Check, QueueRow, WorkRow

_Reason = Annotated[
    str | None, typer.Option(help="Why: a reason's name in the project's list, or words.", show_default=False)
]


def assign(
    project: ProjectPath,
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="DOCUMENT", help="Ids, titles or file names; none for all.", show_default=False),
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="To whom; repeat it for several.", show_default=False)
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="Until when, like 2018-09-28.")] = None,
    evenly: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Each document to N of them, all getting as many.")
    ] = None,
    every: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="To one in turn, every N-th document to a second one too.")
    ] = None,
    take: Annotated[bool, typer.Option("--take", help="Take them away again.", show_default=False)] = False,
    as_json: AsJson = False,
) -> Status:
    """Give documents to annotators. To several: they work without seeing each other's annotations until review."""
    from curator.services import assigning, people
    from curator.services import reading as queries

    if not to:
        raise typer.BadParameter("say to whom", param_hint="--to")
    if sum((evenly is not None, every is not None, take)) > 1:
        raise typer.BadParameter("choose one of them", param_hint="--evenly, --every, --take")
    with writing(project) as opened:
        found = [queries.find_document(opened, one) for one in documents or ()]
        found = found or [row.id for row in queries.documents(opened, limit=ALL)]
        persons = [people.find_person(opened, one) for one in to]
        if take:
            changes = assigning.unassign(opened, found, persons)
        elif evenly is not None:
            changes = assigning.assign_evenly(opened, found, persons, each=evenly, due=due)
        elif every is not None:
            changes = assigning.assign_by_rule(opened, found, persons, every=every, due=due)
        else:
            changes = assigning.assign(opened, found, persons, due=due)
    return _done(changes, as_json=as_json)


def submit(
    project: ProjectPath,
    document: DocumentName,
    note: Annotated[str, typer.Option(help="Words to the supervisor.", show_default=False)] = "",
    nothing: Annotated[
        bool, typer.Option("--nothing", help="State that there is nothing to annotate.", show_default=False)
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only list what to look at before.", show_default=False),
    ] = False,
    back: Annotated[bool, typer.Option("--back", help="Take the submission back.", show_default=False)] = False,
    as_json: AsJson = False,
) -> Status:
    """Submit your work on a document. It can't be changed until a supervisor returns it."""
    from curator.services import reading as queries
    from curator.services import submitting

    if check:
        return _check(project, document, as_json=as_json)
    with writing(project) as opened:
        found = queries.find_document(opened, document)
        if back:
            return _done(submitting.take_back(opened, found), as_json=as_json)
        warnings = submitting.checks(opened, found)
        changes = submitting.submit(opened, found, note=note, nothing=nothing)
    for one in warnings:
        warn(f"note: {_check_line(one)}")
    return _done(changes, as_json=as_json)


def _check(project: ProjectPath, document: str, *, as_json: bool) -> Status:
    from curator.services import reading as queries
    from curator.services import submitting

    with reading(project) as opened:
        found = submitting.checks(opened, queries.find_document(opened, document))
    if as_json:
        say_json(found)
    else:
        say(*(f"{one.severity}: {_check_line(one)}" for one in found))
    return Status.NOT_IN_ORDER if found else Status.DONE


def _check_line(check: "Check") -> str:
    return f"{check.annotation} “{shown(' '.join(check.quote.split())[:60])}”: {shown(check.message)}"


def queue(
    project: ProjectPath,
    state: Annotated[
        list[AnnotationState] | None, typer.Option(help="Annotations in this state; repeat it.", show_default=False)
    ] = None,
    work: Annotated[
        list[DocumentState] | None,
        typer.Option(help="Whose author is so far with the document. [default: submitted]", show_default=False),
    ] = None,
    annotator: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="By this annotator; repeat it.", show_default=False)
    ] = None,
    label: Annotated[list[str] | None, typer.Option(help="With this label; repeat it.", show_default=False)] = None,
    confidence: Annotated[list[str] | None, typer.Option(help="With this confidence.", show_default=False)] = None,
    before: Annotated[str | None, typer.Option(metavar="DAY", help="Last changed before.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many at most.")] = 100,
    documents: Annotated[
        bool, typer.Option("--documents", help="List documents and annotators instead.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """List what waits for review, the oldest first."""
    from curator.services import people, queueing, ways
    from curator.services.review_views import QueueFilter, WorkFilter

    of_annotations = {"--state": state, "--label": label, "--confidence": confidence, "--before": before}
    if documents and (given := [name for name, value in of_annotations.items() if value]):
        raise typer.BadParameter("documents can't be chosen by it", param_hint=", ".join(given))
    with reading(project) as opened:
        persons = tuple(people.find_person(opened, one) for one in annotator or ())
        if documents:
            rows = ways.works(opened, WorkFilter(annotators=persons, states=tuple(work or ())), limit=limit)
            return _say_works(rows, as_json=as_json)
        wanted = QueueFilter(
            states=tuple(state or ()),
            work=tuple(work or (DocumentState.SUBMITTED,)),
            annotators=persons,
            labels=tuple(label or ()),
            confidence=tuple(confidence or ()),
            before=before,
        )
        found = queueing.queue(opened, wanted, limit=limit)
        if as_json:
            say_json(found)
            return Status.DONE
        headers = ("Id", "State", "Label", "Words", "By", "Changed", "Document")
        table(headers, [_queue_cells(opened, row) for row in found], wide=("Words", "Document"))
    return Status.DONE


def _queue_cells(project: "Project", row: "QueueRow") -> tuple[object, ...]:
    words = " ".join(row.quote.split())
    changed = row.changed_at[:16].replace("T", " ")
    return brief_id(project, row.annotation), row.state, row.label, words, row.author_name, changed, row.document_title


def _say_works(found: "list[WorkRow]", *, as_json: bool) -> Status:
    if as_json:
        say_json(found)
        return Status.DONE
    cells = [
        (
            row.document_title,
            row.annotator_name,
            row.state.replace("_", " "),
            row.annotations,
            row.undecided,
            row.due,
            " ".join(row.note.split()),
        )
        for row in found
    ]
    table(
        ("Document", "Annotator", "State", "Annotations", "Undecided", "Due", "Note"), cells, wide=("Document", "Note")
    )
    return Status.DONE


def review(
    project: ProjectPath,
    annotation: Annotated[
        str,
        typer.Argument(
            metavar="ANNOTATION",
            help="Its id, or the beginning of it; with --annotator the document's.",
            show_default=False,
        ),
    ],
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="accept, return or reject", show_default=False)],
    reason: _Reason = None,
    field: Annotated[str | None, typer.Option(help="Only this field of it.", show_default=False)] = None,
    annotator: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Decide on what they submitted of a document.", show_default=False),
    ] = None,
    accept_rest: Annotated[
        bool, typer.Option("--accept-rest", help="Accept what is not decided of it yet.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Accept, return or reject an annotation, one of its fields, or with --annotator the work on a document."""
    from curator.services import people, reasons, reviewing
    from curator.services import reading as queries

    with writing(project) as opened:
        why = reasons.why(opened, reason)
        if annotator is None:
            found = queries.find_annotation(opened, annotation)
            return _done(reviewing.decide(opened, found, verdict, field=field, reason=why), as_json=as_json)
        document, person = queries.find_document(opened, annotation), people.find_person(opened, annotator)
        if verdict is Verdict.ACCEPT:
            changes = reviewing.approve(opened, document, person, accept_rest=accept_rest)
        elif verdict is Verdict.RETURN:
            changes = reviewing.send_back(opened, document, person, reason=why)
        else:
            raise typer.BadParameter("the work on a document is accepted or returned", param_hint="VERDICT")
    return _done(changes, as_json=as_json)


def _done(changes: "Changes", *, as_json: bool) -> Status:
    words = "Nothing to change: it is so already." if changes.empty else f"Done: {changes.label}."
    answer(changes, words, as_json=as_json)
    return Status.DONE
