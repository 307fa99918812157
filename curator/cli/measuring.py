"""The verb that measures how far annotators agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curator.cli import Status
from curator.cli.opening import reading
from curator.cli.options import AsJson, ProjectPath
from curator.cli.output import counted, is_terminal, say, say_json, shown, table, warn
from curator.cli.waiting import interruptible, progress

if TYPE_CHECKING:
    from curator.services.agreement import AgreementView, Figure


def agreement(
    project: ProjectPath,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write all figures to a CSV file.", show_default=False),
    ] = None,
    by_document: Annotated[
        bool, typer.Option("--by-document", help="List the figures of each document, too.", show_default=False)
    ] = False,
    gamma: Annotated[
        bool, typer.Option("--gamma", help="Gamma, too; needs pygamma-agreement, and time.", show_default=False)
    ] = False,
    as_json: AsJson = False,
) -> Status:
    """Measure how far annotators agree. Over the documents that two or more of them annotated."""
    from curator.services import agreement as agreeing

    with reading(project) as opened:
        with interruptible() as cancelled, progress() as report:
            view = agreeing.measure(opened, with_gamma=gamma, progress=report, cancelled=cancelled)
        if output:
            agreeing.write_table(opened, view, output)
    if as_json:
        say_json(_as_json(view))
    elif output:
        say(f"Wrote {counted(len(view.report.figures), 'figure')} to {shown(output)}.")
    else:
        _say_figures(view, [one for one in view.report.figures if by_document or not one.scope.document])
    if not view.report.documents:
        warn("note: no document was annotated by two people, so there is nothing to compare.")
    return Status.DONE


def _say_figures(view: "AgreementView", figures: Sequence["Figure"]) -> None:
    from curator.services import agreement as agreeing

    cells = [
        (scope, what, figure, "undefined" if value is None else f"{value:.3f}", units, left_out, reason)
        for scope, what, figure, value, units, left_out, reason in (agreeing.row(view, one) for one in figures)
    ]
    headers = tuple(header.capitalize() for header in agreeing.HEADERS)
    table(headers, cells, wide=("Scope", "Left out", "Reason"))
    if is_terminal():
        report = view.report
        documents = f"{counted(report.documents, 'document')} with {counted(report.annotations, 'annotation')}"
        say(f"{documents} of {', '.join(shown(name) for name in view.people.values()) or 'nobody'}.")
        say("What the figures mean: docs/AGREEMENT.md")


def _as_json(view: "AgreementView") -> dict[str, Any]:
    from curator.services import agreement as agreeing

    whole = view.report.model_dump(mode="json")
    for figure in whole["figures"]:
        reason = figure["undefined"]
        figure["reason"] = agreeing.EXPLANATIONS[agreeing.Undefined(reason)] if reason else None
    whole["annotators"] = [{"id": ident, "name": name} for ident, name in view.people.items()]
    return whole
