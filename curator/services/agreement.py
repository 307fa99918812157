"""How far annotators agree: over all documents that two or more of them annotated, with what was left out.

What is withdrawn does not count, nor what a supervisor made of others' annotations. The window finds here all that it
needs of `curator.analysis`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from curator.analysis import gamma
from curator.analysis.agreement import Agreement, kinds_of
from curator.analysis.figures import (
    EXPLANATIONS,
    TITLES,
    AgreementReport,
    Confusion,
    Figure,
    LeftOut,
    Measure,
    Scope,
    Undefined,
)
from curator.analysis.units import DocumentWork, Unit
from curator.domain.annotation import FieldValue
from curator.domain.errors import CancelledError, NotAllowedError
from curator.domain.history import Kind
from curator.domain.people import Role
from curator.exchange.table_csv import write_csv
from curator.services.exporting import check_target
from curator.services.files import replacing
from curator.services.import_report import Cancelled, Progress, tell_nobody
from curator.services.project import Project
from curator.store import exporting, journal
from curator.store.queries import agreement as queries
from curator.store.queries import people

__all__ = [
    "EXPLANATIONS",
    "HEADERS",
    "TITLES",
    "AgreementReport",
    "AgreementView",
    "Confusion",
    "Figure",
    "LeftOut",
    "Measure",
    "Row",
    "Scope",
    "Undefined",
    "confusion_table",
    "matrix_table",
    "measure",
    "row",
    "rows",
    "write_table",
]

HEADERS = ("scope", "what", "figure", "value", "units", "left out", "reason")
Row = tuple[str, str, str, float | None, str, str, str]
"""A figure for people, under `HEADERS`; `reason` says why there is no value."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A report with the names of those it speaks of: people and documents by id."""

    report: AgreementReport
    people: Mapping[str, str]
    documents: Mapping[str, str]


def measure(
    project: Project,
    *,
    with_gamma: bool = False,
    progress: Progress = tell_nobody,
    cancelled: Cancelled = lambda: False,
) -> AgreementView:
    """Compute all figures. Who stated that there is nothing to annotate in a document is compared like all others.

    Args:
        project: where; in a background thread a `project.reader()`.
        with_gamma: gamma, too; it needs a library of its own, and seconds for each document.
        progress: told documents done, documents in all, and the title of the one at hand.
        cancelled: asked again and again.

    Raises:
        NotAllowedError: the person is no supervisor; who annotates is not to know what others did.
        CuratorError: gamma was asked for, and its library is not installed.
        CancelledError: it was stopped.
    """
    if Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("Agreement is computed for supervisors: annotators are not to know what others did.")
    if with_gamma:
        gamma.require()
    with project.store.snapshot():
        return _Run(project, cancelled).measure(progress, with_gamma=with_gamma)


class _Run:
    """One computation, in one state of the project."""

    def __init__(self, project: Project, cancelled: Cancelled) -> None:
        self._project = project
        self._cancelled = cancelled
        self._disputed = exporting.disputed(project.store)

    def measure(self, progress: Progress, *, with_gamma: bool) -> AgreementView:
        agreement = Agreement(kinds_of(self._project.scheme), with_gamma=with_gamma)
        documents = queries.worked_on(self._project.store)
        compared: dict[str, str] = {}
        for done, row in enumerate(documents):
            self._stop_if_asked()
            progress(done, len(documents), row.title)
            if row.people < 2:
                agreement.leave_out(1)
                continue
            compared[row.id] = row.title
            agreement.add(self._work(row))
        report = agreement.report(self._stop_if_asked)
        progress(len(documents), len(documents), "")
        names = {ident: name for ident, name, *_ in people.people(self._project.store)}
        known = {ident: names.get(ident, ident) for ident in report.annotators}
        return AgreementView(report, known, compared)

    def _work(self, row: queries.Worked) -> DocumentWork:
        units = tuple(self._units(row.n))
        annotators = {unit.annotator for unit in units}.union(queries.found_nothing(self._project.store, row.n))
        return DocumentWork(row.id, row.length, tuple(sorted(annotators)), units)

    def _units(self, document: int) -> Iterator[Unit]:
        for ident, head in queries.bodies(self._project.store, document):
            body: dict[str, Any] = orjson.loads(head)
            if ident in self._disputed:
                body = journal.state_of(self._project.store.conn, ident, Kind.ANNOTATION).body
            if not body.get("sources"):  # else a supervisor made it of others
                yield _unit(ident, body)

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise CancelledError("Computing agreement was stopped.")


def _unit(ident: str, body: Mapping[str, Any]) -> Unit:
    """An annotation without evidence and quotes, which play no part."""
    fields = {
        name: FieldValue(state=value["state"], value=value.get("value"))
        for name, value in body.get("fields", {}).items()
    }
    spans = tuple((span["start"], span["end"]) for span in body["spans"])
    return Unit(ident, body["author"], body["label"], spans, fields)


# --- tables ---------------------------------------------------------------------------------------------------------


def rows(view: AgreementView) -> list[Row]:
    """All figures as a table for people."""
    return [row(view, figure) for figure in view.report.figures]


def row(view: AgreementView, figure: Figure) -> Row:
    """One figure in words."""
    scale = f" ({figure.scale})" if figure.scale in ("days", "difference") else ""
    return (
        _scope_words(view, figure.scope),
        ".".join(filter(None, (figure.scope.label, figure.scope.field))) or "everything",
        TITLES[figure.measure] + scale,
        figure.value,
        f"{figure.units} {figure.unit.replace('_', ' ')}",
        "; ".join(f"{EXPLANATIONS[LeftOut(reason)]}: {count}" for reason, count in figure.left_out.items()),
        EXPLANATIONS[figure.undefined] if figure.undefined else _estimate_words(figure),
    )


def _scope_words(view: AgreementView, scope: Scope) -> str:
    if scope.document:
        return f"document {view.documents.get(scope.document, scope.document)}"
    return " and ".join(view.people.get(ident, ident) for ident in scope.annotators) or "all"


def _estimate_words(figure: Figure) -> str:
    return f"chance estimated from {figure.estimated_from} drawn" if figure.estimated_from else ""


def confusion_table(view: AgreementView, confusion: Confusion) -> tuple[list[str], list[list[str | int]]]:
    """Headers and rows of which label met which; the first column names the row's label, "" is no annotation."""
    labels = sorted({label for one, other, _ in confusion.cells for label in (one, other)} - {""})
    labels.append("")
    counts = {(one, other): count for one, other, count in confusion.cells}
    corner = " \\ ".join(view.people.get(ident, ident) for ident in confusion.annotators)
    return [corner, *labels], [[one, *(counts.get((one, other), 0) for other in labels)] for one in labels]


def matrix_table(view: AgreementView, measure: Measure) -> tuple[list[str], list[list[str | float | None]]]:
    """Headers and rows of a figure between each two annotators; None where it is undefined, or of one with oneself."""
    annotators = view.report.annotators
    cells: list[list[str | float | None]] = []
    for one in annotators:
        figures = [view.report.between(measure, one, other) if one != other else None for other in annotators]
        cells.append([view.people[one], *(figure.value if figure else None for figure in figures)])
    return ["", *(view.people[ident] for ident in annotators)], cells


def write_table(project: Project, view: AgreementView, target: Path) -> None:
    """Write all figures to a CSV file.

    Raises:
        StorageError: the file can't be written; what was there is unchanged.
    """
    check_target(project, target)
    with replacing(target) as file:
        write_csv(file, HEADERS, rows(view))
